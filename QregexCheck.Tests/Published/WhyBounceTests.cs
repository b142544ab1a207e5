using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using QregexCheck.Decision;
using QregexCheck.Tests.Queue;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>why</c> about lines of bounces, as the hooks and the queue wrapper write them; and about each kind of reason that there is.</summary>
public sealed class WhyBounceTests
{
    private const string Key = "1 00112233445566778899aabbccddeeff 2020-01-01\n";
    private const string Received = "Received: from example.com (unknown [203.0.113.77]) by mx.example.net with SMTP; 26 Nov 2026 11:02:47 -0000";
    private const string Quoting =
        "Subject: failure\nContent-Type: multipart/report; boundary=b\n\n--b\n\nsorry\n--b\nContent-Type: message/rfc822\n\n" + Received + "\n\nspam\n--b--\n";
    private const string Rule = "^received: from example\\.com[^a-z0-9.-]";
    private const string ToJoe = "F\0Tjoe@example.com\0\0";

    private static readonly string[] Stranger = ["TCPREMOTEIP=192.0.2.7"];

    [Fact]
    public void A_line_of_badbounceto_names_goodbounceto_and_not_goodmailto()
    {
        using ControlFolder control = new ControlFolder().With("badbounceto", "^jobs@\n");
        string line = PublishedBinary.Run([], [control.Variable, "SENDER=", "RECIPIENT=jobs@example.com", "TCPREMOTEIP=192.0.2.7"]).ErrorLines[^1];
        Assert.Equal(
            [
                "then     reject by badbounceto:1  ^jobs@",
                "mail     <> -> <jobs@example.com>, ip 192.0.2.7",
                "rule     stands where it stood, badbounceto:1",
                "now      reject by badbounceto:1  ^jobs@",
                "without  accept",
                $"let through:  echo '^jobs@example\\.com$' >> {control.Path}/goodbounceto",
                string.Empty,
            ],
            Answer(control, line, 100));
        LetThrough(control, line);
        Assert.Contains("now      accept by goodbounceto:1  ^jobs@example\\.com$", Answer(control, line, 0));
    }

    [Fact]
    public void Where_the_lists_about_all_mail_and_about_bounces_refuse_there_are_two_commands()
    {
        using ControlFolder control = new ControlFolder().With("badbounceto", "^jobs@\n").With("badmailto", "^jobs@\n");
        string line = PublishedBinary.Run([], [control.Variable, "SENDER=", "RECIPIENT=jobs@example.com"]).ErrorLines[^1];
        string[] answer = Answer(control, line, 100);
        Assert.Contains("without  reject by badbounceto:1  ^jobs@", answer);
        Assert.Equal(["goodmailto", "goodbounceto"], Commands(answer).Select(static command => command[(command.LastIndexOf('/') + 1)..]));
        LetThrough(control, line);
        Answer(control, line, 0);
    }

    [Fact]
    public void A_quoted_line_that_a_rule_hit_is_judged_again()
    {
        using QueueFolder folder = Folder(("badbounce", "#: action=reject\n" + Rule + "\n"));
        string line = folder.Run(Quoting, ToJoe, Stranger).ErrorLines[^1];
        string[] answer = Answer(folder.Control, line, 100);
        Assert.Equal(
            [
                "then     reject by badbounce:2  " + Rule,
                "mail     <> -> <joe@example.com>, ip 192.0.2.7",
                "quotes   " + Received,
                "rule     stands where it stood, badbounce:2",
                "now      reject by badbounce:2  " + Rule,
                "without  accept",
                "let through:  echo '^Received: from example\\.com \\(unknown \\[203\\.0\\.113\\.77]\\) by mx\\.example\\.net([ ;]|$)' >> "
                    + folder.Control.Path + "/goodbounce",
                "note     the log has one line of those that the bounce quotes; another one may show that the mail was yours, "
                    + "and where a limit is met nothing is refused",
                string.Empty,
            ],
            answer);
        LetThrough(folder.Control, line);
        Assert.Contains(Answer(folder.Control, line, 0), static text => text.StartsWith("now      accept by goodbounce:1  ", StringComparison.Ordinal));
        Assert.Equal(0, folder.Run(Quoting, ToJoe, Stranger).ExitCode);
    }

