using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>A reply that was not due shows that the server reads something else than we think.</summary>
public class UndueReplyTests
{
    [Theory]
    [InlineData("NOOP", "250 ok\r\n250 ok")]
    [InlineData("NOOP", "354 go")]
    [InlineData("NOOP", "334 go")]
    [InlineData("EHLO x", "250 ok\r\n250 ok")]
    [InlineData("MAIL FROM:<a@b>", "354 go")]
    [InlineData("RCPT TO:<c@d>", "354 go")]
    [InlineData("RCPT TO:<c@d>", "250 ok\r\n354 go")]
    [InlineData("RSET", "300 go")]
    [InlineData("VRFY x", "250 ok\r\n250 x\r\n354 go")]
    [InlineData("DATA", "250 ok")]
    [InlineData("DATA", "200 ok")]
    [InlineData("DATA", "334 go")]
    [InlineData("DATA", "150 go")]
    [InlineData("DATA", "what")]
    [InlineData("DATA", "354 go\r\n250 queued")]
    [InlineData("AUTH PLAIN x", "354 go")]
    [InlineData("AUTH LOGIN", "334 go\r\n535 no")]
    [InlineData("XTND x", "350 go")]
    [InlineData("QUIT", "354 go")]
    public void Nothing_passes_behind_it(string command, string replies)
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask(command, replies);
        Assert.True(conversation.Session.IsOver);
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<c@d>\r\n"));
        Assert.Equal(string.Empty, conversation.TakeHeard());
    }

    [Theory]
    [InlineData("DATA", "354 go")]
    [InlineData("AUTH LOGIN", "334 go")]
    [InlineData("STARTTLS", "220 go")]
    public void No_later_reply_leads_out_of_a_session_that_is_over(string command, string reply)
    {
        Conversation conversation = Conversation.WithEhlo();
        string ahead = $"RCPT TO:<c@d>\r\n{command}\r\n";
        Assert.Equal(ahead, conversation.Client(ahead));
        conversation.Server($"354 go\r\n{reply}\r\n");
        Assert.True(conversation.Session.IsOver);
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<bad@d>\r\n"));
    }

    [Theory]
    [InlineData("STARTTLSX")]
    [InlineData("STARTTLS\0")]
    public void Only_STARTTLS_itself_makes_a_session_unreadable(string command)
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask(command, "220 go");
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<bad@d>\r\n"));
        Assert.Equal(1, conversation.Session.Rejected);
    }

    [Theory]
    [InlineData("STARTTLS")]
    [InlineData("STAR")]
    [InlineData(" starttls")]
    [InlineData("STARTTLSX")]
    [InlineData("START\0TLS")]
    public void Where_STARTTLS_is_hidden_no_form_of_it_passes(string command)
    {
        var conversation = new Conversation(hidesStartTls: true);
        conversation.Server("220 x\r\n");
        conversation.TakeHeard();
        Assert.Equal(string.Empty, conversation.Client(command + "\r\n"));
        Assert.Equal("502 unimplemented (#5.5.1)\r\n", conversation.TakeHeard());
    }

    [Fact]
    public void A_reply_to_nothing_at_all_is_one()
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Server("421 going down\r\n");
        Assert.True(conversation.Session.IsOver);
        Assert.Equal("421 going down\r\n", conversation.TakeHeard());
    }

    [Theory]
    [InlineData("DATA", "451 not now")]
    [InlineData("DATA", "554 no")]
    [InlineData("AUTH LOGIN", "504 no")]
    [InlineData("AUTH PLAIN x", "235 yes")]
    [InlineData("STARTTLS", "454 no")]
    [InlineData("STARTTLS", "503 no")]
    [InlineData("NOOP", "what")]
    public void What_follows_a_command_that_was_refused_or_is_over_is_judged_as_commands(string command, string reply)
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal(command + "\r\n", conversation.Client($"{command}\r\nRCPT TO:<bad@d>\r\nRCPT TO:<c@d>\r\n"));
        Assert.Equal("RCPT TO:<c@d>\r\n", conversation.Server(reply + "\r\n"));
    }

    [Fact]
    public void What_follows_QUIT_is_dropped_and_neither_answered_nor_counted()
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal("QUIT\r\n", conversation.Client("QUIT\r\nRCPT TO:<bad@d>\r\nNOOP\r\n"));
        Assert.Equal(string.Empty, conversation.Server("221 bye\r\n") + conversation.Client("RCPT TO:<bad@d>\r\n"));
        Assert.Equal("221 bye\r\n", conversation.TakeHeard());
        Assert.Equal((0, 0), (conversation.Session.Recipients, conversation.Session.Rejected));
        Assert.True(conversation.Session.IsOver);
    }

    [Fact]
    public void Commands_behind_a_body_wait_for_its_reply()
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask("DATA", "354 go");
        Assert.Equal("x\r\n.\r\n", conversation.Client("x\r\n.\r\nMAIL FROM:<a@b>\r\n"));
        Assert.False(conversation.Session.IsInDoubt);
        Assert.Equal("MAIL FROM:<a@b>\r\n", conversation.Server("250 queued\r\n"));
    }

    [Theory]
    [InlineData(".\rMAIL FROM:<a@b>\r\n")]
    [InlineData("x\r\n\r.\r\nMAIL FROM:<a@b>\r\n")]
    [InlineData("x\r\n.\0\r\nMAIL FROM:<a@b>\r\n")]
    public void A_dot_that_nobody_means_for_an_end_ends_the_passing(string body)
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask("DATA", "354 go");
        Assert.DoesNotContain("MAIL", conversation.Client(body));
        Assert.True(conversation.Session.IsOver);
    }

    [Fact]
    public void An_end_of_a_body_that_only_the_server_knows_is_in_doubt_until_it_speaks()
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask("DATA", "354 go");
        Assert.Equal("x\n.\n", conversation.Client("x\n.\nRCPT TO:<bad@d>\r\n"));
        Assert.True(conversation.Session.IsInDoubt);
        conversation.Server("250 queued\r\n");
        Assert.False(conversation.Session.IsInDoubt);
        Assert.Equal(1, conversation.Session.Rejected);
    }
}
