using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// Recipients that don't exist, as each hook and <c>test</c> tell of them. A qmail's home is laid down in which validrcptto knows two addresses.
/// </summary>
public sealed class RecipientTests : IDisposable
{
    private const string Joe = "joe@example.com";
    private const string Nobody = "nobody@example.com";
    private const string NoMailbox = "550 sorry, no mailbox here by that name (#5.1.1)";
    private const string Rejected =
        $"qregexcheck: reject checkrcpthosts:1 ip=192.0.2.7 helo=- from=<a@b.example> to=<{Nobody}> rule=\"*\" reply=\"{NoMailbox}\" why=\"";

    private readonly ControlFolder _control = new ControlFolder()
        .With("me", "mail.example.com\n").With("locals", "example.com\n").With("checkrcpthosts", "*\n")
        .With("validrcptto", $"{Joe}\nnobody-else@example.com\n-@example.com\n");

    private readonly string _home = Directory.CreateTempSubdirectory("qregexcheck-test-").FullName;

    public RecipientTests()
    {
        File.SetUnixFileMode(_home, (UnixFileMode)0x1ED);
        File.SetUnixFileMode(_control.Path, (UnixFileMode)0x1ED);
        File.CreateSymbolicLink(Path.Combine(_home, "control"), _control.Path);
    }

    public void Dispose()
    {
        Directory.Delete(_home, recursive: true);
        _control.Dispose();
    }

    [Fact]
    public void A_recipient_that_is_missing_is_refused_in_a_RCPTCHECK_and_one_that_exists_is_not()
    {
        (string reply, Outcome outcome) = RcptCheck(Nobody);
        Assert.Equal((NoMailbox, 100), (reply, outcome.ExitCode));
        Assert.StartsWith(Rejected, outcome.Error, StringComparison.Ordinal);
        (reply, outcome) = RcptCheck(Joe);
        Assert.Equal((QmailSmtpdStandIn.Accepted, string.Empty), (reply, outcome.Error));
    }

    [Fact]
    public void The_log_of_an_accept_says_why_where_all_is_logged() => Assert.Matches(
        $"^qregexcheck: accept ip=192.0.2.7 helo=- from=<a@b.example> to=<{Joe}> why=\"[^\"]+\"\n$", RcptCheck(Joe, "QREGEXCHECK_LOG=all").Outcome.Error);

    [Fact]
    public void Both_forms_of_the_rcpt_stage_of_qmail_spp_refuse_and_the_stages_before_it_do_not()
    {
        foreach (string[] arguments in new string[][] { ["spp", "rcpt"], [] })
        {
            Outcome outcome = Run(arguments, HookVariables.Spp(_control, "h", "a@b.example", Nobody, Home));
            Assert.Equal((100, $"E{NoMailbox}\n"), (outcome.ExitCode, outcome.Output));
            Assert.Contains(" why=\"", outcome.Error, StringComparison.Ordinal);
        }

        foreach (string stage in new[] { "helo", "mail" })
            Assert.Equal((0, string.Empty), Answer(Run(["spp", stage], HookVariables.Spp(_control, "h", "a@b.example", Nobody, Home))));
    }

    [Fact]
    public void Checkpassword_says_no()
    {
        Assert.Equal(1, Checkpassword(Nobody));
        Assert.Equal(0, Checkpassword(Joe));
    }

    /// <summary>A relay client, NORCPTCHECK, and a directory without checkrcpthosts: nobody is looked up.</summary>
    [Theory]
    [InlineData("NORCPTCHECK=")]
    [InlineData("NORCPTCHECK=1")]
    [InlineData("RELAYCLIENT=")]
    public void A_variable_turns_the_check_off(string variable) => Assert.Equal(QmailSmtpdStandIn.Accepted, RcptCheck(Nobody, variable).Reply);

    [Fact]
    public void Without_checkrcpthosts_the_check_is_off()
    {
        File.Delete(_control.Of("checkrcpthosts"));
        (string reply, Outcome outcome) = RcptCheck(Nobody, "QREGEXCHECK_LOG=all");
        Assert.Equal((QmailSmtpdStandIn.Accepted, $"qregexcheck: accept ip=192.0.2.7 helo=- from=<a@b.example> to=<{Nobody}>\n"), (reply, outcome.Error));
    }

