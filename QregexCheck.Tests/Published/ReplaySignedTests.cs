using System;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>replay</c> of mail to recipients with a tag of ours: the hooks ask their rules about the mailbox.</summary>
public sealed class ReplaySignedTests : IDisposable
{
    private const string Bad = "prvs=1234abcdef=room1@example.com";

    private readonly ControlFolder _rules = new();
    private readonly ControlFolder _new = new();
    private readonly string _signed;

    public ReplaySignedTests()
    {
        _rules.With("badmailto", "^room[0-9]@\n").With("batvdomains", "example.com\n").With("batvkey", "3 00112233445566778899aabbccddeeff\n");
        _signed = PublishedBinary.Run(["batv", "sign", "--control", _rules.Path, "room1@example.com"], []).Output.TrimEnd();
        Assert.StartsWith("prvs=3", _signed, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _rules.Dispose();
        _new.Dispose();
    }

    [Fact]
    public void The_same_rules_still_refuse_what_a_hook_refused()
    {
        string[] lines = [.. new[] { _signed, _signed.ToUpperInvariant(), Bad, "room1@example.com" }.Select(Hook)];
        Assert.Equal(["reject", "reject", "accept", "reject"], lines.Select(line => line.Split(' ')[3]));
        Assert.Contains("newly refused 0   no longer refused 0   still refused 3\n", Replay(0, lines, "--control", _rules.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_are_tried_need_no_keys_beside_them()
    {
        _new.With("badmailto", "!^room[0-9]@example\\.com$\n");
        string[] lines = [Line("accept", _signed), Line("accept", Bad)];
        string output = Replay(100, lines, "--control", _new.Path, "--against", _rules.Path);
        Assert.Contains("newly refused 1 (50.0 %)   no longer refused 1   still refused 0\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_example_names_the_mailbox_and_so_does_the_command_that_keeps_it()
    {
        string[] lines = [.. Enumerable.Range(21, 3).Select(day => Line("accept", _signed, "2026-11-" + day))];
        string output = Replay(100, lines, "--control", _rules.Path);
        Assert.Contains("<a@x.example> -> <room1@example.com>", output, StringComparison.Ordinal);
        Assert.Contains($"echo '^room1@example\\.com$' >> {_rules.Path}/goodmailto\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("prvs", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delivery_to_the_mailbox_tells_that_the_mail_was_delivered()
    {
        string[] lines =
        [
            Line("accept", _signed),
            "2026-11-24 09:12:02 info msg 7: bytes 9 from <a@x.example> qp 1 uid 2",
            "2026-11-24 09:12:02 starting delivery 1: msg 7 to local room1@example.com",
            "2026-11-24 09:12:03 delivery 1: success: did_1+0+0/",
        ];
        Assert.Contains("\"delivered\":1,\"first\"", Replay(100, lines, "--json", "--control", _rules.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_keys_that_can_be_read_a_tag_stays_and_a_warning_says_so()
    {
        File.Delete(_rules.Of("batvkey"));
        _rules.With("log", Line("accept", _signed) + "\n");
        Outcome outcome = PublishedBinary.Run(["replay", "--control", _rules.Path, _rules.Of("log")], ["TZ=UTC"]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.EndsWith("; run qregexcheck batv new-key; no tag is looked at till then", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private static string Line(string decision, string recipient, string day = "2026-11-24") =>
        $"{day} 09:12:01 qregexcheck: {decision} ip=192.0.2.7 helo=h from=<a@x.example> to=<{recipient}>";

    private string Hook(string recipient) => "2026-11-24 09:12:01 " + PublishedBinary.Run(
        [], [_rules.Variable, "QREGEXCHECK_LOG=all", "TCPREMOTEIP=192.0.2.7", "HELO=h", "SENDER=a@x.example", "RECIPIENT=" + recipient]).ErrorLines[^1];

    private string Replay(int code, string[] lines, params string[] options)
    {
        _rules.With("log", string.Join('\n', lines) + "\n");
        Outcome outcome = PublishedBinary.Run(["replay", .. options, _rules.Of("log")], ["TZ=UTC"]);
        Assert.Equal((code, string.Empty), (outcome.ExitCode, outcome.Error));
        return outcome.Output;
    }
}
