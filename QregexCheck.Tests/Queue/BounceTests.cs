using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Queue;

/// <summary>What the queue wrapper refuses, and how whoever runs it is told.</summary>
public sealed class BounceTests
{
    private const string Rule = "^press@";
    private const string Reply = "this address sends no mail, so it gets no bounces (#5.7.1)";
    private const string ToPress = "F\0Tpress@x.example\0\0";
    private const string Quoting =
        "Subject: failure\nContent-Type: multipart/report; boundary=b\n\n--b\n\nsorry\n--b\nContent-Type: message/rfc822\n\n"
        + "Received: from forged.example (1.2.3.4)\nFrom: a@b\nSubject: spam\n\nspam\n--b--\n";

    private static readonly Dictionary<int, Wire> Six = new() { [6] = Wire.Captured };

    [Fact]
    public void A_bounce_to_an_address_that_sends_no_mail_is_refused_and_nothing_is_queued()
    {
        using QueueFolder folder = With("badbounceto", Rule);
        Outcome outcome = folder.Run(envelope: ToPress, environment: ["TCPREMOTEIP=192.0.2.7"]);
        Assert.Equal(31, outcome.ExitCode);
        Assert.Equal(
            [$"qregexcheck: reject badbounceto:1 ip=192.0.2.7 helo=- from=<> to=<press@x.example> rcpts=1 rule=\"{Rule}\" reply=\"550 {Reply}\""],
            outcome.ErrorLines);
        Assert.Empty(folder.Stored);
        Assert.Equal(0, folder.HalfWritten);
    }

    /// <summary>All that a condition asks about is known here, but for the recipient of a quoted line.</summary>
    [Theory]
    [InlineData("only-ip=192.0.2.0/24", 31)]
    [InlineData("only-ip=198.51.100.0/24", 0)]
    [InlineData("not-ip=192.0.2.0/24", 0)]
    [InlineData("only-from=\"^$\"", 31)]
    [InlineData("only-to=\"^press@\"", 31)]
    [InlineData("only-to=\"^sales@\"", 0)]
    public void The_condition_of_a_rule_holds(string condition, int code)
    {
        using QueueFolder folder = With("badbounceto", $"#: {condition}\n{Rule}");
        Assert.Equal(code, folder.Run(envelope: ToPress, environment: ["TCPREMOTEIP=192.0.2.7"]).ExitCode);
    }

    [Theory]
    [InlineData("only-ip=192.0.2.0/24", "", 31)]
    [InlineData("only-ip=198.51.100.0/24", "", 0)]
    [InlineData("only-to=\"^press@\"", "", 0)]
    [InlineData("action=reject", "#: only-ip=192.0.2.0/24\nforged", 0)]
    [InlineData("action=reject", "#: only-ip=198.51.100.0/24\nforged", 31)]
    [InlineData("action=reject", "#: only-to=\"^sales@\"\nforged", 0)]
    public void A_rule_about_quoted_lines_whose_condition_can_not_be_told_refuses_nothing_and_its_exception_holds(string condition, string good, int code)
    {
        using QueueFolder folder = With("badbounce", $"#: action=reject {(condition == "action=reject" ? string.Empty : condition)}\nforged\\.example");
        if (good.Length > 0)
            folder.Control.With("goodbounce", good + "\n");
        Assert.Equal(code, folder.Run(message: Quoting, envelope: ToPress, environment: ["TCPREMOTEIP=192.0.2.7"]).ExitCode);
    }

    [Theory]
    [InlineData("6", "82", "D" + Reply)]
    [InlineData("", "31", "")]
    [InlineData("2", "31", "")]
    [InlineData("7", "31", "")]
    [InlineData("six", "31", "")]
    [InlineData("-6", "31", "")]
    [InlineData("99999999999", "31", "")]
    public void Our_own_words_go_to_the_descriptor_that_the_variable_names_if_a_pipe_is_there(string value, string code, string text)
    {
        using QueueFolder folder = With("badbounceto", Rule);
        Outcome outcome = folder.Run(envelope: ToPress, environment: ["QREGEXCHECK_QUEUE_FD=" + value], wires: Six);
        Assert.Equal((code, text), (outcome.ExitCode.ToString(System.Globalization.CultureInfo.InvariantCulture), string.Concat(outcome.Writes[6])));
    }

