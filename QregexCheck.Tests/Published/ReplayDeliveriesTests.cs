using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>replay</c> of what qmail-send has logged.</summary>
public sealed class ReplayDeliveriesTests : IDisposable
{
    private const string NoClient =
        "qregexcheck: fatal: the logs tell only of connections, and of deliveries elsewhere or on other days; name the log of qmail-smtpd, too\n";

    private readonly ControlFolder _rules = new();
    private readonly ControlFolder _logs = new();

    public void Dispose()
    {
        _rules.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public void Local_deliveries_are_judged_as_recipients_that_were_accepted()
    {
        _rules.With("badmailto", "^b[0-9]*@y$\n^me@z$\n").With("badhelo", "h\n").With("badmailfromnorelay", "no\n").With("virtualdomains", "y:alias-y\n.old:\n");
        Outcome outcome = Replay(
            [.. Delivery(1, "a@x", "alias-y-b@y"), .. Delivery(2, "", "c@z"), .. Delivery(3, "a@x", "alias-y-b_1@y"), .. Delivery(4, "me@z", "b@y", "remote"),
                .. Delivery(5, "a@x", "alias-y-b@y", "local", "failure: no_mailbox"), .. Delivery(6, "#@[]", "alias-y-b@y")]);
        Assert.Equal(
            $"""
            2026-11-24, 3 recipients (3 different), 0 by relay clients
            3 deliveries stand for recipients: qmail-send does not tell who the client was, nor whether it may relay
            not judged: 3 without HELO (badhelo), 1 with altered bytes
            3 do not tell whether the client may relay: norelay rules were asked; --relay names your networks
            newly refused 1 (33.3 %)   no longer refused 0   still refused 0
            LOOK AT THESE FIRST  1 recipient whose mail was delivered
              badmailto:1  ^b[0-9]*@y$
                 11-24 09:12  <a@x> -> <b@y>  delivered 1x
            by rule                                              recipients  senders  known regular delivered
            + badmailto:1  ^b[0-9]*@y$                                    1        1      0       0         1
            to keep them:  echo '^b@y$' >> {_rules.Path}/goodmailto

            """,
            outcome.Output);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Error));
    }

    [Theory]
    [InlineData("--jobs=1")]
    [InlineData("--jobs=4")]
    public void Mail_that_stands_in_a_log_of_clients_does_not_count_twice(string jobs)
    {
        _rules.With("badmailto", "b\n");
        string[] deliveries = [.. Enumerable.Range(1, 500).SelectMany(static i => Delivery(i, $"a{i}@x", $"b{i}@y"))];
        Assert.Equal((500, 500), (Summary([.. deliveries], jobs)["recipients"], Summary([.. deliveries], jobs)["deliveries"]));
        Dictionary<string, int> mixed = Summary([.. deliveries, Accept("a1@x", "b1@y")], jobs);
        Assert.Equal((1, 1, 0, 1), (mixed["recipients"], mixed["newly"], mixed["deliveries"], mixed["delivered"]));
        Assert.Equal(mixed, Summary([Accept("a1@x", "b1@y"), .. deliveries], jobs));
        Assert.Equal(500, Summary([.. deliveries, Accept("a1@x", "b1@y")], jobs, "--format=qmail-send")["newly"]);
        Assert.Equal(1, Summary([.. deliveries, Accept("a1@x", "b1@y")], jobs, "--format=ours")["newly"]);
    }

    [Fact]
    public void Standard_input_is_judged_too()
    {
        _rules.With("badmailto", "b\n");
        string log = string.Join('\n', Delivery(1, "a@x", "b@y")) + "\n";
        Outcome outcome = PublishedBinary.Run(["replay", "--control", _rules.Path, "-"], ["TZ=UTC"], new() { [0] = Wire.Holding(log) });
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Contains("newly refused 1 (100.0 %)", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>Nothing was judged: that is not the same as that nothing is newly refused.</summary>
    [Fact]
    public void Logs_that_tell_of_no_recipient_are_no_answer()
    {
        _rules.With("badmailto", "b\n");
        string[] connection = ["2026-11-24 09:12:02 tcpserver: pid 7 from 192.0.2.7"];
        Assert.Equal((111, "", NoClient), Told(Replay(connection)));
        Assert.Equal((111, "", NoClient), Told(Replay([.. connection, .. Delivery(1, "me@y", "b@x", "remote")])));
        Assert.Equal((111, "", NoClient), Told(Replay([.. connection, .. Delivery(1, "a@x", "b@y")], "--since=2026-11-25")));
        Assert.Equal(0, Replay(connection, "--force").ExitCode);
        Assert.Equal(100, Replay([.. connection, .. Delivery(1, "a@x", "b@y")]).ExitCode);

        static (int, string, string) Told(Outcome outcome) => (outcome.ExitCode, outcome.Output, outcome.Error);
    }

    [Fact]
    public void Of_a_log_of_what_was_sent_only_deliveries_count()
    {
        _rules.With("badmailto", "b\n");
        _logs.With("send", string.Join('\n', [Accept("c@x", "b2@y"), .. Delivery(1, "a@x", "b1@y"), .. Delivery(2, "me@y", "d@x", "remote"), "CHKUSER strange"]) + "\n");
        Dictionary<string, int> apart = Summary([Accept("a@x", "b1@y"), Accept("d@x", "b3@y"), Accept("d@x", "c@y")], "--sent", _logs.Of("send"));
        Assert.Equal(
            (3, 2, 1, 1, 0, 3, 0),
            (apart["recipients"], apart["newly"], apart["known"], apart["delivered"], apart["deliveries"], apart["lines"], apart["not_understood"]));
        Assert.Equal(apart, Summary([Accept("a@x", "b1@y"), Accept("d@x", "b3@y"), Accept("d@x", "c@y")], "--sent", _logs.Of("send"), "--format=ours", "--jobs=1"));
        Dictionary<string, int> both = Summary([Accept("a@x", "b1@y"), Accept("d@x", "b3@y")], "--sent", _logs.Of("send"), _logs.Of("send"));
        Assert.Equal((3, 3, 1, 1), (both["recipients"], both["newly"], both["known"], both["delivered"]));
    }

    [Fact]
    public void Deliveries_of_a_log_of_what_was_sent_are_no_recipients()
    {
        _rules.With("badmailto", "b\n");
        _logs.With("send", string.Join('\n', [.. Delivery(1, "a@x", "b1@y"), .. Delivery(2, "me@y", "d@x", "remote")]) + "\n");
        Dictionary<string, int> summary = Summary([.. Delivery(1, "d@x", "b2@y")], "--sent", _logs.Of("send"));
        Assert.Equal((1, 1, 1, 1), (summary["recipients"], summary["deliveries"], summary["newly"], summary["known"]));
        Outcome outcome = Replay(["nothing of a mail server"], "--sent", _logs.Of("send"));
        Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("qregexcheck: fatal: none of 1 lines ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_one_log_are_told_apart_by_what_they_were_named_for()
    {
        _rules.With("badmailto", "b\n");
        _logs.With("log.1", Accept("c@x", "b2@y") + "\n");
        Assert.Equal(1, Summary([Accept("a@x", "b1@y")], "--sent", _logs.Of("log.1"), "--force")["recipients"]);
    }

    private static string[] Delivery(int number, string sender, string recipient, string where = "local", string result = "success: did_1+0+0/") =>
    [
        $"2026-11-24 09:12:03 new msg {number}",
        $"2026-11-24 09:12:03 info msg {number}: bytes 1024 from <{sender}> qp 99 uid 7791",
        $"2026-11-24 09:12:03 starting delivery {number}: msg {number} to {where} {recipient}",
        $"2026-11-24 09:12:03 delivery {number}: {result}",
        $"2026-11-24 09:12:03 end msg {number}",
    ];

    private static string Accept(string sender, string recipient) => $"2026-11-24 09:12:01 qregexcheck: accept ip=192.0.2.7 helo=h from=<{sender}> to=<{recipient}>";

    private Dictionary<string, int> Summary(string[] lines, params string[] options)
    {
        string output = Replay(lines, ["--json", .. options]).Output;
        return JsonDocument.Parse(output.TrimEnd('\n').Split('\n')[^1]).RootElement.GetProperty("summary").EnumerateObject()
            .Where(static field => field.Value.ValueKind == JsonValueKind.Number).ToDictionary(static field => field.Name, static field => field.Value.GetInt32());
    }

    private Outcome Replay(string[] lines, params string[] options)
    {
        _logs.With("log", string.Join('\n', lines) + "\n");
        return PublishedBinary.Run(["replay", "--control", _rules.Path, .. options, _logs.Of("log")], ["TZ=UTC"]);
    }
}
