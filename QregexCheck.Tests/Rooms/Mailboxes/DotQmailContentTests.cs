using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>What a <c>.qmail</c> file does, read without running it (DotQmailContent). Source: qmail-local.c, dot-qmail(5).</summary>
public sealed class DotQmailContentTests
{
    [Theory]
    [InlineData("", "DefaultDelivery")]
    [InlineData("# only a comment\n", "Nothing")]
    [InlineData("#\n\n  \n+other\n", "Nothing")]
    [InlineData("+list\n", "Nothing")]
    [InlineData("./Mailbox\n", "Delivers")]
    [InlineData("fwd@else.example", "Delivers")]
    [InlineData("&\n", "Delivers")]
    [InlineData(" ./Mailbox\n", "Delivers")]
    [InlineData("+list\nfwd@else.example\n", "Delivers")]
    [InlineData("\n./Mailbox\n", "Defers")]
    [InlineData(" \t\n./Mailbox\n", "Defers")]
    [InlineData("\0./Mailbox\n", "Defers")]
    [InlineData("+list\n./Mailbox\n", "Defers")]
    [InlineData("+list\n|exit 100\n", "Defers")]
    [InlineData("|cat >/dev/null\n", "Runs")]
    [InlineData("|exit 100\n", "Bounces")]
    [InlineData("|exit 100", "Bounces")]
    [InlineData("| exit 100 \t\n", "Bounces")]
    [InlineData("# note\n|exit 64\n#\n", "Bounces")]
    [InlineData("|exit 112\0 or not\n", "Bounces")]
    public void A_file_does_what_its_lines_say(string content, string kind) => Assert.Equal(kind, Kind(content));

    [Theory]
    [InlineData("|exit 100\n./Mailbox\n")]
    [InlineData("fwd@else.example\n|exit 100\n")]
    [InlineData("|exit 100\n|exit 100\n")]
    [InlineData("|exit 0100\n")]
    [InlineData("|exit 100 1\n")]
    [InlineData("|exit 99\n")]
    [InlineData("|exit 111\n")]
    [InlineData("|exit\n")]
    [InlineData("|EXIT 100\n")]
    [InlineData("|exit 100\r\n")]
    [InlineData("|exit 100;true\n")]
    [InlineData("|exit $?\n")]
    [InlineData("|exit 100 #x\n")]
    [InlineData("|'exit' 100\n")]
    [InlineData("|/bin/exit 100\n")]
    [InlineData("|bouncesaying\n")]
    [InlineData("|bouncesaying 'no' true\n")]
    [InlineData("|bouncesaying 'no (really)'\n")]
    [InlineData("|bouncesaying 'no'x\n")]
    [InlineData("|bouncesaying no*\n")]
    [InlineData("|bouncesaying 'no\n")]
    [InlineData("|vdelivermail bounce-no-mailbox\n")]
    [InlineData("|vdelivermail '' bounce-no-mailbox more\n")]
    [InlineData("|vdelivermail x bounce-no-mailbox\n")]
    [InlineData("|vdelivermail '' bounce-no-mailbo\n")]
    [InlineData("|myvdelivermail '' bounce-no-mailbox\n")]
    [InlineData("|env vdelivermail '' bounce-no-mailbox\n")]
    [InlineData("|vdeliver -D\n")]
    [InlineData("|fastforward\n")]
    [InlineData("|fastforward -p /etc/aliases.cdb\n")]
    [InlineData("|fastforward -d -p /etc/aliases.cdb\n")]
    [InlineData("|fastforward -dp /etc/aliases.cdb\n")]
    [InlineData("|fastforward ~/aliases.cdb\n")]
    [InlineData("|A=b fastforward aliases.cdb\n")]
    public void A_program_in_any_other_form_than_the_exact_ones_is_only_run(string content) => Assert.Equal("Runs", Kind(content));

    [Theory]
    [InlineData("|bouncesaying 'no such person'\n", "Bounces", null, false)]
    [InlineData("|bouncesaying \"no such person\"\n", "Bounces", null, false)]
    [InlineData("| /home/vpopmail/bin/vdelivermail '' bounce-no-mailbox\n", "Vpopmail", null, false)]
    [InlineData("|vdelivermail '' delete\n", "Vpopmail", null, false)]
    [InlineData("|vdelivermail '' /home/vpopmail/domains/d/all\n", "Delivers", null, false)]
    [InlineData("|vdelivermail '' all@example.com\n", "Delivers", null, false)]
    [InlineData("|/usr/bin/vdeliver\n", "Vmailmgr", null, false)]
    [InlineData("| fastforward /etc/aliases.cdb\n", "FastForward", "/etc/aliases.cdb", false)]
    [InlineData("|/var/qmail/bin/fastforward -d aliases.cdb\n", "FastForward", "aliases.cdb", true)]
    public void A_known_program_in_an_exact_form_leads_to_its_list(string content, string kind, string? file, bool usesDefault)
    {
        DotQmailContent read = DotQmailContent.Read(MadeUpHost.Bytes(content), isWhole: true, onlyForwards: false);
        Assert.Equal((kind, usesDefault), (read.Kind.ToString(), read.Command!.UsesDefault));
        Assert.Equal(file, read.Command.File is null ? null : System.Text.Encoding.UTF8.GetString(read.Command.File));
    }

    [Fact]
    public void Behind_the_x_bit_nothing_is_run_or_delivered_but_an_empty_file_still_is_the_default()
    {
        Assert.Equal("Defers", Kind("|exit 100\n", onlyForwards: true));
        Assert.Equal("Defers", Kind("./Mailbox\n", onlyForwards: true));
        Assert.Equal("Delivers", Kind("fwd@else.example\n", onlyForwards: true));
        Assert.Equal("DefaultDelivery", Kind("", onlyForwards: true));
    }

    [Fact]
    public void Of_a_file_that_was_not_read_to_its_end_no_bounce_is_believed()
    {
        Assert.Equal("Runs", Kind("|exit 100\n", isWhole: false));
        Assert.Equal("Delivers", Kind("# a long list\na@b.example\n", isWhole: false));
    }

    [Fact]
    public void Comments_at_the_beginning_of_a_long_file_say_nothing_of_its_end()
    {
        DotQmailContent content = DotQmailContent.Read("# a long comment\n"u8, isWhole: false, onlyForwards: false);
        Assert.Equal((DotQmailKind.Runs, "is longer than 16 KiB: not read to its end"), (content.Kind, content.Words));
    }

    private static string Kind(string content, bool isWhole = true, bool onlyForwards = false) =>
        DotQmailContent.Read(MadeUpHost.Bytes(content), isWhole, onlyForwards).Kind.ToString();
}