    [Fact]
    public void A_rule_that_only_logs_accepts_now_and_is_said_to()
    {
        using QueueFolder folder = Folder(("badbounce", Rule + "\n"));
        string line = folder.Run(Quoting, ToJoe, Stranger).ErrorLines[^1];
        string[] answer = Answer(folder.Control, line, 0);
        Assert.Contains("then     log by badbounce:1  " + Rule, answer);
        Assert.Contains("rule     stands where it stood, badbounce:1 (only logs)", answer);
        Assert.Contains("now      accept", answer);
    }

    [Fact]
    public void A_quoted_line_with_a_tag_of_ours_is_ours_now()
    {
        using QueueFolder folder = Folder(("badbounce", "#: action=reject\n^message-id:\n"), ("batvkey", Key));
        folder.Control.With("batvdomains", "example.com\n");
        string tagged = PublishedBinary.Run(["batv", "sign", "--control", folder.Control.Path, "joe@example.com"], []).Output.Trim();
        string line = $"qregexcheck: reject badbounce:2 ip=192.0.2.7 helo=- from=<> to=<a@b> rcpts=1 line=\"Message-ID: <{tagged}>\" "
            + "rule=\"^message-id:\" reply=\"550 x\"";
        Assert.Contains("now      accept", Answer(folder.Control, line, 0));
    }

    [Fact]
    public void A_proof_names_its_variable_and_the_line_that_would_prove()
    {
        using QueueFolder folder = Folder(("goodbounce", "^received: .* by mail\\.example\\.org[ ;]\n"));
        string line = folder.Run(Quoting, ToJoe, [.. Stranger, "QREGEXCHECK_BOUNCE=prove"]).ErrorLines[^1];
        string[] answer = Answer(folder.Control, line, 100);
        Assert.Contains("rule     stands in no file: QREGEXCHECK_BOUNCE=prove asks it", answer);
        Assert.Contains("now      reject by goodbounce:0  (none of ours quoted)", answer);
        Assert.Contains("without  accept", answer);
        Assert.Contains("note     only where QREGEXCHECK_BOUNCE=prove is set for the server, as it was then", answer);
        LetThrough(folder.Control, line);
        Answer(folder.Control, line, 0);
        Assert.Equal(0, folder.Run(Quoting, ToJoe, [.. Stranger, "QREGEXCHECK_BOUNCE=prove"]).ExitCode);
    }

    [Fact]
    public void A_bounce_of_two_recipients_names_its_variable()
    {
        using QueueFolder folder = Folder(("badmailto", "^nobody@\n"));
        string line = folder.Run(Quoting, "F\0Ta@x\0Tb@x\0\0", [.. Stranger, "QREGEXCHECK_ONEBOUNCE=1"]).ErrorLines[^1];
        Assert.Equal(
            [
                "then     reject by onebounce:0  (more than one recipient)",
                "mail     <> -> <a@x>, ip 192.0.2.7, 2 recipients",
                "rule     stands in no file: QREGEXCHECK_ONEBOUNCE=1 asks it",
                "now      reject by onebounce:0  (more than one recipient)",
                "without  accept",
                "note     only where QREGEXCHECK_ONEBOUNCE=1 is set for the server, as it was then",
                string.Empty,
            ],
            Answer(folder.Control, line, 100));
    }

