using System;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>The whole decision (RecipientCheck), on a made-up host. The corpus says what a real qmail did: see RecipientCorpusTests.</summary>
public sealed class RecipientCheckTests
{
    private const uint Joe = 7001;
    private const uint Alias = 7000;

    private static readonly QmailPlaces Places = new("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());

    [Fact]
    public void Without_checkrcpthosts_the_check_is_off()
    {
        MadeUpHost host = Host();
        host.Remove("/var/qmail/control/checkrcpthosts");
        Assert.Null(RecipientCheck.Ask(host, Places, Nothing, "nobody@example.com"u8, false, Today));
    }

    [Fact]
    public void A_missing_recipient_has_each_name_as_evidence()
    {
        RecipientAnswer answer = Ask(Host(), "qxv83417@example.com");
        Assert.Equal((RecipientState.Missing, "no .qmail-qxv83417, .qmail-default in /var/qmail/alias"), (answer.State, Why(answer)));
        Assert.Equal(
            ["/var/qmail/alias/.qmail-qxv83417", "/var/qmail/alias/.qmail-default"],
            answer.Evidence.TakeLast(2).Select(one => Encoding.UTF8.GetString(one.File)));
        Assert.Equal("*", Encoding.UTF8.GetString(answer.Entry!.Text));
    }

    [Theory]
    [InlineData("joe@example.com", "Exists")]
    [InlineData("JOE@EXAMPLE.COM", "Exists")]
    [InlineData("joe-list@example.com", "Exists")]
    [InlineData("joe-other@example.com", "Missing")]
    [InlineData("postmaster@example.com", "Exists")]
    [InlineData("PostMaster@example.com", "Exists")]
    [InlineData("@example.com", "Exists")]
    [InlineData("nobody@far.example", "Unknown")]
    [InlineData("SRS0=x=y=far.example=u@example.com", "Unknown")]
    [InlineData("srs1+x@example.com", "Unknown")]
    [InlineData("SRS0x@example.com", "Missing")]
    [InlineData("prvs=1234=u@example.com", "Unknown")]
    [InlineData("btv1==1234==u@example.com", "Unknown")]
    [InlineData("btv1=1234=u@example.com", "Missing")]
    [InlineData("a\0b@example.com", "Unknown")]
    public void Each_kind_of_recipient_has_its_answer(string recipient, string state) => Assert.Equal(state, Ask(Host(), recipient).State.ToString());

    [Fact]
    public void An_address_above_the_bound_is_not_looked_up()
    {
        string longest = new string('x', RecipientCheck.LongestAddress - "@example.com".Length) + "@example.com";
        Assert.Equal(RecipientState.Missing, Ask(Host(), longest).State);
        Assert.Equal(RecipientState.Unknown, Ask(Host(), "x" + longest).State);
    }

    [Theory]
    [InlineData("Address", 3, true, "Exists", "/var/qmail/control/validrcptto:3 lists the address")]
    [InlineData("NotAddress", 3, true, "Missing", "/var/qmail/control/validrcptto:3 lists -joe@example.com")]
    [InlineData("Domain", 0, true, "Exists", "/var/qmail/control/validrcptto lists @example.com")]
    [InlineData("NotDomain", 9, true, "Missing", "/var/qmail/control/validrcptto:9 lists -@example.com and not the address")]
    [InlineData("NotDomain", 9, false, "Unknown", "/var/qmail/control/validrcptto:9 lists -@example.com and no address of that domain")]
    [InlineData("None", 0, false, "Exists", "the user joe: default delivery")]
    public void Validrcptto_decides_where_it_has_an_entry(string kind, int line, bool hasAddresses, string state, string why)
    {
        var entry = new ValidEntry(Enum.Parse<ValidKind>(kind), line, hasAddresses);
        RecipientAnswer answer = Ask(Host(), "joe@example.com", _ => entry);
        Assert.Equal((state, why), (answer.State.ToString(), Why(answer)));
        Assert.Equal(kind == "NotDomain" && !hasAddresses, answer.Warning is not null);
    }

    [Fact]
    public void A_signed_local_part_is_refused_by_its_own_entry_alone()
    {
        Assert.Equal(RecipientState.Unknown, Ask(Host(), "SRS0=a@example.com", _ => new ValidEntry(ValidKind.NotDomain, 1, true)).State);
        Assert.Equal(RecipientState.Missing, Ask(Host(), "SRS0=a@example.com", _ => new ValidEntry(ValidKind.NotAddress, 1, true)).State);
    }

    [Fact]
    public void An_unreadable_validrcptto_is_a_warning_and_no_answer()
    {
        RecipientAnswer answer = Ask(
            Host(), "nobody@example.com", _ => throw new HostFileException("/var/qmail/control/validrcptto"u8, "permission denied", true));
        Assert.Equal(RecipientState.Unknown, answer.State);
        Assert.Contains("/var/qmail/control/validrcptto: permission denied", answer.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_in_the_way_is_named_with_the_permission_that_would_help()
    {
        MadeUpHost host = Host().Permit("/home/joe", 0x1C0, Joe, Joe);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        RecipientAnswer answer = Ask(host, "joe-x@example.com");
        Assert.Equal(
            (RecipientState.Unknown, "/home/joe/.qmail-x: permission denied", "chmod o+x /home/joe"), (answer.State, Why(answer), answer.Advice));

        host = Host().WithFile("/home/joe/.qmail-x", "|exit 100\n", 0x180, Joe, Joe);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        answer = Ask(host, "joe-x@example.com");
        Assert.Equal((RecipientState.Unknown, "chmod o+r /home/joe/.qmail-x"), (answer.State, answer.Advice));

        host = Host().WithFile("/home/joe/.qmail-$(id)", "|exit 100\n", 0x180, Joe, Joe);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        Assert.Equal("chmod o+r '/home/joe/.qmail-$(id)'", Ask(host, "joe-$(id)@example.com").Advice);
        host = Host().WithFile("/home/joe/.qmail-\a", "|exit 100\n", 0x180, Joe, Joe);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        Assert.Equal(
            "chmod with o+r helps, on that file whose name no shell takes as it is: /home/joe/.qmail-\\x07", Ask(host, "joe-\a@example.com").Advice);

        // Others may enter; our own class may not. No chmod o+x would help.
        host = Host().Permit("/home/joe", 0x1C1, Joe, 65534);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        answer = Ask(host, "joe-x@example.com");
        Assert.Equal((RecipientState.Unknown, null), (answer.State, answer.Advice));
    }

    /// <summary>The file's permissions, those of whom it belongs to, and the chmod by which qmail itself would read it.</summary>
    [Theory]
    [InlineData(0x024, Joe, Joe, "u+r")]
    [InlineData(0x184, 1, Joe, "g+r")]
    [InlineData(0x180, 1, 1, "o+r")]
    [InlineData(0x1A6, Joe, Joe, "o-w")]
    public void What_makes_qmail_defer_is_named_with_the_chmod_that_would_help(uint mode, uint owner, uint group, string change)
    {
        RecipientAnswer answer = Ask(Host().WithFile("/home/joe/.qmail-x", "|exit 100\n", mode, owner, group), "joe-x@example.com");
        Assert.Equal((RecipientState.Unknown, $"chmod {change} /home/joe/.qmail-x"), (answer.State, answer.Advice));
    }

    [Fact]
    public void A_no_for_a_whole_domain_that_is_in_doubt_is_a_warning_and_no_answer()
    {
        RecipientAnswer answer = Ask(Host(), "nobody@example.com", _ => new ValidEntry(ValidKind.NotDomain, 9, true, 4));
        Assert.Equal(
            (RecipientState.Unknown, "/var/qmail/control/validrcptto:9 lists -@example.com, and something is amiss with line 4, which names that domain"),
            (answer.State, Why(answer)));
        Assert.Equal(
            "/var/qmail/control/validrcptto:4: something is amiss with this line, and it names @example.com, so -@example.com in line 9 is not followed; "
            + "mend it: qregexcheck lint tells what it is",
            answer.Warning);
    }

    [Fact]
    public void An_address_without_a_domain_is_said_to_have_none() => Assert.Equal("the address has no domain", Why(Ask(Host(), "x@")));

    [Fact]
    public void All_mistakes_of_checkrcpthosts_are_known_and_the_first_is_the_warning()
    {
        RecipientAnswer answer = Ask(Host().WithFile("/var/qmail/control/checkrcpthosts", "bogus line\n*\n.\n"), "joe@example.com");
        Assert.StartsWith("/var/qmail/control/checkrcpthosts:1:6: ", answer.Warning, StringComparison.Ordinal);
        Assert.Equal([1, 3], answer.Slips.Select(slip => slip.Line));
    }

    [Fact]
    public void A_broken_alias_home_makes_every_strange_address_unknown()
    {
        Assert.Equal(RecipientState.Unknown, Ask(Host().Permit("/var/qmail/alias", 0x1EF, Alias, Alias), "qxv@example.com").State);
        Assert.Equal(RecipientState.Unknown, Ask(Host().Permit("/var/qmail/alias", 0x3ED, Alias, Alias), "qxv@example.com").State);
    }

    [Fact]
    public void A_user_whose_home_can_not_be_seen_exists_and_his_extensions_are_unknown()
    {
        MadeUpHost host = Host().Permit("/home/joe", 0x1C0, Joe, Joe);
        (host.Viewer, host.ViewerGroup) = (65534, 65534);
        Assert.Equal((RecipientState.Exists, "the user joe"), (Ask(host, "joe@example.com").State, Why(Ask(host, "joe@example.com"))));
    }

    [Fact]
    public void A_file_that_moves_from_the_one_name_to_the_other_while_it_is_looked_for_is_never_missing()
    {
        for (int call = 1; call < 60; call++)
        {
            MadeUpHost host = Host().WithFile("/home/joe/.qmail-default", "./Mailbox\n", 0x1A4, Joe, Joe);
            host.Before = at =>
            {
                if (at == call)
                    host.Rename("/home/joe/.qmail-default", "/home/joe/.qmail-x");
                return null;
            };
            Assert.NotEqual(RecipientState.Missing, Ask(host, "joe-x@example.com").State);
        }
    }

    [Fact]
    public void A_file_that_moves_to_and_fro_at_every_call_is_never_missing()
    {
        for (int pattern = 0; pattern < 4096; pattern++)
        {
            MadeUpHost host = Host().WithFile("/home/joe/.qmail-default", "./Mailbox\n", 0x1A4, Joe, Joe);
            bool isDefault = true;
            host.Before = at =>
            {
                bool shouldBe = (pattern & (1 << (at % 12))) == 0;
                if (shouldBe != isDefault)
                    host.Rename(isDefault ? "/home/joe/.qmail-default" : "/home/joe/.qmail-x", isDefault ? "/home/joe/.qmail-x" : "/home/joe/.qmail-default");
                isDefault = shouldBe;
                return null;
            };
            Assert.NotEqual(RecipientState.Missing, Ask(host, "joe-x@example.com").State);
        }
    }

    [Fact]
    public void What_was_changed_within_the_last_tick_is_looked_at_again_and_three_times_at_most()
    {
        MadeUpHost host = Host();
        host.TicksToSettle = 1;
        Assert.Equal(RecipientState.Missing, Ask(host, "joe-x@example.com").State);
        host.TicksToSettle = int.MaxValue;
        RecipientAnswer answer = Ask(host, "joe-x@example.com");
        Assert.Equal((RecipientState.Unknown, "changed while it was looked at: no .qmail-x, .qmail-default in /home/joe"), (answer.State, Why(answer)));
    }

    private static MadeUpHost Host() => new MadeUpHost()
        .WithFile("/etc/passwd", $"root:x:0:0::/root:/bin/sh\nalias:x:{Alias}:{Alias}::/var/qmail/alias:\njoe:x:{Joe}:{Joe}::/home/joe:\n")
        .WithFile("/etc/nsswitch.conf", "passwd: files\n")
        .WithFile("/var/qmail/control/me", "example.com\n").WithFile("/var/qmail/control/locals", "example.com\n")
        .WithFile("/var/qmail/control/checkrcpthosts", "*\n")
        .WithDirectory("/var/qmail/alias", 0x1ED, Alias, Alias)
        .WithDirectory("/home/joe", 0x1ED, Joe, Joe).WithFile("/home/joe/.qmail-list", "./Mailbox\n", 0x1A4, Joe, Joe);

    private static RecipientAnswer Ask(MadeUpHost host, string recipient, ValidSource? valid = null)
    {
        RecipientAnswer? answer = RecipientCheck.Ask(host, Places, valid ?? Nothing, MadeUpHost.Bytes(recipient), isRelayClient: false, Today);
        Assert.NotNull(answer);
        return answer;
    }

    private static string Why(RecipientAnswer answer) => Encoding.UTF8.GetString(answer.Why);

    private static ValidEntry? Nothing(ReadOnlySpan<byte> recipient) => null;

    private static int Today() => 0;
}
