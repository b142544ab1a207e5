using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>
/// The break character is compiled into qmail-getpw (conf-break), so a no by /etc/passwd is made sure of by asking it (GetpwOutput.Confirm).
/// The answers are those of qmail-getpw.c.
/// </summary>
public sealed class GetpwOutputTests
{
    private const uint Joe = 7001;
    private const uint Alias = 7000;

    private static readonly QmailPlaces Places = new("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());

    [Theory]
    [InlineData("joe+list", '+', "Exists")]
    [InlineData("JOE+List", '+', "Exists")]
    [InlineData("joe=list", '=', "Exists")]
    [InlineData("joe+nope", '+', "Missing")]
    [InlineData("joe-list", '+', "Exists")]
    [InlineData("joe-only", '+', "Exists")]
    [InlineData("joe-nope", '+', "Unknown")]
    [InlineData("joe+nope", '-', "Missing")]
    [InlineData("joe-nope", '-', "Missing")]
    [InlineData("root+x", '+', "Missing")]
    [InlineData("john+smith", '+', "Missing")]
    [InlineData("joe", '+', "Exists")]
    public void A_no_is_what_qmail_getpw_says_with_its_own_break_character(string local, char character, string expected) =>
        Assert.Equal(expected, Ask(Host(character), local).State.ToString());

    [Theory]
    [InlineData("joe+nope", 1)]
    [InlineData("joe-nope", 1)]
    [InlineData("joe.nope", 1)]
    [InlineData("joe-list", 0)]
    [InlineData("joe", 0)]
    [InlineData("joel", 0)]
    [InlineData("john.smith", 0)]
    [InlineData("john-smith", 0)]
    [InlineData("nobody", 0)]
    public void Qmail_getpw_is_run_only_where_the_break_character_matters(string local, int runs)
    {
        MadeUpHost host = Host('-');
        int run = 0;
        Func<string, string> getpw = host.Getpw!;
        host.Getpw = asked =>
        {
            run++;
            return getpw(asked);
        };
        Ask(host, local);
        Assert.Equal(runs, run);
    }

    [Fact]
    public void Without_qmail_getpw_the_break_character_is_taken_for_a_dash()
    {
        MadeUpHost host = Host('+');
        host.Remove("/var/qmail/bin/qmail-getpw");
        Assert.Equal(RecipientState.Missing, Ask(host, "joe+list").State);
        Assert.Equal(RecipientState.Missing, Ask(host, "joe-nope").State);
    }

    [Fact]
    public void Where_qmail_getpw_can_not_answer_nothing_is_missing()
    {
        MadeUpHost host = Host('-');
        host.Getpw = null;
        Assert.Equal(RecipientState.Unknown, Ask(host, "joe+nope").State);
        Assert.Equal(RecipientState.Missing, Ask(host, "john+nope").State);
        host = Host('-').Permit("/var/qmail/bin", 0x1C0, 0, 0);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        Assert.Equal(RecipientState.Unknown, Ask(host, "joe+nope").State);
    }

    /// <summary>qmail-getpw falls to alias with our rights, while it sees the home with those of qmailp.</summary>
    [Fact]
    public void A_fall_to_alias_because_we_can_not_see_the_home_is_no_evidence()
    {
        MadeUpHost host = Host('-').WithFile("/etc/passwd", $"alias:x:{Alias}:{Alias}::/var/qmail/alias:\njoe:x:{Joe}:{Joe}::/shut/joe:\n")
            .WithDirectory("/shut", 0x1E8).WithDirectory("/shut/joe", 0x1ED, Joe, Joe);
        Assert.Equal(RecipientState.Missing, Ask(host, "joe+nope").State);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        Assert.Equal(RecipientState.Unknown, Ask(host, "joe+nope").State);
    }

    [Fact]
    public void The_evidence_names_qmail_getpw()
    {
        Assert.Contains("/var/qmail/bin/qmail-getpw names the same user", Trail(Ask(Host('-'), "joe+nope")));
        Assert.Contains("/var/qmail/bin/qmail-getpw names another user", Trail(Ask(Host('+'), "joe+nope")));
        Assert.Equal("no .qmail-nope, .qmail-default in /home/joe", Encoding.UTF8.GetString(Ask(Host('+'), "joe+nope").Why));
    }

    [Fact]
    public void Users_of_systemd_are_asked_of_qmail_getpw()
    {
        MadeUpHost host = Host('-').WithFile("/etc/nsswitch.conf", "passwd: files systemd\n");
        Assert.Equal(RecipientState.Missing, Ask(host, "ann").State);
        host.WithDirectory("/etc/userdb");
        Assert.Equal(RecipientState.Unknown, Ask(host, "ann").State);
        host.Getpw = local => $"{local}\07003\07003\0/home/joe\0\0\0";
        Assert.Equal(RecipientState.Exists, Ask(host, "ann").State);
    }

    /// <summary>qmail-getpw as it is built with a break character, for the users of this host.</summary>
    private static MadeUpHost Host(char character)
    {
        string Getpw(string local)
        {
            string lower = local.ToLowerInvariant();
            if (lower == "joe")
                return $"joe\0{Joe}\0{Joe}\0/home/joe\0\0\0";
            return lower.StartsWith("joe" + character, StringComparison.Ordinal)
                ? $"joe\0{Joe}\0{Joe}\0/home/joe\0-\0{local[4..]}\0"
                : $"alias\0{Alias}\0{Alias}\0/var/qmail/alias\0-\0{local}\0";
        }

        return new MadeUpHost { Getpw = Getpw }
            .WithFile("/etc/passwd", $"root:x:0:0::/root:/bin/sh\nalias:x:{Alias}:{Alias}::/var/qmail/alias:\njoe:x:{Joe}:{Joe}::/home/joe:\n")
            .WithFile("/etc/nsswitch.conf", "passwd: files\n").WithFile("/var/qmail/bin/qmail-getpw", "", 0x1C9)
            .WithFile("/var/qmail/control/me", "example.com\n").WithFile("/var/qmail/control/checkrcpthosts", "*\n")
            .WithDirectory("/var/qmail/alias", 0x1ED, Alias, Alias).WithFile("/var/qmail/alias/.qmail-joe-only", "./Mailbox\n", 0x1A4, Alias, Alias)
            .WithDirectory("/home/joe", 0x1ED, Joe, Joe).WithFile("/home/joe/.qmail-list", "./Mailbox\n", 0x1A4, Joe, Joe);
    }

    private static RecipientAnswer Ask(MadeUpHost host, string local) =>
        RecipientCheck.Ask(host, Places, Nothing, MadeUpHost.Bytes(local + "@example.com"), isRelayClient: false, () => 0)!;

    private static IEnumerable<string> Trail(RecipientAnswer answer) => answer.Evidence.Select(one => $"{Encoding.UTF8.GetString(one.File)} {one.Words}");

    private static ValidEntry? Nothing(ReadOnlySpan<byte> recipient) => null;
}
