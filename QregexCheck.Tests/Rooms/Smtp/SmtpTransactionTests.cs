using System.Text;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>What servers may read in a HELO, a MAIL or a RCPT: none of it may be refused.</summary>
public class SmtpTransactionTests
{
    [Theory]
    [InlineData("RCPT TO:<bad@d>")]
    [InlineData("rcpt to:bad@d")]
    [InlineData(" RCPT TO:<bad@d>")]
    [InlineData("\vRCPT TO:<bad@d>")]
    [InlineData("\fRCPT TO:<bad@d>")]
    [InlineData("\u0001\u007fRCPT TO:<bad@d>")]
    [InlineData("\u00ef\u00bb\u00bfRCPT TO:<bad@d>")]
    [InlineData("RC\0PT TO:<bad@d>")]
    [InlineData("RCPT\0TO:<bad@d>")]
    [InlineData("RCPT\vTO:<bad@d>")]
    [InlineData("RCPT\0 TO:<bad@d>")]
    [InlineData("RCPT:<bad@d>")]
    [InlineData("RCPT<bad@d>")]
    [InlineData("RCPTTO:<bad@d>")]
    [InlineData("RCPTXYZXYZXYZ TO:<bad@d>")]
    [InlineData("RCPT TO:\0<bad@d>")]
    [InlineData("RCPT TO:<b\0ad@d>")]
    [InlineData("RCPT TO:<bad@d\0>")]
    [InlineData("RCPT TO:\tbad@d")]
    [InlineData("RCPT TO:\tbad@d\t")]
    [InlineData("RCPT TO:(<good@d>)<bad@d>")]
    [InlineData("RCPT TO:((<good@d>)\\))<bad@d>")]
    [InlineData("RCPT TO:\"x <good@d>\" <bad@d>")]
    [InlineData("RCPT TO: x y <bad@d>")]
    [InlineData("RCPT TO:<bad(x)@d>")]
    [InlineData("RCPT TO:<bad @ d>")]
    [InlineData("RCPT TO:<@one,@two:bad@d>")]
    [InlineData("RCPT TO:< @one : bad@d>")]
    [InlineData("RCPT TO:<x@bad.>")]
    [InlineData("RCPT TO:<\"bad\"@d> NOTIFY=NEVER")]
    [InlineData("RCPT TO:<b\\ad@d>")]
    [InlineData("RCPT TO:x @bad")]
    [InlineData("RCPT TO:x@ bad")]
    [InlineData("RCPT TO:x\t@ \tbad NOTIFY=NEVER")]
    [InlineData("RCPT TO:\"x\" @bad")]
    [InlineData("RCPT TO:x (y) @ (z) bad . ")]
    [InlineData("RCPT TO:@y : x @bad")]
    [InlineData("RCPT TO:x@bad(<c@d>")]
    [InlineData("RCPT TO:(y)x@bad (\"z")]
    [InlineData("RCPT TO:(<x@d>) x \\y <x@bad>")]
    public void A_recipient_that_a_rule_refuses_is_refused_in_each_form_that_some_server_reads(string line)
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal(string.Empty, conversation.Client(line + "\r\n"));
        Assert.StartsWith("553 ", conversation.TakeHeard());
        Assert.Equal(1, conversation.Session.Rejected);
    }

    [Theory]
    [InlineData("RCPT TO:<notbad@d> X=bad@d")]
    [InlineData("RCPT TO:<x@d(bad>")]
    [InlineData("RCPT TO:(bad@d")]
    [InlineData("RCPT TO:x@d bad")]
    [InlineData("RCPT TO:x@d X .bad")]
    [InlineData("RCPT TO:x@d \".\"bad")]
    [InlineData("RCPT TO:<\"(bad@d)\"@e>")]
    [InlineData("RCPT TO:<o(k@d>")]
    [InlineData("NOOP RCPT TO:<bad@d>")]
    public void What_no_server_reads_so_is_not_refused(string line)
    {
        Conversation conversation = Conversation.WithEhlo();
        Assert.Equal(line + "\r\n", conversation.Client(line + "\r\n"));
    }

    [Theory]
    [InlineData("HELO bad")]
    [InlineData("HELO bad x")]
    [InlineData("EHLO\tbad")]
    [InlineData(" HELO bad")]
    [InlineData("HELO b\0ad")]
    [InlineData("HELOX bad")]
    [InlineData("HELO:bad")]
    [InlineData("HELObad")]
    [InlineData("HELO  bad  x")]
    [InlineData("SAML FROM:<bad@b>")]
    [InlineData("send from:<bad@b>")]
    [InlineData("SOMLFROM:<bad@b>")]
    [InlineData("MAIL FROM:<bad@b>")]
    [InlineData("MAILFROM:<bad@b>")]
    [InlineData("\fMAIL FROM:<bad@b>")]
    [InlineData("MAIL FROM:(<x@y>)<bad@b>")]
    public void A_name_or_a_sender_that_a_rule_refuses_is_refused_in_each_form(string line)
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask(line, "250 ok");
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<c@d>\r\n"));
    }

    [Theory]
    [InlineData("MAIL FROM:<bad@b>", "\tMAIL FROM:<a@b>")]
    [InlineData("MAIL FROM:<bad@b>", "MAILX FROM:<a@b>")]
    [InlineData("MAIL FROM:<bad@b>", "RSET\t")]
    [InlineData("MAIL FROM:<bad@b>", "R\0SET")]
    [InlineData("HELO bad", "HELO\tgood")]
    [InlineData("HELO bad", " EHLO good")]
    public void What_may_have_been_something_else_to_the_server_forgives_nothing(string first, string second)
    {
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask(first, "250 ok");
        conversation.Ask(second, "250 ok");
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<c@d>\r\n"));
    }

    [Theory]
    [InlineData("TO:<one two@d>", "TO:<one=two@d>")]
    [InlineData("TO:one two@d ", "TO:one=two@d ")]
    [InlineData("TO:one\ttwo@d", "TO:one=two@d")]
    [InlineData("TO:<a b c@d>", "TO:<a b=c@d>")]
    [InlineData("TO: <a@d>", "TO:=<a@d>")]
    [InlineData("TO:<a@d>", null)]
    [InlineData("TO:<a@d> NOTIFY=NEVER", null)]
    [InlineData("TO:<a@d> ORCPT=rfc822;a@d", null)]
    [InlineData("TO:<a@d> X", null)]
    [InlineData("TO:<\"a b\"@d>", null)]
    public void A_last_word_that_is_no_parameter_is_joined_as_Exim_does_it(string argument, string? filled) =>
        Assert.Equal(filled, StandardPath.FillLastBlank(Encoding.ASCII.GetBytes(argument)) is { } bytes ? Encoding.ASCII.GetString(bytes) : null);

    [Theory]
    [InlineData("MAIL FROM:<bad@b>", "MAIL FROM:<a@b>")]
    [InlineData("MAIL FROM:<bad@b>", "RSET")]
    [InlineData("HELO bad", "HELO good")]
    [InlineData("HELO bad", "EHLO good")]
    public void A_client_whose_lines_end_in_LF_alone_begins_anew_like_any_other(string first, string second)
    {
        const string Rcpt = "RCPT TO:<c@d>\n";
        Conversation conversation = Conversation.WithEhlo();
        foreach (string line in new[] { first, second })
        {
            Assert.Equal(line + "\n", conversation.Client(line + "\n"));
            Assert.Equal(string.Empty, conversation.Client(line == first ? Rcpt : string.Empty));
            conversation.Server("250 ok\r\n");
        }

        Assert.Equal(1, conversation.Session.Rejected);
        Assert.Equal(Rcpt, conversation.Client(Rcpt));
    }

    [Theory]
    [InlineData(899)]
    [InlineData(900)]
    [InlineData(4000)]
    public void A_long_address_is_judged_and_reported_like_any_other(int length)
    {
        string sender = new string('s', length) + "@b";
        Conversation conversation = Conversation.WithEhlo();
        conversation.Ask($"MAIL FROM:<{sender}>", "250 ok");
        string good = new string('x', length) + "@d";
        string bad = new string('x', length) + "@bad";
        conversation.Ask($"RCPT TO:<{good}>", "250 ok");
        Assert.Equal(string.Empty, conversation.Client($"RCPT TO:<{bad}>\r\n"));
        Assert.StartsWith("553 ", conversation.TakeHeard());
        Assert.Equal([$"Accept me {sender} {good}", $"Reject me {sender} {bad}"], conversation.Reports);
    }

    [Fact]
    public void The_value_of_RELAYCLIENT_is_appended_to_each_recipient_and_to_no_sender()
    {
        var conversation = new Conversation(relaySuffix: Encoding.ASCII.GetBytes("@bad"));
        conversation.Server("220 x\r\n");
        conversation.Ask("MAIL FROM:<a>", "250 ok");
        Assert.Equal(string.Empty, conversation.Client("RCPT TO:<12345>\r\n"));
        Assert.Equal(["Reject - a 12345@bad"], conversation.Reports);
    }

    [Fact]
    public void An_address_of_this_host_is_read_with_each_name_that_the_server_may_go_by()
    {
        static bool IsMine(uint ip) => ip == 0x7F000001;
        var ours = new LocalHost("good"u8.ToArray(), IsMine);
        var theirs = new LocalHost("bad"u8.ToArray(), IsMine);
        foreach (LocalHost[] hosts in new LocalHost[][] { [theirs], [ours, theirs], [theirs, ours] })
        {
            var conversation = new Conversation(localHosts: hosts);
            Assert.Equal(string.Empty, conversation.Client("RCPT TO:<x@[127.0.0.1]>\r\n"));
            Assert.Equal(["Reject - - x@bad"], conversation.Reports);
            Assert.Equal(string.Empty, conversation.Client("RCPT TO:(x)<x@[127.0.0.1]>\r\n"));
            Assert.NotEqual(string.Empty, conversation.Client("RCPT TO:<x@[127.0.0.2]>\r\n"));
        }
    }
}
