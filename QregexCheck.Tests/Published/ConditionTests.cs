using System;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>Rules for a pair and for a place, in the hooks and in the commands of the published program, as text and compiled.</summary>
public sealed class ConditionTests : IDisposable
{
    private readonly ControlFolder _control = new ControlFolder()
        .With("badmailfrom", "#: only-to=\"^boss@\"\n@shop\\.example$\n")
        .With("badmailto", "#: only-ip=192.0.2.0/24 not-ip=192.0.2.9 reply=\"550 5.7.1 not from there\"\n^list@\n#: only-from=\"^$\"\n^info@\n")
        .With("badmailfromnorelay", "^bulk@\n")
        .With("goodmailfrom", "#: only-to=\"^press@\"\n^bulk@\n");

    private readonly ControlFolder _logs = new();

    public void Dispose()
    {
        _control.Dispose();
        _logs.Dispose();
    }

    [Theory]
    [InlineData("a@shop.example", "boss@d.example", "192.0.2.7", 100)]
    [InlineData("a@shop.example", "other@d.example", "192.0.2.7", 0)]
    [InlineData("a@b.example", "boss@d.example", "192.0.2.7", 0)]
    [InlineData("a@b.example", "list@d.example", "192.0.2.7", 100)]
    [InlineData("a@b.example", "list@d.example", "::ffff:192.0.2.7", 100)]
    [InlineData("a@b.example", "list@d.example", "192.0.2.9", 0)]
    [InlineData("a@b.example", "list@d.example", "2001:db8::1", 0)]
    [InlineData("a@b.example", "list@d.example", "", 0)]
    [InlineData("a@b.example", "list@d.example", null, 0)]
    [InlineData("", "info@d.example", "192.0.2.7", 100)]
    [InlineData("a@b.example", "info@d.example", "192.0.2.7", 0)]
    [InlineData("bulk@b.example", "other@d.example", "192.0.2.7", 100)]
    [InlineData("bulk@b.example", "press@d.example", "192.0.2.7", 0)]
    public void A_check_says_the_same_by_text_and_compiled(string sender, string recipient, string? ip, int code)
    {
        Outcome text = Check(sender, recipient, ip);
        Assert.Equal(code, text.ExitCode);
        Outcome compile = PublishedBinary.Run(["compile"], [_control.Variable]);
        Assert.Equal((0, string.Empty), (compile.ExitCode, compile.Error));
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [_control.Variable]).ExitCode);
        Outcome compiled = Check(sender, recipient, ip);
        Assert.Equal((text.ExitCode, text.Error), (compiled.ExitCode, compiled.Error));

        // test and replay say what the hook does.
        string[] place = ip is null ? ["--ip="] : ["--ip", ip];
        Assert.Equal(code, PublishedBinary.Run(["test", "--from", sender, .. place, recipient], [_control.Variable]).ExitCode);
        if (string.IsNullOrEmpty(ip))
            return;
        _logs.With("log", $"2026-11-24 09:12:01 qregexcheck: accept ip={ip} helo=h from=<{sender}> to=<{recipient}>\n");
        Assert.Equal(code, PublishedBinary.Run(["replay", "--control", _control.Path, _logs.Of("log")], ["TZ=UTC"]).ExitCode);
    }

    [Fact]
    public void The_sender_that_should_have_been_told_is_trouble_where_a_rule_depends_on_it()
    {
        File.Delete(_control.Of("badmailfrom"));
        File.Delete(_control.Of("badmailfromnorelay"));
        Outcome outcome = Check(null, "info@d.example", "192.0.2.7");
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains(
            "qregexcheck: fatal: the envelope sender is not in the environment, and the rule in badmailto:4 depends on it; set SENDER (or SMTPMAILFROM)\n",
            outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, Check(null, "other@d.example", "192.0.2.7").ExitCode);
    }

    [Fact]
    public void At_the_mail_stage_of_qmail_spp_a_rule_or_an_exception_for_a_pair_waits_for_the_recipient()
    {
        string spp = $":'{PublishedBinary.Path}' spp ";
        Assert.Equal(QmailSmtpdStandIn.Accepted, Reply("mail", "a@shop.example", "boss@d.example"));
        Assert.StartsWith("553 ", Reply("rcpt", "a@shop.example", "boss@d.example"), StringComparison.Ordinal);
        Assert.Equal(QmailSmtpdStandIn.Accepted, Reply("rcpt", "a@shop.example", "other@d.example"));
        Assert.Equal(QmailSmtpdStandIn.Accepted, Reply("mail", "bulk@b.example", "press@d.example"));
        Assert.StartsWith("553 ", Reply("rcpt", "bulk@b.example", "other@d.example"), StringComparison.Ordinal);
        Assert.Equal(QmailSmtpdStandIn.Accepted, Reply("rcpt", "bulk@b.example", "press@d.example"));

        string Reply(string stage, string sender, string recipient) =>
            QmailSmtpdStandIn.Spp(spp + stage, HookVariables.Spp(_control, "h", sender, recipient)).Reply;
    }

    [Fact]
    public void A_mistake_in_a_condition_skips_the_rule_with_a_warning_and_compile_exits_100()
    {
        _control.With("badmailto", "#: only-to=\"(\"\n^list@\n#: only-ip=192.0.2.1/24\n^info@\n^last@\n");
        Outcome text = Check("a@b.example", "list@d.example", "192.0.2.7");
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("badmailto:1:12: unclosed parenthesis; the rule is skipped until it is mended\n", text.Error, StringComparison.Ordinal);
        Assert.Contains("badmailto:3:12: 192.0.2.1/24 has bits behind its /24", text.Error, StringComparison.Ordinal);
        Assert.Equal(100, PublishedBinary.Run(["compile"], [_control.Variable]).ExitCode);
        Outcome compiled = Check("a@b.example", "list@d.example", "192.0.2.7");
        Assert.Equal((text.ExitCode, text.Error), (compiled.ExitCode, compiled.Error));
        Assert.Equal(100, Check("a@b.example", "last@d.example", "192.0.2.7").ExitCode);
        Outcome lint = PublishedBinary.Run(["lint", _control.Of("badmailto")], []);
        Assert.Equal(100, lint.ExitCode);
        Assert.Equal(2, lint.Output.Split("[condition]").Length - 1);
        Assert.DoesNotContain("orphan", lint.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_says_what_a_rule_asks_for_and_can_not_tell_without_it()
    {
        Outcome without = PublishedBinary.Run(["test", "list@d.example"], [_control.Variable]);
        Assert.Equal(111, without.ExitCode);
        Assert.Contains("why   the rule in badmailto:2 depends on the client's address, which is not given\n", without.Output, StringComparison.Ordinal);
        Assert.Contains("(cannot tell whether its condition holds)  only-ip=192.0.2.0/24 not-ip=192.0.2.9\n", without.Output, StringComparison.Ordinal);
        Outcome elsewhere = PublishedBinary.Run(["test", "--ip", "198.51.100.1", "list@d.example"], [_control.Variable]);
        Assert.Equal(0, elsewhere.ExitCode);
        Assert.Contains("(no hit: its condition does not hold)  only-ip=192.0.2.0/24 not-ip=192.0.2.9\n", elsewhere.Output, StringComparison.Ordinal);
        Outcome json = PublishedBinary.Run(["test", "--json", "--ip", "192.0.2.7", "list@d.example"], [_control.Variable]);
        Assert.Contains("\"ip\":\"192.0.2.7\"", json.Output, StringComparison.Ordinal);
        Assert.Contains("\"condition\":\"only-ip=192.0.2.0/24 not-ip=192.0.2.9\"", json.Output, StringComparison.Ordinal);
        Assert.Equal(111, PublishedBinary.Run(["test", "--from", "a@shop.example"], [_control.Variable]).ExitCode);
        Outcome wrong = PublishedBinary.Run(["test", "--ip", "mx.example", "list@d.example"], [_control.Variable]);
        Assert.Equal(100, wrong.ExitCode);
        Assert.Contains("Option '--ip' takes an address", wrong.Error, StringComparison.Ordinal);
        Outcome explained = PublishedBinary.Run(["test", "--explain", "list@d.example"], [_control.Variable]);
        Assert.Contains("  only if   only-ip=192.0.2.0/24", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_takes_another_condition_for_a_difference_and_the_same_one_for_none()
    {
        using ControlFolder other = new ControlFolder().With("badmailto", "#: only-ip=192.0.2.0/24,198.51.100.0/24\n^list@\n");
        using ControlFolder same = new ControlFolder().With("badmailto", "#: only-ip=198.51.100.0/24,192.0.2.0/24 note=x\n^list@\n");
        using ControlFolder wider = new ControlFolder().With("badmailto", "^list@\n");
        Assert.Equal(0, Compare(other, same).ExitCode);
        Outcome difference = Compare(other, wider);
        Assert.Equal(100, difference.ExitCode);
        Assert.Contains("+ ", difference.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("- ", difference.Output, StringComparison.Ordinal);
        Assert.Equal(100, Compare(wider, other).ExitCode);
        same.With("badmailto", "#: only-ip=192.0.2.0/24\n^list@\n");
        Assert.Equal(100, Compare(other, same).ExitCode);

        static Outcome Compare(ControlFolder old, ControlFolder @new) => PublishedBinary.Run(["compare", old.Path, @new.Path], []);
    }

    [Fact]
    public void Lint_says_that_the_patch_is_wider_and_calls_no_rule_needless_for_one_that_may_not_hit()
    {
        using ControlFolder control = new ControlFolder().With(
            "badmailto",
            "#: only-ip=192.0.2.0/24\n@shop\\.example$\n^a@shop\\.example$\n"
            + "#: only-ip=192.0.2.0/24\n^b@shop\\.example$\n#: only-ip=198.51.100.0/24\n@shop\\.example$\n");
        Outcome lint = PublishedBinary.Run(["lint", control.Of("badmailto")], []);
        Assert.Equal(3, lint.Output.Split("[wider-in-qregex]").Length - 1);
        string[] needless = [.. lint.Output.Split('\n').Where(static line =>
            line.Contains("[redundant]", StringComparison.Ordinal) || line.Contains("[duplicate]", StringComparison.Ordinal))];
        Assert.Contains("badmailto:5:", Assert.Single(needless), StringComparison.Ordinal);
    }

    [Fact]
    public void Dump_shows_the_condition_and_a_list_without_one_is_kept_as_before()
    {
        Assert.Equal(0, PublishedBinary.Run(["compile"], [_control.Variable]).ExitCode);
        Outcome dump = PublishedBinary.Run(["dump"], [_control.Variable]);
        Assert.Contains("    condition only-to=\"^boss@\"\n", dump.Output, StringComparison.Ordinal);

        // The kind of badmailfromnorelay's section is the one that versions without conditions read; that of badmailfrom is not.
        byte[] file = File.ReadAllBytes(_control.Of("qregexcheck.db"));
        Assert.Equal((4, 1), (file[64 + (128 * 1) + 2], file[64 + (128 * 2) + 2]));
    }

    [Fact]
    public void Replay_does_not_judge_what_a_condition_asks_about_and_the_log_does_not_tell()
    {
        _logs.With("log", "2026-11-24 09:12:01 qregexcheck: accept ip= helo=h from=<a@b.example> to=<list@d.example>\n");
        Outcome replay = PublishedBinary.Run(["replay", "--control", _control.Path, _logs.Of("log")], ["TZ=UTC"]);
        Assert.Equal(0, replay.ExitCode);
        Assert.Contains("1 where the log does not tell what a rule's condition asks about", replay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpassword_knows_no_sender_so_a_rule_for_one_does_not_hit_there()
    {
        string script = _logs.Script("give", "printf 'info@d.example\\0p\\0t\\0' | (exec 3<&0; exec \"$0.bin\" checkpassword)");
        File.CreateSymbolicLink(script + ".bin", PublishedBinary.Path);
        Assert.Equal(0, new Child(script) { Environment = [_control.Variable, "TCPREMOTEIP=192.0.2.7"] }.Run().ExitCode);
    }

    private Outcome Check(string? sender, string recipient, string? ip)
    {
        string[] place = ip is null ? [] : ["TCPREMOTEIP=" + ip];
        string[] from = sender is null ? [] : ["SENDER=" + sender];
        string[] variables = [_control.Variable, .. place, .. from, "RECIPIENT=" + recipient];
        return PublishedBinary.Run([], variables);
    }
}
