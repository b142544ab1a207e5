using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Rules;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>QREGEXCHECK_ONEBOUNCE in <see cref="QregexCheck.Smtp.SmtpTransaction"/>: a bounce has one recipient that the server agreed to.</summary>
public sealed class OneBounceTests
{
    private const string Refusal = "550 a bounce has one recipient (#5.7.1)\r\n";

    [Theory]
    [InlineData("RCPT TO:<b@d>")]
    [InlineData("RCPT TO:b@d")]
    [InlineData("RCPT TO:<A@d>")]
    public void The_second_recipient_that_the_server_agreed_to_is_refused(string second)
    {
        Conversation conversation = Bounce();
        conversation.Ask("RCPT TO:<a@d>", "250 ok");
        AssertRefused(conversation, second);
        AssertRefused(conversation, second);
        Assert.Equal(2, conversation.Session.Rejected);
        Assert.StartsWith("Reject - ", conversation.Reports[^1]);
    }

    [Theory]
    [InlineData("RCPT TO:<a@d>")]
    [InlineData("rcpt to:a@d")]
    [InlineData("RCPT TO:<@x,@y:a@d>")]
    [InlineData("RCPT TO:<\"a\"@d>")]
    [InlineData("RCPT TO:<a@D>")]
    public void The_same_address_again_is_no_second_recipient(string again)
    {
        Conversation conversation = Bounce();
        conversation.Ask("RCPT TO:<a@d>", "250 ok");
        conversation.Ask(again, "250 ok");
        AssertRefused(conversation, "RCPT TO:<b@d>");
    }

    [Theory]
    [InlineData("553 not here")]
    [InlineData("451 later")]
    public void A_recipient_that_the_server_refused_does_not_count(string reply)
    {
        Conversation conversation = Bounce();
        conversation.Ask("RCPT TO:<a@d>", reply);
        conversation.Ask("RCPT TO:<b@d>", "250 ok");
        AssertRefused(conversation, "RCPT TO:<a@d>");
    }

    [Fact]
    public void A_recipient_that_a_rule_refused_does_not_count()
    {
        Conversation conversation = Bounce();
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<bad@d>\r\nRCPT TO:<nobody@d>\r\n"));
        conversation.TakeHeard();
        conversation.Ask("RCPT TO:<b@d>", "250 ok");
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<bad@d>\r\n"));
        Assert.StartsWith("553 ", conversation.TakeHeard());
    }

    [Theory]
    [InlineData("RSET", null)]
    [InlineData("MAIL FROM:<>", null)]
    [InlineData("HELO again", "MAIL FROM:<>")]
    [InlineData("EHLO again", "MAIL FROM:<>")]
    public void RSET_HELO_and_a_new_MAIL_forget_the_recipient(string command, string? next)
    {
        Conversation conversation = Bounce();
        conversation.Ask("RCPT TO:<a@d>", "250 ok");
        conversation.Ask(command, "250 ok");
        if (next is not null)
            conversation.Ask(next, "250 ok");
        conversation.Ask("RCPT TO:<b@d>", "250 ok");
    }

    [Theory]
    [InlineData("RSET", "503 no")]
    [InlineData("MAIL FROM:<>", "503 no")]
    [InlineData("MAIL FROM:<a@b>", "503 no")]
    [InlineData("RSET\t", "250 ok")]
    [InlineData("\tMAIL FROM:<a@b>", "250 ok")]
    [InlineData("NOOP", "250 ok")]
    public void What_the_server_refused_or_may_have_read_otherwise_forgets_nothing(string command, string reply)
    {
        Conversation conversation = Bounce();
        conversation.Ask("RCPT TO:<a@d>", "250 ok");
        conversation.Ask(command, reply);
        AssertRefused(conversation, "RCPT TO:<b@d>");
    }

    [Fact]
    public void A_RCPT_sent_ahead_waits_for_the_answers_before_it()
    {
        Conversation conversation = Bounce();
        Assert.Equal("RCPT TO:<a@d>\r\n", conversation.Client("RCPT TO:<a@d>\r\nRCPT TO:<b@d>\r\nRCPT TO:<c@d>\r\nDATA\r\n"));
        Assert.Equal("RCPT TO:<b@d>\r\n", conversation.Server("553 no\r\n"));
        Assert.Equal("DATA\r\n", conversation.Server("250 ok\r\n"));
        Assert.Equal("553 no\r\n250 ok\r\n" + Refusal, conversation.TakeHeard());
    }

    [Theory]
    [InlineData(true, "MAIL FROM:<a@b>")]
    [InlineData(false, "MAIL FROM:<>")]
    public void Other_senders_and_other_settings_have_as_many_recipients_as_they_like_and_none_waits(bool isOn, string mail)
    {
        var conversation = new Conversation(bouncesHaveOneRecipient: isOn);
        conversation.Server("220 x\r\n");
        conversation.Ask(mail, "250 ok");
        Assert.Equal("RCPT TO:<a@d>\r\nRCPT TO:<b@d>\r\n", conversation.Client("RCPT TO:<a@d>\r\nRCPT TO:<b@d>\r\n"));
    }

    [Fact]
    public void A_rule_for_a_pair_is_asked_about_each_sender_that_a_server_may_have_read_beside_the_null_sender()
    {
        var rule = new Hit(ControlList.BadMailTo, 1, "x"u8.ToArray(), Annotation.None);
        var transaction = new SmtpTransaction(new SessionPolicy
        {
            Decide = envelope => envelope is { Sender: [(byte)'b', ..], Recipient: not null } ? Verdict.Of(rule) : Verdict.Accept,
            Report = static (_, _) => { },
            ReportTls = static () => { },
        });
        transaction.Mail("FROM:(<>)<b@d>"u8.ToArray(), isClear: true);
        Assert.False(transaction.Rcpt("TO:<c@d>"u8).IsEmpty);
        transaction.Mail("FROM:<>"u8.ToArray(), isClear: true);
        Assert.True(transaction.Rcpt("TO:<c@d>"u8).IsEmpty);
    }

    private static Conversation Bounce()
    {
        var conversation = new Conversation(bouncesHaveOneRecipient: true);
        conversation.Server("220 x\r\n");
        conversation.Ask("MAIL FROM:<>", "250 ok");
        return conversation;
    }

    private static void AssertRefused(Conversation conversation, string line)
    {
        Assert.Equal(string.Empty, conversation.Client(line + "\r\n"));
        Assert.Equal(Refusal, conversation.TakeHeard());
    }
}
