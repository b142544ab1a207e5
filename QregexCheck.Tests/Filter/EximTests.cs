using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using Xunit;

namespace QregexCheck.Tests.Filter;

/// <summary>Exim behind the filter: it offers CHUNKING, has a line buffer of 16,384 bytes, and reads addresses in mail's own syntax.</summary>
public class EximTests
{
    private const string Start = "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n";
    private const string Rcpt = "RCPT TO:<bad@d>\r\n";
    private const string End = "DATA\r\nSubject: x\r\n\r\nhi\r\n.\r\nQUIT\r\n";

    [Theory]
    [InlineData(Start + "BDAT\t2000\r\n" + Rcpt + End)]
    [InlineData(Start + "BDAT\0 2000\r\n" + Rcpt + End)]
    [InlineData(Start + " BDAT 2000\r\n" + Rcpt + End)]
    [InlineData(Start + "\tBDAT 2000\r\n" + Rcpt + End)]
    [InlineData(Start + "BDAT 99999999999\r\n" + Rcpt + End)]
    [InlineData("EHLO x\r\nBDAT 17\r\n" + Rcpt + Start + End)]
    [InlineData("EHLO x\r\nMAIL FROM:<a@b>\r\nBDAT 17\r\n" + Rcpt + "RCPT TO:<c@d>\r\n" + End)]
    [InlineData(Start + "HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 17\r\n" + Rcpt + End)]
    [InlineData(Start + "RCPT TO:(<x@d>)<bad@d>\r\n" + End)]
    [InlineData(Start + "RCPT TO:\"<x@d>\" <bad@d>\r\n" + End)]
    [InlineData(Start + "RCPT TO:<bad(x)@d>\r\n" + End)]
    [InlineData(Start + "RCPT TO:\tbad@d\r\n" + End)]
    [InlineData(Start + "RCPT TO:(<x@d>) x\\y <bad@d>\r\n" + End)]
    [InlineData(Start + "RCPT TO:bad@d(<c@d>\r\n" + End)]
    public void No_refused_recipient_gets_to_it_and_the_others_do(string dialogue) => Converse(dialogue, messages: 1);

    [Theory]
    [InlineData("NOOP ")]
    [InlineData("EHLO ")]
    [InlineData("MAIL FROM:<")]
    [InlineData("RCPT TO:<")]
    [InlineData("AUTH PLAIN ")]
    public void No_refused_recipient_gets_to_it_in_the_tail_of_a_long_line(string start)
    {
        foreach (int length in new[] { 2047, 2048, 4095, 8192, 16_380, 16_383, 16_384, 16_385, 32_768 })
            Converse(Start + start.PadRight(length, 'x') + Rcpt + "RSET\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n" + End, messages: 1);
    }

    [Fact]
    public void Messages_in_chunks_and_messages_sent_ahead_arrive()
    {
        const string Chunk = "Subject: x\r\n\r\n" + Rcpt + ".\r\n";
        string chunks = $"BDAT {Chunk.Length}\r\n{Chunk}BDAT {Rcpt.Length} LAST\r\n{Rcpt}";
        string spool =
            Converse(Start + Rcpt + chunks + "MAIL FROM:<a@b>\r\nRCPT TO:<e@d>\r\n" + chunks + Start + Rcpt + "RCPT TO:<f@d>\r\n" + End, messages: 3);
        Assert.Contains("RCPT TO:<bad@d>\n.\nRCPT TO:<bad@d>\n", spool);
    }

    /// <summary>Says it all at once, and tells what Exim has put into its spool.</summary>
    private static string Converse(string dialogue, int messages)
    {
        string user = OutputOf("id", "-un");
        string group = OutputOf("id", "-gn");
        using var server = new FilterServer(
            [], ["exim4", "-C", "DIR/exim.conf", "-oMa", "192.0.2.1", "-bs"],
            [
                ("control/badmailto", "^bad@\n"),
                ("exim.conf", $"""
                    primary_hostname = mail.example.com
                    exim_user = {user}
                    exim_group = {group}
                    never_users =
                    keep_environment =
                    spool_directory = DIR/spool
                    log_file_path = DIR/%slog
                    acl_smtp_mail = ok
                    acl_smtp_rcpt = ok
                    acl_smtp_data = ok
                    chunking_advertise_hosts = *
                    pipelining_advertise_hosts = *
                    queue_only = true
                    begin acl
                    ok:
                      accept

                    """),
            ]);
        using Wire wire = server.Connect();
        wire.Send(dialogue);
        string heard = wire.ReadToEnd();
        var spool = new StringBuilder();
        int found = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(server.Directory, "spool", "input")))
        {
            string text = File.ReadAllText(file, Encoding.Latin1);
            spool.Append(text);
            if (!file.EndsWith("-H", StringComparison.Ordinal))
                continue;
            found++;
            Assert.DoesNotContain("\nbad@d\n", text, StringComparison.Ordinal);
        }

        Assert.True(found == messages, heard + server.Log);
        return spool.ToString();
    }

    private static string OutputOf(string program, string argument)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
