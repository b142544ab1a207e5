using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>Writes the results of <c>test</c> for people: one block for each envelope, in colour if the terminal shows colours.</summary>
internal sealed class TestText
{
    // The labels are "asked" and "reply".
    private const int LongestLabel = 5;

    private readonly Stream _output;
    private readonly ControlDirectory _directory;
    private readonly RecipientReport _recipients;
    private readonly bool _hasColor;
    private readonly bool _namesClient;
    private readonly ByteText _text = new();

    /// <param name="output">Where the text goes.</param>
    /// <param name="directory">The directory of the control files.</param>
    /// <param name="recipients">Tells about recipients.</param>
    /// <param name="hasColor">True for colours.</param>
    /// <param name="namesClient">True when the client's address was given with the question. A line of the log has one, too, that nobody asked about.</param>
    public TestText(Stream output, ControlDirectory directory, RecipientReport recipients, bool hasColor, bool namesClient)
    {
        _output = output;
        _directory = directory;
        _recipients = recipients;
        _hasColor = hasColor;
        _namesClient = namesClient;
    }

    public void Write(TestedEnvelope tested)
    {
        ByteText text = _text;
        text.Clear();
        Verdict verdict = tested.Verdict;
        AddEnvelope(text, tested.Envelope);
        AddVerdict(text, verdict.Kind);
        bool isEmptyAccept = verdict.Kind == VerdictKind.Accept && !tested.AskedRules;
        text.Add(isEmptyAccept ? ", and no rule was asked\n"u8 : "\n"u8);
        if (tested.Decider is { } decider)
            AddRule(text, "by"u8, decider);
        AddRecipient(text, tested);
        foreach (MatchedRule other in tested.Others)
            AddRule(text, "also"u8, other);
        if (tested.Asked.Count > 0)
            AddAsked(text, tested.Asked);
        else if (isEmptyAccept && tested.Recipient is null)
            AddLabel(text, "asked"u8).Add("nothing: "u8).Add(_directory.Name).Add(" has no file of rules for this\n"u8);
        if (verdict.Reason is { Words: { } words } reason)
            AddLabel(text, TestWords.Label(reason.Kind)).Add(words).Add("\n"u8);
        if (verdict.Kind != VerdictKind.Accept)
            AddLabel(text, "reply"u8).Add(verdict.Reply).Add("\n"u8);
        AddHooks(text, tested);
        _output.Write(text.Bytes);
    }

    private void AddEnvelope(ByteText text, Envelope envelope)
    {
        if (envelope.Recipient is null && envelope.Helo is not null)
            text.Add("helo "u8).AddEscaped(envelope.Helo, Plain.ClientField).Add(envelope.Sender is null ? ""u8 : ", "u8);
        if (envelope.Recipient is null && envelope.Sender is not null)
            text.Add("from "u8);
        if (envelope.Sender is not null)
            text.Add("<"u8).AddEscaped(envelope.Sender, Plain.ClientField).Add(envelope.Recipient is null ? ">"u8 : "> -> "u8);
        if (envelope.Recipient is not null)
            text.Add("<"u8).AddEscaped(envelope.Recipient, Plain.ClientField).Add(">"u8);
        if (_namesClient && envelope.ClientIp is not null)
            text.Add(envelope.ClientIp.Length == 0 ? " from no address"u8 : " from "u8).AddEscaped(envelope.ClientIp, Plain.ClientField);
        text.Add(": "u8);
    }

    /// <summary>Begins a line under the verdict. The words of all such lines stand in one column.</summary>
    private static ByteText AddLabel(ByteText text, ReadOnlySpan<byte> label)
    {
        text.Add("  "u8).Add(label);
        for (int i = label.Length; i <= LongestLabel; i++)
            text.Add(" "u8);
        return text;
    }

    private void AddAsked(ByteText text, IReadOnlyList<AskedFile> asked)
    {
        for (int i = 0; i < asked.Count; i++)
        {
            AskedFile file = asked[i];
            if (i == 0)
                AddLabel(text, "asked"u8);
            else
                text.Add(", "u8);
            text.Add(_directory.DisplayName(file.List));
            if (file.Rules is not { } rules)
                continue;
            text.Add(" ("u8).Add(rules).Add(rules == 1 ? " rule"u8 : " rules"u8);
            if (file.Skipped > 0)
                text.Add(", "u8).Add(file.Skipped).Add(" skipped"u8);
            text.Add(")"u8);
        }

        text.Add("\n"u8);
    }

    /// <summary>Tells what the recipient check has found, and which entry of its file decided.</summary>
    private void AddRecipient(ByteText text, TestedEnvelope tested)
    {
        if (tested.Recipient is not { } answer)
            return;
        Reason reason = tested.Verdict.Reason!;
        if ((reason.OnlyLogsRecipient ? answer.Entry : reason.Entry) is { } entry)
            _recipients.AddEntry(AddLabel(text, tested.Verdict.Kind == VerdictKind.Accept ? "also"u8 : "by"u8), entry);
        AddLabel(text, "rcpt"u8);
        RecipientReport.Add(text, answer, "        "u8);
    }

    private static void AddHooks(ByteText text, TestedEnvelope tested)
    {
        Verdict verdict = tested.Verdict;
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
        if (tested.Checkpassword is { } code)
            text.Add("\n  checkpassword  exit "u8).Add((int)code);
        text.Add("\n"u8);
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
        text.Add(kind.Word());
        if (_hasColor)
            text.Add("\x1b[0m"u8);
    }

    private void AddRule(ByteText text, ReadOnlySpan<byte> label, MatchedRule rule)
    {
        Hit hit = rule.Hit;
        AddLabel(text, label).Add(_directory.DisplayName(hit.List)).Add(":"u8).Add(hit.Line).Add("  "u8);
        text.AddEscaped(hit.Rule, Plain.Printable);
        ReadOnlySpan<byte> remark = TestWords.Remark(rule);
        if (!remark.IsEmpty && !(rule.State == RuleState.Decides && rule.Effect == RuleEffect.Defer))
            text.Add("  ("u8).Add(remark).Add(")"u8);
        if (hit.Annotation.Condition is { } condition)
            text.Add("  "u8).AddEscaped(condition.Text, Plain.Printable);
        if (hit.Annotation.Note is { } note)
            text.Add("  # "u8).AddEscaped(note, Plain.Printable);
        text.Add("\n"u8);
    }
}
