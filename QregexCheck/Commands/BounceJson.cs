using System;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;

namespace QregexCheck.Commands;

/// <summary>Writes what <c>test --bounce</c> has found out, for programs: one object on one line.</summary>
internal static class BounceJson
{
    /// <summary>The report.</summary>
    public static ReadOnlySpan<byte> Of(TestedBounce tested)
    {
        JsonText json = new JsonText().BeginLine().Add("file"u8, tested.File);
        if (tested.Sender is { } sender)
            json.Add("sender"u8, sender);
        json.Add("bounce"u8, tested.Finding is not null).Add("verdict"u8, tested.Kind.Word());
        if (tested.Finding is { } finding)
            AddFinding(json, finding);
        json.Add("why"u8, tested.Why);
        if (tested.WouldProve is { } proved)
            json.Begin("prove"u8).Add("verdict"u8, proved.Kind.Word()).Add("answer"u8, TestedBounce.Word(proved.Answer)).End();
        AddLimits(json, tested.Mail.Limits);
        json.BeginList("parts"u8);
        foreach (BouncePart part in tested.Mail.Parts)
            AddPart(json, part);
        json.EndList().BeginList("lines"u8);
        foreach (QuotedHeader line in tested.Mail.Lines)
            json.Begin(default).Add("part"u8, line.Part).Add("line"u8, line.Text).End();
        return json.EndList().EndLine().Bytes;
    }

    private static void AddFinding(JsonText json, BounceFinding finding)
    {
        json.Add("answer"u8, TestedBounce.Word(finding.Answer));
        if (finding.Hit is { } hit)
            AddRule(json, "rule"u8, hit);
        if (finding.Line is { } line)
            json.Add("line"u8, line.Text);
        if (finding.Tagged is { } tagged)
            json.Add("tagged"u8, tagged);
        if (finding.Kind != VerdictKind.Accept)
            json.Add("reply"u8, finding.Reply);
        json.BeginList("logged"u8);
        foreach (LoggedHit logged in finding.Logged)
        {
            AddRule(json.Begin(default), "rule"u8, logged.Hit);
            json.Add("line"u8, logged.Line.Text).End();
        }

        json.EndList();
    }

    private static void AddRule(JsonText json, ReadOnlySpan<byte> name, Hit hit) =>
        json.Begin(name).Add("file"u8, ControlLists.FileName(hit.List)).Add("line"u8, hit.Line).Add("rule"u8, hit.Rule).End();

    private static void AddLimits(JsonText json, LookLimit limits)
    {
        json.BeginList("limits"u8);
        for (LookLimit limit = LookLimit.Scanned; limit <= LookLimit.Unreadable; limit = (LookLimit)((int)limit * 2))
        {
            if ((limits & limit) != 0)
                json.Add(default, LookLimits.Word(limit));
        }

        json.EndList();
    }

    private static void AddPart(JsonText json, BouncePart part)
    {
        json.Begin(default).Add("kind"u8, part.Kind.Word()).Add("depth"u8, part.Depth).Add("type"u8, part.Type);
        if (part.Encoding != TransferEncoding.None)
            json.Add("encoding"u8, part.Encoding.Word());
        json.Add("lines"u8, part.Lines);
        AddLimits(json, part.Limits);
        json.End();
    }
}
