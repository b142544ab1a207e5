using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>The files are made from vmailmgr's format; vdeliver itself does not run here.</summary>
public sealed class VmailmgrTests
{
    private const string Home = "/home/dom";
    private const string List = Home + "/passwd.cdb";

    private static readonly (string Key, string Data)[] Users = [("joe", "\u0002\u0002\u0001\0\0pw\0./users/joe\0\0"), ("old", ":pw:./users/old"), ("fwd", "\u0001pw\0\0a@b\0")];

    [Theory]
    [InlineData("joe", "Exists")]
    [InlineData("JOE", "Exists")]
    [InlineData("old", "Exists")]
    [InlineData("fwd", "Exists")]
    [InlineData("nobody", "Missing")]
    [InlineData("joe-x", "Missing")]
    [InlineData("", "Missing")]
    public void The_list_says_who_has_a_mailbox(string extension, string expected)
    {
        Assert.Equal(expected, Find(new SketchedHost().File(List, CdbFile.Of(Users)), extension).State.ToString());
        Assert.Equal("Exists", Find(new SketchedHost().File(List, CdbFile.Of([.. Users, ("+", ":pw:./users/default")])), extension).State.ToString());
    }

    [Fact]
    public void The_reason_names_the_mailbox_and_the_list() =>
        Assert.Equal($"no nobody in {List}", Encoding.Latin1.GetString(Find(new SketchedHost().File(List, CdbFile.Of(Users)), "Nobody").Why));

    [Theory]
    [InlineData(Home + "/.vmailmgr/password-file")]
    [InlineData(Home + "/.vmailmgr/default-username")]
    [InlineData("/etc/vmailmgr/password-file")]
    [InlineData("/etc/vmailmgr/default-username")]
    public void Settings_that_change_the_list_or_the_default_user_make_a_no_uncertain(string setting)
    {
        SketchedHost host = new SketchedHost().File(List, CdbFile.Of(Users)).File(setting, "x");
        Assert.Equal("Unknown", Find(host, "nobody").State.ToString());
        Assert.Equal("Exists", Find(host, "joe").State.ToString());
    }

    [Fact]
    public void A_list_that_is_missing_unreadable_or_damaged_is_not_told()
    {
        Assert.Equal("Unknown", Find(new SketchedHost(), "joe").State.ToString());
        Assert.Equal("Unknown", Find(new SketchedHost().File(List, new string('\0', 2048)), "joe").State.ToString());
        Assert.Equal("Unknown", Find(new SketchedHost().File(List, CdbFile.Of(("joe", "strange"))), "joe").State.ToString());
        Assert.Equal("Unknown", Find(new SketchedHost().File(List, CdbFile.Of(("joe", ""))), "joe").State.ToString());
        Assert.StartsWith($"chmod o+r {List}, which shows", Find(new SketchedHost().File(List, CdbFile.Of(Users), 0x180), "joe").Advice!);
        MailboxFinding closed = Find(new SketchedHost().File(List, CdbFile.Of(Users)).Directory(Home, 0x1C0), "joe");
        Assert.Equal(("Unknown", $"chmod o+x {Home}"), (closed.State.ToString(), closed.Advice));
        byte[] whole = CdbFile.Of(Users);
        for (int length = 0; length < whole.Length; length += 5)
            Assert.Equal("Unknown", Find(new SketchedHost().File(List, whole[..length]), "nobody").State.ToString());
    }

    private static MailboxFinding Find(SketchedHost host, string extension)
    {
        var trail = new List<Evidence>();
        MailboxFinding finding = Vmailmgr.Find(
            host, new LocalUser("dom"u8.ToArray(), 7001, 7001, CdbFile.Bytes(Home), "-"u8.ToArray(), CdbFile.Bytes(extension), IsCertain: true), trail);
        Assert.NotEmpty(trail);
        return finding;
    }
}