    [Theory]
    [InlineData("#: action=reject\nexample.com\n", Key, "rule     stands where it stood, batvdomains:2", 100)]
    [InlineData("#: action=reject\nexample.com\n", "1 00112233445566778899aabbccddeeff\n",
        "rule     stands where it stood, batvdomains:2 (only logs yet: no key has a date, so that its age is not known)", 0)]
    [InlineData("\nexample.com\n", Key, "rule     stands where it stood, batvdomains:2 (only logs)", 0)]
    public void A_tag_is_judged_again_and_its_policy_stands_in_batvdomains(string domains, string key, string where, int code)
    {
        using QueueFolder folder = Folder(("badmailto", "^nobody@\n"), ("batvdomains", domains), ("batvkey", key));
        string line = folder.Run(Quoting, ToJoe, Stranger).ErrorLines[^1];
        string[] answer = Answer(folder.Control, line, code);
        Assert.Contains("mail     <> -> <joe@example.com>, ip 192.0.2.7, tag missing", answer);
        Assert.Contains(where, answer);
        Assert.Contains(code == 0 ? "now      accept" : "now      reject by batvdomains:2  example.com", answer);
        Assert.Equal(
            code != 0, answer.Contains($"let through:  write #: action=log above line 2, in the place of its action, in {folder.Control.Path}/batvdomains"));
    }

    [Fact]
    public void A_message_of_several_recipients_is_answered_for_the_one_in_the_line()
    {
        using QueueFolder folder = Folder(("badbounceto", "^press@\n"));
        string line = folder.Run(Quoting, "F\0Tpress@x\0Tpress@y\0\0", Stranger).ErrorLines[^1];
        string[] answer = Answer(folder.Control, line, 100);
        Assert.Contains("mail     <> -> <press@x>, ip 192.0.2.7, 2 recipients", answer);
        Assert.Contains("note     the message has 2 recipients, and is refused only if each of them is; the answer is about the one in the line", answer);
    }

    [Theory]
    [InlineData("line=\"Received: from a\"... rule=\"x\" reply=\"550 x\"")]
    [InlineData("rule=\"x\" reply=\"550 x\"")]
    [InlineData("line=\"Received: fr")]
    public void Where_the_quoted_line_is_cut_or_missing_nothing_is_claimed(string rest)
    {
        using ControlFolder control = new ControlFolder().With("badbounce", "#: action=reject\nx\n");
        string line = "qregexcheck: reject badbounce:2 ip=192.0.2.7 helo=- from=<> to=<a@b> rcpts=1 " + rest;
        Assert.Contains("now      can't tell: the log has cut the quoted line", Answer(control, line, 111));
        Assert.Equal("quoted", Json(control, line).GetProperty("cut")[0].GetString());
    }

    [Fact]
    public void Json_has_what_the_text_has()
    {
        using QueueFolder folder = Folder(("goodbounce", "^x$\n"));
        string line = folder.Run(Quoting, ToJoe, [.. Stranger, "QREGEXCHECK_BOUNCE=prove"]).ErrorLines[^1];
        JsonElement json = Json(folder.Control, line);
        Assert.Equal("QREGEXCHECK_BOUNCE=prove", json.GetProperty("then").GetProperty("variable").GetString());
        Assert.Equal(Received, json.GetProperty("quoted").GetString());
        Assert.Equal(1, json.GetProperty("recipients").GetInt32());
        Assert.Equal("goodbounce", json.GetProperty("exceptions")[0].GetProperty("file").GetString());
        Assert.Equal(2, json.GetProperty("remarks").GetArrayLength());

        folder.Control.With("batvdomains", "#: action=reject\nexample.com\n").With("batvkey", Key);
        json = Json(
            folder.Control, "qregexcheck: reject batvdomains:2 ip=192.0.2.7 helo=- from=<> to=<joe@example.com> batv=bad rule=\"example.com\" reply=\"550 x\"");
        Assert.Equal("bad", json.GetProperty("batv").GetString());
        Assert.Equal("batvdomains 2", $"{json.GetProperty("now").GetProperty("file")} {json.GetProperty("now").GetProperty("line")}");
        Assert.Equal("#: action=log 2", $"{json.GetProperty("exceptions")[0].GetProperty("rule")} {json.GetProperty("exceptions")[0].GetProperty("line")}");
    }

