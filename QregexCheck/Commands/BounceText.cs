using System;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>Writes what <c>test --bounce</c> has found out, for people.</summary>
internal static class BounceText
{
    private const int LongestLine = 160;

    /// <summary>The report.</summary>
    public static ReadOnlySpan<byte> Of(TestedBounce tested, bool hasColor)
    {
        var text = new ByteText();
        AddVerdict(text, tested.Kind, hasColor);
        text.Add(": "u8).Add(tested.Why).Add("\n"u8);
        if (tested.Finding is { } finding)
            AddFinding(text, finding);
        if (tested.WouldProve is { } proved)
        {
            text.Add("  prove     with QREGEXCHECK_BOUNCE=prove: "u8).Add(proved.Kind.Word()).Add(", "u8).Add(TestedBounce.Sentence(proved)).Add("\n"u8);
        }

        AddLimits(text, tested.Mail.Limits);
        for (int i = 0; i < tested.Mail.Parts.Count; i++)
            AddPart(text, tested.Mail, i);
        return text.Bytes;
    }

    private static void AddVerdict(ByteText text, VerdictKind kind, bool hasColor)
    {
        if (hasColor)
            text.Add(kind == VerdictKind.Accept ? "\x1b[32m"u8 : kind == VerdictKind.Reject ? "\x1b[31m"u8 : "\x1b[33m"u8);
        text.Add(kind.Word());
        if (hasColor)
            text.Add("\x1b[0m"u8);
    }

    private static void AddFinding(ByteText text, BounceFinding finding)
    {
        if (finding.Hit is { } hit)
            AddRule(text.Add("  by        "u8), hit);
        if (finding.Line is { } line)
            AddLine(text.Add("  line      "u8), line.Text);
        foreach (LoggedHit logged in finding.Logged)
        {
            AddRule(text.Add("  logs      "u8), logged.Hit);
            AddLine(text.Add("  line      "u8), logged.Line.Text);
        }

        if (finding.Kind != VerdictKind.Accept)
            text.Add("  reply     "u8).Add(finding.Reply).Add("\n"u8);
    }

    private static void AddRule(ByteText text, Hit hit) =>
        text.Add(ControlLists.FileName(hit.List)).Add(":"u8).Add(hit.Line).Add("  "u8).AddEscaped(hit.Rule, Plain.Printable).Add("\n"u8);

    private static void AddLine(ByteText text, byte[] line) => text.AddEscaped(line, Plain.Printable, LongestLine).Add("\n"u8);

    private static void AddLimits(ByteText text, LookLimit limits)
    {
        for (LookLimit limit = LookLimit.Scanned; limit <= LookLimit.Unreadable; limit = (LookLimit)((int)limit * 2))
        {
            if ((limits & limit) != 0)
                text.Add("  limit     "u8).Add(LookLimits.Words(limit)).Add("\n"u8);
        }
    }

    private static void AddPart(ByteText text, QuotedMail mail, int index)
    {
        BouncePart part = mail.Parts[index];
        text.Add(index == 0 ? "  message   "u8 : "  part      "u8);
        for (int i = 0; i < part.Depth; i++)
            text.Add("  "u8);
        text.AddEscaped(part.Type, Plain.Visible, LongestLine);
        if (part.Encoding != TransferEncoding.None)
            text.Add(" in "u8).Add(part.Encoding.Word());
        text.Add(": "u8).Add(part.Kind.Sentence());
        if (part.Limits != LookLimit.None)
            text.Add(", up to a limit"u8);
        text.Add("\n"u8);
        foreach (QuotedHeader line in mail.Lines)
        {
            if (line.Part == index)
                AddLine(text.Add("  quotes    "u8), line.Text);
        }
    }
}
