using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>What SnapshotFiles keeps of an open snapshot: each path is looked up once, and nothing counts of one that turns out to be damaged.</summary>
public sealed class SnapshotAnswersTests
{
    private const uint Owner = 7002;
    private const string Domain = "/vpopmail/domains/example.net";

    private static readonly QmailPlaces Places = new("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());

    private readonly List<string> _asked = [];

    [Theory]
    [InlineData("nobody@example.net", "Missing")]
    [InlineData("joe@example.net", "Exists")]
    public void Each_path_is_looked_up_once(string recipient, string expected)
    {
        MadeUpHost host = Host();
        Assert.Equal(expected, Ask(host, new MadeUpSnapshot(host, Domain, "/vpopmail/etc"), recipient, damagedFrom: int.MaxValue).State.ToString());
        Assert.Contains(Domain, _asked);
        Assert.Contains(Domain + "/vpasswd.cdb", _asked);
        Assert.Equal(_asked.Distinct(StringComparer.Ordinal), _asked);
    }

    [Fact]
    public void Of_a_snapshot_that_turns_out_to_be_damaged_nothing_counts()
    {
        MadeUpHost host = Host();
        var snapshot = new MadeUpSnapshot(host, Domain, "/vpopmail/etc");
        Assert.Equal(RecipientState.Missing, Ask(host, snapshot, "nobody@example.net", int.MaxValue).State);
        int looks = _asked.Count;
        Assert.InRange(looks, 4, 40);
        for (int n = 1; n <= looks; n++)
        {
            _asked.Clear();
            RecipientAnswer answer = Ask(host, snapshot, "nobody@example.net", damagedFrom: n);
            Assert.Equal((n, RecipientState.Unknown), (n, answer.State));
            Assert.DoesNotContain(answer.Evidence, one => one.Words.Contains("snapshot", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void More_paths_than_are_kept_are_looked_up_again_and_the_answer_is_the_same()
    {
        MadeUpHost host = Host();
        var snapshot = new MadeUpSnapshot(host, Domain, "/vpopmail/etc");
        host.Edit(Domain + "/.qmail-default", "|exit 100\n");
        snapshot = new MadeUpSnapshot(host, Domain);
        RecipientAnswer answer = Ask(host, snapshot, string.Join('-', Enumerable.Repeat("a", 60)) + "@example.net", int.MaxValue);
        Assert.Equal(RecipientState.Missing, answer.State);
        Assert.NotEqual(_asked.Distinct(StringComparer.Ordinal), _asked);
    }

    private static MadeUpHost Host() => new MadeUpHost
    {
        Viewer = 65534,
        ViewerGroup = 65534,
    }
        .WithFile("/var/qmail/control/me", "example.com\n").WithFile("/var/qmail/control/virtualdomains", "example.net:example.net\n")
        .WithFile("/var/qmail/control/checkrcpthosts", "#: age=3600\n*\n")
        .WithFile("/var/qmail/users/cdb", CdbFile.Of(("", "-"), ("!example.net-", $"example.net\0{Owner}\0{Owner}\0{Domain}\0-\0")))
        .WithDirectory(Domain, 0x1C0, Owner, Owner).WithFile("/vpopmail/etc/lib_deps", "-lcrypt")
        .WithFile(Domain + "/.qmail-default", "| /vpopmail/bin/vdelivermail '' bounce-no-mailbox\n", 0x180, Owner, Owner)
        .WithFile(Domain + "/vpasswd.cdb", CdbFile.Of(("postmaster", "x:1:0:g:/d:NOQUOTA"), ("joe", "x:1:0:g:/d:NOQUOTA")), 0x180, Owner, Owner);

    private RecipientAnswer Ask(MadeUpHost host, MadeUpSnapshot snapshot, string recipient, int damagedFrom) => RecipientCheck.Ask(
        host, Places, _ => null, MadeUpHost.Bytes(recipient), isRelayClient: false, () => 0, () =>
        {
            RecipientSnapshot open = snapshot.Open()!;
            return open with
            {
                Find = path =>
                {
                    _asked.Add(Encoding.UTF8.GetString(path));
                    return _asked.Count >= damagedFrom ? throw new HostFileException(MadeUpSnapshot.Path, "a block of it is damaged") : open.Find(path);
                },
            };
        })!;
}