    [Fact]
    public void What_the_entry_says_is_done()
    {
        _control.With("checkrcpthosts", "#: reply=\"550 5.1.1 who?\"\n*\n");
        Assert.Equal("550 5.1.1 who?", RcptCheck(Nobody).Reply);
        _control.With("checkrcpthosts", "#: action=defer\n*\n");
        Assert.Equal("451 try again later (#4.7.1)", RcptCheck(Nobody).Reply);
        _control.With("checkrcpthosts", "#: action=log note=\"first week: only look\"\n*\n");
        (string reply, Outcome outcome) = RcptCheck(Nobody);
        Assert.Equal(QmailSmtpdStandIn.Accepted, reply);
        Assert.Matches(
            $"^qregexcheck: log checkrcpthosts:2 ip=192.0.2.7 helo=- from=<a@b.example> to=<{Nobody}> rule=\"\\*\" why=\"[^\"]+\"\n$", outcome.Error);
        _control.With("checkrcpthosts", "#: relay=yes\n*\n");
        Assert.Equal(NoMailbox, RcptCheck(Nobody, "RELAYCLIENT=").Reply);
    }

    [Theory]
    [InlineData("joe@example.com\n*\n", 100, "1:4: an entry is a domain: an address belongs into validrcptto; the line covers nothing")]
    [InlineData("*.example.com\n*\n", 100, "1:1: * stands alone: .DOMAIN is what means all below a domain; the line covers nothing")]
    [InlineData("#: ext=maybe\n*\n", 0, "1:8: ext is yes or no")]
    public void A_mistake_in_checkrcpthosts_is_one_warning_that_points_at_it(string text, int exitCode, string warning)
    {
        _control.With("checkrcpthosts", text);
        Outcome outcome = RcptCheck(Nobody).Outcome;
        Assert.Equal(exitCode, outcome.ExitCode);
        string[] warnings = Array.FindAll(outcome.ErrorLines, line => line.Contains(": warning: ", StringComparison.Ordinal));
        Assert.StartsWith($"qregexcheck: warning: {_control.Path}/checkrcpthosts:{warning}", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(warnings, Run(["test", Nobody, Joe], [Home, _control.Variable]).ErrorLines);
    }

    [Fact]
    public void A_rule_comes_first_and_goodmailto_lets_through()
    {
        _control.With("badmailto", "^nobody@\n");
        Assert.StartsWith("553 ", RcptCheck(Nobody).Reply, StringComparison.Ordinal);
        _control.With("badmailto", "^other@\n").With("goodmailto", "^nobody@\n");
        Assert.Equal(QmailSmtpdStandIn.Accepted, RcptCheck(Nobody).Reply);
    }

    /// <summary>Our files and the qmail that is asked are two things, each with its variable. Without ours the qmail's are taken.</summary>
    [Fact]
    public void QREGEXCHECK_QMAIL_names_the_control_directory_where_QREGEXCHECK_CONTROL_does_not()
    {
        _control.With("badmailto", "^spam@\n");
        string[] home = [Home, "SENDER=a@b.example", "USE_FD4=1"];
        Assert.Equal(100, Run([], [.. home, "RECIPIENT=spam@example.com"]).ExitCode);
        Assert.Equal(100, Run([], [.. home, "RECIPIENT=" + Nobody]).ExitCode);
        Assert.Equal(0, Run([], [.. home, "RECIPIENT=" + Joe]).ExitCode);
        foreach (string[] command in new string[][] { ["test", "spam@example.com"], ["test", Nobody] })
            Assert.Equal(100, Run(command, [Home]).ExitCode);
        Assert.Contains($"{_home}/control/badmailto (1 rule)", Run(["test", Joe], [Home]).Output, StringComparison.Ordinal);
        Assert.Equal(0, Run(["compile"], [Home + "/"]).ExitCode);
        Assert.Contains($"{_home}/control/qregexcheck.db is fresh", Run(["compile", "--check"], [Home]).Output, StringComparison.Ordinal);
        Assert.Equal(0, Run(["dump"], [Home]).ExitCode);
        using var other = new ControlFolder();
        Assert.Equal(0, Run([], [.. home, other.Variable, "RECIPIENT=spam@example.com"]).ExitCode);
    }

    [Fact]
    public void Test_tells_what_is_known_from_which_files_and_who_looked()
    {
        Outcome outcome = Run(["test", Nobody, Joe], [Home]);
        Assert.Equal(100, outcome.ExitCode);
        string output = outcome.Output;
        Assert.Contains($"<{Nobody}>: reject\n  by    {_home}/control/checkrcpthosts:1  *\n  rcpt  missing: ", output, StringComparison.Ordinal);
        Assert.Contains($"\n  reply {NoMailbox}\n", output, StringComparison.Ordinal);
        Assert.Contains($"<{Joe}>: accept, and no rule was asked\n  rcpt  exists ", output, StringComparison.Ordinal);
        Assert.EndsWith(
            $"\nrecipients were looked up as user {Environment.UserName}, for the qmail in {_home}, by {_home}/control/checkrcpthosts\n", output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("no control file", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("2 envelopes: 1 accept, 1 reject, 0 defer, 0 trouble\n", Run(["test", "--quiet", Nobody, Joe], [Home]).Output);
    }

    [Fact]
    public void The_JSON_of_test_has_the_recipient_as_an_object_where_he_was_looked_up_and_else_as_a_string()
    {
        JsonElement recipient = Json("test", "--json", Nobody).GetProperty("recipient");
        Assert.Equal((Nobody, "missing"), (recipient.GetProperty("address").GetString(), recipient.GetProperty("state").GetString()));
        Assert.NotEqual(string.Empty, recipient.GetProperty("why").GetString());
        Assert.All(recipient.GetProperty("evidence").EnumerateArray(), one => Assert.NotEqual(string.Empty, one.GetProperty("file").GetString() + one.GetProperty("found").GetString()));
        JsonElement entry = recipient.GetProperty("entry");
        Assert.Equal(
            ($"{_home}/control/checkrcpthosts", 1, "*"),
            (entry.GetProperty("file").GetString(), entry.GetProperty("line").GetInt32(), entry.GetProperty("text").GetString()));
        Assert.Equal(
            (Environment.UserName, _home, $"{_home}/control"),
            (recipient.GetProperty("user").GetString(), recipient.GetProperty("qmail").GetString(), recipient.GetProperty("rules").GetString()));
        Assert.Equal("exists", Json("test", "--json", Joe).GetProperty("recipient").GetProperty("state").GetString());
        Assert.False(Json("test", "--json", "--from", Nobody).TryGetProperty("recipient", out _));
        File.Delete(_control.Of("checkrcpthosts"));
        Assert.Equal(Nobody, Json("test", "--json", Nobody).GetProperty("recipient").GetString());
    }

    [Fact]
    public void A_line_of_the_log_is_read_back_by_test()
    {
        string log = RcptCheck(Nobody).Outcome.Error;
        Outcome outcome = new Child(PublishedBinary.Path, "test", "-") { Environment = [Home], Wires = new Dictionary<int, Wire> { [0] = Wire.Holding(log) } }.Run();
        Assert.StartsWith($"<a@b.example> -> <{Nobody}>: reject\n", outcome.Output, StringComparison.Ordinal);
    }

    private string Home => "QREGEXCHECK_QMAIL=" + _home;

    private static (int Code, string Output) Answer(Outcome outcome) => (outcome.ExitCode, outcome.Output);

    private static Outcome Run(string[] arguments, string[] environment) => PublishedBinary.Run(arguments, environment);

    private JsonElement Json(params string[] arguments) => JsonDocument.Parse(Run(arguments, [Home]).Output).RootElement;

    private (string Reply, Outcome Outcome) RcptCheck(string recipient, params string[] more) =>
        QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(_control, "a@b.example", recipient, ["USE_FD4=1", Home, .. more]));

    private int Checkpassword(string recipient) => PublishedBinary.Run(
        ["checkpassword"], [_control.Variable, Home], new Dictionary<int, Wire> { [3] = Wire.Holding(recipient + "\0\0\0") }).ExitCode;
}
