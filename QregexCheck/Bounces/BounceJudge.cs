using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Bounces;

/// <summary>Tells whether an address has a tag that we made. What is asked may be any bytes.</summary>
/// <exception cref="ControlReadException">It can't be known, so nothing may be refused.</exception>
internal delegate bool TagProof(ReadOnlySpan<byte> address);

/// <summary>Decides about a bounce by the header lines that it quotes.</summary>
/// <remarks>One proof that the mail was ours outweighs all else, so it is looked for first, in all lines.</remarks>
internal sealed class BounceJudge
{
    private readonly Func<ControlList, RuleSet?> _open;
    private readonly TagProof? _isOurs;
    private readonly bool _proves;
    private readonly OtherSides _sides;

    /// <param name="open">Hands out a list, ready to be asked once; null when its control file is missing. It is asked again for each quoted line.</param>
    /// <param name="isOurs">Knows the tags of signed senders; null when senders are not signed.</param>
    /// <param name="clientIp">The client's address, empty when nobody gave it; null when it is not known.</param>
    /// <param name="proves">True when a bounce is refused that quotes mail and not ours: <c>QREGEXCHECK_BOUNCE=prove</c>.</param>
    public BounceJudge(Func<ControlList, RuleSet?> open, TagProof? isOurs, byte[]? clientIp, bool proves)
    {
        _open = open;
        _isOurs = isOurs;
        _proves = proves;

        // A message may have many recipients, so that no condition about one can be told.
        _sides = new OtherSides([], null, clientIp);
    }

    /// <summary>What the log line says in the place of a rule when nothing of ours is quoted.</summary>
    public static ReadOnlySpan<byte> NoneOfOurs => "(none of ours quoted)"u8;

    private static ReadOnlySpan<byte> NoneOfOursReply => "550 this bounce quotes no mail of ours (#5.7.1)"u8;

    private static ReadOnlySpan<byte> AddressEnds => " \t\r<>()[]\",;:"u8;

    /// <summary>Decides. What can't be decided is accepted.</summary>
    /// <param name="mail">What the bounce quotes.</param>
    /// <param name="recipient">Who gets the bounce, where he is known. The address that our mail had as its sender comes back there, with its tag.</param>
    public BounceFinding Decide(QuotedMail mail, byte[]? recipient = null)
    {
        var logged = new List<LoggedHit>();
        try
        {
            return FindOursIn(recipient, mail, logged) ?? FindOurs(mail, logged) ?? FindBad(mail, logged) ?? Prove(mail, logged);
        }
        catch (ControlReadException exception)
        {
            return new BounceFinding { Answer = BounceAnswer.Trouble, Words = exception.Message, Limits = mail.Limits, Logged = logged };
        }
        catch (OutOfMemoryException)
        {
            return new BounceFinding
            {
                Answer = BounceAnswer.Trouble,
                Words = "out of memory: a rule or a quoted line is too large; raise softlimit -m",
                Limits = mail.Limits,
                Logged = logged,
            };
        }
    }

    private BounceFinding? FindOursIn(byte[]? recipient, QuotedMail mail, List<LoggedHit> logged) =>
        recipient is not null && _isOurs is not null && _isOurs(recipient)
            ? new BounceFinding { Answer = BounceAnswer.OursByTag, Tagged = recipient, Limits = mail.Limits, Logged = logged }
            : null;

    private BounceFinding? FindOurs(QuotedMail mail, List<LoggedHit> logged)
    {
        foreach (QuotedHeader line in mail.Lines)
        {
            if (line.Field != QuotedField.Received && FindTag(line.Text) is { } tagged)
                return new BounceFinding { Answer = BounceAnswer.OursByTag, Line = line, Tagged = tagged, Limits = mail.Limits, Logged = logged };
        }

        return FirstHit(ControlList.GoodBounce, mail, logged) is { } good
            ? new BounceFinding { Answer = BounceAnswer.OursByRule, Hit = good.Hit, Line = good.Line, Limits = mail.Limits, Logged = logged }
            : null;
    }

    private BounceFinding? FindBad(QuotedMail mail, List<LoggedHit> logged)
    {
        if (FirstHit(ControlList.BadBounce, mail, logged) is not { } bad)
            return null;
        BounceAnswer answer = mail.Limits == LookLimit.None ? BounceAnswer.NotOurs : BounceAnswer.NotOursButLimited;
        return new BounceFinding { Answer = answer, Hit = bad.Hit, Line = bad.Line, Limits = mail.Limits, Logged = logged };
    }

    private BounceFinding Prove(QuotedMail mail, List<LoggedHit> logged)
    {
        QuotedHeader? received = _proves ? mail.FirstReceived : null;
        BounceAnswer answer = received is null ? BounceAnswer.NothingHit
            : mail.Limits != LookLimit.None ? BounceAnswer.UnprovedButLimited
            : _open(ControlList.GoodBounce) is { } rules && rules.HasRules() ? BounceAnswer.Unproved
            : BounceAnswer.Unprovable;
        Hit? none = answer == BounceAnswer.Unproved
            ? new Hit(ControlList.GoodBounce, 0, NoneOfOurs.ToArray(), new Annotation { Reply = NoneOfOursReply.ToArray() })
            : null;
        return new BounceFinding { Answer = answer, Hit = none, Line = received, Limits = mail.Limits, Logged = logged };
    }

    /// <summary>
    /// The first hit of a list that decides, in the order of the quoted lines. A rule whose condition can't be told refuses nothing, and excuses: the mail may
    /// be ours.
    /// </summary>
    private LoggedHit? FirstHit(ControlList list, QuotedMail mail, List<LoggedHit> logged)
    {
        foreach (QuotedHeader line in mail.Lines)
        {
            if (_open(list) is not { } rules)
                return null;
            _sides.Begin();
            Hit? found = rules.FirstHit(CaseFolding.Upper(line.Text), _sides, hit => Log(hit, line, logged));
            if ((found ?? (ControlLists.IsExceptions(list) ? _sides.Undecided : null)) is { } decided)
                return new LoggedHit(decided, line);
        }

        return null;
    }

    private static void Log(Hit hit, QuotedHeader line, List<LoggedHit> logged)
    {
        foreach (LoggedHit known in logged)
        {
            if (known.Hit.List == hit.List && known.Hit.Line == hit.Line)
                return;
        }

        logged.Add(new LoggedHit(hit, line));
    }

    /// <summary>Finds an address in a line that has a tag of ours; null when there is none.</summary>
    private byte[]? FindTag(ReadOnlySpan<byte> line)
    {
        if (_isOurs is null)
            return null;
        while (IndexOfTag(line) is >= 0 and var begin)
        {
            int end = begin;
            while (end < line.Length && !AddressEnds.Contains(line[end]))
                end++;
            ReadOnlySpan<byte> address = line[begin..end];
            if (_isOurs(address))
                return address.ToArray();
            line = line[end..];
        }

        return null;
    }

    private static int IndexOfTag(ReadOnlySpan<byte> line)
    {
        for (int at = 0; at < line.Length; at++)
        {
            if (SignedLocalPart.IsPrvs(line[at..]))
                return at;
        }

        return -1;
    }
}
