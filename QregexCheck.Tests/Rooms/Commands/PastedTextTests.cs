using System.Text;
using QregexCheck.Commands;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>What people copy from logs and mails is read as what it stands for; what looks wrong gets a word.</summary>
public sealed class PastedTextTests
{
    [Theory]
    [InlineData("a@b", "a@b")]
    [InlineData("<a@b>", "a@b")]
    [InlineData("<>", "")]
    [InlineData("", "")]
    [InlineData(" a@b ", "a@b")]
    [InlineData("a@b\r", "a@b")]
    [InlineData("< a@b >", "a@b")]
    [InlineData("a\\x22b@c", "a\"b@c")]
    [InlineData("<a\\x5Cx22@c>", "a\\x22@c")]
    [InlineData("a\\xe9@c", "a\xe9@c")]
    [InlineData("a@b\\x20", "a@b ")]
    [InlineData("a\\x@c", "a\\x@c")]
    [InlineData("a\\x2@c", "a\\x2@c")]
    [InlineData("a\\xZZ@c", "a\\xZZ@c")]
    [InlineData("a\\\\x41@c", "a\\A@c")]
    public void An_address_that_can_mean_but_one_thing_is_taken_for_it(string pasted, string address)
    {
        PastedText read = PastedText.Address(Encoding.Latin1.GetBytes(pasted));
        Assert.Equal((address, null), (Encoding.Latin1.GetString(read.Bytes), read.Doubt));
    }

    [Theory]
    [InlineData("Joe <a@b>", "a@b", "before <")]
    [InlineData("RCPT TO:<a@b>", "a@b", "before <")]
    [InlineData("a b@c", "a b@c", "blank")]
    [InlineData("<a@b", "<a@b", "< or >")]
    [InlineData("a@b>", "a@b>", "< or >")]
    [InlineData("\"a\"@b", "\"a\"@b", "quote")]
    [InlineData("mailto:a@b", "mailto:a@b", "mailto:")]
    [InlineData("a@b,", "a@b,", "comma")]
    [InlineData("a@b;", "a@b;", "semicolon")]
    [InlineData("a@b,c@d", "a@b,c@d", "more than one @")]
    [InlineData("@relay.example:a@b", "@relay.example:a@b", "route")]
    [InlineData("<@relay.example,@other.example:a@b>", "@relay.example,@other.example:a@b", "route")]
    [InlineData("'a@b'", "'a@b'", "quotes")]
    [InlineData("\u00E2\u0080\u009Ca@b\u00E2\u0080\u009D", "\u00E2\u0080\u009Ca@b\u00E2\u0080\u009D", "quotes")]
    public void What_looks_wrong_gets_a_word(string pasted, string address, string word)
    {
        PastedText read = PastedText.Address(Encoding.Latin1.GetBytes(pasted));
        Assert.Equal(address, Encoding.Latin1.GetString(read.Bytes));
        Assert.Contains(word, read.Doubt, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[192.0.2.1] ", "[192.0.2.1]", false)]
    [InlineData("a\\x1B", "a\x1b", false)]
    [InlineData("a b", "a b", true)]
    [InlineData("<a>", "<a>", true)]
    public void A_host_name_keeps_its_brackets(string pasted, string host, bool hasDoubt)
    {
        PastedText read = PastedText.Host(Encoding.Latin1.GetBytes(pasted));
        Assert.Equal((host, hasDoubt), (Encoding.Latin1.GetString(read.Bytes), read.Doubt is not null));
    }

    [Theory]
    [InlineData("a@b", null, "a@b", false)]
    [InlineData("a@b \r", null, "a@b", false)]
    [InlineData("a@b\tc@d", "a@b", "c@d", false)]
    [InlineData("\tc@d", "", "c@d", false)]
    [InlineData("a@b\tc@d\te@f", "a@b", "c@d\te@f", true)]
    [InlineData("a@b c@d", "a@b", " c@d", true)]
    [InlineData("<>  c@d", "<>", "  c@d", true)]
    [InlineData("a b@c", null, "a b@c", false)]
    [InlineData("a@b c d@e", null, "a@b c d@e", false)]
    [InlineData("#a@b", null, "#a@b", true)]
    [InlineData("qregexcheck: reject badmailto:1 ip=192.0.2.1 helo=h from=<a@b> to=<c@d> rule=\"<x>\" reply=\"553 no\"", "<a@b>", "<c@d>", false)]
    [InlineData("@4000 qregexcheck: accept ip= helo= from=<> to=<c@d>", "<>", "<c@d>", false)]
    public void A_line_of_a_list_is_a_recipient_or_a_sender_and_a_recipient(string line, string? sender, string recipient, bool hasDoubt)
    {
        Assert.True(ListLine.TryRead(Encoding.Latin1.GetBytes(line), out ListLine read));
        Assert.Equal(
            (sender, recipient, hasDoubt),
            (read.HasSender ? Encoding.Latin1.GetString(read.Sender) : null, Encoding.Latin1.GetString(read.Recipient), read.Doubt is not null));
    }

    /// <summary>As in the log, a lone dash is one that is not known.</summary>
    [Theory]
    [InlineData("qregexcheck: reject badmailto:1 ip=192.0.2.1 helo=- from=- to=<c@d> rule=\"<x>\" reply=\"553 no\"", null, "<c@d>")]
    [InlineData("Nov 26 12:00:00 mx smtpd[7]: qregexcheck: reject badmailfrom:1 ip=192.0.2.1 helo=h from=<a@b> to=- rule=\"x\" reply=\"553 no\"", "<a@b>",
        null)]
    [InlineData("qregexcheck: accept ip=192.0.2.1 helo=h from=<> to=-", "<>", null)]
    [InlineData("a@b\t-", "a@b", null)]
    [InlineData("-\tc@d", null, "c@d")]
    public void What_a_line_of_a_list_does_not_know_is_not_judged(string line, string? sender, string? recipient)
    {
        Assert.True(ListLine.TryRead(Encoding.Latin1.GetBytes(line), out ListLine read));
        Assert.Equal(
            (sender, recipient, null),
            (read.HasSender ? Encoding.Latin1.GetString(read.Sender) : null, read.HasRecipient ? Encoding.Latin1.GetString(read.Recipient) : null, read.Doubt));
    }

    [Fact]
    public void A_TAB_with_nothing_behind_it_gets_a_word()
    {
        Assert.True(ListLine.TryRead("a@b\t"u8, out ListLine read));
        Assert.Equal(("a@b", false), (Encoding.Latin1.GetString(read.Recipient), read.HasSender));
        Assert.Contains("TAB", read.Doubt, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qregexcheck: session ip=192.0.2.7 mails=1 rcpts=3 rejected=1")]
    [InlineData("@4000 qregexcheck: warning: badmailto:3:1: unclosed parenthesis; the rule is skipped until it is mended")]
    [InlineData("qregexcheck: fatal: unable to read control/badmailto: permission denied")]
    [InlineData("qregexcheck: reject badhelo:1 ip=192.0.2.1 helo=h from=- to=- rule=\"x\" reply=\"553 no\"")]
    [InlineData("")]
    [InlineData(" \t")]
    [InlineData("\r")]
    [InlineData("#")]
    [InlineData("# bounced yesterday")]
    [InlineData("# a@b")]
    [InlineData("#no address")]
    [InlineData("## a@b")]
    public void Empty_lines_comments_and_other_lines_of_the_log_are_passed_over(string line) =>
        Assert.False(ListLine.TryRead(Encoding.Latin1.GetBytes(line), out _));
}
