using System.Text;
using QregexCheck.Commands;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>What a line of the list for <c>test -</c> is taken for.</summary>
public sealed class ListLineTests
{
    [Theory]
    [InlineData("c@d", null, "c@d")]
    [InlineData("c@d \r", null, "c@d")]
    [InlineData("  c@d", null, "c@d")]
    [InlineData("a@b\tc@d", "a@b", "c@d")]
    [InlineData("-\tc@d", null, "c@d")]
    [InlineData("a@b\t-", "a@b", null)]
    [InlineData("\tc@d", "", "c@d")]
    [InlineData("x from=<a@b> to=<c@d> y", "<a@b>", "<c@d>")]
    [InlineData("Nov 26 mx qregexcheck: reject badmailto:1 ip=192.0.2.1 helo=[x] from=<a@b> to=<c@d>", "<a@b>", "<c@d>")]
    [InlineData("qregexcheck: accept ip=192.0.2.1 helo=- from=- to=<c@d>", null, "<c@d>")]
    [InlineData(
        "qregexcheck: reject checkrcpthosts:1 ip=192.0.2.1 helo=- from=<a@b> to=<c@d> rule=\"*\" reply=\"550 no\" why=\"no .qmail-from\\x3D\\x3Cx\"",
        "<a@b>", "<c@d>")]
    [InlineData("#c@d", null, "#c@d")]
    public void A_line_has_a_sender_and_a_recipient_or_one_of_them(string line, string? sender, string? recipient)
    {
        Assert.True(ListLine.TryRead(Encoding.Latin1.GetBytes(line), out ListLine read));
        Assert.Equal(
            (sender, recipient),
            (read.HasSender ? Encoding.Latin1.GetString(read.Sender) : null, read.HasRecipient ? Encoding.Latin1.GetString(read.Recipient) : null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r")]
    [InlineData("# a remark")]
    [InlineData("# a@b")]
    [InlineData("## a@b")]
    [InlineData("#remark")]
    [InlineData("qregexcheck: session ip=192.0.2.1 recipients=1")]
    [InlineData("qregexcheck: accept ip=192.0.2.1 from=- to=-")]
    public void A_line_without_an_envelope_is_none(string line) => Assert.False(ListLine.TryRead(Encoding.Latin1.GetBytes(line), out _));

    [Theory]
    [InlineData("#c@d", "begins with #")]
    [InlineData("a@b\t", "behind the TAB")]
    [InlineData("a@b\tc@d\te@f", "more than a sender and a recipient")]
    [InlineData("a@b c@d", "a blank stands where a TAB belongs")]
    public void What_looks_wrong_gets_a_word(string line, string word)
    {
        Assert.True(ListLine.TryRead(Encoding.Latin1.GetBytes(line), out ListLine read));
        Assert.Contains(word, read.Doubt, System.StringComparison.Ordinal);
    }
}
