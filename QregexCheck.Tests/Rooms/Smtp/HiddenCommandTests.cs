using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>Lines in whose middle some server may see a command.</summary>
public class HiddenCommandTests
{
    private const string Rcpt = "RCPT TO:<bad@d>";
    private const string Refusal = "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\r\n";

    [Theory]
    [InlineData("NOOP ")]
    [InlineData("VRFY ")]
    [InlineData("MAIL FROM:<a@b> X=")]
    [InlineData("EHLO ")]
    [InlineData("DATA ")]
    [InlineData("")]
    public void A_command_line_above_4096_bytes_is_answered_by_us_and_dropped_to_its_end(string start)
    {
        var conversation = new Conversation();
        string most = start.PadRight(4094, 'x') + "\r\n";
        Assert.Equal(most, conversation.Client(most));
        conversation.Server("220 x\r\n500 no\r\n");
        conversation.TakeHeard();
        foreach (int length in new[] { 4095, 8192, 16_380, 40_000, 200_000 })
        {
            Assert.Equal(string.Empty, conversation.Client(start.PadRight(length, 'x') + "\r\n"));
            Assert.StartsWith("500 line too long", conversation.TakeHeard());
            Assert.Equal(string.Empty, conversation.Client($"{start.PadRight(length, 'x')}{Rcpt}\r\n{Rcpt}\r\n"));
            Assert.Equal("500 line too long (#5.5.2)\r\n" + Refusal, conversation.TakeHeard());
        }
    }

    [Fact]
    public void A_long_RCPT_is_counted_as_refused()
    {
        var conversation = new Conversation();
        Assert.Equal(string.Empty, conversation.Client($"RCPT TO:<{new string('x', 5000)}@d>\r\n"));
        Assert.Equal((1, 1), (conversation.Session.Recipients, conversation.Session.Rejected));
    }

    [Fact]
    public void AUTH_and_the_lines_behind_334_may_be_12288_bytes_long()
    {
        string most = "AUTH GSSAPI ".PadRight(12_286, 'x') + "\r\n";
        string secret = new string('y', 12_286) + "\r\n";
        var conversation = new Conversation();
        Assert.Equal(most, conversation.Client(most));
        Assert.Equal(secret, conversation.Client(secret) + conversation.Server("220 x\r\n334 go\r\n"));
        conversation.Server("535 no\r\n");
        conversation.TakeHeard();
        Assert.Equal(string.Empty, conversation.Client("x" + secret + most.Insert(20, "x") + Rcpt + "\r\n"));
        Assert.Equal("500 line too long (#5.5.2)\r\n500 line too long (#5.5.2)\r\n" + Refusal, conversation.TakeHeard());
        conversation.Ask("AUTH LOGIN", "334 go");
        Assert.Equal(string.Empty, conversation.Client($"{new string('x', 16_384)}{Rcpt}\r\n{Rcpt}\r\n"));
        Assert.Equal("500 line too long (#5.5.2)\r\n" + Refusal, conversation.TakeHeard());
    }

    [Theory]
    [InlineData("NOOP ", Rcpt, 512)]
    [InlineData("NOOP ", Rcpt, 1000)]
    [InlineData("NOOP ", Rcpt, 2048)]
    [InlineData("NOOP ", "rcpt\tTO:<bad@d>", 512)]
    [InlineData("NOOP ", "RCPTX<bad@d>", 512)]
    [InlineData("NOOP ", "RC\0PT TO:<bad@d>", 512)]
    [InlineData("NOOP ", "MAIL FROM:<bad@d>", 999)]
    [InlineData("NOOP ", "HELO bad", 999)]
    [InlineData("NOOP ", "SAMLFROM:<bad@b>", 999)]
    [InlineData("NOOP ", "STARTTLS", 999)]
    [InlineData("NOOP ", "BDAT 50", 999)]
    [InlineData("NOOP ", "RSET", 999)]
    [InlineData("MAIL FROM:<a@b> X=", Rcpt, 512)]
    [InlineData("RCPT TO:<c@d> X=", Rcpt, 512)]
    [InlineData("AUTH PLAIN ", Rcpt, 10_000)]
    public void A_line_that_a_small_buffer_would_cut_in_front_of_a_command_is_answered_by_us(string start, string command, int at)
    {
        var conversation = new Conversation();
        Assert.Equal(string.Empty, conversation.Client(start.PadRight(at, 'x') + command + "\r\n"));
        conversation.Server("220 x\r\n");
        Assert.Equal("220 x\r\n500 a command in the middle of a line (#5.5.2)\r\n", conversation.TakeHeard());
    }

