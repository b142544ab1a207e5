using System;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.Decision;
using QregexCheck.Logs;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>Writes what <c>why</c> has found out, for people: a block for each line.</summary>
internal sealed class WhyText
{
    private readonly Stream _output;
    private readonly ControlDirectory _directory;
    private readonly bool _hasColor;
    private bool _isBehind;

    public WhyText(Stream output, ControlDirectory directory, bool hasColor)
    {
        _output = output;
        _directory = directory;
        _hasColor = hasColor;
    }

    /// <summary>A time as <c>2026-11-24 09:12:01</c>, in UTC.</summary>
    public static string Time(long time) =>
        DateTime.UnixEpoch.AddTicks(time / 100).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public void Write(WhyAnswer answer)
    {
        var text = new ByteText().Add(_isBehind ? "\n"u8 : default);
        _isBehind = true;
        AddThen(text, answer.Line);
        AddMail(text, answer.Line);
        if (answer.Line.Rule is not null)
            AddStanding(text, answer);
        text.Add("now      "u8);
        if (answer.Now is null)
            text.Add(answer.Line.IsQuotedLineCut ? "can't tell: the log has cut the quoted line\n"u8 : "can't tell: the log has cut an address or a name\n"u8);
        else
            AddVerdict(text, answer.Now);
        if (answer.Without is { } without)
        {
            text.Add("without  "u8);
            AddVerdict(text, without);
        }

        foreach (Exemption exemption in answer.Exemptions)
        {
            text.Add("let through:  "u8);
            if (exemption.Command is not null)
                text.Add(exemption.Command);
            else
                text.Add(exemption.Advice ?? "write a rule for the address into ").Add(_directory.Name).Add("/"u8).Add(exemption.File);
            text.Add("\n"u8);
        }

        if (answer.NeedsRuleChange)
            text.Add("let through:  no good list for names: change the rule\n"u8);
        foreach (string remark in answer.Remarks)
            text.Add("note     "u8).Add(remark).Add("\n"u8);
        _output.Write(text.Bytes);
    }

    private static void AddThen(ByteText text, AskedLine line)
    {
        text.Add("then     "u8);
        if (line.Time != MailEvent.NoTime)
            text.Add(Time(line.Time)).Add(", "u8);
        text.AddEscaped(line.Word, Plain.Visible);
        if (line.File.Length > 0)
            text.Add(" by "u8).AddEscaped(line.File, Plain.Visible).Add(":"u8).Add(line.RuleLine);
        if (line.Rule is not null)
            text.Add("  "u8).AddEscaped(line.Rule, Plain.Printable);
        text.Add("\n"u8);
    }

    private static void AddMail(ByteText text, AskedLine line)
    {
        Envelope envelope = line.Envelope;
        bool hasMail = envelope.Sender is not null || envelope.Recipient is not null;
        if (hasMail)
        {
            text.Add("mail     "u8);
            AddAddress(text, envelope.Sender, line.Cut & MailField.Sender);
            AddAddress(text.Add(" -> "u8), envelope.Recipient, line.Cut & MailField.Recipient);
        }
        else
        {
            // At HELO there is no mail yet.
            text.Add("client   "u8);
        }

        ReadOnlySpan<byte> comma = hasMail ? ", "u8 : default;
        if (envelope.Helo is not null)
        {
            AddCut(text.Add(comma).Add("helo "u8).AddEscaped(envelope.Helo, Plain.ClientField), line.Cut & MailField.Helo);
            comma = ", "u8;
        }

        if (line.Ip is not null)
        {
            AddCut(text.Add(comma).Add("ip "u8).AddEscaped(line.Ip, Plain.ClientField), line.Cut & MailField.Ip);
            comma = ", "u8;
        }

        if (envelope.IsRelayClient)
            text.Add(comma).Add("may relay"u8);
        else if (comma.IsEmpty)
            text.Add("not known"u8);
        if (line.Recipients > 1)
            text.Add(", "u8).Add(line.Recipients).Add(" recipients"u8);
        if (line.Batv is not null)
            text.Add(", tag "u8).AddEscaped(line.Batv, Plain.ClientField);
        text.Add("\n"u8);
        if (line.QuotedLine is not null)
        {
            AddCut(text.Add("quotes   "u8).AddEscaped(line.QuotedLine, Plain.Printable), line.IsQuotedLineCut);
            text.Add("\n"u8);
        }
    }

    private static void AddAddress(ByteText text, byte[]? address, MailField cut)
    {
        if (address is null)
            text.Add(LogLine.Unknown);
        else
            AddCut(text.Add("<"u8).AddEscaped(address, Plain.ClientField).Add(">"u8), cut);
    }

    /// <summary>Marks what the log has cut, as the log does.</summary>
    private static void AddCut(ByteText text, MailField cut) => AddCut(text, cut != MailField.None);

    private static void AddCut(ByteText text, bool isCut)
    {
        if (isCut)
            text.Add(ByteText.CutMark);
    }

    private static void AddStanding(ByteText text, WhyAnswer answer)
    {
        text.Add("rule     "u8);
        if (answer.Standing.Count == 0 && answer.Line.Variable is { } variable)
            text.Add("stands in no file: "u8).Add(variable).Add(" asks it"u8);
        else if (answer.Standing.Count == 0)
            text.Add("stands in no list any more: it was removed or edited"u8);
        for (int i = 0; i < answer.Standing.Count; i++)
        {
            StandingRule rule = answer.Standing[i];
            bool isSame = rule.Line == answer.Line.RuleLine && Encoding.Latin1.GetString(answer.Line.File) == rule.List;
            text.Add(i > 0 ? ", "u8 : isSame ? "stands where it stood, "u8 : "stands now in "u8).Add(rule.List).Add(":"u8).Add(rule.Line);
            if (rule.State is not null)
                text.Add(" ("u8).Add(rule.State).Add(")"u8);
        }

        text.Add("\n"u8);
    }

    private void AddVerdict(ByteText text, Verdict verdict)
    {
        if (_hasColor)
            text.Add(verdict.Kind == VerdictKind.Accept ? "\x1b[32m"u8 : verdict.Kind == VerdictKind.Reject ? "\x1b[31m"u8 : "\x1b[33m"u8);
        text.Add(verdict.Kind.Word());
        if (_hasColor)
            text.Add("\x1b[0m"u8);
        if (verdict.Reason?.Hit is { } hit)
            text.Add(" by "u8).Add(Control.ControlLists.FileName(hit.List)).Add(":"u8).Add(hit.Line).Add("  "u8).AddEscaped(hit.Rule, Plain.Printable);
        else if (verdict.Reason?.Entry is { } entry)
            text.Add(" by "u8).Add(CoveringEntry.FileName).Add(":"u8).Add(entry.Line).Add("  "u8).AddEscaped(entry.Text, Plain.Printable);
        else if (verdict.Reason?.Bounce is { } bounce)
            text.Add(" by "u8).Add(bounce.File).Add(":"u8).Add(bounce.Line).Add("  "u8).AddEscaped(bounce.Text, Plain.Printable);
        else if (verdict.Reason?.Words is { } words)
            text.Add(": "u8).AddEscaped(Encoding.UTF8.GetBytes(words), Plain.Message);
        text.Add("\n"u8);
    }
}
