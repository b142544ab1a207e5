using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

public sealed class NameServiceSwitchTests
{
    [Theory]
    [InlineData("passwd: files\n", "Passwd")]
    [InlineData("passwd:files", "Passwd")]
    [InlineData(" passwd :\tfiles  systemd # all\r\n", "Passwd")]
    [InlineData("# passwd: ldap\npasswd: files systemd\ngroup: ldap\nshadow: sss\n", "Passwd")]
    [InlineData("passwd: compat\n", "PasswdCompat")]
    [InlineData("passwd: compat systemd\n", "PasswdCompat")]
    [InlineData("passwd: files\npasswd: compat\n", "PasswdCompat")]
    [InlineData("", "PasswdCompat")]
    [InlineData("group: files\n", "PasswdCompat")]
    [InlineData("passwd_compat: nis\n", "PasswdCompat")]
    [InlineData("passwd: files ldap\n", "Others")]
    [InlineData("passwd: sss files systemd\n", "Others")]
    [InlineData("passwd: files winbind\n", "Others")]
    [InlineData("passwd: compat nis\n", "Others")]
    [InlineData("passwd: Files\n", "Others")]
    [InlineData("passwd: files [NOTFOUND=return] systemd\n", "Others")]
    [InlineData("passwd: files[SUCCESS=continue]\n", "Others")]
    [InlineData("passwd: files\npasswd: ldap\n", "Others")]
    [InlineData("passwd: ldap\npasswd: files\n", "Others")]
    [InlineData("passwd:\n", "Others")]
    [InlineData("passwd: files\0ldap\n", "Others")]
    public void Only_files_systemd_and_compat_mean_that_passwd_has_all_users(string text, string expected)
    {
        Assert.Equal(expected, NameServiceSwitch.Of(CdbFile.Bytes(text), out _).ToString());
        Assert.Equal(expected, Read(new SketchedHost().File("/etc/nsswitch.conf", text)));
    }

    [Fact]
    public void A_missing_file_is_compat_and_one_that_can_not_be_read_may_name_others()
    {
        Assert.Equal("PasswdCompat", Read(new SketchedHost()));
        Assert.Equal("Others", Read(new SketchedHost().File("/etc/nsswitch.conf", "passwd: files\n", 0x180)));
        Assert.Equal("Others", Read(new SketchedHost().Special("/etc/nsswitch.conf")));
        Assert.Equal("Others", Read(new SketchedHost().Directory("/etc/nsswitch.conf")));
        Assert.Equal("Others", Read(new SketchedHost().File("/etc/nsswitch.conf", "passwd: files\n" + new string('#', 20_000))));
        SketchedHost failing = new SketchedHost().File("/etc/nsswitch.conf", "passwd: files\n");
        failing.Fault = ("/etc/nsswitch.conf", 0);
        Assert.Equal("Others", Read(failing));
    }

    /// <summary>Users of systemd are in no passwd: records that somebody laid down, and those of systemd-homed (nss-systemd(8)).</summary>
    [Theory]
    [InlineData("/etc/userdb")]
    [InlineData("/run/userdb")]
    [InlineData("/run/host/userdb")]
    [InlineData("/usr/local/lib/userdb")]
    [InlineData("/usr/lib/userdb")]
    [InlineData("/run/systemd/userdb/io.systemd.Home")]
    public void Where_systemd_has_users_passwd_has_not_all(string place)
    {
        foreach (string line in new[] { "passwd: files systemd\n", "passwd: systemd files\n", "passwd: compat systemd\n" })
        {
            SketchedHost host = new SketchedHost().File("/etc/nsswitch.conf", line).Special(place);
            var trail = new List<Evidence>();
            Assert.Equal(UserSources.Others, NameServiceSwitch.Read(host, trail));
            Assert.Equal(
                [(place, "may hold users"), ("/etc/nsswitch.conf", "names systemd, which has users besides those of /etc/passwd")],
                trail.Select(one => (Encoding.UTF8.GetString(one.File), one.Words)));
        }

        Assert.Equal(
            "Others", Read(new SketchedHost().File("/etc/nsswitch.conf", "passwd: files systemd\n").Directory(place[..place.LastIndexOf('/')], 0x1C0)));
        Assert.Equal("Passwd", Read(new SketchedHost().File("/etc/nsswitch.conf", "passwd: files\n").Special(place)));
    }

    [Fact]
    public void Places_of_systemd_are_looked_at_only_where_it_is_named()
    {
        SketchedHost host = new SketchedHost().File("/etc/nsswitch.conf", "passwd: files\n");
        Assert.Equal("Passwd", Read(host));
        Assert.Equal(["/etc/nsswitch.conf", "close /etc/nsswitch.conf"], host.Calls);
        host = new SketchedHost().File("/etc/nsswitch.conf", "passwd: files systemd\n");
        Assert.Equal("Passwd", Read(host));
        Assert.Equal(8, host.Calls.Count);
    }

    private static string Read(SketchedHost host)
    {
        var trail = new List<Evidence>();
        UserSources sources = NameServiceSwitch.Read(host, trail);
        Assert.NotEmpty(trail);
        return sources.ToString();
    }
}
