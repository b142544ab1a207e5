using System;
using System.IO;
using QregexCheck.Decision;
using QregexCheck.Qmail;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>Writes what <c>test</c> found for people: one block an envelope, in colour where the terminal has it.</summary>
internal sealed class TestText
{
    private const int NoLimit = int.MaxValue;

    private readonly Stream _output;
    private readonly ControlDirectory _directory;
    private readonly bool _hasColor;

    public TestText(Stream output, ControlDirectory directory, bool hasColor)
    {
        _output = output;
        _directory = directory;
        _hasColor = hasColor;
    }

    public void Write(TestedEnvelope tested)
    {
        var text = new ByteText();
        Verdict verdict = tested.Verdict;
        if (tested.Envelope.Sender is not null)
            text.Add("<"u8).AddEscaped(tested.Envelope.Sender, LogLine.StaysInClientField, NoLimit).Add("> -> "u8);
        text.Add("<"u8).AddEscaped(tested.Envelope.Recipient, LogLine.StaysInClientField, NoLimit).Add(">: "u8);
        AddVerdict(text, verdict.Kind);
        if (verdict.Hit is not null)
            AddRule(text, "  by    "u8, new MatchedRule(verdict.Hit, IsAsleep: false), showsAction: false);
        foreach (MatchedRule other in tested.Others)
            AddRule(text, "  also  "u8, other, showsAction: true);
        if (verdict.TroubleText is not null)
            text.Add("  why   "u8).Add(verdict.TroubleText).Add("\n"u8);
        if (verdict.Kind != VerdictKind.Accept)
            text.Add("  reply "u8).Add(verdict.Reply).Add("\n"u8);
        AddHooks(text, verdict);
        _output.Write(text.Bytes);
        _output.Flush();
    }

    private static void AddHooks(ByteText text, Verdict verdict)
    {
        HookReply told = HookReply.ToRcptCheck(verdict, hasDescriptor4: true);
        HookReply untold = HookReply.ToRcptCheck(verdict, hasDescriptor4: false);
        HookReply spp = HookReply.ToSpp(verdict);
        text.Add("  RCPTCHECK      exit "u8).Add((int)told.ExitCode);
        if (told.Descriptor4.Length > 0)
            text.Add(", fd 4: "u8).Add(told.Descriptor4.AsSpan()[..^1]);
        if (untold.ExitCode != told.ExitCode)
            text.Add("; without USE_FD4 exit "u8).Add((int)untold.ExitCode);
        text.Add("\n  qmail-spp      exit "u8).Add((int)spp.ExitCode);
        if (spp.Output.Length > 0)
            text.Add(", prints: "u8).Add(spp.Output.AsSpan()[..^1]);
        text.Add("\n  checkpassword  exit "u8).Add((int)HookReply.ToCheckpassword(verdict)).Add("\n"u8);
    }

    private void AddVerdict(ByteText text, VerdictKind kind)
    {
        ReadOnlySpan<byte> color = kind switch
        {
            VerdictKind.Accept => "\x1b[32m"u8,
            VerdictKind.Reject => "\x1b[31m"u8,
            _ => "\x1b[33m"u8,
        };
        if (_hasColor)
            text.Add(color);
        text.Add(TestWords.Of(kind));
        if (_hasColor)
            text.Add("\x1b[0m"u8);
        text.Add("\n"u8);
    }

    private void AddRule(ByteText text, ReadOnlySpan<byte> label, MatchedRule match, bool showsAction)
    {
        Hit hit = match.Hit;
        text.Add(label).Add(_directory.Name).Add("/"u8).Add(ControlLists.FileName(hit.List)).Add(":"u8).Add(hit.Line).Add("  "u8);
        text.AddEscaped(hit.Rule, static b => b is >= 0x20 and < 0x7F, NoLimit);
        if (match.IsAsleep)
            text.Add("  (asleep: its until day is over)"u8);
        else if (showsAction && hit.Annotation.Action != RuleAction.Reject)
            text.Add("  ("u8).Add(TestWords.Of(hit.Annotation.Action)).Add(")"u8);
        if (hit.Annotation.Note is { } note)
            text.Add("  # "u8).AddEscaped(note, static b => b is >= 0x20 and < 0x7F, NoLimit);
        text.Add("\n"u8);
    }
}
