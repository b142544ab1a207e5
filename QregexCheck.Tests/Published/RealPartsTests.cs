using System;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// The program between real parts: ucspi-tcp's tcpserver sets the variables and the descriptors, daemontools' multilog keeps the
/// log. Only qmail-smtpd's own wiring is a script, in the shell's words.
/// </summary>
public sealed class RealPartsTests
{
    // Serves one connection (tcpserver writes its port with -1, and the client's end stops it), and answers one line to it.
    private const string Serve =
        """
        set -e
        mkfifo port
        tcpserver -1 -H -R -l localhost 127.0.0.1 0 sh "$1" >port 2>server.log &
        server=$!
        read -r number <port
        while read -r line
        do
          printf '%s\n' "$line" | tcpclient -H -R -l localhost 127.0.0.1 "$number" sh -c 'cat >&7; exec 7>&-; cat <&6'
        done
        kill $server
        wait $server || :
        """;

    [Fact]
    public void Tcpserver_and_a_script_with_RCPTCHECKs_wiring()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n#: action=defer reply=\"450 4.2.1 later\"\n^late@\n");
        control.Script(
            "smtpd",
            $"""
            read -r RECIPIENT
            SENDER=a@b.example HELO=mx.example.net USE_FD4=1
            export SENDER RECIPIENT HELO USE_FD4
            reply=$('{PublishedBinary.Path}' 4>&1 >&2 2>>log)
            case $? in
              100) echo "$reply" ;;
              111) echo '421 closed' ;;
              *) echo '250 ok' ;;
            esac
            """);
        Outcome outcome = RunSession(control, "c@d.example\nno@d.example\nlate@d.example\n");
        Assert.Equal("250 ok\n553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\n450 4.2.1 later\n", outcome.Output);
        string[] log = File.ReadAllLines(control.Of("log"));
        Assert.Equal(2, log.Length);
        Assert.StartsWith("qregexcheck: reject badmailto:1 ip=127.0.0.1 helo=mx.example.net from=<a@b.example> to=<no@d.example> ", log[0],
            StringComparison.Ordinal);
        Assert.StartsWith("qregexcheck: defer badmailto:3 ip=127.0.0.1 ", log[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Tcpserver_and_a_script_with_qmail_spps_wiring()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        control.Script(
            "smtpd",
            $"""
            read -r SMTPRCPTTO
            SMTPMAILFROM=a@b.example
            export SMTPMAILFROM SMTPRCPTTO
            reply=$(sh -c "'{PublishedBinary.Path}' spp rcpt" <&- 2>>log)
            case $reply in
              E*) echo "$reply" | sed 's/^E//' ;;
              '') echo '250 ok' ;;
            esac
            """);
        Outcome outcome = RunSession(control, "c@d.example\nno@d.example\n");
        Assert.Equal("250 ok\n553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\n", outcome.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("t ")]
    public void Multilog_keeps_whole_lines_that_grep_finds(string timestamps)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no\n(\n");
        const string Commands =
            """
            { for i in 1 2 3 4 5 6 7 8 9 10
              do
                (RECIPIENT=$(printf 'no%s"\nforged@d.example' $i); export RECIPIENT; "$0" || :) &
              done
              wait
            } 2>&1 | multilog $1 ./main
            """;
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path, timestamps)
        {
            Environment = [control.Variable, HookVariables.Tcpserver, "SENDER=a@b.example", "PATH=/usr/bin:/bin"],
            Directory = control.Path,
        }.Run();
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Output + outcome.Error));
        string stamp = timestamps.Length == 0 ? string.Empty : "@[0-9a-f]{24} ";
        string[] lines = File.ReadAllLines(control.Of("main/current"));
        Assert.Equal(10, lines.Length);
        Assert.All(lines, line => Assert.Matches(
            "^" + stamp + "qregexcheck: reject badmailto:1 ip=192\\.0\\.2\\.7 helo=- from=<a@b\\.example> to=<no[0-9]+\\\\x22\\\\x0Aforged@d\\.example> rule=\"\\^no\" reply=\"553 .*\"$",
            line));
        Outcome grep = new Child("/bin/sh", "-c", "grep -c 'qregexcheck: reject .* ip=192\\.0\\.2\\.7 ' main/current") { Directory = control.Path }.Run();
        Assert.Equal("10\n", grep.Output);
        Assert.Equal(10, lines.Select(line => line[line.IndexOf("to=<no", StringComparison.Ordinal)..]).Distinct().Count());
    }

    /// <summary>As the manual page says, with and without stamps in front.</summary>
    [Theory]
    [InlineData("t '-* qregexcheck: warning: *'", 1)]
    [InlineData("'-qregexcheck: warning: *'", 1)]
    [InlineData("t", 3)]
    public void Multilog_leaves_out_warnings_on_demand(string actions, int lines)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "(\n[a\n^no@\n");
        Outcome outcome = new Child("/bin/sh", "-c", $"{{ \"$0\"; : ; }} 2>&1 | multilog {actions} ./main", PublishedBinary.Path)
        {
            Environment = [control.Variable, "RECIPIENT=no@d.example", "SENDER=a@b.example", "PATH=/usr/bin:/bin"],
            Directory = control.Path,
        }.Run();
        Assert.Equal(0, outcome.ExitCode);
        string[] log = File.ReadAllLines(control.Of("main/current"));
        Assert.Equal(lines, log.Length);
        Assert.Contains("qregexcheck: reject badmailto:3 ", log[^1], StringComparison.Ordinal);
    }

    private static Outcome RunSession(ControlFolder control, string recipients)
    {
        Outcome outcome = new Child("/bin/sh", "-c", Serve, "sh", control.Of("smtpd"))
        {
            Environment = [control.Variable, "PATH=/usr/bin:/bin:/usr/sbin:/sbin"],
            Directory = control.Path,
            Wires = new System.Collections.Generic.Dictionary<int, Wire> { [0] = Wire.Holding(recipients) },
        }.Run();
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        return outcome;
    }
}
