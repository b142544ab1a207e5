using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace QregexCheck.Tests.Filter;

/// <summary>tcpserver in front, mailfront behind, swaks and raw clients: what they send and what arrives.</summary>
public class RealPartsTests
{
    private const string Refusal = "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)";

    [Fact]
    public void A_message_arrives_as_it_was_sent()
    {
        using FilterServer server = WithQueue();
        using Wire wire = server.Connect();
        const string Body = "Subject: x\r\n\r\nRCPT TO:<bad@example.com>\r\n..\r\n..dots\r\nDATA\r\n8-bit: \u00e9\u00ff\r\n \r\n\r\n";
        Assert.StartsWith("220 ", wire.ReadReply());
        Assert.StartsWith("250 ", wire.Ask("EHLO [192.0.2.9]"));
        Assert.StartsWith("250 ", wire.Ask("MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME"));
        Assert.Equal(Refusal, wire.Ask("RCPT TO:<bad@example.com>"));
        Assert.StartsWith("250 ", wire.Ask("RCPT TO:<good@example.com>"));
        Assert.StartsWith("354 ", wire.Ask("DATA"));
        Assert.StartsWith("250 ", wire.Ask(Body + "."));
        Assert.StartsWith("221 ", wire.Ask("QUIT"));
        Assert.Equal(0, server.WaitForExitCode());
        Assert.Equal("Fa@b.example\0Tgood@example.com\0\0", Read(server, "envelope"));
        Assert.Equal(Body.Replace("\r\n..", "\r\n.").Replace("\r\n", "\n"), WithoutReceived(Read(server, "message")));
    }

    [Fact]
    public void Large_random_messages_arrive_as_they_were_sent()
    {
        var random = new Random(11);
        for (int round = 0; round < 4; round++)
        {
            using FilterServer server = WithQueue();
            using Wire wire = server.Connect();
            var body = new StringBuilder("X: y\r\n\r\n");
            while (body.Length < 3_000_000)
            {
                // Lines of up to 100,000 bytes of any value, some of which look like the end, and are not.
                var line = new char[random.Next(5) == 0 ? random.Next(100_000) : random.Next(80)];
                for (int i = 0; i < line.Length; i++)
                    line[i] = (char)random.Next(256) is var c and not ('\r' or '\n' or '\0') ? c : '.';
                string text = new(line);
                body.Append(text.StartsWith('.') ? "." + text : text).Append("\r\n");
            }

            wire.Send("EHLO [192.0.2.9]\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<good@example.com>\r\nDATA\r\n" + body + ".\r\nQUIT\r\n");
            Assert.Contains("\r\n221 ", wire.ReadToEnd());
            server.WaitForExitCode();
            Assert.Equal(body.ToString().Replace("\r\n.", "\r\n").Replace("\r\n", "\n"), WithoutReceived(Read(server, "message")));
        }
    }

