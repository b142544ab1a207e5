using System;
using System.Linq;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>Tags of recipients in a session (<see cref="TaggedRcpt"/>): which come off the line, and which bounces are refused.</summary>
public sealed class TaggedRcptTests
{
    private const string NotOurs = "550 this bounce is for mail we did not send (#5.7.1)\r\n";

    private static readonly int Today = new DateOnly(2026, 11, 27).DayNumber;
    private static readonly BatvKeys Keys = BatvKeys.Read("1 00112233445566778899aabbccddeeff 2026-01-01\n"u8.ToArray());
    private static readonly TagJudge Tags = new(Keys, BatvDomains.Read("#: action=reject\nx.example\nlog.example\n"u8.ToArray()), Today);

    private static readonly string Tag = TagOf("joe@x.example", 0);

    [Theory]
    [InlineData("RCPT TO:<TAGjoe@x.example>", "RCPT TO:<joe@x.example>")]
    [InlineData("rcpt to: <TAGjoe@x.example>  NOTIFY=NEVER ORCPT=rfc822;TAGjoe@x.example", "rcpt to: <joe@x.example>  NOTIFY=NEVER ORCPT=rfc822;TAGjoe@x.example")]
    [InlineData("RCPT TO:<TAGJoe@X.example>", "RCPT TO:<Joe@X.example>")]
    [InlineData("RCPT TO:<\"TAGjoe\"@x.example>", "RCPT TO:<\"joe\"@x.example>")]
    [InlineData("RCPT TO:TAGjoe@x.example", "RCPT TO:joe@x.example")]
    [InlineData("RCPT TO:<@a.example,@b.example:TAGjoe@x.example>", "RCPT TO:<@a.example,@b.example:joe@x.example>")]

    // Servers may read two addresses, or the tag is in pieces, or the verb is not the verb for all: as it is.
    [InlineData("RCPT TO:(<TAGjoe@x.example>)<TAGjoe@x.example>", null)]
    [InlineData("RCPT TO:<\"prvs\\=1REST\"joe@x.example>", null)]
    [InlineData("RCPT\tTO:<TAGjoe@x.example>", null)]
    [InlineData("RCPT TO:<TAGTAGjoe@x.example>", null)]
    [InlineData("RCPT TO:<TAGann@x.example>", null)]
    public void A_tag_of_ours_comes_off_where_every_server_reads_the_mailbox_behind_it(string line, string? passed)
    {
        string sent = line.Replace("TAG", Tag, StringComparison.Ordinal).Replace("REST", Tag[6..], StringComparison.Ordinal) + "\r\n";
        Conversation conversation = Greeted();
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        Assert.Equal(passed is null ? sent : passed.Replace("TAG", Tag, StringComparison.Ordinal) + "\r\n", conversation.Client(sent));
        Assert.Equal("", conversation.TakeHeard());
    }

    [Theory]
    [InlineData("joe@x.example", false, null)]
    [InlineData("prvs=1791000000=joe@x.example", false, null)]
    [InlineData("STALE", false, null)]
    [InlineData("VALID", true, "joe@x.example")]
    [InlineData("joe@log.example", true, "joe@log.example")]
    [InlineData("joe@other.example", true, "joe@other.example")]
    [InlineData("postmaster@x.example", true, "postmaster@x.example")]
    public void A_bounce_without_a_valid_tag_is_refused_as_its_domain_wants_it(string recipient, bool passes, string? read)
    {
        recipient = recipient.Replace("VALID", Tag + "joe@x.example", StringComparison.Ordinal)
            .Replace("STALE", TagOf("joe@x.example", -8) + "joe@x.example", StringComparison.Ordinal);
        Conversation conversation = Greeted();
        conversation.Ask("MAIL FROM:<>", "250 ok");
        Assert.Equal(passes ? $"RCPT TO:<{read}>\r\n" : "", conversation.Client($"RCPT TO:<{recipient}>\r\n"));
        Assert.Equal(passes ? "" : NotOurs, conversation.TakeHeard());
        Assert.Equal(passes ? 0 : 1, conversation.Session.Rejected);
        Assert.Equal($"{(passes ? "Accept" : "Reject")} me  {recipient}", conversation.Reports[^1]);
        Assert.Equal(recipient == "joe@log.example" ? ["log missing joe@log.example"] : [], conversation.Reports.SkipLast(1));
    }

    [Fact]
    public void Mail_with_a_sender_and_mail_of_a_relay_client_is_not_judged_and_loses_its_tag_all_the_same()
    {
        Conversation conversation = Greeted();
        conversation.Ask("MAIL FROM:<a@b>", "250 ok");
        Assert.Equal("RCPT TO:<joe@x.example>\r\n", conversation.Client("RCPT TO:<joe@x.example>\r\n"));
        conversation.Server("250 ok\r\n");
        Assert.Equal("RCPT TO:<joe@x.example>\r\n", conversation.Client($"RCPT TO:<{TagOf("joe@x.example", -8)}joe@x.example>\r\n"));
        Conversation relay = Greeted(relaySuffix: []);
        relay.Ask("MAIL FROM:<>", "250 ok");
        Assert.Equal("RCPT TO:<joe@x.example>\r\n", relay.Client("RCPT TO:<joe@x.example>\r\n"));
        Assert.Equal("RCPT TO:<joe@x.example>\r\n", relay.Client($"RCPT TO:<{Tag}joe@x.example>\r\n"));
    }

