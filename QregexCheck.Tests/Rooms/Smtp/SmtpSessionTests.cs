using System;
using System.Linq;
using System.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

public class SmtpSessionTests
{
    private const string Refusal = "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\r\n";

    private static readonly string[] Fragments =
    [
        "EHLO me\r\n", "HELO me\r\n", "EHLO bad\r\n", "HELO good\n", "MAIL FROM:<a@b>\r\n", "MAIL FROM:<bad@b>\r\n", "mail from: <>\r\n",
        "MAIL FROM:<refused>\r\n",
        "RCPT TO:<c@d>\r\n", "RCPT TO:<bad@d>\r\n", "rcpt to:bad@d\n", "RCPT\tTO:<bad@d>\r\n", "RCPT\0 TO:<bad@d>\r\n", "RCPT TO:<x\0bad@d>\r\n",
        " RCPT TO:<bad@d>\r\n",
        "RCPT TO:<norelay@d>\r\n", "RSET\r\n", "RSET x\r\n", "DATA\r\n", "DATA x\r\n", "data\n", "DATA\t\r\n", "Subject: x\r\n", "\r\n", "\n", ".\r\n", ".\n",
        "\r\n.\r\n", "\n.\n",
        "\r.\r\n", "..\r\n", ".\r\r\n", "text", "\r", ".", "BDAT 5\r\n", "BDAT 20 LAST\r\n", "BDAT 0 LAST\r\n", "BDAT 0x5\r\n",
        "bdat 99999999999999999999\r\n", "BDAT -1\r\n",
        "AUTH LOGIN\r\n", "secret\r\n", "more\r\n", "STARTTLS\r\n", "NOOP\r\n", "VRFY x\r\n", "QUIT\r\n", "354 go\r\n", "250 ok\r\n",
    ];

    [Fact]
    public void A_refused_recipient_is_answered_in_its_turn_and_never_reaches_the_server()
    {
        SessionRun run = Run("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<one@d>\r\nRCPT TO:<bad@d>\r\nRCPT TO:<two@d>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\n");
        Assert.DoesNotContain("bad", run.Server.Received.ToString());
        Assert.Equal(
            "220 model ESMTP\r\n250-model\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 STARTTLS\r\n250 ok\r\n250 ok\r\n" + Refusal
            + "250 ok\r\n354 go ahead\r\n250 ok queued\r\n221 bye\r\n",
            run.ToClient.ToString());
        Assert.Equal(["hi\r\n.\r\n"], run.Server.Messages);
    }

    [Fact]
    public void A_refused_sender_is_let_through_and_its_recipients_are_not()
    {
        SessionRun run = Run("MAIL FROM:<bad@b>\r\nRCPT TO:<c@d>\r\nRSET\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n");
        Assert.Equal("220 model ESMTP\r\n250 ok\r\n" + Refusal + "250 flushed\r\n250 ok\r\n250 ok\r\n", run.ToClient.ToString());
        Assert.Equal(["Reject - bad@b c@d", "Accept - a@b c@d"], run.Reports);
    }

    [Fact]
    public void A_sender_that_the_server_refuses_does_not_take_the_old_one_s_place()
    {
        SessionRun run = Run("MAIL FROM:<bad@b>\r\nMAIL FROM:<refused>\r\nRCPT TO:<c@d>\r\n");
        Assert.Equal("220 model ESMTP\r\n250 ok\r\n555 syntax error\r\n" + Refusal, run.ToClient.ToString());
        Assert.Empty(run.Server.Recipients);
    }

    [Fact]
    public void A_RSET_that_the_server_refuses_forgets_nothing()
    {
        SessionRun run = Run("MAIL FROM:<bad@b>\r\nRSET x\r\nRCPT TO:<c@d>\r\n");
        Assert.Empty(run.Server.Recipients);
    }

    [Fact]
    public void A_refused_HELO_name_is_answered_at_each_RCPT()
    {
        SessionRun run = Run("HELO bad\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@f>\r\nHELO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n");
        Assert.Equal(["TO:<c@d>"], run.Server.Recipients);
        Assert.Equal(2, run.Session.Rejected);
        Assert.Equal(3, run.Session.Recipients);
        Assert.Equal(2, run.Session.Mails);
    }

    [Fact]
    public void AUTH_that_succeeded_makes_a_relay_client_and_one_that_failed_does_not()
    {
        SessionRun failed = Run("AUTH LOGIN\r\nwrong\r\nMAIL FROM:<a@b>\r\nRCPT TO:<norelay@d>\r\n");
        Assert.Empty(failed.Server.Recipients);
        SessionRun succeeded = Run("AUTH LOGIN\r\nmore\r\nsecret\r\nMAIL FROM:<a@b>\r\nRCPT TO:<norelay@d>\r\n");
        Assert.Equal(["TO:<norelay@d>"], succeeded.Server.Recipients);
    }