    [Fact]
    public void A_line_of_an_AUTH_exchange_is_held_to_the_same()
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask("AUTH LOGIN", "334 go");
        Assert.Equal(string.Empty, conversation.Client(new string('x', 1024) + Rcpt + "\r\n"));
        conversation.Ask("AUTH LOGIN", "334 go");
        Assert.Equal(string.Empty, conversation.Client($"x\r{Rcpt}\r\n"));
        Assert.Equal("500 a command in the middle of a line (#5.5.2)\r\n", conversation.TakeHeard());
    }

    [Theory]
    [InlineData("MAIL FROM:<SRS0=mail.data-rcpt.auth=bounce@d> X=", "email.ehlo.rset@mail.example")]
    [InlineData("AUTH GSSAPI ", "BDATx/MAIL+RSETy")]
    [InlineData("NOOP ", "xBDAT")]
    public void Words_that_hold_a_verb_are_none(string start, string word)
    {
        string line = start.PadRight(600, 'x') + word + (word == "xBDAT" ? "x" : string.Empty) + "\r\n";
        var conversation = new Conversation();
        Assert.Equal(line, conversation.Client(line));
    }

    [Theory]
    [InlineData("NOOP\rRCPT TO:<bad@d>\r\n")]
    [InlineData("\rRCPT TO:<bad@d>\r\n")]
    [InlineData("x\r\r\r RCPT TO:<bad@d>\r\n")]
    [InlineData("NOOP\rMAIL FROM:<bad@d>\r\n")]
    [InlineData("NOOP\rDATA\r\n")]
    [InlineData("NOOP\rBDAT 50\r\n")]
    [InlineData("NOOP\r\r\n")]
    [InlineData("NOOP\rx\n")]
    [InlineData("\rNOOP\r\n")]
    [InlineData("NOOP\0RCPT TO:<bad@d>\r\n")]
    [InlineData("RCPT TO:<c@d>\0RCPT TO:<bad@d>\r\n")]
    [InlineData("\0RCPT TO:<bad@d>\r\n")]
    [InlineData("\0RSET\r\n")]
    [InlineData("\0BDAT 17\r\n")]
    [InlineData("NOOP\rAUTH PLAIN x\n")]
    [InlineData("RCPT TO:<c@d>\rRCPT TO:<e@d>\r\n")]
    public void A_command_behind_a_CR_or_a_NUL_that_ends_no_line_for_us_is_answered_by_us(string line)
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal(string.Empty, conversation.Client(line));
        Assert.Equal("500 a command in the middle of a line (#5.5.2)\r\n", conversation.TakeHeard());
    }

    [Theory]
    [InlineData("RCPT TO:<bad@d>")]
    [InlineData(" rcpt to:<bad@d>")]
    [InlineData("NOOP\rRCPT TO:<bad@d>")]
    [InlineData("STARTTLS")]
    public void What_is_left_of_a_line_when_the_client_leaves_is_judged_too(string line)
    {
        var conversation = new Conversation(hidesStartTls: true);
        conversation.Server("220 x\r\n");
        Assert.Equal(string.Empty, conversation.Client(line) + conversation.ClientLeaves());
        Assert.Equal("220 x\r\n", conversation.TakeHeard());
    }

    [Fact]
    public void Behind_a_RCPT_whose_line_ends_in_LF_alone_the_client_is_held()
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal("RCPT TO:\n", conversation.Client("RCPT TO:\n<bad@d>\r\n"));
    }
}