    [Fact]
    public void A_reply_descriptor_that_is_no_pipe_or_that_nobody_reads_leaves_the_exit_code_to_answer()
    {
        using QueueFolder folder = With("badbounceto", Rule);
        folder.Control.With("file", "");
        foreach (Wire wire in new[] { Wire.Closed, Wire.File(folder.Control.Of("file")), Wire.File("/dev/null"), Wire.Broken })
            Assert.Equal(31, folder.Run(envelope: ToPress, environment: ["QREGEXCHECK_QUEUE_FD=6"], wires: new() { [6] = wire }).ExitCode);
        Assert.Equal("", folder.Control.Read("file"));

        // The same for the reading end of a pipe.
        Assert.Equal(31, folder.Run(envelope: ToPress, environment: ["QREGEXCHECK_QUEUE_FD=6"], wires: new() { [6] = Wire.Holding("") }).ExitCode);
    }

    [Theory]
    [InlineData("#: action=defer\n" + Rule, 71, "Ztry again later (#4.7.1)", "defer")]
    [InlineData("#: action=defer reply=\"450 4.2.0 later\"\n" + Rule, 71, "Z4.2.0 later", "defer")]
    [InlineData("#: action=log\n" + Rule, 0, "", "log")]
    [InlineData("#: reply=\"553 5.1.0 go\"\n" + Rule, 31, "D5.1.0 go", "reject")]
    [InlineData("^nobody@", 0, "", null)]
    public void The_action_and_the_reply_of_a_rule_hold(string rules, int code, string text, string? word)
    {
        using QueueFolder folder = With("badbounceto", rules);
        Outcome plain = folder.Run(envelope: ToPress);
        Assert.Equal(code, plain.ExitCode);
        Outcome told = folder.Run(envelope: ToPress, environment: ["QREGEXCHECK_QUEUE_FD=6"], wires: Six);
        Assert.Equal((code == 0 ? 0 : 82, text), (told.ExitCode, string.Concat(told.Writes[6])));
        Assert.Equal(word is null ? 0 : 1, plain.ErrorLines.Count(line => line.StartsWith($"qregexcheck: {word} badbounceto:", StringComparison.Ordinal)));
        Assert.Equal(code == 0 ? 2 : 0, folder.Stored.Length);
    }

    [Fact]
    public void A_long_reply_is_cut_where_the_caller_stops_reading()
    {
        using QueueFolder folder = With("badbounceto", $"#: reply=\"550 {new string('x', 390)}\"\n{Rule}");
        Outcome outcome = folder.Run(envelope: ToPress, environment: ["QREGEXCHECK_QUEUE_FD=6"], wires: Six);
        Assert.Equal((82, "D" + new string('x', 254)), (outcome.ExitCode, string.Concat(outcome.Writes[6])));
    }

    [Fact]
    public void Other_mail_exceptions_and_other_lists_change_nothing()
    {
        using QueueFolder folder = With("badbounceto", Rule);
        folder.Control.With("badmailto", Rule).With("badmailfrom", ".").With("goodmailto", Rule);
        Assert.Equal(0, folder.Run(envelope: "Fa@b\0Tpress@x.example\0\0").ExitCode);
        Assert.Equal(0, folder.Run(envelope: "F\0Tother@x.example\0\0").ExitCode);
        Assert.Equal(31, folder.Run(envelope: ToPress, environment: ["RELAYCLIENT="]).ExitCode);
        folder.Control.With("goodbounceto", "@x\\.example$");
        Assert.Equal(0, folder.Run(envelope: ToPress).ExitCode);
        Assert.Equal(3, folder.Stored.Length);
    }

