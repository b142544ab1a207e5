using System;
using System.IO;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Logs;
using QregexCheck.Mailboxes;

namespace QregexCheck.Commands;

/// <summary>Writes what <c>why</c> has found out, for programs: an object for each line.</summary>
internal sealed class WhyJson
{
    private readonly Stream _output;
    private readonly JsonText _json = new();

    public WhyJson(Stream output) => _output = output;

    public void Write(WhyAnswer answer)
    {
        AskedLine line = answer.Line;
        _json.BeginLine().Begin("then"u8);
        if (line.Time == MailEvent.NoTime)
            _json.AddNull("time"u8);
        else
            _json.Add("time"u8, WhyText.Time(line.Time).Replace(' ', 'T') + "Z");
        _json.Add("verdict"u8, line.Word);
        if (line.File.Length > 0)
            _json.Add("file"u8, line.File).Add("line"u8, line.RuleLine);
        if (line.Rule is not null)
            _json.Add("rule"u8, line.Rule);
        if (line.Variable is { } variable)
            _json.Add("variable"u8, variable);
        _json.End();
        AddOptional("ip"u8, line.Ip);
        AddOptional("helo"u8, line.Envelope.Helo);
        AddOptional("sender"u8, line.Envelope.Sender);
        AddOptional("recipient"u8, line.Envelope.Recipient);
        _json.Add("relay"u8, line.Envelope.IsRelayClient);
        AddBounce(line);
        AddCut(line);
        _json.BeginList("stands"u8);
        foreach (StandingRule rule in answer.Standing)
        {
            _json.Begin(default).Add("file"u8, rule.List).Add("line"u8, rule.Line);
            if (rule.State is not null)
                _json.Add("state"u8, rule.State);
            _json.End();
        }

        _json.EndList();
        Add("now"u8, answer.Now);
        Add("without"u8, answer.Without);
        _json.BeginList("exceptions"u8);
        foreach (Exemption exemption in answer.Exemptions)
        {
            _json.Begin(default).Add("file"u8, exemption.File);
            if (exemption.Rule is not null)
                _json.Add("rule"u8, exemption.Rule);
            if (exemption.Line > 0)
                _json.Add("line"u8, exemption.Line);
            if (exemption.Command is not null)
                _json.Add("command"u8, exemption.Command);
            _json.End();
        }

        _json.EndList();
        if (answer.NeedsRuleChange)
            _json.Add("change_rule"u8, true);
        if (answer.Remarks.Count > 0)
        {
            _json.BeginList("remarks"u8);
            foreach (string remark in answer.Remarks)
                _json.Add(default, remark);
            _json.EndList();
        }

        _output.Write(_json.EndLine().Bytes);
        _json.Clear();
    }

    /// <summary>Adds what only lines about bounces have.</summary>
    private void AddBounce(AskedLine line)
    {
        if (line.Recipients > 0)
            _json.Add("recipients"u8, line.Recipients);
        if (line.Batv is not null)
            _json.Add("batv"u8, line.Batv);
        if (line.QuotedLine is not null)
            _json.Add("quoted"u8, line.QuotedLine);
    }

    /// <summary>Adds the names of the fields of which the log has only the beginning, if there are any.</summary>
    private void AddCut(AskedLine line)
    {
        MailField cut = line.Cut;
        if (cut == MailField.None && !line.IsQuotedLineCut)
            return;
        _json.BeginList("cut"u8);
        if ((cut & MailField.Ip) != 0)
            _json.Add(default, "ip"u8);
        if ((cut & MailField.Helo) != 0)
            _json.Add(default, "helo"u8);
        if ((cut & MailField.Sender) != 0)
            _json.Add(default, "sender"u8);
        if ((cut & MailField.Recipient) != 0)
            _json.Add(default, "recipient"u8);
        if (line.IsQuotedLineCut)
            _json.Add(default, "quoted"u8);
        _json.EndList();
    }

    private void AddOptional(ReadOnlySpan<byte> name, byte[]? bytes)
    {
        if (bytes is null)
            _json.AddNull(name);
        else
            _json.Add(name, bytes);
    }

    private void Add(ReadOnlySpan<byte> name, Verdict? verdict)
    {
        if (verdict is null)
        {
            _json.AddNull(name);
            return;
        }

        _json.Begin(name).Add("verdict"u8, verdict.Kind.Word());
        if (verdict.Reason?.Hit is { } hit)
            _json.Add("file"u8, ControlLists.FileName(hit.List)).Add("line"u8, hit.Line).Add("rule"u8, hit.Rule);
        else if (verdict.Reason?.Entry is { } entry)
            _json.Add("file"u8, CoveringEntry.FileName).Add("line"u8, entry.Line).Add("rule"u8, entry.Text);
        else if (verdict.Reason?.Bounce is { } bounce)
            _json.Add("file"u8, bounce.File).Add("line"u8, bounce.Line).Add("rule"u8, bounce.Text);
        else if (verdict.Reason?.Words is { } words)
            _json.Add("trouble"u8, words);
        _json.End();
    }
}
