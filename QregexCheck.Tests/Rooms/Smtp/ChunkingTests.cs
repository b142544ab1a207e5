using System;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>BDAT: what follows it is a chunk for us only where it is one for every server.</summary>
public class ChunkingTests
{
    private const string Rcpt = "RCPT TO:<bad@d>\r\n";
    private const string Refusal = "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\r\n";

    [Theory]
    [InlineData("BDAT\t17")]
    [InlineData("BDAT\0 17")]
    [InlineData(" BDAT 17")]
    [InlineData("\tBDAT 17")]
    [InlineData("\vBDAT 17")]
    [InlineData("BDAT  17")]
    [InlineData("BDAT 17 ")]
    [InlineData("BDAT 17 LASTX")]
    [InlineData("BDAT 17 LAST ")]
    [InlineData("BDAT 17  LAST")]
    [InlineData("BDAT 17\tLAST")]
    [InlineData("BDAT 17\0")]
    [InlineData("BDAT 17 \0LAST")]
    [InlineData("BDAT 17LAST")]
    [InlineData("BDAT 17 MORE")]
    [InlineData("BDAT 17,")]
    [InlineData("BDAT +17")]
    [InlineData("BDAT -17")]
    [InlineData("BDAT 017")]
    [InlineData("BDAT 0x11")]
    [InlineData("BDAT 00")]
    [InlineData("BDAT 17.0")]
    [InlineData("BDAT 1e1")]
    [InlineData("BDAT 2147483648")]
    [InlineData("BDAT 4294967313")]
    [InlineData("BDAT 18446744073709551633")]
    [InlineData("BDAT 99999999999999999999999999999999999999999")]
    [InlineData("BDAT")]
    [InlineData("BDAT ")]
    [InlineData("BDAT LAST")]
    [InlineData("BDATX 17")]
    [InlineData("BDAT:17")]
    [InlineData("BD\0AT 17")]
    public void A_BDAT_of_any_other_form_is_answered_by_us_and_commands_follow(string line)
    {
        Conversation conversation = Conversation.ReadyForChunks();
        Assert.Equal(string.Empty, conversation.Client($"{line}\r\n{Rcpt}"));
        Assert.StartsWith("501 ", conversation.TakeHeard());
        Assert.Equal(1, conversation.Session.Rejected);
        Assert.False(conversation.Session.IsOver);
    }

    [Fact]
    public void A_BDAT_whose_line_ends_in_LF_alone_is_of_another_form()
    {
        Conversation conversation = Conversation.ReadyForChunks();
        Assert.Equal(string.Empty, conversation.Client($"BDAT 17\n{Rcpt}"));
        Assert.Equal(1, conversation.Session.Rejected);
    }

    [Theory]
    [InlineData("BDAT 17\r\n")]
    [InlineData("BDAT 17 LAST\r\n")]
    [InlineData("bdat 17 last\r\n")]
    public void A_BDAT_that_is_due_passes_with_its_chunk_and_nothing_more_until_it_is_answered(string line)
    {
        Conversation conversation = Conversation.ReadyForChunks();
        Assert.Equal($"{line}{Rcpt}", conversation.Client($"{line}{Rcpt}{Rcpt}NOOP\r\n"));
        Assert.Equal(0, conversation.Session.Rejected);
        Assert.Equal("NOOP\r\n", conversation.Server("250 chunk\r\n"));
        Assert.Equal("250 chunk\r\n" + Refusal, conversation.TakeHeard());
    }

    [Theory]
    [InlineData("BDAT 2147483647\r\n")]
    [InlineData("BDAT 0\r\n")]
    [InlineData("BDAT 0 LAST\r\n")]
    public void Sizes_at_the_edges_pass(string line)
    {
        Conversation conversation = Conversation.ReadyForChunks();
        Assert.StartsWith(line, conversation.Client(line + "RSET\r\n"));
    }

    [Fact]
    public void Chunks_that_are_sent_ahead_pass_one_by_one()
    {
        Conversation conversation = Conversation.WithEhlo("PIPELINING", "CHUNKING");
        Assert.Equal(
            "MAIL FROM:<a@b>\r\n",
            conversation.Client(
            "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<bad@d>\r\nRCPT TO:<e@d>\r\nBDAT 3\r\nabcBDAT 4\r\n\r\n.\nBDAT 0 LAST\r\nMAIL FROM:<f@g>\r\n"));
        Assert.Equal("RCPT TO:<c@d>\r\nRCPT TO:<e@d>\r\n", conversation.Server("250 sender\r\n"));
        Assert.Equal(string.Empty, conversation.Server("250 c\r\n"));
        Assert.Equal("BDAT 3\r\nabc", conversation.Server("550 e\r\n"));
        Assert.Equal("BDAT 4\r\n\r\n.\n", conversation.Server("250 3\r\n"));
        Assert.Equal("BDAT 0 LAST\r\n", conversation.Server("250 4\r\n"));
        Assert.Equal("MAIL FROM:<f@g>\r\n", conversation.Server("250 queued\r\n"));
        Assert.Equal($"250 sender\r\n250 c\r\n{Refusal}550 e\r\n250 3\r\n250 4\r\n250 queued\r\n", conversation.TakeHeard());
    }

