using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Filter;

/// <summary>The command line of the filter, and what it leaves PROG.</summary>
public class FilterCommandTests
{
    private const string Program = "\"$PROGRAM\"";

    // Agrees to all.
    private const string Polite = "#!/bin/sh\nprintf '220 x\\r\\n'\nwhile read -r a; do printf '250 ok\\r\\n'; done\n";

    [Theory]
    [InlineData("cat /proc/self/environ")]
    [InlineData("grep -a ^Sig[PBIC] /proc/self/status")]
    [InlineData("grep -a ^Shd /proc/self/status")]
    [InlineData("cat /proc/self/limits")]
    [InlineData("ls /proc/self/fd")]
    [InlineData("sh -c umask")]
    [InlineData("pwd")]
    [InlineData("printf \\351%s $(printf '\\351')")]
    public void PROG_gets_everything_as_the_filter_got_it(string program)
    {
        const string Before = "umask 027; ulimit -n 200; ulimit -c 0; exec 7</dev/null; cd /usr; ";
        foreach (string signals in new[] { "", "trap '' PIPE HUP; ", "trap '' CHLD; " })
        {
            string environment = "env -i PATH=/usr/bin:/bin \"X=$(printf '\\377\\n ')\" ";
            string direct = Shell(Before + signals + "exec " + environment + program + " | cat");
            string filtered = Shell(Before + signals + "exec " + environment + Program + " filter --control=/etc " + program + " | cat");
            Assert.Equal(direct, filtered);
            Assert.NotEqual(string.Empty, direct);
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -15 $$", 143)]
    [InlineData("kill -9 $$", 137)]
    public void The_exit_code_is_PROG_s(string script, int code) =>
        Assert.Equal($"{code}\n", Shell($"{Program} filter --control /etc sh -c '{script}'; echo $?"));

    [Theory]
    [InlineData("filter", "name it")]
    [InlineData("filter --control /etc", "name it")]
    [InlineData("filter --timeout 0 --control /etc true", "--timeout")]
    [InlineData("filter --timeout x --control /etc true", "--timeout")]
    [InlineData("filter --timeout=86401 true", "--timeout")]
    [InlineData("filter --unknown-limit x --control /etc true", "--unknown-limit takes a number from 0 to 1000000")]
    [InlineData("filter --unknown-limit= true", "--unknown-limit")]
    [InlineData("filter --unknown-limit=-1 true", "--unknown-limit takes a number")]
    [InlineData("filter --unknown-limit=1000001 true", "--unknown-limit takes a number")]
    [InlineData("filter --unknown-limit=2.5 true", "--unknown-limit takes a number")]
    [InlineData("filter --batv=perhaps true", "--batv")]
    [InlineData("filter --batv", "name it")]
    [InlineData("filter --starttls=perhaps true", "perhaps")]
    [InlineData("filter --nonsense true", "--nonsense")]
    public void A_command_line_that_is_wrong_is_said_to_be_and_ends_in_111(string arguments, string word)
    {
        string heard = Shell($"{Program} {arguments} 2>&1; echo $?");
        Assert.Contains("qregexcheck: fatal: ", heard);
        Assert.Contains(word, heard);
        Assert.EndsWith("\n111\n", heard);
    }

    [Fact]
    public void What_looks_like_an_option_of_ours_behind_PROG_is_PROG_s() =>
        Assert.Equal("--timeout 5 --help -- x", Shell($"{Program} filter --control /etc --timeout 5 echo -n --timeout 5 --help -- x"));

    [Fact]
    public void Missing_descriptors_are_said_to_be_missing()
    {
        string heard = Shell($"exec 2>&1; {Program} filter true <&-; echo $?");
        Assert.Contains("descriptors 0 and 1 are not open", heard);
        Assert.EndsWith("\n111\n", heard);
    }

    [Fact]
    public void STARTTLS_is_hidden_on_demand()
    {
        const string Script = "printf \"220 x\\r\\n\"; read a; printf \"250-x\\r\\n250 STARTTLS\\r\\n\"; read a; printf \"250 %s\\r\\n\" \"$a\"";
        string heard = Shell($"printf 'EHLO x\\r\\nSTARTTLS\\r\\nNOOP\\n' | {Program} filter --starttls=hide --control /etc sh -c '{Script}'");
        Assert.Equal("220 x\r\n250 x\r\n502 unimplemented (#5.5.1)\r\n250 NOOP\r\n", heard);
    }

    [Fact]
    public void STARTTLS_that_passes_is_told_of_in_the_log()
    {
        const string Script = "printf \"220 x\\r\\n\"; read a; printf \"220 ready\\r\\n\"; cat";
        string heard = Shell($"exec 2>&1; printf 'STARTTLS\\r\\n\\026\\003bytes' | TCPREMOTEIP=192.0.2.7 {Program} filter --control /etc sh -c '{Script}'");
        Assert.Contains("qregexcheck: warning: ip=192.0.2.7 has begun TLS: no rule is asked from here on", heard);
        Assert.EndsWith("\u0016\u0003bytes", heard);
    }

    [Fact]
    public void Rules_that_are_too_many_to_be_loaded_decide_all_the_same()
    {
        var rules = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
            rules.Append($"^user{i}@host{i}\\.example$\n");
        using ControlFolder control = new ControlFolder().With("badmailto", rules.ToString());
        string heard = Shell(
            "printf 'RCPT TO:<user99999@host99999.example>\\r\\nRCPT TO:<user9@host1.example>\\r\\n'"
            + $" | softlimit -m 24000000 {Program} filter --control '{control.Path}' sh -c 'printf \"220 x\\r\\n\"; read a; printf \"250 %s\\n\" \"$a\"' 2>&1");
        Assert.Contains("reject badmailto:100000 ", heard);
        Assert.Contains("250 RCPT TO:<user9@host1.example>\r\n", heard);
    }

    /// <summary>Rules that are loaded, and a file too large for that, which is read anew at each RCPT.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void A_rule_that_is_skipped_is_warned_of_once_a_connection(int more)
    {
        string control = Directory.CreateTempSubdirectory("qregexcheck-filter-").FullName;
        try
        {
            // The second rule can be decided about the first recipient, and not about the others.
            var rules = new StringBuilder("(\n^(a*)*(a*)*(a*)*\\1\\2\\3[bd]$\n[open\n");
            for (int i = 0; i < more; i++)
                rules.Append($"^user{i}@host{i}\\.example$\n");
            File.WriteAllText(Path.Combine(control, "badmailto"), rules.ToString());
            string recipients = "RCPT TO:<c@d.example>\\r\\n" + string.Concat(System.Linq.Enumerable.Repeat($"RCPT TO:<{new string('a', 100)}>\\r\\n", 3));
            string heard = Shell($"printf '{recipients}' | softlimit -m 24000000 {FilterServer.Binary} filter --control {control} sh -c 'printf \"220 x\\r\\n\"; cat' 2>&1 | grep -a warning");
            Assert.Equal(
                [
                    "qregexcheck: warning: badmailto:1:1: unclosed parenthesis; the rule is skipped until it is mended",
                    "qregexcheck: warning: badmailto:2:1: its back-references take too long on this address; the rule is skipped this time",
                    "qregexcheck: warning: badmailto:3:1: unclosed bracket expression; the rule is skipped until it is mended",
                ],
                System.Linq.Enumerable.Order(heard.Split('\n', System.StringSplitOptions.RemoveEmptyEntries), System.StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(control, recursive: true);
        }
    }

    [Theory]
    [InlineData("qmail/control/me", "mail.example.com")]
    [InlineData("qmail/control/localiphost", "mail.example.com")]
    [InlineData("control/me", "mail.example.com")]
    [InlineData("control/localiphost", "mail.example.com")]
    [InlineData("control/me", "mail.example.com", "qmail/control/me", "other.example.com")]
    [InlineData("control/me", "other.example.com", "qmail/control/me", "mail.example.com")]
    [InlineData("qmail/control/me", "other.example.com", "qmail/control/localiphost", "mail.example.com")]
    public void This_host_s_own_address_is_read_as_qmail_smtpd_rewrites_it(params string[] files)
    {
        var there = new List<(string, string)> { ("control/badmailto", "@mail\\.example\\.com$\n"), ("server", Polite) };
        for (int i = 0; i < files.Length; i += 2)
            there.Add((files[i], files[i + 1] + " \n"));
        using var server = new FilterServer([], ["DIR/server"], there.ToArray(), variables: [("QREGEXCHECK_QMAIL", "DIR/qmail")]);
        using Wire wire = server.Connect();
        Assert.Equal("220 x", wire.ReadReply());
        Assert.StartsWith("553 ", wire.Ask("RCPT TO:<evil@[127.0.0.1]>"));
        Assert.StartsWith("250 ", wire.Ask("RCPT TO:<evil@[192.0.2.1]>"));
        Assert.Contains("to=<evil@mail.example.com>", server.WaitForLog("reject "));
    }

    [Fact]
    public void The_value_of_RELAYCLIENT_is_appended_to_a_recipient_before_it_is_judged()
    {
        using var server =
            new FilterServer([], ["DIR/server"], [("control/badmailto", "^1.*@fax$\n"), ("server", Polite)], variables: [("RELAYCLIENT", "@fax")]);
        using Wire wire = server.Connect();
        Assert.Equal("220 x", wire.ReadReply());
        Assert.StartsWith("250 ", wire.Ask("MAIL FROM:<a@b>"));
        Assert.StartsWith("553 ", wire.Ask("RCPT TO:<12345>"));
        Assert.StartsWith("250 ", wire.Ask("RCPT TO:<22345>"));
        Assert.Contains("to=<12345@fax>", server.WaitForLog("reject "));
    }

    [Fact]
    public void An_address_of_900_bytes_and_more_is_judged_and_logged_like_any_other()
    {
        using var server =
            new FilterServer([], ["DIR/server"], [("control/badmailto", "bad@d$\n"), ("server", Polite)], variables: [("QREGEXCHECK_LOG", "all")]);
        using Wire wire = server.Connect();
        Assert.Equal("220 x", wire.ReadReply());
        Assert.StartsWith("553 ", wire.Ask($"RCPT TO:<{new string('x', 900)}bad@d>"));
        Assert.StartsWith("250 ", wire.Ask($"RCPT TO:<{new string('y', 900)}@d>"));
        Assert.Contains("to=<xxxx", server.WaitForLog("reject "));
        Assert.Contains("to=<yyyy", server.WaitForLog("accept "));
    }

    private static string Shell(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.Latin1
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["PROGRAM"] = PublishedBinary.Path;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