    /// <summary>For a recipient with a tag of ours the mailbox behind it is what the rules are asked about, and what is let through.</summary>
    [Fact]
    public void Behind_a_tag_the_mailbox_is_meant()
    {
        using ControlFolder control = new ControlFolder()
            .With("badmailto", "^joe@example\\.com$\n^prvs=\n").With("batvdomains", "example.com\n").With("batvkey", Key);
        string tagged = PublishedBinary.Run(["batv", "sign", "--control", control.Path, "joe@example.com"], []).Output.Trim();
        string[] answer = Answer(control, $"qregexcheck: reject badmailto:1 ip=192.0.2.7 helo=- from=<a@b> to=<{tagged}> rule=\"x\" reply=\"550 x\"", 100);
        Assert.Contains("without  accept", answer);
        Assert.Contains($"let through:  echo '^joe@example\\.com$' >> {control.Path}/goodmailto", answer);
    }

    /// <summary>A line for each kind of reason. A new kind fails here until somebody has asked <c>why</c> about it.</summary>
    [Fact]
    public void Each_kind_of_reason_has_an_answer()
    {
        const string front = "qregexcheck: ";
        const string mail = " ip=192.0.2.7 helo=- from=<> to=<joe@x.example> ";
        var lines = new Dictionary<ReasonKind, (string Line, int Code, string Shown)>
        {
            [ReasonKind.Rule] = (front + "reject badmailto:1" + mail + "rule=\"^joe@\" reply=\"553 no\"", 100, "rule     stands where it stood, badmailto:1"),
            [ReasonKind.Trouble] = (front + "fatal: unable to read control/badmailto: permission denied", 100, string.Empty),
            [ReasonKind.Recipient] = (
                front + "reject checkrcpthosts:1" + mail + "rule=\"*\" reply=\"550 no\" why=\"x\"", 100, "rule     stands where it stood, checkrcpthosts:1"),
            [ReasonKind.TooManyMissing] = (
                front + "defer checkrcpthosts:1" + mail + "rule=\"*\" reply=\"421 too many unknown recipients (#4.7.0)\" why=\"x\"", 100,
                "note     the session was ended then, since so many recipients before this one were missing; see --unknown-limit"),
            [ReasonKind.Bounce] = (
                front + "reject batvdomains:1" + mail + "batv=missing rule=\"x.example\" reply=\"550 no\"", 100,
                "rule     stands where it stood, batvdomains:1 (only logs)"),
        };
        Assert.Equal(Enum.GetValues<ReasonKind>(), lines.Keys);
        using ControlFolder control = new ControlFolder()
            .With("badmailto", "^joe@\n").With("checkrcpthosts", "*\n").With("batvdomains", "x.example\n").With("batvkey", Key);
        foreach ((ReasonKind kind, (string line, int code, string shown)) in lines)
        {
            Outcome outcome = Why(control, line);
            Assert.Equal((kind, code), (kind, outcome.ExitCode));
            if (kind == ReasonKind.Trouble)
                Assert.EndsWith("what it says stands in qregexcheck(8), DIAGNOSTICS", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
            else
                Assert.Contains(shown, outcome.Output.Split('\n'));
        }
    }

    private static QueueFolder Folder(params (string Name, string Text)[] files)
    {
        var folder = new QueueFolder();
        foreach ((string name, string text) in files)
            folder.Control.With(name, text);
        return folder;
    }

    /// <summary>Does what the answer says lets the mail through.</summary>
    private static void LetThrough(ControlFolder control, string line)
    {
        foreach (string command in Commands(Answer(control, line, 100)))
            Assert.Equal(0, new Child("/bin/sh", "-c", command).Run().ExitCode);
    }

    private static IEnumerable<string> Commands(string[] answer) =>
        answer.Where(static line => line.StartsWith("let through:  ", StringComparison.Ordinal)).Select(static line => line["let through:  ".Length..]);

    private static string[] Answer(ControlFolder control, string line, int code)
    {
        Outcome outcome = Why(control, line);
        Assert.Equal((code, string.Empty), (outcome.ExitCode, outcome.Error));
        return outcome.Output.Split('\n');
    }

    private static JsonElement Json(ControlFolder control, string line) => JsonDocument.Parse(Why(control, line, "--json").Output).RootElement;

    private static Outcome Why(ControlFolder control, string line, params string[] options) =>
        PublishedBinary.Run(["why", "--control", control.Path, .. options, line], ["TZ=UTC"]);
}