    [Theory]
    [InlineData("HELO me", "250 x")]
    [InlineData("HELO me", "501 x")]
    [InlineData("EHLO me", "250-x\r\n250 HELP")]
    [InlineData("EHLO me", "501 x")]
    [InlineData("EHLO CHUNKING", "250 CHUNKING")]
    [InlineData("HELO\tme", "250 x")]
    public void Behind_a_HELO_that_did_not_offer_chunks_again_BDAT_is_answered_by_us_and_commands_follow(string command, string reply)
    {
        Conversation conversation = Conversation.ReadyForChunks();
        conversation.Ask(command, reply);
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        conversation.Ask("RCPT TO:<c@d>", "250 ok");
        Assert.Equal(string.Empty, conversation.Client($"BDAT 17\r\n{Rcpt}"));
        Assert.Equal("503 EHLO first (#5.5.1)\r\n" + Refusal, conversation.TakeHeard());
        conversation.Ask("EHLO me", "250-x\r\n250 CHUNKING");
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        conversation.Ask("RCPT TO:<c@d>", "250 ok");
        Assert.Equal($"BDAT 17\r\n{Rcpt}", conversation.Client($"BDAT 17\r\n{Rcpt}"));
    }

    [Theory]
    [InlineData("RSET", "250 ok")]
    [InlineData("RSET", "501 no")]
    [InlineData("HELO me", "250-x\r\n250 CHUNKING")]
    [InlineData("EHLO me", "250-x\r\n250 CHUNKING")]
    [InlineData("MAIL FROM:<e@f>", "250 ok")]
    [InlineData("MAIL FROM:<e@f>", "503 nested")]
    [InlineData("DATA", "451 not now")]
    [InlineData("AUTH PLAIN x", "535 no")]
    [InlineData("STARTTLS", "454 no")]
    [InlineData("XCLIENT x", "220 new")]
    [InlineData("QUIT", "502 stay")]
    [InlineData("BDAT 0 LAST", "250 queued")]
    [InlineData("BDAT 0", "552 full")]
    public void What_may_end_a_transaction_makes_a_BDAT_undue_and_its_chunk_is_dropped(string command, string reply)
    {
        Conversation conversation = Conversation.ReadyForChunks();
        conversation.Ask(command, reply);
        Assert.Equal("NOOP\r\n",
            conversation.Client($"BDAT 17 LAST\r\n{(command.StartsWith("HELO", StringComparison.Ordinal) ? string.Empty : Rcpt)}NOOP\r\n"));
        Assert.StartsWith("503 ", conversation.TakeHeard());
        Assert.Equal(0, conversation.Session.Rejected);
    }

    [Fact]
    public void A_message_of_chunks_ends_a_transaction_and_a_body_does()
    {
        Conversation conversation = Conversation.ReadyForChunks();
        conversation.Ask("DATA", "354 go");
        Assert.Equal("x\r\n.\r\n", conversation.Client($"x\r\n.\r\nBDAT 17\r\n{Rcpt}NOOP\r\n"));
        Assert.Equal("NOOP\r\n", conversation.Server("250 queued\r\n"));
        Assert.Equal("250 queued\r\n503 RCPT first (#5.5.1)\r\n", conversation.TakeHeard());
    }

    [Theory]
    [InlineData("NOOP")]
    [InlineData("VRFY x")]
    [InlineData("HELP")]
    public void What_ends_no_transaction_leaves_a_BDAT_due(string command)
    {
        Conversation conversation = Conversation.ReadyForChunks();
        conversation.Ask(command, "252 perhaps");
        Assert.Equal("BDAT 5\r\nhello", conversation.Client("BDAT 5\r\nhello"));
    }

    [Theory]
    [InlineData("250 ok", "550 no")]
    [InlineData("550 no", "250 ok")]
    [InlineData("451 no", "451 no")]
    public void A_BDAT_is_due_only_when_the_server_has_agreed_to_MAIL_and_RCPT(string toMail, string toRcpt)
    {
        Conversation conversation = Conversation.WithEhlo("CHUNKING");
        conversation.Client($"MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 17\r\n{Rcpt}");
        conversation.Server(toMail + "\r\n");
        Assert.Equal(string.Empty, conversation.Server(toRcpt + "\r\n"));
        Assert.EndsWith("503 RCPT first (#5.5.1)\r\n", conversation.TakeHeard());
    }

    [Fact]
    public void With_every_recipient_refused_by_us_the_chunk_is_dropped()
    {
        Conversation conversation = Conversation.WithEhlo("CHUNKING");
        conversation.Client($"MAIL FROM:<a@b>\r\n{Rcpt}BDAT 17 LAST\r\n{Rcpt}QUIT\r\n");
        Assert.Equal("QUIT\r\n", conversation.Server("250 ok\r\n"));
        Assert.Equal($"250 ok\r\n{Refusal}503 RCPT first (#5.5.1)\r\n", conversation.TakeHeard());
    }

    [Theory]
    [InlineData("250 ok")]
    [InlineData("552 too much")]
    [InlineData("354 go")]
    public void A_reply_in_the_middle_of_a_chunk_ends_the_passing(string reply)
    {
        Conversation conversation = Conversation.ReadyForChunks();
        Assert.Equal("BDAT 100\r\nabc", conversation.Client("BDAT 100\r\nabc"));
        conversation.Server(reply + "\r\n");
        Assert.True(conversation.Session.IsOver);
        Assert.Equal(string.Empty, conversation.Client("def"));
    }

    [Fact]
    public void Where_no_chunks_are_offered_BDAT_is_a_command_like_others()
    {
        Conversation conversation = Conversation.WithEhlo("SIZE");
        Assert.Equal("BDAT\t17\r\n", conversation.Client($"BDAT\t17\r\n{Rcpt}"));
        conversation.Server("502 what\r\n");
        Assert.Equal("502 what\r\n" + Refusal, conversation.TakeHeard());
    }
}
