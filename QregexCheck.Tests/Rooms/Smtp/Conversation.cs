using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Smtp;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>A session whose two sides are played by the test, a piece at a time. Whatever holds BAD is refused, and NOBODY does not exist.</summary>
internal sealed class Conversation
{
    private readonly List<byte> _up = new();
    private readonly StringBuilder _passed = new();
    private readonly StringBuilder _heard = new();
    private bool _clientHasLeft;

    public Conversation(
        bool hidesStartTls = false, byte[]? relaySuffix = null, int unknownLimit = 0, bool bouncesHaveOneRecipient = false, params LocalHost[] localHosts)
        : this(null, hidesStartTls, relaySuffix, unknownLimit, bouncesHaveOneRecipient, localHosts)
    {
    }

    public Conversation(
        Func<byte[], bool, JudgedTag?>? judgeTag, bool hidesStartTls, byte[]? relaySuffix, int unknownLimit, bool bouncesHaveOneRecipient, LocalHost[] localHosts)
    {
        Session = new SmtpSession(new SessionPolicy
        {
            Decide = Decide,
            Report = (verdict, envelope) => Reports.Add($"{verdict.Kind} {Text(envelope.Helo)} {Text(envelope.Sender)} {Text(envelope.Recipient)}"),
            JudgeTag = judgeTag,
            ReportTag = (reason, envelope) => Reports.Add($"log {Text(reason.Bounce!.Batv)} {Text(envelope.Recipient)}"),
            ReportTls = static () => { },
            HidesStartTls = hidesStartTls,
            RelaySuffix = relaySuffix ?? [],
            IsRelayClient = relaySuffix is not null,
            LocalHosts = localHosts,
            UnknownLimit = unknownLimit,
            BouncesHaveOneRecipient = bouncesHaveOneRecipient,
        });
    }

    public SmtpSession Session { get; }

    public List<string> Reports { get; } = new();

    /// <summary>Greeted, and after an EHLO whose reply offered some keywords.</summary>
    public static Conversation WithEhlo(params string[] keywords)
    {
        var conversation = new Conversation();
        conversation.Server("220 x\r\n");
        conversation.Client("EHLO me\r\n");
        conversation.Server(string.Concat(Array.ConvertAll(keywords, static keyword => $"250-{keyword}\r\n")).Insert(0, "250-x\r\n") + "250 HELP\r\n");
        conversation.TakeHeard();
        return conversation;
    }

    /// <summary>The same with CHUNKING, a MAIL and a RCPT that the server has agreed to.</summary>
    public static Conversation ReadyForChunks()
    {
        Conversation conversation = WithEhlo("CHUNKING");
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        conversation.Ask("RCPT TO:<c@d>", "250 ok");
        return conversation;
    }

    /// <summary>The client sends something.</summary>
    /// <returns>What passes to the server for it, of what was held before too.</returns>
    public string Client(string text)
    {
        _up.AddRange(Encoding.Latin1.GetBytes(text));
        return Carry();
    }

    /// <summary>The client sends no more.</summary>
    public string ClientLeaves()
    {
        _clientHasLeft = true;
        return Carry();
    }

    /// <summary>The server says something.</summary>
    /// <returns>What passes to it then, as it was held for this.</returns>
    public string Server(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        int at = 0;
        while (at < bytes.Length)
        {
            SmtpStep step = Session.NextOfServer(bytes.AsSpan(at), isFull: false);
            if (step.Kind == SmtpStepKind.Wait)
                throw new InvalidOperationException("the test's server must say whole replies");
            if (step.Kind == SmtpStepKind.Pass)
                _heard.Append(text.AsSpan(at, step.Count));
            at += step.Count;
            TakeOwn();
        }

        return Carry();
    }

    /// <summary>A command that passes and is answered.</summary>
    public void Ask(string command, string reply)
    {
        if (Client(command + "\r\n") != command + "\r\n")
            throw new InvalidOperationException($"{command} did not pass");
        Server(reply + "\r\n");
        TakeHeard();
    }

    /// <summary>What the client has heard since this was asked last.</summary>
    public string TakeHeard()
    {
        string heard = _heard.ToString();
        _heard.Clear();
        return heard;
    }

    private static string Text(byte[]? bytes) => bytes is null ? "-" : Encoding.Latin1.GetString(bytes);

    private static Verdict Decide(Envelope envelope)
    {
        foreach (byte[]? part in new[] { envelope.Helo, envelope.Sender, envelope.Recipient })
        {
            if (System.Text.RegularExpressions.Regex.IsMatch(Text(part), "^bad(@|$)|^.*@bad$", System.Text.RegularExpressions.RegexOptions.IgnoreCase))
                return Verdict.Of(new Hit(ControlList.BadMailTo, 1, "bad"u8.ToArray(), Annotation.None));
        }

        return envelope.Recipient is null ? Verdict.Accept : Verdict.Accept.With(Look(Text(envelope.Recipient)));
    }

    private static RecipientAnswer Look(string recipient)
    {
        bool isMissing = recipient.StartsWith("nobody", StringComparison.OrdinalIgnoreCase);
        RuleAction action = recipient.EndsWith("@log", StringComparison.Ordinal) ? RuleAction.Log : RuleAction.Reject;
        return new RecipientAnswer
        {
            State = isMissing ? RecipientState.Missing : RecipientState.Unknown,
            Why = "w"u8.ToArray(),
            Entry = new CoveringEntry(1, "*"u8.ToArray(), new Annotation { Action = action }),
        };
    }

    private string Carry()
    {
        while (true)
        {
            SmtpStep step = Session.NextOfClient(_up.ToArray(), _clientHasLeft);
            TakeOwn();
            if (step.Kind == SmtpStepKind.Wait)
                break;
            if (step.Kind == SmtpStepKind.Pass)
                _passed.Append(Encoding.Latin1.GetString(_up.GetRange(0, step.Count).ToArray()));
            _up.RemoveRange(0, step.Count);
        }

        string passed = _passed.ToString();
        _passed.Clear();
        return passed;
    }

    private void TakeOwn() => _heard.Append(Encoding.Latin1.GetString(Session.TakeOwnReplies()));
}
