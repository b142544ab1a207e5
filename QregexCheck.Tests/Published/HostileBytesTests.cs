using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>Addresses are chosen by whoever connects: any byte but NUL, any length an environment takes.</summary>
public sealed class HostileBytesTests
{
    [Fact]
    public void Bytes_that_are_not_UTF_8_are_judged_as_they_are()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^\xe9t\xe9@\n");
        Assert.Equal(100, Check(control, "a@b.example", "\xe9t\xe9@d.example").ExitCode);
        Assert.Equal(0, Check(control, "a@b.example", "\xc3\xa9t\xc3\xa9@d.example").ExitCode);
        Assert.Equal(0, Check(control, "a@b.example", "\xff\xfet\xff@d.example").ExitCode);

        // U+FFFD in UTF-8, which a decoder would have made of both.
        Assert.Equal(0, Check(control, "a@b.example", "\xef\xbf\xbdt\xef\xbf\xbd@d.example").ExitCode);
    }

    [Fact]
    public void A_dot_is_one_byte_and_bytes_above_127_have_no_case()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^.@\n^\xc9x@\n");
        Assert.Equal(100, Check(control, "a@b.example", "\xe9@d.example").ExitCode);
        Assert.Equal(0, Check(control, "a@b.example", "\xc3\xa9@d.example").ExitCode);
        Assert.Equal(0, Check(control, "a@b.example", "\xe9x@d.example").ExitCode);
        Assert.Equal(100, Check(control, "a@b.example", "\xc9X@d.example").ExitCode);
    }

    [Fact]
    public void No_byte_of_a_client_can_forge_a_line_or_a_field_of_the_log()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^x\n");
        string everyByte = new(Enumerable.Range(1, 255).Select(code => (char)code).ToArray());
        Outcome outcome = Check(control, everyByte, "x> to=<y\" rule=\"z\\\nqregexcheck: accept\r\t", "HELO=h\x1b[31m ip=1.2.3.4", "TCPREMOTEIP=\x7f ");
        string expected = string.Concat(
            everyByte.Select(c => c is > ' ' and < '\x7f' and not ('"' or '\\' or '<' or '>') ? c.ToString() : $"\\x{(int)c:X2}"));
        string line = Assert.Single(outcome.Writes[2]);
        Assert.Equal(
            "qregexcheck: reject badmailto:1 ip=\\x7F\\x20 helo=h\\x1B[31m\\x20ip=1.2.3.4 from=<" + Cut(expected)
            + ">... to=<x\\x3E\\x20to=\\x3Cy\\x22\\x20rule=\\x22z\\x5C\\x0Aqregexcheck:\\x20accept\\x0D\\x09> rule=\"^x\" "
            + "reply=\"553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\"\n",
            line);
    }

    [Theory]
    [InlineData(900)]
    [InlineData(65_536)]
    [InlineData(130_000)]
    public void Long_addresses_are_judged_to_their_last_byte_and_logged_in_one_short_line(int length)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^(a|b|ab)*@end\\.example$\n").With("badmailfrom", "([\"x]+)*y$\n");
        string local = new('a', length);
        Outcome rejected = Check(control, new string('"', length), local + "@end.example");
        Assert.Equal(100, rejected.ExitCode);
        string line = Assert.Single(rejected.Writes[2]);
        Assert.InRange(line.Length, 100, 2048);
        Assert.EndsWith("\n", line, System.StringComparison.Ordinal);
        Assert.Contains(">... to=<aaa", line, System.StringComparison.Ordinal);
        Assert.Equal(0, Check(control, new string('x', length), local + "@end.examplf").ExitCode);
    }

    [Fact]
    public void The_longest_line_of_the_log_is_2_KiB_in_one_write()
    {
        string rule = "(\x01" + new string('|', 600) + ")";
        using ControlFolder control = new ControlFolder().With("badmailto", $"#: reply=\"550 {new string('r', 396)}\"\n{rule}\n");
        string hostile = new('\x01', 5_000);
        Outcome outcome = Check(control, hostile, hostile, "HELO=" + hostile, "TCPREMOTEIP=" + hostile);
        Assert.Equal(100, outcome.ExitCode);
        string line = Assert.Single(outcome.Writes[2]);
        Assert.InRange(line.Length, 1_700, 2_048);
        Assert.EndsWith("\"\n", line, System.StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_rule_only_quotes_and_bytes_outside_printable_ASCII_are_escaped()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "<\"|\\.| |\xe9|c\n");
        Outcome outcome = Check(control, "a@b.example", "c@d.example");
        Assert.Contains(" rule=\"<\\x22|\\.| |\\xE9|c\" ", outcome.Error, System.StringComparison.Ordinal);
    }

    [Fact]
    public void QREGEXCHECK_LOG_all_logs_accepts_and_none_logs_no_decision()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n#: action=log\n^log@\n").With("goodmailto", "^no@good\n");
        Assert.Equal(
            "qregexcheck: accept ip=192.0.2.7 helo=- from=<a@b.example> to=<c@d.example>\n",
            Check(control, "a@b.example", "c@d.example", "QREGEXCHECK_LOG=all").Error);
        Assert.Equal(
            "qregexcheck: accept goodmailto:1 ip=192.0.2.7 helo=- from=<a@b.example> to=<no@good.example> rule=\"^no@good\"\n",
            Check(control, "a@b.example", "no@good.example", "QREGEXCHECK_LOG=all").Error);
        foreach (string recipient in new[] { "no@d.example", "log@d.example", "c@d.example" })
            Assert.Equal(string.Empty, Check(control, "a@b.example", recipient, "QREGEXCHECK_LOG=none").Error);
        System.IO.Directory.CreateDirectory(control.Of("badmailtonorelay"));
        Assert.Single(Check(control, "a@b.example", "c@d.example", "QREGEXCHECK_LOG=none").ErrorLines);
    }

    [Theory]
    [InlineData("ALL", 1, 1)]
    [InlineData("All", 1, 1)]
    [InlineData("NONE", 0, 0)]
    [InlineData("decisions", 0, 1)]
    [InlineData("Decisions", 0, 1)]
    [InlineData("", 0, 1)]
    public void QREGEXCHECK_LOG_is_read_in_upper_and_lower_case(string value, int lines, int refusedLines)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Assert.Equal(lines, Check(control, "a@b.example", "c@d.example", "QREGEXCHECK_LOG=" + value).ErrorLines.Length);
        Assert.Equal(refusedLines, Check(control, "a@b.example", "no@d.example", "QREGEXCHECK_LOG=" + value).ErrorLines.Length);
    }

    [Theory]
    [InlineData("al")]
    [InlineData("1")]
    [InlineData("all ")]
    [InlineData("x\nqregexcheck: reject")]
    public void A_QREGEXCHECK_LOG_that_means_nothing_is_said_to(string value)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        const string Warning =
            "qregexcheck: warning: QREGEXCHECK_LOG has a value that means nothing, so decisions are logged; set it to all, decisions or none";
        Outcome accepted = Check(control, "a@b.example", "c@d.example", "QREGEXCHECK_LOG=" + value);
        Assert.Equal((0, Warning), (accepted.ExitCode, Assert.Single(accepted.ErrorLines)));
        Outcome rejected = Check(control, "a@b.example", "no@d.example", "QREGEXCHECK_LOG=" + value);
        Assert.Equal((100, 2, Warning), (rejected.ExitCode, rejected.ErrorLines.Length, rejected.ErrorLines[0]));
    }

    [Theory]
    [InlineData("RELAYCLIENT", "ip=192.0.2.7 relay=1 helo=- from=<> ")]
    [InlineData("RELAYCLIENTS", "ip=192.0.2.7 helo=- from=<> ")]
    public void The_log_tells_a_relay_client_and_the_null_sender(string variable, string fields)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Assert.Contains(fields, Check(control, string.Empty, "no@d.example", variable + "=").Error, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_directory_with_odd_bytes_in_its_name_is_found()
    {
        using var control = new ControlFolder();
        string odd = control.Of("d\xe9 \x01");
        Outcome made = new Child("/bin/sh", "-c", "mkdir \"$0\" && echo ^no@ >\"$0/badmailto\"", odd).Run();
        Assert.Equal(0, made.ExitCode);
        Assert.Equal(100, PublishedBinary.Run([], ["QREGEXCHECK_CONTROL=" + odd, "SENDER=a@b.example", "RECIPIENT=no@d.example"]).ExitCode);
    }

    private static Outcome Check(ControlFolder control, string sender, string recipient, params string[] more)
    {
        // The first of two variables of a name is the one that counts.
        string[] environment = [.. more, .. HookVariables.RcptCheck(control, sender, recipient)];
        return QmailSmtpdStandIn.RcptCheck(environment).Outcome;
    }

    /// <summary>An address field is cut at 384 bytes, before the escape that would not fit.</summary>
    private static string Cut(string escaped)
    {
        string kept = string.Empty;
        int at = 0;
        while (at < escaped.Length)
        {
            int length = escaped[at] == '\\' ? 4 : 1;
            if (kept.Length + length > 381)
                return kept;
            kept += escaped.Substring(at, length);
            at += length;
        }

        return kept;
    }
}
