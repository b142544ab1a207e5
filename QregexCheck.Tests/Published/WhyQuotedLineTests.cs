using System;
using System.Text.Json;
using QregexCheck.Tests.Queue;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>What <c>why</c> says about the one quoted line that the log has: the rule that lets other mail of its way through, or that there is none.</summary>
public sealed class WhyQuotedLineTests
{
    private const string Received = "Received: from example.com (unknown [203.0.113.77]) by mx.example.net with SMTP; 26 Nov 2026 11:02:47 -0000";
    private const string Quoting = "Subject: failure\n\n--- Below this line is a copy of the message.\n\n" + Received + "\nSubject: spam\n\nspam\n";
    private const string ToJoe = "F\0Tjoe@example.com\0\0";

    private static readonly string[] Stranger = ["TCPREMOTEIP=192.0.2.7"];

    /// <summary>Any server writes such a line, and its numbers are of one mail. A rule of it would let in nothing, or everything.</summary>
    [Theory]
    [InlineData("Received: (qmail 77 invoked by uid 89); 26 Nov 2026 11:02:47 -0000")]
    [InlineData("Received: (nullmailer pid 7 invoked by uid 1000); Thu, 26 Nov 2026 11:02:47 -0000")]
    [InlineData("Received: by simscan 1.4.0 ppid: 7, pid: 8, t: 0.02s; 26 Nov 2026 11:02:47 -0000")]
    public void Of_a_quoted_line_that_names_no_host_no_rule_is_made(string received)
    {
        using QueueFolder folder = Folder();
        string bounce = Quoting.Replace(Received, received, StringComparison.Ordinal);
        string line = folder.Run(bounce, ToJoe, [.. Stranger, "QREGEXCHECK_BOUNCE=prove"]).ErrorLines[^1];
        string advice = "write a rule for another quoted line, one that names a server of yours, into " + folder.Control.Path + "/goodbounce";
        Assert.Contains("let through:  " + advice, Why(folder.Control, line, 100).Split('\n'));
        Assert.False(Exception(folder.Control, line).TryGetProperty("rule", out _));
    }

    /// <summary>The way of such mail lets it through again, whatever stands in comments.</summary>
    [Theory]
    [InlineData("Received: from a.example (sent by joe (by x)) (192.0.2.9)\tby\tmx.example.net\twith SMTP; 26 Nov 2026 11:02:47 -0000")]
    [InlineData("Received: from a.example (sent by joe) by mx.example.net with SMTP id 7; 26 Nov 2026 11:02:47 -0000")]
    public void The_rule_of_a_quoted_line_lets_other_mail_of_its_way_through(string received)
    {
        using QueueFolder folder = Folder();
        string bounce = Quoting.Replace(Received, received, StringComparison.Ordinal);
        string[] prove = [.. Stranger, "QREGEXCHECK_BOUNCE=prove"];
        string line = folder.Run(bounce, ToJoe, prove).ErrorLines[^1];
        folder.Control.With("goodbounce", Exception(folder.Control, line).GetProperty("rule").GetString() + "\n");
        Assert.Equal(0, folder.Run(bounce.Replace("26 Nov", "27 Nov", StringComparison.Ordinal), ToJoe, prove).ExitCode);
        Assert.Equal(31, folder.Run(bounce.Replace("a.example", "b.example", StringComparison.Ordinal), ToJoe, prove).ExitCode);
        Assert.Equal(31, folder.Run(bounce.Replace("mx.example.net", "mx.example.net.x", StringComparison.Ordinal), ToJoe, prove).ExitCode);
    }

    /// <summary>A line of an older state of the program, which refused a bounce whose recipient had a tag of ours.</summary>
    [Fact]
    public void The_tag_of_the_recipient_shows_that_the_mail_was_ours()
    {
        using QueueFolder folder = Folder();
        folder.Control.With("batvdomains", "example.com\n").With("batvkey", "1 00112233445566778899aabbccddeeff 2020-01-01\n");
        string tagged = PublishedBinary.Run(["batv", "sign", "--control", folder.Control.Path, "joe@example.com"], []).Output.Trim();
        string line = $"qregexcheck: reject goodbounce:0 ip=192.0.2.7 helo=- from=<> to=<{tagged}> rcpts=1 line=\"{Received}\" "
            + "rule=\"(none of ours quoted)\" reply=\"550 x\"";
        Assert.Contains("now      accept\n", Why(folder.Control, line, 0), StringComparison.Ordinal);
        Why(folder.Control, line.Replace(tagged, "joe@example.com", StringComparison.Ordinal), 100);
    }

    private static QueueFolder Folder()
    {
        var folder = new QueueFolder();
        folder.Control.With("goodbounce", "^x$\n");
        return folder;
    }

    private static JsonElement Exception(ControlFolder control, string line) =>
        JsonDocument.Parse(Why(control, line, 100, "--json")).RootElement.GetProperty("exceptions")[0];

    private static string Why(ControlFolder control, string line, int code, params string[] options)
    {
        Outcome outcome = PublishedBinary.Run(["why", "--control", control.Path, .. options, line], ["TZ=UTC"]);
        Assert.Equal((code, string.Empty), (outcome.ExitCode, outcome.Error));
        return outcome.Output;
    }
}