    [Fact]
    public void A_message_of_300_megabytes_passes_in_little_memory()
    {
        using var server = new FilterServer(
            [], ["DIR/server"], [("server", "#!/bin/sh\nprintf '220 x\\r\\n'; read a; printf '250 ok\\r\\n'; read a; printf '354 go\\r\\n'; head -c 300000000 | cksum >DIR/sum; read a; printf '250 queued\\r\\n'; read a\n")], ["softlimit", "-m", "24000000"]);
        using Wire wire = server.Connect();
        wire.Send("RCPT TO:<c@d>\r\nDATA\r\n");
        Assert.Equal("220 x", wire.ReadLine());
        Assert.Equal("250 ok", wire.ReadLine());
        Assert.Equal("354 go", wire.ReadLine());
        var block = new byte[3_000_000];
        new Random(3).NextBytes(block);
        block.AsSpan().Replace((byte)'\n', (byte)'x');
        using Process sum = Process.Start(new ProcessStartInfo("cksum") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        for (int i = 0; i < 100; i++)
        {
            block[0] = (byte)i is (byte)'\n' ? (byte)0 : (byte)i;
            wire.Send(block);
            sum.StandardInput.BaseStream.Write(block);
        }

        sum.StandardInput.Close();
        wire.Send("\r\n.\r\nQUIT\r\n");
        Assert.Equal("250 queued", wire.ReadLine());
        Assert.Equal(sum.StandardOutput.ReadToEnd(), Read(server, "sum"));
        Assert.Equal(0, server.WaitForExitCode());
    }

    [Fact]
    public void A_binary_chunk_arrives_as_it_was_sent()
    {
        using var server = new FilterServer(
            [], ["DIR/server"],
            [
                ("server", "#!/bin/sh\nprintf '220 x\\r\\n'; read a; printf '250-x\\r\\n250 CHUNKING\\r\\n'; read a; printf '250 a\\r\\n'; read a; printf '250 c\\r\\n'; read a; head -c 1000000 >DIR/chunk; printf '250 ok\\r\\n'; read a; printf '250 %s\\r\\n' \"$a\"\n"),
                ("control/badmailto", "bad\n"),
            ]);
        using Wire wire = server.Connect();
        var chunk = new byte[1_000_000];
        new Random(5).NextBytes(chunk);
        Encoding.ASCII.GetBytes("\r\n.\r\nRCPT TO:<bad@d>\r\n").CopyTo(chunk, 500);
        wire.Send("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 1000000 LAST\r\n");
        wire.Send(chunk);
        wire.Send("RCPT TO:<bad@d>\r\nQUIT\r\n");
        Assert.Equal($"220 x\r\n250-x\r\n250 CHUNKING\r\n250 a\r\n250 c\r\n250 ok\r\n{Refusal}\r\n250 QUIT\r\r\n", wire.ReadToEnd());
        Assert.Equal(chunk, File.ReadAllBytes(Path.Combine(server.Directory, "chunk")));
    }

    [Fact]
    public void Swaks_sends_to_the_one_recipient_and_not_to_the_other()
    {
        using FilterServer server = WithQueue();
        foreach (bool pipelines in new[] { false, true })
        {
            string[] pipelining = pipelines ? ["--pipeline"] : [];
            string[] arguments = ["--server", "127.0.0.1", "--port", server.Port.ToString(), "--helo", "[192.0.2.9]", "--from", "a@b.example", "--to",
                "bad@example.com,good@example.com"];
            string transcript = Swaks(server, [.. arguments, .. pipelining]);
            Assert.Contains("<** " + Refusal, transcript);
            Assert.Contains("354 ", transcript);
            Assert.Equal("Fa@b.example\0Tgood@example.com\0\0", Read(server, "envelope"));
            Assert.Contains("This is a test mailing", Read(server, "message"));
        }
    }

    [Fact]
    public void No_body_hides_a_recipient_from_the_rules_in_front_of_mailfront()
    {
        var random = new Random(42);
        string[] pieces = ["\r\n", "\n", ".", "\r", "a", "\n.\n", "\r\n.\r\n", "\n.\r\n", "\r\n.\n", "\n\r.\n", "\r.\r", ".\r\r\n", "\0", "\n.\r\r\n", "..\n"];
        using FilterServer server = FilterServer.WithEcho("^bad");
        for (int round = 0; round < 150; round++)
        {
            var said = new StringBuilder("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<good@example.com>\r\nDATA\r\n");
            for (int i = random.Next(1, 9); i > 0; i--)
                said.Append(pieces[random.Next(pieces.Length)]);
            said.Append("\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@example.com>\r\nRCPT TO:<bad@example.com>\n");
            using Wire wire = server.Connect();
            wire.Send(said.ToString());
            wire.Socket.Shutdown(SocketShutdown.Send);
            wire.ReadToEnd();
        }

        server.WaitForSessions(150);
        Assert.Contains("mailfront", server.Log);
        Assert.DoesNotContain("RCPT TO:<bad", server.Log);
        Assert.DoesNotContain("Recipient='bad", server.Log);
    }

    [Fact]
    public void Refused_recipients_and_the_session_are_logged_in_a_line_each()
    {
        using FilterServer server = FilterServer.WithEcho("^bad");
        using Wire wire = server.Connect();
        wire.Send("HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@example.com>\r\nRCPT TO:<good@example.com>\r\nQUIT\r\n");
        wire.ReadToEnd();
        server.WaitForExitCode();
        string[] lines = server.Log.Split('\n').Where(static line => line.StartsWith("qregexcheck:", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            [
                $"qregexcheck: reject badmailto:1 ip=127.0.0.1 helo=x from=<a@b> to=<bad@example.com> rule=\"^bad\" reply=\"{Refusal}\"",
                "qregexcheck: session ip=127.0.0.1 mails=1 rcpts=2 rejected=1",
            ],
            lines);
    }

    [Fact]
    public void A_session_in_which_nothing_is_refused_is_not_logged()
    {
        using FilterServer server = FilterServer.WithEcho("^bad");
        using Wire wire = server.Connect();
        wire.Send("HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<good@example.com>\r\nQUIT\r\n");
        wire.ReadToEnd();
        server.WaitForExitCode();
        Assert.DoesNotContain("qregexcheck:", server.Log);
    }

    [Fact]
    public void RELAYCLIENT_spares_the_norelay_files_and_NOBADHELO_the_names()
    {
        (string, string)[] files = [("control/rcpthosts", "example.com\n"), ("control/badmailtonorelay", "^bad\n"), ("control/badhelo", "evil\n")];
        string[] program = ["smtpfront-echo", "qmail-validate"];
        const string Said = "HELO evil\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@example.com>\r\nQUIT\r\n";
        foreach ((string Name, string Value)[] variables
            in new[] { [], new[] { ("RELAYCLIENT", "") }, [("NOBADHELO", "")], [("NOBADHELO", ""), ("RELAYCLIENT", "")] })
        {
            using var server = new FilterServer([], program, files, variables: variables);
            using Wire wire = server.Connect();
            wire.Send(Said);
            string wanted = variables.Length == 2 ? "250 Recipient='bad@example.com'."
                : variables is [("NOBADHELO", _)] ? Refusal
                : "553 sorry, your HELO host name is in my badhelo list (#5.7.1)";
            Assert.Contains(wanted, wire.ReadToEnd());
        }
    }

    [Fact]
    public void This_host_s_address_in_brackets_is_judged_by_its_name()
    {
        foreach (string file in new[] { "control/localiphost", "control/me" })
        {
            using var server = new FilterServer(
                [], ["smtpfront-echo", "qmail-validate"],
                [("control/rcpthosts", "example.com\n"), (file, "host.example.com  \n"), ("control/badmailto", "^bad@host\\.example\\.com$\n")]);
            using Wire wire = server.Connect();
            wire.Send("HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@[127.0.0.1]>\r\nRCPT TO:<bad@[192.0.2.1]>\r\nQUIT\r\n");
            string heard = wire.ReadToEnd();
            Assert.Equal(1, heard.Split(Refusal).Length - 1);
        }
    }

    private static FilterServer WithQueue() => new(
        [], ["smtpfront-qmail"],
        [
            ("queue", "#!/bin/sh\ncat >DIR/message\ncat <&1 >DIR/envelope\n"), ("control/rcpthosts", "example.com\n"), ("control/badmailto", "^bad\n"),
            ("control/me", "me.example.com\n"),
        ],
        variables: [("QMAILQUEUE", "DIR/queue")]);

    private static string Read(FilterServer server, string file) => File.ReadAllText(Path.Combine(server.Directory, file), Encoding.Latin1);

    private static string WithoutReceived(string message)
    {
        while (message.StartsWith("Received:", StringComparison.Ordinal) || message.StartsWith(' ') || message.StartsWith('\t'))
            message = message[(message.IndexOf('\n') + 1)..];
        return message;
    }

    // A home of its own: swaks reads ~/.swaksrc, and variables.
    private static string Swaks(FilterServer server, string[] arguments)
    {
        var start = new ProcessStartInfo("swaks", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["HOME"] = server.Directory;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
