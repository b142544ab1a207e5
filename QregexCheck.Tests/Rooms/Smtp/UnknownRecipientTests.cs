using System;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>Recipients that don't exist, in <see cref="SmtpTransaction"/>: which are refused, how they are counted, and the end of a session with too many.</summary>
public sealed class UnknownRecipientTests
{
    private const string NoMailbox = "550 sorry, no mailbox here by that name (#5.1.1)\r\n";
    private const string TooMany = "421 too many unknown recipients (#4.7.0)\r\n";

    [Theory]
    [InlineData("RCPT TO:<nobody1@d>")]
    [InlineData("RCPT TO:<\"nobody1\"@d>")]
    [InlineData("RCPT TO:<@x,@y:nobody1@d>")]
    [InlineData("RCPT TO:(<nobody@d>)<nobody1@d>")]
    public void A_recipient_that_is_missing_in_each_reading_is_refused(string line)
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal(string.Empty, conversation.Client(line + "\r\n"));
        Assert.Equal(NoMailbox, conversation.TakeHeard());
        Assert.Equal((1, 1), (conversation.Session.Rejected, conversation.Session.Unknown));
    }

    /// <summary>Where servers may read another address, nobody knows that the one that is missing was meant.</summary>
    [Theory]
    [InlineData("RCPT TO:(<nobody@d>)<joe@d>", "Accept me - joe@d")]
    [InlineData("RCPT TO:(<joe@d>)<nobody@d>", "Accept me - joe@d")]
    [InlineData("RCPT TO:(<nobody@log>)<nobody@d>", null)]
    [InlineData("RCPT TO:<nobody@log>", "Accept me - nobody@log")]
    public void A_recipient_that_is_missing_in_one_reading_alone_passes(string line, string? report)
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal(line + "\r\n", conversation.Client(line + "\r\n"));
        Assert.Equal((0, 0), (conversation.Session.Rejected, conversation.Session.Unknown));
        if (report is not null)
            Assert.Equal([report], conversation.Reports);
    }

    [Theory]
    [InlineData("RCPT TO:(<nobody@d>)<bad@d>")]
    [InlineData("RCPT TO:(<bad@d>)<nobody@d>")]
    public void A_rule_that_refuses_one_reading_refuses_the_line_though_another_is_missing(string line)
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal(string.Empty, conversation.Client(line + "\r\n"));
        Assert.StartsWith("553 ", conversation.TakeHeard(), StringComparison.Ordinal);
        Assert.Equal((1, 0), (conversation.Session.Rejected, conversation.Session.Unknown));
    }

    [Fact]
    public void Without_a_limit_any_number_of_recipients_may_be_missing()
    {
        Conversation conversation = Conversation.WithEhlo();
        for (int i = 0; i < 1000; i++)
            Assert.Equal(string.Empty, conversation.Client($"RCPT TO:<nobody{i}@d>\r\n"));
        Assert.Equal((1000, false), (conversation.Session.Unknown, conversation.Session.IsOver));
    }

    [Fact]
    public void One_missing_recipient_more_than_the_limit_ends_the_session()
    {
        var conversation = new Conversation(unknownLimit: 2);
        conversation.Server("220 x\r\n");
        conversation.TakeHeard();
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<nobody@d>\r\nRCPT TO:<nobody@d>\r\n"));
        Assert.Equal(NoMailbox + NoMailbox, conversation.TakeHeard());
        conversation.Ask("RCPT TO:<joe@d>", "250 ok");
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<bad@d>\r\n"));
        conversation.TakeHeard();
        Assert.False(conversation.Session.IsOver);
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<nobody@d>\r\nDATA\r\nRCPT TO:<joe@d>\r\n"));
        Assert.Equal(TooMany, conversation.TakeHeard());
        Assert.True(conversation.Session.IsOver);
        Assert.Equal("Defer - a@b nobody@d", conversation.Reports[^1]);
        Assert.Equal((3, 4, 5), (conversation.Session.Unknown, conversation.Session.Rejected, conversation.Session.Recipients));
    }

    /// <summary>What the server has got must be answered first: behind the 421 it gets nothing, not even what it had not read.</summary>
    [Fact]
    public void The_session_does_not_end_before_the_server_has_answered_what_passed()
    {
        var conversation = new Conversation(unknownLimit: 1);
        conversation.Server("220 x\r\n");
        conversation.TakeHeard();
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        Assert.Equal(
            "RCPT TO:<joe@d>\r\n", conversation.Client("RCPT TO:<nobody@d>\r\nRCPT TO:<joe@d>\r\nRCPT TO:<nobody@d>\r\nRCPT TO:<ann@d>\r\nDATA\r\n"));
        Assert.Equal(NoMailbox, conversation.TakeHeard());
        Assert.False(conversation.Session.IsOver);
        Assert.Equal(string.Empty, conversation.Server("250 joe\r\n"));
        Assert.Equal("250 joe\r\n" + TooMany, conversation.TakeHeard());
        Assert.True(conversation.Session.IsOver);
        Assert.Equal(string.Empty, conversation.Client("DATA\r\n"));
        Assert.Equal(2, conversation.Session.Unknown);
    }

    [Fact]
    public void Recipients_are_counted_over_all_mails_of_a_session()
    {
        var conversation = new Conversation(unknownLimit: 1);
        conversation.Server("220 x\r\n");
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        conversation.Client("RCPT TO:<nobody@d>\r\n");
        conversation.TakeHeard();
        conversation.Ask("RSET", "250 ok");
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<nobody@d>\r\n"));
        Assert.Equal(TooMany, conversation.TakeHeard());
    }
}