    [Fact]
    public void One_reading_to_be_refused_refuses_the_line()
    {
        foreach (string line in new[] { "RCPT TO:(<ann@x.example>)<TAGjoe@x.example>", "RCPT TO:(<TAGjoe@x.example>)<ann@x.example>" })
        {
            Conversation conversation = Greeted();
            conversation.Ask("MAIL FROM:<>", "250 ok");
            Assert.Equal("", conversation.Client(line.Replace("TAG", Tag, StringComparison.Ordinal) + "\r\n"));
            Assert.Equal(NotOurs, conversation.TakeHeard());
        }
    }

    [Fact]
    public void A_recipient_with_a_tag_and_the_same_one_without_it_are_one_recipient_of_a_bounce()
    {
        string tagged = TagOf("joe@log.example", 0) + "joe@Log.Example";
        foreach ((string one, string other) in new[] { (tagged, "joe@log.example"), ("joe@log.example", tagged) })
        {
            Conversation conversation = Greeted(bouncesHaveOneRecipient: true);
            conversation.Ask("MAIL FROM:<>", "250 ok");
            conversation.Client($"RCPT TO:<{one}>\r\n");
            conversation.Server("250 ok\r\n");
            conversation.Client($"RCPT TO:<{other}>\r\n");
            conversation.Server("250 ok\r\n");
            Assert.Equal("250 ok\r\n250 ok\r\n", conversation.TakeHeard());
            conversation.Client("RCPT TO:<ann@log.example>\r\n");
            Assert.Equal("550 a bounce has one recipient (#5.7.1)\r\n", conversation.TakeHeard());
        }
    }

    [Fact]
    public void A_rule_and_a_missing_mailbox_answer_before_the_tag_does()
    {
        Conversation conversation = Greeted();
        conversation.Ask("MAIL FROM:<>", "250 ok");
        conversation.Client("RCPT TO:<bad@x.example>\r\nRCPT TO:<nobody@x.example>\r\n");
        Assert.StartsWith("553 sorry", conversation.TakeHeard(), StringComparison.Ordinal);
        Assert.Equal(1, conversation.Session.Unknown);
    }

    /// <summary>The line comes in pieces, and commands run ahead: the server gets whole lines in their order, and replies keep their places.</summary>
    [Fact]
    public void Pieces_and_commands_ahead_change_nothing()
    {
        string dialogue = $"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<{Tag}joe@x.example> X=1\r\nRCPT TO:<joe@x.example>\r\nRCPT TO:<{Tag}Joe@x.example>\n"
            + "RCPT TO:<one@d>\r\nDATA\r\n" + $"RCPT TO:<{Tag}joe@x.example>\r\n.\r\nQUIT\r\n";
        for (int seed = 0; seed < 200; seed++)
        {
            var server = new ModelServer(BodyRule.Qmail, hasChunking: false, refusesData: false);
            SessionRun run = new SessionRun(
                new Random(seed), server, Encoding.Latin1.GetBytes(dialogue), judgeTag: static (recipient, isBounce) => Tags.Decide(recipient, isBounce)).Run(seed % 20);
            Assert.Equal(["TO:<joe@x.example> X=1", "TO:<Joe@x.example>", "TO:<one@d>"], server.Recipients);
            Assert.Equal([$"RCPT TO:<{Tag}joe@x.example>\r\n.\r\n"], server.Messages);
            Assert.EndsWith("250 ok\r\n250 ok\r\n" + NotOurs + "250 ok\r\n250 ok\r\n354 go ahead\r\n250 ok queued\r\n221 bye\r\n", run.ToClient.ToString(),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_the_option_no_tag_is_looked_at()
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask("MAIL FROM:<>", "250 ok");
        Assert.Equal($"RCPT TO:<{Tag}joe@x.example>\r\n", conversation.Client($"RCPT TO:<{Tag}joe@x.example>\r\n"));
    }

    private static Conversation Greeted(byte[]? relaySuffix = null, bool bouncesHaveOneRecipient = false)
    {
        var conversation = new Conversation(static (recipient, isBounce) => Tags.Decide(recipient, isBounce), false, relaySuffix, 0, bouncesHaveOneRecipient, []);
        conversation.Server("220 x\r\n");
        conversation.Client("EHLO me\r\n");
        conversation.Server("250 x\r\n");
        conversation.TakeHeard();
        return conversation;
    }

    private static string TagOf(string address, int days) =>
        Encoding.Latin1.GetString(SenderTag.Sign(Encoding.Latin1.GetBytes(address), Keys, Today + days)!.AsSpan(0, SenderTag.Length));
}
