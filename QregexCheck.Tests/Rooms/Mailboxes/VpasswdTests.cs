using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>The files are made from vpopmail's format; vpopmail itself does not run here.</summary>
public sealed class VpasswdTests
{
    private const string Vpopmail = "/home/vpopmail";
    private const string Domain = Vpopmail + "/domains/example.com";
    private const string List = Domain + "/vpasswd.cdb";

    private static readonly (string Key, string Data)[] Users =
        [("postmaster", Record(0)), ("joe", Record(0)), ("closed", Record(0x10)), ("admin", Record(0x1000)), ("both", Record(0x1010)), ("a-b", Record(0)), ("none", "$1$:1::g:/d:NOQUOTA")];

    [Theory]
    [InlineData("joe", "Exists")]
    [InlineData("JOE", "Exists")]
    [InlineData("postmaster", "Exists")]
    [InlineData("admin", "Exists")]
    [InlineData("none", "Exists")]
    [InlineData("a-b", "Exists")]
    [InlineData("closed", "Missing disabled")]
    [InlineData("both", "Missing disabled")]
    [InlineData("jo", "Missing")]
    [InlineData("joe.x", "Missing")]
    [InlineData("a", "Missing")]
    [InlineData("", "Missing")]
    [InlineData("-", "Missing")]
    [InlineData("a-c", "Missing")]
    [InlineData("joe-list", "Unknown")]
    [InlineData("Joe-a-b", "Unknown")]
    [InlineData("closed-x", "Unknown")]
    public void The_list_says_who_has_a_mailbox(string extension, string expected)
    {
        Assert.Equal(expected, State(Find(Host(), extension)));
        Assert.Equal(expected == "Unknown" ? "Missing" : expected, State(Find(Host(), extension, hasExtensions: false)));
    }

    [Fact]
    public void The_reason_names_the_mailbox_and_the_list()
    {
        var trail = new List<Evidence>();
        MailboxFinding missing = Vpasswd.Find(Host(), User(Domain, "Nobody"), true, CdbFile.Bytes(Vpopmail), trail);
        Assert.Equal($"no nobody in {List}", Encoding.Latin1.GetString(missing.Why));
        Assert.Equal($"{List} no entry", Encoding.Latin1.GetString(trail[^1].File) + " " + trail[^1].Words);
        Assert.Equal($"closed is closed in {List}", Encoding.Latin1.GetString(Find(Host(), "closed").Why));
        Assert.Equal($"{List} names the mailbox", Encoding.Latin1.GetString(Find(Host(), "joe").Why));
    }

    [Fact]
    public void A_list_without_postmaster_may_not_be_whole()
    {
        SketchedHost host = new SketchedHost().File(List, CdbFile.Of(("joe", Record(0)), ("closed", Record(0x10))));
        Assert.Equal("Exists", State(Find(host, "joe")));
        Assert.Equal("Unknown", State(Find(host, "nobody")));
        Assert.Equal("Unknown", State(Find(host, "closed")));
        Assert.Equal("Unknown", State(Find(new SketchedHost().File(List, CdbFile.Of()), "nobody")));
    }

    [Theory]
    [InlineData("etc/vpopmail.mysql", "localhost|0|u|p|vpopmail")]
    [InlineData("etc/vpopmail.pgsql", "")]
    [InlineData("etc/vpopmail.ldap", "")]
    [InlineData("etc/lib_deps", "-L/home/vpopmail/lib -lvpopmail -L/usr/lib -lmysqlclient -lz -lm -lcrypt")]
    [InlineData("etc/lib_deps", "-L/home/vpopmail/lib -lvpopmail -L/usr/lib/mariadb -lmariadb")]
    [InlineData("etc/lib_deps", "-L/home/vpopmail/lib -lvpopmail -L/usr/lib -lpq")]
    [InlineData("etc/lib_deps", "-lvpopmail -L/usr/local/lib -lldap -llber -lresolv")]
    [InlineData("etc/lib_deps", "-lvpopmail -lsqlite3")]
    [InlineData("etc/lib_deps", "-lvpopmail -lclntsh")]
    [InlineData("etc/lib_deps", "-lvpopmail -lsybdb")]
    public void Another_backend_leaves_an_old_list_behind_which_is_not_believed(string file, string text)
    {
        SketchedHost host = Host().File(Vpopmail + "/" + file, text, file.EndsWith("deps", StringComparison.Ordinal) ? 0x1A4u : 0x1A0u);
        Assert.Equal("Unknown", State(Find(host, "nobody")));
        Assert.Equal("Unknown", State(Find(host, "closed")));
        Assert.Equal("Exists", State(Find(host, "joe")));

        // The path of the domain shows it, though vdelivermail is called from elsewhere; and the other way round.
        Assert.Equal("Unknown", State(Find(host, "nobody", home: "/usr/local")));
        SketchedHost elsewhere = new SketchedHost().File("/vol/domains/example.com/vpasswd.cdb", CdbFile.Of(Users)).File(Vpopmail + "/" + file, text);
        Assert.Equal("Unknown", State(Find(elsewhere, "nobody", directory: "/vol/domains/example.com")));
    }

    [Fact]
    public void The_cdb_backend_is_believed()
    {
        Assert.Equal("Missing", State(Find(Host().File(Vpopmail + "/etc/lib_deps", "-L/home/vpopmail/lib -lvpopmail -lcdb -lcrypt\n"), "nobody")));
        Assert.Equal("Missing", State(Find(Host().File(Vpopmail + "/etc/lib_deps", "-L/home/vpopmail/lib -lvpopmail  -lcrypt\n"), "nobody")));
        Assert.Equal("Missing", State(Find(Host(), "nobody", home: null)));
    }