    [Fact]
    public void A_bounce_of_which_some_recipients_would_be_refused_passes_whole_and_the_log_says_so()
    {
        using QueueFolder folder = With("badbounceto", Rule);
        const string envelope = "F\0Tother@x.example\0Tpress@x.example\0Tpress@y.example\0\0";
        Outcome outcome = folder.Run(envelope: envelope);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal([$"qregexcheck: log badbounceto:1 ip= helo=- from=<> to=<press@x.example> rcpts=3 rule=\"{Rule}\""], outcome.ErrorLines);
        Assert.Equal([(QueueFolder.Message, envelope)], folder.Stored);

        // With one recipient to a bounce it is still one.
        Assert.Equal(0, folder.Run(envelope: envelope, environment: ["QREGEXCHECK_ONEBOUNCE=1"]).ExitCode);
        Assert.Equal(31, folder.Run(envelope: "F\0Ta@x\0Tb@x\0\0", environment: ["QREGEXCHECK_ONEBOUNCE=1"]).ExitCode);
        Assert.Equal(0, folder.Run(envelope: "F\0Ta@x\0Tb@x\0\0", environment: ["QREGEXCHECK_ONEBOUNCE=0"]).ExitCode);
        Assert.Equal(0, folder.Run(envelope: "F\0Ta@x\0Ta@x\0\0", environment: ["QREGEXCHECK_ONEBOUNCE=1"]).ExitCode);
        Assert.Equal(0, folder.Run(envelope: "F\0Ta@x.example\0Ta@X.Example\0\0", environment: ["QREGEXCHECK_ONEBOUNCE=1"]).ExitCode);
        Assert.Equal(31, folder.Run(envelope: "F\0Tpress@x.example\0Tpress@y.example\0\0").ExitCode);
    }

    [Fact]
    public void Rules_that_can_t_be_read_defer_bounces_and_no_other_mail()
    {
        using var folder = new QueueFolder();
        Directory.CreateDirectory(folder.Control.Of("badbounceto"));
        Outcome outcome = folder.Run(envelope: ToPress, environment: ["QREGEXCHECK_QUEUE_FD=6"], wires: Six);
        Assert.Equal((82, "Ztemporary problem, try again later (#4.3.0)"), (outcome.ExitCode, string.Concat(outcome.Writes[6])));
        Assert.Equal(71, folder.Run(envelope: ToPress).ExitCode);
        Assert.Equal(0, folder.Run().ExitCode);
        Assert.Single(folder.Stored);
    }

    [Fact]
    public void A_next_program_with_words_of_its_own_about_a_refused_message_has_the_last_word()
    {
        using QueueFolder folder = With("badbounceto", Rule);
        Outcome outcome = folder.Run(
            envelope: ToPress, environment: ["QREGEXCHECK_QUEUE_FD=6", "NEXT_FAULT=message:1:82", "NEXT_SAYS=Da virus"], wires: Six);
        Assert.Equal((82, "Da virus"), (outcome.ExitCode, string.Concat(outcome.Writes[6])));
        outcome = folder.Run(environment: ["QREGEXCHECK_QUEUE_FD=6", "NEXT_FAULT=full:82", "NEXT_SAYS=Da virus"], wires: Six);
        Assert.Equal((82, "Da virus"), (outcome.ExitCode, string.Concat(outcome.Writes[6])));
    }

    [Fact]
    public void Through_two_wrappers_a_refusal_is_told_once()
    {
        using QueueFolder folder = With("badbounceto", Rule);
        Outcome outcome = folder.Run(
            envelope: ToPress, environment: ["QREGEXCHECK_QUEUE_FD=6"], wires: Six, arguments: ["queue", PublishedBinary.Path, "queue", QueueFolder.Next]);
        Assert.Equal((82, "D" + Reply), (outcome.ExitCode, string.Concat(outcome.Writes[6])));
        Assert.Single(outcome.ErrorLines);
        Assert.Empty(folder.Stored);
    }

    [Fact]
    public void A_log_that_is_gone_or_full_changes_no_answer()
    {
        using QueueFolder folder = With("badbounceto", Rule);
        foreach (Wire log in new[] { Wire.Closed, Wire.Broken, Wire.File("/dev/full") })
        {
            Assert.Equal(31, folder.Run(envelope: ToPress, wires: new() { [2] = log }).ExitCode);
            Assert.Equal(0, folder.Run(environment: ["QREGEXCHECK_LOG=all"], wires: new() { [2] = log }).ExitCode);
        }

        Assert.Equal(3, folder.Stored.Length);
    }

