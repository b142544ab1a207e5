using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using QregexCheck.Control;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>Makes of a line of ours what is counted of it. One object a thread.</summary>
/// <param name="names">Makes the hashes. They are the same in each thread.</param>
internal sealed class HitReader(NameHash names)
{
    // The list of the line before: it is mostly the same.
    private byte[] _list = [];
    private ulong _listHash = names.OfList([]);
    private Subject _subject = SubjectOf([]);

    private readonly ulong _nullSender = names.Of(NullSender);

    /// <summary>Stands for the domain of the null sender.</summary>
    private static ReadOnlySpan<byte> NullSender => "<>"u8;

    /// <summary>The domain of a sender; that of the null sender is <c>&lt;&gt;</c>.</summary>
    public static ReadOnlySpan<byte> DomainOf(ReadOnlySpan<byte> sender) =>
        sender.IsEmpty ? NullSender : sender[(sender.LastIndexOf((byte)'@') + 1)..];

    /// <summary>Reads a line of ours.</summary>
    /// <param name="mail">What the line says.</param>
    /// <param name="time">When; see <see cref="MailEvent.Time"/>.</param>
    /// <param name="hit">Gets it; whatever it is before.</param>
    public void Read(in LoggedMail mail, long time, ref RuleHit hit)
    {
        hit = default;
        hit.Outcome = mail.Outcome;
        if ((mail.Known & MailField.Rule) == 0 || mail.List.IsEmpty)
            return;
        hit.HasRule = true;
        hit.Time = time;
        if (!mail.List.SequenceEqual(_list))
            (_list, _listHash, _subject) = (mail.List.ToArray(), names.OfList(mail.List), SubjectOf(mail.List));
        hit.Rule = names.OfRuleIn(_listHash, mail.Rule);
        Read(FieldOf(_subject), mail.Known, mail.Ip, mail.Helo, mail.Sender, mail.Recipient, ref hit);
    }

    /// <summary>Reads a line of ours that differs from a known one in the envelope alone.</summary>
    /// <param name="text">The line from the program's name on.</param>
    /// <param name="line">The known one.</param>
    /// <param name="envelope">The envelope.</param>
    /// <param name="time">When; see <see cref="MailEvent.Time"/>.</param>
    /// <param name="hit">Gets it; whatever it is before.</param>
    public void Read(ReadOnlySpan<byte> text, KnownLine line, in PlainEnvelope envelope, long time, ref RuleHit hit)
    {
        if (line.RuleHash == 0)
            ReadRule(text, line, in envelope);
        hit.Outcome = line.Outcome;
        hit.Time = time;
        hit.Rule = line.RuleHash;
        hit.HasRule = true;
        hit.HasAddress = true;
        hit.HasHost = true;
        hit.HasDomain = true;
        ByteRange asked = line.Field == MailField.Recipient ? envelope.Recipient : line.Field == MailField.Sender ? envelope.Sender : envelope.Helo;
        hit.Address = names.Of(text, asked);
        hit.Host = names.Of(text, envelope.Ip);
        hit.Domain = envelope.Sender.Length == 0 ? _nullSender : names.Of(text, DomainIn(text, envelope.Sender));
        hit.Attempt = line.Outcome == Outcome.Deferred ? Attempt(hit.Host, Part(text, envelope.Sender), Part(text, envelope.Recipient)) : 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadRule(ReadOnlySpan<byte> text, KnownLine line, in PlainEnvelope envelope)
    {
        ReadOnlySpan<byte> list = Part(text, line.List);
        line.RuleHash = names.OfRule(list, Part(text[envelope.End..], line.Rule));
        line.Field = FieldOf(SubjectOf(list));
    }

    private void Read(
        MailField asked, MailField known, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> helo, ReadOnlySpan<byte> sender, ReadOnlySpan<byte> recipient,
        ref RuleHit hit)
    {
        hit.HasAddress = (known & asked) != 0;
        if (hit.HasAddress)
            hit.Address = names.Of(asked == MailField.Recipient ? recipient : asked == MailField.Sender ? sender : helo);
        hit.HasHost = (known & MailField.Ip) != 0;
        if (hit.HasHost)
            hit.Host = names.Of(ip);
        hit.HasDomain = (known & MailField.Sender) != 0;
        if (hit.HasDomain)
            hit.Domain = names.Of(DomainOf(sender));
        if (hit.Outcome == Outcome.Deferred)
            hit.Attempt = Attempt(names.Of(ip), sender, recipient);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong Attempt(ulong host, ReadOnlySpan<byte> sender, ReadOnlySpan<byte> recipient) =>
        names.Of(host, names.Of(names.Of(sender), names.Of(recipient)));

    /// <summary>Where the domain of a sender stands in a line; most are short, and found at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ByteRange DomainIn(ReadOnlySpan<byte> text, ByteRange sender)
    {
        int end = unchecked(sender.Offset + sender.Length);
        int from = end;
        while (from > sender.Offset && from >= ByteMask.Count)
        {
            from = unchecked(from - ByteMask.Count);
            uint signs = ByteMask.Of(text[from..], (byte)'@');
            int begin = unchecked(from + BitOperations.Log2(signs) + 1);
            if (signs != 0 && begin > sender.Offset)
                return new ByteRange(begin, unchecked(end - begin));
        }

        // It has no sign. Before a sender stand more bytes than a vector has: none of its own is left out.
        return sender;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> text, ByteRange range) => text.Slice(range.Offset, range.Length);

    private static MailField FieldOf(Subject subject) => subject switch
    {
        Subject.HeloName => MailField.Helo,
        Subject.Sender => MailField.Sender,
        _ => MailField.Recipient,
    };

    private static Subject SubjectOf(ReadOnlySpan<byte> list)
    {
        foreach (ControlList known in ControlLists.All)
        {
            if (list.SequenceEqual(ControlLists.FileName(known)))
                return ListFamily.Of(known).Subject;
        }

        return Subject.Recipient;
    }
}