    [Fact]
    public void Where_vpopmail_is_has_to_be_known()
    {
        SketchedHost host = new SketchedHost().File("/srv/x/vpasswd.cdb", CdbFile.Of(Users));
        Assert.Equal("Unknown", State(Find(host, "nobody", home: null, directory: "/srv/x")));
        Assert.Equal("Missing", State(Find(host, "nobody", directory: "/srv/x")));
        Assert.Equal("Exists", State(Find(host, "joe", home: null, directory: "/srv/x")));
    }

    /// <summary>The settings of the backend can't be looked at, so nothing shows that there are none.</summary>
    [Fact]
    public void What_can_not_be_seen_is_not_told_and_the_advice_names_the_permission()
    {
        Assert.Equal("chmod o+x /home/vpopmail/etc", Find(Host().File(Vpopmail + "/etc/x", "").Directory(Vpopmail + "/etc", 0x1E8), "nobody").Advice);
        Assert.Equal("chmod o+r /home/vpopmail/etc/lib_deps", Find(Host().File(Vpopmail + "/etc/lib_deps", "", 0x1A0), "nobody").Advice);
        Assert.Equal("chmod o+x /home/vpopmail", Find(Host().Directory(Vpopmail, 0x1E8), "joe").Advice);
        Assert.Equal("chmod o+x /home/vpopmail/domains", Find(Host().Directory(Vpopmail + "/domains", 0x1E8), "joe").Advice);
        Assert.Equal("chmod o+x /home/vpopmail/domains/example.com", Find(Host().Directory(Domain, 0x1E8), "joe").Advice);
        MailboxFinding closed = Find(new SketchedHost().File(List, CdbFile.Of(Users), 0x180), "joe");
        Assert.Equal("Unknown", State(closed));
        Assert.StartsWith($"chmod o+r {List}, which shows", closed.Advice, StringComparison.Ordinal);
        Assert.Equal($"{List} permission denied", Encoding.Latin1.GetString(closed.Why));
        Assert.Null(Find(new SketchedHost(), "joe").Advice);
    }

    [Theory]
    [InlineData("pw")]
    [InlineData("pw:1")]
    [InlineData("pw:1:0")]
    [InlineData("pw:1:x:g:d:q")]
    [InlineData("pw:1:-16:g:d:q")]
    [InlineData("pw:1: 16:g:d:q")]
    [InlineData("pw:1:16x:g:d:q")]
    [InlineData("pw:1:99999999999:g:d:q")]
    [InlineData("pw:1:0:g:d\0:q")]
    [InlineData("")]
    public void A_malformed_record_is_not_told(string record) =>
        Assert.Equal("Unknown", State(Find(new SketchedHost().File(List, CdbFile.Of(("postmaster", Record(0)), ("joe", record))), "joe")));

    [Fact]
    public void A_missing_short_or_strange_list_is_not_told()
    {
        Assert.Equal("Unknown", State(Find(new SketchedHost(), "joe")));
        Assert.Equal("Unknown", State(Find(new SketchedHost().Directory(List), "joe")));
        Assert.Equal("Unknown", State(Find(new SketchedHost().Special(List), "joe")));
        Assert.Equal("Unknown", State(Find(new SketchedHost().File(List, ""), "joe")));
        Assert.Equal("Unknown", State(Find(new SketchedHost().File(List, CdbFile.Of(("postmaster", Record(0)), ("joe", new string('x', 3000)))), "joe")));
        Assert.Equal("Unknown", State(Find(Host(), new string('x', 200))));
        byte[] whole = CdbFile.Of(Users);
        for (int length = 0; length < whole.Length; length += 5)
            Assert.Equal("Unknown", State(Find(new SketchedHost().File(List, whole[..length]), "nobody")));
        for (int offset = 0; offset < whole.Length; offset += 100)
        {
            SketchedHost failing = Host();
            failing.Fault = (List, offset);
            Assert.True(State(Find(failing, "nobody")) is "Unknown" or "Missing");
            Assert.True(State(Find(failing, "joe")) is "Unknown" or "Exists");
        }
    }

    [Fact]
    public void Many_mailboxes_cost_no_more_reads_than_few()
    {
        SketchedHost host = new SketchedHost().File(List, CdbFile.Of(Enumerable.Range(0, 20_000).Select(n => (CdbFile.Bytes("u" + n), CdbFile.Bytes(Record(0)))).Append(("postmaster"u8.ToArray(), CdbFile.Bytes(Record(0))))));
        Assert.Equal("Exists", State(Find(host, "u19999")));
        Assert.Equal("Missing", State(Find(host, "v1")));
    }

    private static string Record(int flags) => $"$1$salt$hash:1:{flags}:gecos:{Domain}/joe:NOQUOTA";

    private static SketchedHost Host() => new SketchedHost().File(List, CdbFile.Of(Users)).Directory(Domain, 0x1E9).Directory(Vpopmail, 0x1E9);

    private static MailboxFinding Find(SketchedHost host, string extension, bool hasExtensions = true, string? home = Vpopmail, string directory = Domain)
    {
        var trail = new List<Evidence>();
        MailboxFinding finding = Vpasswd.Find(
            host, User(directory, extension), hasExtensions, home is null ? null : CdbFile.Bytes(home), trail);
        Assert.NotEmpty(trail);
        Assert.NotEmpty(finding.Why);
        return finding;
    }

    private static LocalUser User(string directory, string extension) =>
        new("vpopmail"u8.ToArray(), 7002, 7002, CdbFile.Bytes(directory), "-"u8.ToArray(), CdbFile.Bytes(extension), IsCertain: true);

    private static string State(MailboxFinding finding) => finding.State + (finding.IsDisabled ? " disabled" : "");
}
