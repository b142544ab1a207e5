using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>
/// What the check says by root's snapshot (SnapshotFiles), seen by a stranger: vpopmail's domain that others may search and not read, a home of mode 0700, and
/// directories that can't even be looked at. A snapshot of another state never makes a no.
/// </summary>
public sealed class SnapshotFilesTests
{
    private const uint Joe = 7001;
    private const uint Vpopmail = 7002;
    private const string Domain = "/vpopmail/domains/example.net";
    private const string Bouncing = "| /vpopmail/bin/vdelivermail '' bounce-no-mailbox\n";
    private const string Searchable = "*\n";
    private const string Aged = "#: age=3600\n*\n";

    private static readonly QmailPlaces Places = new("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());

    private static readonly byte[] Users = CdbFile.Of(
        ("postmaster", Record(0)), ("joe", Record(0)), ("closed", Record(0x10)), ("odd", "no fields"));

    [Theory]
    [InlineData("u@example.net", "Missing")]
    [InlineData("joe@example.net", "Exists")]
    [InlineData("JOE@example.net", "Exists")]
    [InlineData("closed@example.net", "Missing disabled")]
    [InlineData("odd@example.net", "Unknown")]
    [InlineData("joe-list@example.net", "Unknown")]
    [InlineData("nix@example.com", "Missing")]
    [InlineData("joe-nix@example.com", "Missing")]
    [InlineData("joe-a-b-c@example.com", "Missing")]
    [InlineData("joe-a/b@example.com", "Missing")]
    [InlineData("joe-list@example.com", "Unknown")]
    [InlineData("joe-out@example.com", "Unknown")]
    [InlineData("joe-dir/b@example.com", "Unknown")]
    [InlineData("joe@example.com", "Exists")]
    public void What_can_be_compared_is_told_and_the_rest_is_not(string recipient, string expected)
    {
        MadeUpHost host = Host();
        var snapshot = new MadeUpSnapshot(host, "/home/joe", Domain, "/vpopmail/etc");
        Assert.Equal(expected, State(Ask(host, snapshot, recipient)));
        string without = expected.StartsWith("Missing", StringComparison.Ordinal) && !recipient.StartsWith("nix", StringComparison.Ordinal) ? "Unknown" : expected;
        Assert.Equal(without == "Exists" && recipient.EndsWith("net", StringComparison.Ordinal) ? "Unknown" : without, State(Ask(host, null, recipient)));
    }

    [Fact]
    public void The_reason_and_the_evidence_name_the_snapshot_and_what_was_compared()
    {
        MadeUpHost host = Host();
        var snapshot = new MadeUpSnapshot(host, "/home/joe", Domain, "/vpopmail/etc");
        RecipientAnswer answer = Ask(host, snapshot, "u@example.net");
        Assert.Equal($"no u in {Domain}/vpasswd.cdb, by the snapshot of 2026-09-21T14:13:20Z", Encoding.UTF8.GetString(answer.Why));
        Assert.Equal(
            [
                $"{Domain}/.qmail-default is as it was for the snapshot of 2026-09-21T14:13:20Z",
                $"{Domain}/vpasswd.cdb is as it was for the snapshot of 2026-09-21T14:13:20Z",
            ],
            Lines(answer)[^2..]);
        answer = Ask(host, snapshot, "joe@example.net");
        Assert.Equal($"{Domain}/vpasswd.cdb names the mailbox", Encoding.UTF8.GetString(answer.Why));
        Assert.Equal("names the mailbox", answer.Evidence[^1].Words);
        answer = Ask(host, snapshot, "joe-nix@example.com");
        Assert.Equal("no .qmail-nix, .qmail-default in /home/joe, by the snapshot of 2026-09-21T14:13:20Z", Encoding.UTF8.GetString(answer.Why));
        Assert.Equal("/home/joe", Encoding.UTF8.GetString(answer.Evidence[^1].File));
    }

    public static TheoryData<string> Changes => [.. All.Keys];

    /// <summary>
    /// Each change makes a mailbox or a file, or may have made one. The snapshot is of before; whatever age the entry allows, nobody is refused.
    /// </summary>
    private static readonly Dictionary<string, Action<MadeUpHost>> All = new(StringComparer.Ordinal)
    {
        ["a user was added"] = host => host.Rename("/new.cdb", Domain + "/vpasswd.cdb"),
        ["a user was added in place"] = host => host.Edit(Domain + "/vpasswd.cdb", "another file"),
        [".qmail-default was edited in place"] = host => host.Edit(Domain + "/.qmail-default", "&a@b.example\n"),
        [".qmail-default was swapped by rename"] = host => host.Rename("/new.qmail", Domain + "/.qmail-default"),
        ["a .qmail file was added"] = host => host.WithFile(Domain + "/.qmail-u", "&a@b.example\n", 0x180, Vpopmail, Vpopmail),
        ["the domain's mode was changed"] = host => host.Permit(Domain, 0x1E8, Vpopmail, Vpopmail),
        ["another backend came"] = host => host.WithFile("/vpopmail/etc/vpopmail.mysql", "x"),
        ["other libraries came"] = host => host.Edit("/vpopmail/etc/lib_deps", "-lmysqlclient"),
        ["the list was removed"] = host => host.Remove(Domain + "/vpasswd.cdb"),
        ["the list's mode was changed"] = host => host.Permit(Domain + "/vpasswd.cdb", 0x100, Vpopmail, Vpopmail),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void After_a_change_in_a_domain_nobody_is_refused_by_the_snapshot(string change)
    {
        foreach (string covered in new[] { Searchable, Aged })
        {
            MadeUpHost host = Host(covered).WithFile("/new.cdb", Users, 0x180, Vpopmail, Vpopmail).WithFile("/new.qmail", "&a@b.example\n", 0x180, Vpopmail, Vpopmail);
            var snapshot = new MadeUpSnapshot(host, "/home/joe", Domain, "/vpopmail/etc");
            Assert.Equal("Missing", State(Ask(host, snapshot, "u@example.net")));
            All[change](host);
            Assert.NotEqual("Missing", State(Ask(host, snapshot, "u@example.net"))[..6]);
        }
    }

    [Theory]
    [InlineData(Searchable)]
    [InlineData(Aged)]
    public void After_a_name_came_or_went_in_a_closed_home_nobody_is_refused_by_the_snapshot(string covered)
    {
        foreach (Action<MadeUpHost> change in new Action<MadeUpHost>[]
        {
            host => host.WithFile("/home/joe/.qmail-nix", "&a@b.example\n", 0x180, Joe, Joe),
            host => host.Rename("/home/joe/.qmail-out", "/home/joe/.qmail-default"),
            host => host.Remove("/home/joe/.qmail-out"),
            host => host.WithLink("/home/joe/.qmail-nix", "/etc/passwd"),
            host => host.Permit("/home/joe", 0x1C0, Joe, Joe),
        })
        {
            MadeUpHost host = Host(covered);
            var snapshot = new MadeUpSnapshot(host, "/home/joe", Domain);
            Assert.Equal("Missing", State(Ask(host, snapshot, "joe-nix@example.com")));
            change(host);
            RecipientAnswer answer = Ask(host, snapshot, "joe-nix@example.com");
            Assert.Equal("Unknown", State(answer));
            Assert.Contains(
                "; or run qregexcheck compile --recipients as root: /home/joe was changed after the snapshot of ", answer.Advice, StringComparison.Ordinal);
        }
    }

    /// <summary>What stands in a closed home may have been edited in place, which its directory does not show.</summary>
    [Fact]
    public void A_file_in_a_closed_home_counts_only_as_long_as_its_entry_allows()
    {
        MadeUpHost host = Host();
        var snapshot = new MadeUpSnapshot(host, "/home/joe");
        RecipientAnswer answer = Ask(host, snapshot, "joe-out@example.com");
        Assert.Equal("Unknown", State(answer));
        Assert.Equal(
            "chmod o+x /home/joe; or say age=SECONDS: /home/joe/.qmail-out can't be compared with the snapshot of 2026-09-21T14:13:20Z", answer.Advice);
        host.Edit("/var/qmail/control/checkrcpthosts", Aged);
        Assert.Equal("Missing", State(Ask(host, snapshot, "joe-out@example.com")));
        snapshot.Age = 3600;
        Assert.Equal("Missing", State(Ask(host, snapshot, "joe-out@example.com")));
        snapshot.Age = 3601;
        answer = Ask(host, snapshot, "joe-out@example.com");
        Assert.Equal("Unknown", State(answer));
        Assert.EndsWith("which is older than age= allows", answer.Advice, StringComparison.Ordinal);
        snapshot.Age = 0;
        host.Edit("/var/qmail/control/checkrcpthosts", Searchable);
        Assert.Equal("Unknown", State(Ask(host, snapshot, "joe-out@example.com")));
    }

    [Fact]
    public void Where_not_even_the_directory_can_be_looked_at_only_the_age_counts()
    {
        MadeUpHost host = Host().Permit("/vpopmail", 0x1E8, Vpopmail, Vpopmail).Permit("/vpopmail/domains", 0x1E8, Vpopmail, Vpopmail);
        var snapshot = new MadeUpSnapshot(host, Domain, "/vpopmail/etc");
        foreach (string recipient in new[] { "u@example.net", "joe@example.net" })
            Assert.Equal("Unknown", State(Ask(host, snapshot, recipient)));
        host.Edit("/var/qmail/control/checkrcpthosts", Aged);
        Assert.Equal("Missing", State(Ask(host, snapshot, "u@example.net")));
        Assert.Equal("Exists", State(Ask(host, snapshot, "joe@example.net")));
        snapshot.Age = 4000;
        Assert.Equal("Unknown", State(Ask(host, snapshot, "u@example.net")));
    }

    [Fact]
    public void A_list_of_vmailmgr_is_known_too_with_its_default_user_and_its_settings()
    {
        foreach ((string more, string expected) in new[] { ("x", "Missing"), ("+", "Exists") })
        {
            MadeUpHost host = Host().WithFile("/home/joe/.qmail-default", "|vdeliver\n", 0x1A4, Joe, Joe).Permit("/home/joe", 0x1C9, Joe, Joe)
                .WithFile("/home/joe/passwd.cdb", CdbFile.Of(("ann", "\u0002x"), (more, "\u0002x")), 0x180, Joe, Joe);
            var snapshot = new MadeUpSnapshot(host, "/home/joe");
            Assert.Equal("Exists", State(Ask(host, snapshot, "joe-ann@example.com")));
            Assert.Equal(expected, State(Ask(host, snapshot, "joe-bob@example.com")));
            host.WithFile("/home/joe/.vmailmgr/default-username", "ann\n");
            Assert.Equal(expected == "Missing" ? "Unknown" : expected, State(Ask(host, snapshot, "joe-bob@example.com")));
        }
    }

    [Fact]
    public void A_list_without_postmaster_refuses_nobody_by_the_snapshot()
    {
        MadeUpHost host = Host().WithFile(Domain + "/vpasswd.cdb", CdbFile.Of(("joe", Record(0))), 0x180, Vpopmail, Vpopmail);
        Assert.Equal("Unknown", State(Ask(host, new MadeUpSnapshot(host, Domain, "/vpopmail/etc"), "u@example.net")));
    }

    [Fact]
    public void A_change_at_any_moment_of_the_check_is_no_no_for_what_was_there_all_the_time()
    {
        int calls = 0;
        for (int at = 1; at <= Math.Max(calls, 1); at++)
        {
            // The one file has one name or the other all the time, and both serve the recipient.
            MadeUpHost host = Host(Aged).WithFile("/home/joe/.qmail-default", "&a@b.example\n", 0x180, Joe, Joe);
            var snapshot = new MadeUpSnapshot(host, "/home/joe");
            host.Before = call =>
            {
                if (call == at)
                    host.Rename("/home/joe/.qmail-default", "/home/joe/.qmail-nix");
                return null;
            };
            Assert.NotEqual("Missing", State(Ask(host, snapshot, "joe-nix@example.com")));
            calls = host.Calls;
        }

        Assert.InRange(calls, 10, 200);
    }

    [Fact]
    public void A_damaged_snapshot_is_as_none_and_the_advice_says_so()
    {
        MadeUpHost host = Host(Aged);
        var snapshot = new MadeUpSnapshot(host, "/home/joe", Domain, "/vpopmail/etc");
        byte[] whole = snapshot.Bytes;
        string[] recipients = ["u@example.net", "joe@example.net", "closed@example.net", "joe-nix@example.com", "joe-out@example.com", "joe-list@example.com"];
        string[] sound = [.. recipients.Select(recipient => State(Ask(host, snapshot, recipient)))];
        Assert.Contains("Missing", sound);
        int unused = 0;
        for (int at = 0; at < whole.Length; at++)
        {
            snapshot.Bytes = (byte[])whole.Clone();
            snapshot.Bytes[at] ^= (byte)(1 << (at % 8));
            foreach (int i in new[] { at % recipients.Length, (at + 2) % recipients.Length })
            {
                string state = State(Ask(host, snapshot, recipients[i]));
                Assert.True(state == sound[i] || state == "Unknown", $"byte {at}: {recipients[i]} is {state}");
                unused += state == sound[i] ? 0 : 1;
            }
        }

        Assert.InRange(unused, whole.Length / 4, int.MaxValue);
        snapshot.Bytes = new byte[8192];
        RecipientAnswer answer = Ask(host, snapshot, "joe-nix@example.com");
        Assert.EndsWith("; or run qregexcheck compile --recipients as root: /var/qmail/control/qregexcheck-rcpt.db: it is not a snapshot of recipients", answer.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_advice_names_the_snapshot_where_it_would_help_and_nowhere_else()
    {
        MadeUpHost host = Host();
        Assert.Equal("chmod o+x /home/joe; or run qregexcheck compile --recipients as root", AskBy(host, () => null, "joe-nix@example.com").Advice);
        Assert.Equal("chmod o+x /home/joe", Ask(host, null, "joe-nix@example.com").Advice);
        host.Permit("/var/qmail/control/virtualdomains", 0x180, 0, 0);
        Assert.Equal("chmod o+r /var/qmail/control/virtualdomains", AskBy(host, () => null, "u@example.net").Advice);
    }

    private static MadeUpHost Host(string covered = Searchable)
    {
        MadeUpHost host = new MadeUpHost()
            .WithFile("/var/qmail/control/me", "example.com\n").WithFile("/var/qmail/control/locals", "example.com\n")
            .WithFile("/var/qmail/control/virtualdomains", "example.net:example.net\n").WithFile("/var/qmail/control/checkrcpthosts", covered)
            .WithFile("/etc/nsswitch.conf", "passwd: files\n")
            .WithFile("/etc/passwd", $"joe:x:{Joe}:{Joe}::/home/joe:/bin/sh\nalias:x:7000:7000::/var/qmail/alias:/bin/sh\n")
            .WithFile("/var/qmail/users/cdb", CdbFile.Of(("", "-"), ("!example.net-", $"example.net\0{Vpopmail}\0{Vpopmail}\0{Domain}\0-\0")))
            .WithDirectory("/var/qmail/alias", 0x1ED, 7000, 7000)
            .WithDirectory("/home/joe", 0x1C0, Joe, Joe)
            .WithFile("/home/joe/.qmail-list", "&a@b.example\n", 0x180, Joe, Joe).WithFile("/home/joe/.qmail-out", "|exit 100\n", 0x180, Joe, Joe)
            .WithDirectory("/home/joe/.qmail-dir", 0x1C0, Joe, Joe)
            .WithFile("/vpopmail/etc/lib_deps", "-lcrypt")
            .WithDirectory(Domain, 0x1E9, Vpopmail, Vpopmail)
            .WithFile(Domain + "/.qmail-default", Bouncing, 0x180, Vpopmail, Vpopmail).WithFile(Domain + "/vpasswd.cdb", Users, 0x180, Vpopmail, Vpopmail);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        return host;
    }

    private static string Record(int flags) => $"$1$:1:{flags}:g:/d:NOQUOTA";

    private static RecipientAnswer Ask(MadeUpHost host, MadeUpSnapshot? snapshot, string recipient) =>
        AskBy(host, snapshot is null ? null : snapshot.Open, recipient);

    private static RecipientAnswer AskBy(MadeUpHost host, SnapshotSource? snapshot, string recipient)
    {
        RecipientAnswer answer = AskOnce(host, snapshot, recipient);
        if (host.Before is not null)
            return answer;

        // Where the host tells less, each name in a closed directory is asked for, and the answer is the same.
        host.TellsNoMoreThanItMust = true;
        RecipientAnswer bare = AskOnce(host, snapshot, recipient);
        host.TellsNoMoreThanItMust = false;
        Assert.Equal((bare.State, bare.Advice, bare.Warning), (answer.State, answer.Advice, answer.Warning));
        Assert.Equal(bare.Why, answer.Why);
        Assert.Equal(Lines(bare), Lines(answer));
        return answer;
    }

    private static string[] Lines(RecipientAnswer answer) => [.. answer.Evidence.Select(one => $"{Encoding.UTF8.GetString(one.File)} {one.Words}")];

    private static RecipientAnswer AskOnce(MadeUpHost host, SnapshotSource? snapshot, string recipient) =>
        RecipientCheck.Ask(host, Places, _ => null, Encoding.UTF8.GetBytes(recipient), isRelayClient: false, () => 0, snapshot)!;

    private static string State(RecipientAnswer answer) => answer.State + (answer.IsDisabled ? " disabled" : string.Empty);
}
