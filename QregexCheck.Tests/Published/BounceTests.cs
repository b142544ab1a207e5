using System;
using System.IO;
using System.Text;
using System.Text.Json;
using QregexCheck.Batv;
using QregexCheck.Posix;
using QregexCheck.Tests.Papers;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>test --bounce</c> as it is installed.</summary>
public sealed class BounceTests
{
    private const string Bounce =
        "Return-Path: <>\n\nSorry.\n--- Below this line is a copy of the message.\n\nReceived: from example.com (x)\nFrom: \x1b[31m\xE9\n\nbody\n";
    private const string Bad = "#: action=reject\n^received: from example\\.com[^a-z]\n";

    [Theory]
    [InlineData(Bad, "", 100, "reject: it quotes mail that we did not send")]
    [InlineData("#: action=defer\n^received\n", "", 100, "defer: it quotes mail that we did not send")]
    [InlineData(Bad, "^from: .*x", 100, "reject: it quotes mail that we did not send")]
    [InlineData(Bad, "^from: ", 0, "accept: it quotes mail of ours")]
    [InlineData("^received\n", "", 0, "accept: no rule refuses it, but rules that log hit")]
    [InlineData("", "", 0, "accept: no rule hits what it quotes")]
    public void The_verdict_stands_first_and_the_exit_code_is_that_of_test(string bad, string good, int code, string first)
    {
        using var control = new ControlFolder();
        Outcome outcome = Test(control.With("badbounce", bad).With("goodbounce", good), Bounce);
        Assert.Equal((code, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Equal(first, outcome.Output.Split('\n')[0]);
        Assert.Contains("\n  quotes    From: \\x1B[31m\\xE9\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postfix-forged", 100)]
    [InlineData("postfix-ours", 0)]
    [InlineData("gmail-forged", 100)]
    [InlineData("exim-ours", 0)]
    public void The_samples_and_a_proof_tell_real_bounces_apart(string name, int code)
    {
        string file = Repository.PathOf($"QregexCheck.Tests/Rooms/Bounces/Cases/{name}.eml");
        Outcome outcome = PublishedBinary.Run(
            ["test", "--json", "--control", Repository.PathOf("control-samples"), "--bounce", file], ["QREGEXCHECK_BOUNCE=prove"]);
        using var json = JsonDocument.Parse(outcome.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(code, outcome.ExitCode);
        Assert.Equal(code == 0 ? "accept" : "reject", root.GetProperty("verdict").GetString());
        Assert.Equal(code == 0 ? "ours" : "unproved", root.GetProperty("answer").GetString());
        Assert.Equal((string.Empty, 0), (root.GetProperty("sender").GetString(), root.GetProperty("limits").GetArrayLength()));
        Assert.NotEqual(0, root.GetProperty("lines").GetArrayLength());
        JsonElement part = root.GetProperty("parts")[0];
        Assert.Equal((0, "multipart/report"), (part.GetProperty("depth").GetInt32(), part.GetProperty("type").GetString()));
    }

    [Fact]
    public void A_tag_that_is_quoted_says_that_the_mail_was_ours()
    {
        const string key = "1 00112233445566778899aabbccddeeff";
        string tagged = Encoding.Latin1.GetString(SenderTag.Sign("alice@example.com"u8, BatvKeys.Read(Encoding.ASCII.GetBytes(key)), UtcDay.Today())!);
        string bounce = Bounce.Replace("From: ", $"Return-Path: <{tagged}>\nFrom: ", StringComparison.Ordinal);
        using var control = new ControlFolder();
        Assert.Equal(100, Test(control.With("badbounce", Bad), bounce).ExitCode);
        Outcome outcome = Test(control.With("batvkey", key + "\n").With("batvdomains", "example.com\n"), bounce);
        Assert.Equal(
            (0, string.Empty, $"accept: it quotes mail of ours: the tag of {tagged}"), (outcome.ExitCode, outcome.Error, outcome.Output.Split('\n')[0]));
        Assert.Equal(100, Test(control, bounce.Replace("<prvs=1", "<prvs=2", StringComparison.Ordinal)).ExitCode);
    }

    [Fact]
    public void A_limit_is_told_and_nothing_is_refused_then()
    {
        using var control = new ControlFolder();
        Outcome outcome = Test(control.With("badbounce", Bad), Bounce + new string('x', 256 * 1024));
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("accept: the rule does not count, since not all was read\n  by        badbounce:2  ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\n  limit     the message is longer than 256 KiB, and the rest was not read\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Return-Path: <a@example.com>\n\nReceived: from example.com x\n", 0, "accept: no bounce: its sender is <a@example.com>, so nothing is asked", "")]
    [InlineData("Subject: x\n\n> Received: from example.com x\n", 100, "reject: it quotes mail that we did not send", " has no Return-Path, ")]
    [InlineData("From x Thu\nReturn-Path: <>\n\nReceived: from example.com x\n", 100, "reject: it quotes mail that we did not send", " From line of an mbox; ")]
    public void What_is_no_bounce_or_was_not_saved_as_delivered_is_said(string mail, int code, string first, string warning)
    {
        using var control = new ControlFolder();
        Outcome outcome = Test(control.With("badbounce", Bad), mail);
        Assert.Equal((code, first), (outcome.ExitCode, outcome.Output.Split('\n')[0]));
        Assert.Contains(warning, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(warning.Length == 0 ? 0 : 1, outcome.ErrorLines.Length);
    }

    [Theory]
    [InlineData("missing", "unable to read ")]
    [InlineData(".", "is a directory")]
    [InlineData("empty", "is empty; name a file that holds a saved bounce")]
    public void A_file_that_can_not_be_read_or_is_empty_is_a_soft_error(string name, string words)
    {
        using var control = new ControlFolder();
        Outcome outcome = PublishedBinary.Run(["test", "--control", control.Path, "--bounce", control.With("empty", "").Of(name)], []);
        Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Contains(words, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_can_not_be_read_is_no_verdict()
    {
        using var control = new ControlFolder();
        Directory.CreateDirectory(control.Of("badbounce"));
        Outcome outcome = Test(control, Bounce);
        Assert.Equal(111, outcome.ExitCode);
        Assert.StartsWith("trouble: unable to read ", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@example.com")]
    [InlineData("--from", "a@example.com")]
    [InlineData("--relay")]
    [InlineData("--explain", "x")]
    public void A_bounce_is_explained_alone(params string[] beside)
    {
        Outcome outcome = PublishedBinary.Run(["test", "--bounce", "/dev/null", .. beside], []);
        Assert.Equal(100, outcome.ExitCode);
        Assert.Contains("Option '--bounce' tells all of one saved bounce", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private static Outcome Test(ControlFolder control, string mail)
    {
        string file = Path.Combine(control.Path, "saved");
        control.With("saved", mail);
        return PublishedBinary.Run(["test", "--control", control.Path, "--bounce", file], []);
    }
}
