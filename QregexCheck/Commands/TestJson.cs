using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Writes the results of <c>test</c> for programs: one object on each line.</summary>
internal sealed class TestJson
{
    private readonly Stream _output;
    private readonly ControlDirectory _directory;
    private readonly Freshness _freshness;
    private readonly IReadOnlyList<UnreadFile> _unread;
    private readonly string? _user;
    private readonly RecipientReport _recipients;
    private readonly JsonText _json = new();

    /// <param name="output">The stream for the report.</param>
    /// <param name="directory">The directory of the control files.</param>
    /// <param name="recipients">Tells of recipients that were looked up.</param>
    /// <param name="freshness">Tells whether the compiled file is used for them.</param>
    /// <param name="unread">The files beside them that nobody asks.</param>
    /// <param name="user">The user who read them; null for the caller himself.</param>
    public TestJson(
        Stream output, ControlDirectory directory, RecipientReport recipients, Freshness freshness, IReadOnlyList<UnreadFile> unread, string? user)
    {
        _recipients = recipients;
        _output = output;
        _directory = directory;
        _freshness = freshness;
        _unread = unread;
        _user = user;
    }

    public void Write(TestedEnvelope tested)
    {
        _json.Clear();
        _json.BeginLine();
        if (tested.Recipient is { } answer)
            _recipients.Add(_json, tested.Envelope.Recipient, answer);
        else
            AddOptional("recipient"u8, tested.Envelope.Recipient);
        AddOptional("sender"u8, tested.Envelope.Sender);
        AddOptional("helo"u8, tested.Envelope.Helo);
        AddOptional("ip"u8, tested.Envelope.ClientIp);
        _json.Add("verdict"u8, tested.Verdict.Kind.Word());
        if (tested.Decider is { } decider)
            AddRule("rule"u8, decider);
        if (tested.Verdict.Reason is { Words: { } words } reason)
            _json.Add(TestWords.Member(reason.Kind), words);
        if (tested.Verdict.Kind != VerdictKind.Accept)
            _json.Add("reply"u8, tested.Verdict.Reply);
        _json.BeginList("also"u8);
        foreach (MatchedRule other in tested.Others)
            AddRule(default, other);
        _json.EndList().BeginList("asked"u8);
        foreach (AskedFile asked in tested.Asked)
            AddAsked(asked);
        _json.EndList();
        AddUnread();
        AddHooks(tested);
        if (_user is not null)
            _json.Add("user"u8, _user);
        _json.Begin("compiled"u8).Add("fresh"u8, _freshness.WhyNot is null);
        if (_freshness.WhyNot is { } whyNot)
            _json.Add("why"u8, whyNot);
        _output.Write(_json.End().EndLine().Bytes);
    }

    private void AddOptional(ReadOnlySpan<byte> name, byte[]? bytes)
    {
        if (bytes is not null)
            _json.Add(name, bytes);
    }

    private void AddAsked(AskedFile asked)
    {
        _json.Begin(default).Add("file"u8, _directory.DisplayName(asked.List));
        if (asked.Rules is { } rules)
            _json.Add("rules"u8, rules).Add("skipped"u8, asked.Skipped);
        _json.End();
    }

    private void AddUnread()
    {
        if (_unread.Count == 0)
            return;
        _json.BeginList("unread"u8);
        foreach (UnreadFile file in _unread)
        {
            _json.Begin(default).Add("file"u8, $"{_directory.Name}/{file.Name}").Add("why"u8, file.Why);
            if (file.Meant is not null)
                _json.Add("meant"u8, $"{_directory.Name}/{file.Meant}");
            _json.End();
        }

        _json.EndList();
    }

    private void AddHooks(TestedEnvelope tested)
    {
        HookReply told = HookReply.ToRcptCheck(tested.Verdict, hasDescriptor4: true);
        HookReply spp = HookReply.ToSpp(tested.Verdict);
        _json.Begin("hooks"u8)
            .Begin("rcptcheck"u8)
            .Add("exit"u8, (int)told.ExitCode)
            .Add("fd4"u8, told.Descriptor4.AsSpan().TrimEnd((byte)'\n'))
            .Add("exit_without_fd4"u8, (int)HookReply.ToRcptCheck(tested.Verdict, hasDescriptor4: false).ExitCode)
            .End()
            .Begin("spp"u8)
            .Add("exit"u8, (int)spp.ExitCode)
            .Add("output"u8, spp.Output.AsSpan().TrimEnd((byte)'\n'))
            .End();
        if (tested.Checkpassword is { } code)
            _json.Begin("checkpassword"u8).Add("exit"u8, (int)code).End();
        _json.End();
    }

    private void AddRule(ReadOnlySpan<byte> name, MatchedRule rule)
    {
        Hit hit = rule.Hit;
        _json.Begin(name)
            .Add("file"u8, _directory.DisplayName(hit.List))
            .Add("line"u8, hit.Line)
            .Add("text"u8, hit.Rule)
            .Add("effect"u8, TestWords.Of(rule.Effect))
            .Add("state"u8, TestWords.Of(rule.State));
        if (hit.Annotation.UntilDay != int.MaxValue)
        {
            _json.Add("until"u8, DateOnly.FromDayNumber(hit.Annotation.UntilDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                .Add("asleep"u8, rule.State == RuleState.Asleep);
        }

        AddOptional("condition"u8, hit.Annotation.Condition?.Text);
        AddOptional("note"u8, hit.Annotation.Note);
        _json.End();
    }
}
