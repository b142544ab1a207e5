using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Filter;

/// <summary>What goes wrong between a client, the filter and a mail server; each with real processes and a real connection.</summary>
public class FaultTests
{
    private const int MostRounds = 100;
    private const string Refusal = "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)";

    // Answers each line with 250 but DATA, AUTH and STARTTLS with what they hope for; the body ends at a dot.
    private const string Polite = """
        printf '220 polite\r\n'
        body=no
        while read -r line
        do
          line=$(printf %s "$line" | tr -d '\r')
          case $body$line in
            yes.) body=no; printf '250 queued\r\n' ;;
            yes*) ;;
            noDATA) body=yes; printf '354 go\r\n' ;;
            noAUTH*) printf '334 go\r\n'; read -r secret; printf '235 ok\r\n' ;;
            noQUIT) printf '221 bye\r\n'; exit 0 ;;
            noDIE*) exit 3 ;;
            noKILL) kill -9 $$ ;;
            noSLEEP) exec sleep 1000 ;;
            *) printf '250 ok\r\n' ;;
          esac
        done
        exit 1
        """;

    [Theory]
    [InlineData("")]
    [InlineData("EHLO x\r\n")]
    [InlineData("EHLO x\r\nMAIL FROM:<a@b>\r\n")]
    [InlineData("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@d>\r\n")]
    [InlineData("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n")]
    [InlineData("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nhalf a li")]
    [InlineData("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n.\r\nRSET")]
    [InlineData("AUTH LOGIN\r\n")]
    public void A_client_that_vanishes_leaves_no_process_behind(string said)
    {
        foreach (bool resets in new[] { false, true })
        {
            using FilterServer server = FilterServer.WithScript(Polite);
            Wire wire = server.Connect();
            wire.Send(said);
            Assert.Equal("220 polite", wire.ReadLine());
            if (resets)
                wire.Vanish();
            else
                wire.Dispose();
            server.WaitForExitCode();
            server.WaitUntilAlone();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("EHLO x\r\n")]
    [InlineData("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@d>\r\n")]
    [InlineData("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n.\r\n")]
    public void When_the_server_dies_the_client_is_hung_up_on_and_the_exit_code_is_the_server_s(string said)
    {
        foreach ((string command, int code) in new[] { ("DIE", 3), ("KILL", 128 + 9) })
        {
            using FilterServer server = FilterServer.WithScript(Polite);
            using Wire wire = server.Connect();
            wire.Send(said + command + "\r\nNOOP\r\n");
            wire.ReadToEnd();
            Assert.Equal(code, server.WaitForExitCode());
            server.WaitUntilAlone();
        }
    }

    [Fact]
    public void When_the_server_dies_in_a_body_the_client_is_hung_up_on()
    {
        using FilterServer server =
            FilterServer.WithScript("printf '220 x\\r\\n'; read a; printf '250 ok\\r\\n'; read a; printf '354 go\\r\\n'; read a; exit 7");
        using Wire wire = server.Connect();
        wire.Send("RCPT TO:<c@d>\r\nDATA\r\n");
        Assert.Equal("220 x", wire.ReadLine());
        Assert.Equal("250 ok", wire.ReadLine());
        Assert.Equal("354 go", wire.ReadLine());
        wire.Send("a line\r\n");
        Assert.Equal(string.Empty, wire.ReadToEnd());
        Assert.Equal(7, server.WaitForExitCode());
    }

    [Fact]
    public void What_a_dying_server_says_last_still_reaches_the_client()
    {
        using FilterServer server = FilterServer.WithScript("printf '220 x\\r\\n'; read a; printf '421 out of memory (#4.3.0)\\r\\n'; exit 1");
        using Wire wire = server.Connect();
        wire.Send("NOOP\r\n");
        Assert.Equal("220 x\r\n421 out of memory (#4.3.0)\r\n", wire.ReadToEnd());
        Assert.Equal(1, server.WaitForExitCode());
    }

    [Fact]
    public void A_server_whose_own_child_keeps_the_pipe_open_has_died_all_the_same()
    {
        using FilterServer server = FilterServer.WithScript("sleep 1000 & printf '220 x\\r\\n'; exit 4");
        using Wire wire = server.Connect();
        Assert.Equal("220 x\r\n", wire.ReadToEnd());
        Assert.Equal(4, server.WaitForExitCode());
    }

    [Fact]
    public void A_server_that_can_not_be_run_is_told_of_with_421()
    {
        foreach (string program in new[] { "/no/such/server", "DIR/control" })
        {
            using var server = new FilterServer([], [program]);
            using Wire wire = server.Connect();
            Assert.Equal("421 unable to run the mail server (#4.3.0)\r\n", wire.ReadToEnd());
            Assert.Equal(111, server.WaitForExitCode());
            Assert.Contains("qregexcheck: fatal: unable to run ", server.Log);
        }
    }

    [Fact]
    public void Rules_that_can_not_be_read_are_told_of_with_421_and_the_server_is_not_run()
    {
        using var server = new FilterServer([], ["DIR/server"], [("server", "#!/bin/sh\ntouch DIR/ran\n")]);
        Directory.CreateDirectory(Path.Combine(server.Directory, "control", "badmailto"));
        using Wire wire = server.Connect();
        Assert.Equal("421 unable to read controls (#4.3.0)\r\n", wire.ReadToEnd());
        Assert.Equal(111, server.WaitForExitCode());
        Assert.Contains("badmailto: is a directory", server.Log);
        Assert.False(File.Exists(Path.Combine(server.Directory, "ran")));
    }

    /// <summary>A copy of such a file would have no end: a session begins with one where a list is too large for memory.</summary>
    [Theory]
    [InlineData("/dev/zero", "badmailto: is not a regular file")]
    [InlineData("/dev/urandom", "badmailto: is not a regular file")]
    [InlineData("holes", "badmailto has a line of more than 4194304 bytes")]
    public void Rules_without_an_end_are_rules_that_can_not_be_read(string kind, string why)
    {
        using var server = new FilterServer([], ["DIR/server"], [("server", "#!/bin/sh\ntouch DIR/ran\n")]);
        string list = Path.Combine(server.Directory, "control", "badmailto");
        File.Delete(list);
        if (kind == "holes")
        {
            using FileStream file = File.Create(list);
            file.SetLength(100L << 30);
        }
        else
        {
            File.CreateSymbolicLink(list, kind);
        }

        using Wire wire = server.Connect();
        Assert.Equal("421 unable to read controls (#4.3.0)\r\n", wire.ReadToEnd());
        Assert.Equal(111, server.WaitForExitCode());
        Assert.Contains(why, server.Log);
        Assert.False(File.Exists(Path.Combine(server.Directory, "ran")));
    }

    [Fact]
    public void A_half_closed_connection_gets_all_its_replies()
    {
        using FilterServer server = FilterServer.WithScript(Polite);
        using Wire wire = server.Connect();
        wire.Send("MAIL FROM:<a@b>\r\nRCPT TO:<bad@d>\r\nRCPT TO:<c@d>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\n");
        wire.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal($"220 polite\r\n250 ok\r\n{Refusal}\r\n250 ok\r\n354 go\r\n250 queued\r\n221 bye\r\n", wire.ReadToEnd());
        Assert.Equal(0, server.WaitForExitCode());
    }

    [Fact]
    public void One_byte_at_a_time_is_as_good_as_all_at_once()
    {
        using FilterServer server = FilterServer.WithEcho("^bad");
        using Wire wire = server.Connect();
        foreach (char c in "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@example.com>\r\nRCPT TO:<c@example.com>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\n")
            wire.Send(c.ToString());
        string heard = wire.ReadToEnd();
        Assert.Contains($"250 Sender='a@b'.\r\n{Refusal}\r\n250 Recipient='c@example.com'.\r\n354 ", heard);
        Assert.Contains("250 Received 3 bytes.\r\n221 ", heard);
    }

    [Fact]
    public async Task A_thousand_recipients_sent_ahead_are_answered_in_their_order()
    {
        using FilterServer server = FilterServer.WithEcho("^bad");
        using Wire wire = server.Connect();
        var said = new StringBuilder("EHLO x\r\nMAIL FROM:<a@b>\r\n");
        for (int i = 0; i < 1000; i++)
            said.Append($"RCPT TO:<{(i % 3 == 0 ? "bad" : "good")}{i}@example.com>\r\n");
        Task sending = Task.Run(() => wire.Send(said + "DATA\r\nhi\r\n.\r\nQUIT\r\n"));
        string[] lines = wire.ReadToEnd().Split("\r\n");
        await sending;
        int first = Array.IndexOf(lines, "250 Sender='a@b'.") + 1;
        for (int i = 0; i < 1000; i++)
            Assert.Equal(i % 3 == 0 ? Refusal : $"250 Recipient='good{i}@example.com'.", lines[first + i]);
        Assert.Equal("250 Received 3 bytes.", lines[first + 1001]);
        Assert.Contains("mails=1 rcpts=1000 rejected=334", server.WaitForLog("qregexcheck: session "));
    }

    [Fact]
    public void A_reply_that_never_comes_ends_in_a_timeout()
    {
        // A server that is slow to start is timed out as well: that round proves nothing.
        string heard = string.Empty;
        for (int round = 0; round < MostRounds && !heard.StartsWith("220 ", StringComparison.Ordinal); round++)
        {
            using FilterServer server = FilterServer.WithScript(Polite, "--timeout", "1");
            using Wire wire = server.Connect();
            wire.Send("SLEEP\r\n");
            heard = wire.ReadToEnd();
            Assert.Equal(128 + 15, server.WaitForExitCode());
            server.WaitUntilAlone();
        }

        Assert.Equal("220 polite\r\n451 timeout (#4.4.2)\r\n", heard);
    }

    [Fact]
    public void A_silent_client_is_timed_out_as_control_timeoutsmtpd_says()
    {
        string heard = string.Empty;
        for (int round = 0; round < MostRounds && !heard.StartsWith("220 ", StringComparison.Ordinal); round++)
        {
            using FilterServer server = new([], ["DIR/server"], [("server", "#!/bin/sh\n" + Polite + "\n"), ("control/timeoutsmtpd", "1\n")]);
            using Wire wire = server.Connect();
            heard = wire.ReadToEnd();

            // It exits when its input ends, or is terminated when it takes too long over that.
            Assert.Contains(server.WaitForExitCode(), new[] { 1, 128 + 15 });
        }

        Assert.Equal("220 polite\r\n451 timeout (#4.4.2)\r\n", heard);
    }

    [Fact]
    public void Timeoutsmtpd_is_read_where_qmail_smtpd_reads_it()
    {
        using FilterServer server = new(
            [], ["DIR/server"],
            [("server", "#!/bin/sh\n" + Polite + "\n"), ("control/timeoutsmtpd", "86400\n"), ("qmail/control/timeoutsmtpd", "1\n")],
            variables: [("QREGEXCHECK_QMAIL", "DIR/qmail")]);
        using Wire wire = server.Connect();
        Assert.Equal("220 polite\r\n451 timeout (#4.4.2)\r\n", wire.ReadToEnd());
    }

    [Fact]
    public void A_doubtful_end_of_a_body_is_not_waited_for_as_long_as_the_client_sends()
    {
        // To this server no dot ends a body. The client goes on a byte at a time, so that something moves all the time.
        using FilterServer server = FilterServer.WithScript("printf '220 x\\r\\n'; read a; printf '354 go\\r\\n'; exec cat 3>&1 >/dev/null", "--timeout", "2");
        using Wire wire = server.Connect();
        wire.Send("DATA\r\n");
        wire.ReadLine();
        Assert.Equal("354 go", wire.ReadLine());
        wire.Send("x\n.\n");
        var sender = new Thread(() =>
        {
            try
            {
                for (int i = 0; i < Patience.Milliseconds / 100; i++)
                {
                    wire.Send("x");
                    Thread.Sleep(100);
                }
            }
            catch (SocketException)
            {
                // It has been hung up on.
            }
        });
        sender.Start();
        Assert.StartsWith("451 timeout (#4.4.2)\r\n", wire.ReadToEnd());
        sender.Join();
        server.WaitUntilAlone();
    }

    [Theory]
    [InlineData("exec <&-; printf '220 x\\r\\n'; exec sleep 1000", "")]
    [InlineData("printf '220 x\\r\\n'; read a; printf '221 bye\\r\\n'; exec sleep 1000", "QUIT\r\n")]
    [InlineData("printf '220 x\\r\\n421 going down\\r\\n'; exec sleep 1000", "")]
    public void A_client_that_has_gone_is_noticed_where_the_server_reads_no_more(string script, string said)
    {
        using FilterServer server = FilterServer.WithScript(script, "--timeout", "86400");
        Wire wire = server.Connect();
        Assert.Equal("220 x", wire.ReadLine());
        wire.Send(said);
        if (said.Length > 0)
            Assert.Equal("221 bye", wire.ReadLine());
        int filter = Children(server).Single();
        wire.Vanish();
        Patience.Until(() => !File.Exists($"/proc/{filter}/fd/0"), () => "the client's connection is still open");
        Processes.Kill(Processes.ChildrenOf(filter).Single());
        Assert.Equal(128 + 9, server.WaitForExitCode());
    }

    [Fact]
    public void A_client_that_sends_no_more_to_a_server_that_reads_no_more_costs_no_time()
    {
        using FilterServer server = FilterServer.WithScript("exec <&-; printf '220 x\\r\\n'; exec sleep 1000");
        using Wire wire = server.Connect();
        wire.ReadLine();
        wire.Send("left behind");
        wire.Socket.Shutdown(SocketShutdown.Send);
        int filter = Children(server).Single();
        AssertComesToRest(filter);
        Processes.Kill(Processes.ChildrenOf(filter).Single());
        Assert.Equal(128 + 9, server.WaitForExitCode());
    }

    [Fact]
    public void A_slow_client_is_not_timed_out()
    {
        // Where this client itself has been kept from sending for as long as the timeout, it may be timed out, and tries again.
        var timeout = TimeSpan.FromSeconds(2);
        TimeSpan longest = timeout;
        for (int round = 0; round < MostRounds && longest >= timeout; round++)
        {
            using FilterServer server = FilterServer.WithScript(Polite, "--timeout=2");
            using Wire wire = server.Connect();
            string? greeting = wire.ReadLine();
            longest = TimeSpan.Zero;
            var clock = Stopwatch.StartNew();
            foreach (char c in "NOOP\r\n")
            {
                Thread.Sleep(600);
                wire.TrySend(c.ToString());
                longest = clock.Elapsed > longest ? clock.Elapsed : longest;
                clock.Restart();
            }

            if (longest < timeout)
                Assert.Equal(("220 polite", "250 ok"), (greeting, wire.ReadLine()));
        }

        Assert.True(longest < timeout);
    }

    [Fact]
    public void A_client_that_never_reads_is_timed_out_and_stops_the_server_meanwhile()
    {
        using FilterServer server = FilterServer.WithScript("printf '220 x\\r\\n'; exec yes 250-and-so-on", "--timeout", "1");
        var clock = Stopwatch.StartNew();
        using Wire wire = server.Connect();
        server.WaitForExitCode();
        Assert.True(clock.Elapsed.TotalSeconds >= 1, clock.Elapsed.ToString());
        server.WaitUntilAlone();
    }

    [Fact]
    public void An_idle_session_costs_no_time()
    {
        using FilterServer server = FilterServer.WithScript(Polite);
        using Wire wire = server.Connect();
        wire.ReadLine();
        wire.Send("MAIL FROM:<a@b>\r\nRC");
        wire.ReadLine();
        AssertComesToRest(Children(server).Single());
    }

    [Fact]
    public void A_session_of_silence_in_each_direction_costs_no_time()
    {
        // The server does not read, the client does not read: everything is full.
        using FilterServer server =
            FilterServer.WithScript("printf '220 x\\r\\n'; read a; printf '250 ok\\r\\n'; read a; printf '354 go\\r\\n'; exec sleep 1000");
        using Wire wire = server.Connect();
        wire.Send("RCPT TO:<c@d>\r\nDATA\r\n");
        wire.ReadLine();
        wire.ReadLine();
        wire.ReadLine();
        int filter = Children(server).Single();
        int behind = Processes.ChildrenOf(filter).Single();
        wire.Socket.Blocking = false;
        long sent = 0;
        do
        {
            while (wire.Socket.Poll(0, SelectMode.SelectWrite))
            {
                sent += wire.Socket.Send(new byte[65536]);
                Assert.InRange(sent, 1, 64_000_000);
            }

            AssertComesToRest(filter);
        }
        while (wire.Socket.Poll(0, SelectMode.SelectWrite));
        Assert.InRange(Processes.ResidentKilobytes(filter), 1, 12_000);
        wire.Vanish();
        Processes.Kill(behind);
        Assert.Equal(128 + 9, server.WaitForExitCode());
    }

    [Fact]
    public void Two_hundred_connections_at_once_hold_and_leave_nothing_behind()
    {
        using FilterServer server = FilterServer.WithEcho("^bad", limits: ["softlimit", "-m", "24000000"]);
        Wire[] wires = Enumerable.Range(0, 200).Select(_ => server.Connect()).ToArray();
        foreach (Wire wire in wires)
            wire.Send("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@example.com>\r\nRCPT TO:<c@example.com>\r\nDATA\r\nhi\r\n.\r\n");
        foreach (Wire wire in wires)
        {
            string? line = wire.ReadLine();
            while (line is not null && !line.StartsWith("250 Received", StringComparison.Ordinal))
                line = wire.ReadLine();
            Assert.Equal("250 Received 3 bytes.", line);
        }

        Assert.Equal(200, Children(server).Length);
        foreach (Wire wire in wires)
            Assert.StartsWith("221 ", wire.Ask("QUIT"));
        server.WaitUntilAlone();
        foreach (Wire wire in wires)
            wire.Dispose();
    }

    private static int[] Children(FilterServer server) => Processes.ChildrenOf(server.TcpserverProcess);

    /// <summary>A process that has nothing to do uses no time in some second; one that goes round in circles uses some in each.</summary>
    private static void AssertComesToRest(int process)
    {
        const int Seconds = 60;
        for (int i = 0; i < Seconds; i++)
        {
            long before = Processes.Ticks(process);
            Thread.Sleep(1000);
            if (Processes.Ticks(process) == before)
                return;
        }

        Assert.Fail($"process {process} has been at work in each of {Seconds} seconds");
    }
}