    [Theory]
    [InlineData("^Received: from forged", 0, "log")]
    [InlineData("#: action=reject\n^Received: from forged", 31, "reject")]
    [InlineData("#: action=defer\n^Received: from forged", 71, "defer")]
    public void A_rule_hits_what_a_bounce_of_a_stranger_quotes(string rules, int code, string word)
    {
        using QueueFolder folder = With("badbounce", rules);
        string[] stranger = ["TCPREMOTEIP=192.0.2.7"];
        Outcome outcome = folder.Run(Quoting, ToPress, stranger);
        Assert.Equal(code, outcome.ExitCode);
        Assert.StartsWith(
            $"qregexcheck: {word} badbounce:{rules.Count(static c => c == '\n') + 1} ip=192.0.2.7 helo=- from=<> to=<press@x.example> rcpts=1 "
                + "line=\"Received: from forged.example (1.2.3.4)\" rule=\"^Received: from forged\"",
            outcome.Error, StringComparison.Ordinal);
        Assert.Equal(code == 0 ? 1 : 0, folder.Stored.Length);

        // Nothing else is looked into.
        folder.Clear();
        Assert.Equal((0, ""), Ended(folder.Run(Quoting, QueueFolder.Envelope, stranger)));
        Assert.Equal((0, ""), Ended(folder.Run(Quoting, ToPress)));
        Assert.Equal((0, ""), Ended(folder.Run(Quoting, ToPress, [.. stranger, "RELAYCLIENT="])));
        Assert.Equal((0, ""), Ended(folder.Run(QueueFolder.Message, ToPress, stranger)));
        folder.Control.With("goodbounce", "^From: a@b");
        Assert.Equal((0, ""), Ended(folder.Run(Quoting, ToPress, stranger)));
        Assert.Equal(5, folder.Stored.Length);
    }

    [Fact]
    public void What_stands_behind_256_KiB_is_handed_on_and_not_looked_at()
    {
        using QueueFolder folder = With("badbounce", "#: action=reject\n^Received: from forged");
        string message = Quoting + new string('x', 300_000);
        folder.Control.With("message", message);
        Outcome outcome = folder.Run(
            envelope: ToPress, environment: ["TCPREMOTEIP=192.0.2.7"], wires: new() { [0] = Wire.File(folder.Control.Of("message")) });
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("qregexcheck: log badbounce:2 ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal([(message, ToPress)], folder.Stored);
    }

    [Fact]
    public void With_prove_a_bounce_that_quotes_no_mail_of_ours_is_refused()
    {
        using QueueFolder folder = With("goodbounce", "by mx\\.ours\\.example");
        string[] environment = ["TCPREMOTEIP=192.0.2.7", "QREGEXCHECK_BOUNCE=prove", "QREGEXCHECK_QUEUE_FD=6"];
        Outcome outcome = folder.Run(Quoting, ToPress, environment, Six);
        Assert.Equal((82, "Dthis bounce quotes no mail of ours (#5.7.1)"), (outcome.ExitCode, string.Concat(outcome.Writes[6])));
        Assert.Contains("qregexcheck: reject goodbounce:0 ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, folder.Run(Quoting.Replace("Received: ", "Received: by mx.ours.example ", StringComparison.Ordinal), ToPress, environment).ExitCode);
        Assert.Equal(0, folder.Run(QueueFolder.Message, ToPress, environment).ExitCode);

        // Without a rule that could prove it, nothing is refused.
        File.Delete(folder.Control.Of("goodbounce"));
        outcome = folder.Run(Quoting, ToPress, environment);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("qregexcheck: warning: QREGEXCHECK_BOUNCE=prove, and control/goodbounce has no rule", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_quoted_lines_that_can_t_be_read_refuses_nothing_and_is_told_of()
    {
        using var folder = new QueueFolder();
        Directory.CreateDirectory(folder.Control.Of("badbounce"));
        Outcome outcome = folder.Run(Quoting, ToPress, ["TCPREMOTEIP=192.0.2.7"]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("qregexcheck: warning: a bounce was accepted without a look into it: ", outcome.Error, StringComparison.Ordinal);
        Assert.Single(folder.Stored);
    }

    private static (int Code, string Error) Ended(Outcome outcome) => (outcome.ExitCode, outcome.Error);

    private static QueueFolder With(string list, string rules)
    {
        var folder = new QueueFolder();
        folder.Control.With(list, rules + "\n");
        return folder;
    }
}