    [Fact]
    public void A_line_of_an_AUTH_exchange_is_not_a_command()
    {
        SessionRun run = Run("AUTH LOGIN\r\nRCPT TO:<bad@d>\r\nRCPT TO:<bad@d>\r\n");
        Assert.Equal("AUTH LOGIN\r\nRCPT TO:<bad@d>\r\n", run.Server.Received.ToString());
        Assert.Equal("220 model ESMTP\r\n334 go on\r\n535 no\r\n" + Refusal, run.ToClient.ToString());
    }

    [Fact]
    public void What_follows_a_refused_DATA_is_judged_as_commands()
    {
        SessionRun run = Run("MAIL FROM:<a@b>\r\nDATA\r\nRCPT TO:<bad@d>\r\n.\r\nRCPT TO:<c@d>\r\n");
        Assert.Equal(["TO:<c@d>"], run.Server.Recipients);
        Assert.DoesNotContain("bad", run.Server.Received.ToString());
    }

    [Fact]
    public void A_line_in_a_body_that_looks_like_a_command_is_not_one()
    {
        SessionRun run = Run("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nRCPT TO:<bad@d>\r\n..\r\n.\r\nRCPT TO:<bad@d>\r\n");
        Assert.Equal(["RCPT TO:<bad@d>\r\n..\r\n.\r\n"], run.Server.Messages);
        Assert.Equal(1, run.Session.Rejected);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void A_BDAT_chunk_is_one_only_where_the_server_offered_CHUNKING(bool hasChunking, int rejected)
    {
        const string Chunk = "RCPT TO:<bad@d>\r\n";
        var server = new ModelServer(BodyRule.Qmail, hasChunking, refusesData: false);
        SessionRun run = new SessionRun(new Random(1), server, Bytes($"EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT {Chunk.Length} LAST\r\n{Chunk}"))
            .Run(0);
        Assert.Equal(rejected, run.Session.Rejected);
        Assert.Equal(["TO:<c@d>"], server.Recipients);
    }

    [Fact]
    public void CHUNKING_that_was_offered_before_a_HELO_no_longer_counts()
    {
        var server = new ModelServer(BodyRule.Qmail, hasChunking: true, refusesData: false);
        SessionRun run = new SessionRun(new Random(1), server, Bytes("EHLO x\r\nHELO x\r\nBDAT 17\r\nRCPT TO:<bad@d>\r\n")).Run(0);
        Assert.Equal(1, run.Session.Rejected);
        Assert.DoesNotContain("bad", server.Received.ToString());
    }

    [Fact]
    public void STARTTLS_passes_and_is_told_of_once()
    {
        SessionRun run = Run("EHLO x\r\nSTARTTLS\r\n\u0016\u0003\u0001RCPT TO:<bad@d>\r\n");
        Assert.Equal(1, run.TlsReports);
        Assert.True(run.Server.IsInTls);
        Assert.EndsWith("RCPT TO:<bad@d>\r\n", run.Server.Received.ToString());
    }

    [Fact]
    public void STARTTLS_can_be_hidden()
    {
        var server = new ModelServer(BodyRule.Qmail, hasChunking: false, refusesData: false);
        SessionRun run = new SessionRun(new Random(3), server, Bytes("EHLO x\r\nSTARTTLS\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@d>\r\n"), hidesStartTls: true)
            .Run(7);
        Assert.Equal("220 model ESMTP\r\n250-model\r\n250-PIPELINING\r\n250 8BITMIME\r\n502 unimplemented (#5.5.1)\r\n250 ok\r\n" + Refusal,
            run.ToClient.ToString());
        Assert.DoesNotContain("STARTTLS", server.Received.ToString());
    }

    [Fact]
    public void A_dot_line_that_servers_differ_over_is_left_to_the_server()
    {
        const string Dialogue = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nhi\n.\nMAIL FROM:<a@b>\r\nRCPT TO:<bad@d>\r\n";
        SessionRun qmail = Run(Dialogue, BodyRule.Qmail);
        Assert.EndsWith("354 go ahead\r\n451 See http://pobox.com/~djb/docs/smtplf.html.\r\n", qmail.ToClient.ToString());
        SessionRun mailfront = Run(Dialogue, BodyRule.Mailfront);
        Assert.EndsWith("354 go ahead\r\n250 ok queued\r\n250 ok\r\n" + Refusal, mailfront.ToClient.ToString());
        SessionRun strict = Run(Dialogue, BodyRule.Strict);
        Assert.EndsWith("hi\n.\n", strict.Server.Received.ToString());
    }

    [Fact]
    public void A_server_that_speaks_in_the_middle_of_a_body_gets_no_more_of_the_client()
    {
        SessionRun run = Run("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nhi\n", BodyRule.Qmail);
        Assert.EndsWith("451 See http://pobox.com/~djb/docs/smtplf.html.\r\n", run.ToClient.ToString());
        Assert.True(run.Session.IsOver);
    }

    [Fact]
    public void A_last_line_without_its_end_is_judged_too()
    {
        SessionRun run = Run("MAIL FROM:<a@b>\r\nRCPT TO:<bad@d>");
        Assert.Equal("MAIL FROM:<a@b>\r\n", run.Server.Received.ToString());
        Assert.EndsWith("250 ok\r\n", run.ToClient.ToString());
        Assert.Equal("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>", Run("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>").Server.Received.ToString());
    }

    [Fact]
    public void Refused_recipients_that_are_sent_ahead_of_a_server_that_is_silent_do_not_pile_up()
    {
        string recipients = string.Concat(Enumerable.Repeat("RCPT TO:<bad@d>\r\n", 5000));
        SessionRun run = Run("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n" + recipients);
        Assert.Equal(5000, run.Session.Rejected);
        Assert.Equal(5000, run.ToClient.ToString().Split(Refusal).Length - 1);
    }

    [Fact]
    public void Every_split_of_a_dialogue_into_reads_gives_the_same_result()
    {
        var random = new Random(20261125);
        for (int round = 0; round < 600; round++)
        {
            byte[] client = RandomDialogue(random);
            Func<ModelServer> server = RandomServer(random);
            bool hides = random.Next(3) == 0;
            string? first = null;
            foreach (int largest in new[] { 0, 1, 3, 17 })
            {
                SessionRun run = new SessionRun(random, server(), client, hides).Run(largest);
                string result = run.Server.Received + "\n----\n" + run.ToClient + "\n----\n" + string.Join('\n', run.Reports);
                first ??= result;
                Assert.True(first == result, $"split {largest} of {Show(client)}:\n{first}\nand\n{result}");
            }
        }
    }

    [Fact]
    public void No_dialogue_gets_a_refused_recipient_past_the_rules()
    {
        var random = new Random(5321);
        for (int round = 0; round < 6000; round++)
        {
            byte[] client = RandomDialogue(random);
            SessionRun run = new SessionRun(random, RandomServer(random, isHostile: true)(), client).Run(random.Next(3) * 9);
            Assert.True(
                !run.Server.Recipients.Exists(static recipient => recipient.Contains("bad", StringComparison.Ordinal)),
                $"{Show(client)}\nserver took: {string.Join(", ", run.Server.Recipients)}");
        }
    }

    [Fact]
    public void Where_nothing_is_refused_nothing_is_changed()
    {
        var random = new Random(2920);
        for (int round = 0; round < 2000; round++)
        {
            string dialogue = Encoding.Latin1.GetString(RandomDialogue(
                random,
                static fragment => !fragment.Replace("\r\n", "\n").Contains('\r') && !fragment.StartsWith("BDAT", StringComparison.OrdinalIgnoreCase)));
            byte[] client = Bytes(dialogue.Replace("bad", "fad", StringComparison.Ordinal).Replace("norelay", "relay", StringComparison.Ordinal));
            Func<ModelServer> model = RandomServer(random);
            SessionRun run = new SessionRun(random, model(), client).Run(random.Next(3) * 9);
            Assert.StartsWith(run.Server.Received.ToString(), Encoding.Latin1.GetString(client));
            ModelServer direct = model();
            direct.Feed(client);
            Assert.StartsWith(run.ToClient.ToString(), direct.Replies.ToString());

            // The client may only be held for good where only the server can tell, or has stopped reading.
            if (run.Server.Received.Length < client.Length)
                Assert.True(run.Session.IsOver || run.Session.IsInDoubt || run.Server.HasEnded
                    || run.Server.Received.ToString().TrimEnd('\r', '\n').EndsWith('.'), Show(client));
            else
                Assert.Equal(direct.Replies.ToString(), run.ToClient.ToString());
        }
    }

    private static SessionRun Run(string client, BodyRule rule = BodyRule.Qmail) =>
        new SessionRun(new Random(1), new ModelServer(rule, hasChunking: false, refusesData: false), Bytes(client)).Run(0);

    private static byte[] RandomDialogue(Random random, Predicate<string>? isWanted = null)
    {
        string[] fragments = Array.FindAll(Fragments, isWanted ?? (static _ => true));
        var text = new StringBuilder(random.Next(4) > 0 ? "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n" : string.Empty);
        int count = random.Next(1, 14);
        for (int i = 0; i < count; i++)
            text.Append(fragments[random.Next(fragments.Length)]);
        return Bytes(text.ToString());
    }

    private static Func<ModelServer> RandomServer(Random random, bool isHostile = false)
    {
        var rule = (BodyRule)random.Next(3);
        bool hasChunking = random.Next(2) == 0;
        bool refusesData = random.Next(5) == 0;
        bool chunksUnasked = isHostile && random.Next(4) == 0;
        return () => new ModelServer(rule, hasChunking, refusesData) { ChunksUnasked = chunksUnasked };
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string Show(byte[] bytes) => Encoding.Latin1.GetString(bytes).Replace("\r", "\\r").Replace("\n", "\\n").Replace("\0", "\\0");
}
