using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Decision;

/// <summary>What a verdict is when a rule's condition asks about a part of the envelope that is not known.</summary>
public class EnvelopeTests
{
    [Theory]
    [InlineData(UntoldSide.NeverKnown, "accept", false)]
    [InlineData(UntoldSide.KnownLater, "accept", true)]
    [InlineData(UntoldSide.Missing, "trouble", false)]
    public void A_bad_rule_that_can_not_be_told_is_no_hit_or_waits_or_is_trouble(object untold, string verdict, bool waits)
    {
        var rules = new RulesInMemory { [ControlList.BadMailTo] = "#: only-from=\"^s@\"\n^r@\n" };
        var envelope = new Envelope { Recipient = "r@d"u8.ToArray(), Untold = (UntoldSide)untold };
        Assert.Equal(verdict, rules.Decide(envelope));
        Assert.Equal(waits, rules.Judge(envelope).Waits);
    }

    [Theory]
    [InlineData(UntoldSide.NeverKnown, "reject badmailto:1", false)]
    [InlineData(UntoldSide.KnownLater, "accept", true)]
    [InlineData(UntoldSide.Missing, "trouble", false)]
    public void An_exception_that_can_not_be_told_is_none_or_waits_or_is_trouble(object untold, string verdict, bool waits)
    {
        var rules = new RulesInMemory { [ControlList.BadMailTo] = "^r@\n", [ControlList.GoodMailTo] = "#: only-from=\"^s@\"\n^r@\n" };
        var envelope = new Envelope { Recipient = "r@d"u8.ToArray(), Untold = (UntoldSide)untold };
        Assert.Equal(verdict, rules.Decide(envelope));
        Assert.Equal(waits, rules.Judge(envelope).Waits);
    }

    [Fact]
    public void A_later_rule_that_refuses_for_certain_decides_where_one_is_missing_and_waits_for_its_turn_where_one_comes_later()
    {
        var rules = new RulesInMemory { [ControlList.BadMailTo] = "#: only-from=\"^s@\" action=defer\n^r@\n^r\n" };
        Assert.Equal("reject badmailto:3", rules.Decide(new Envelope { Recipient = "r@d"u8.ToArray(), Untold = UntoldSide.Missing }));
        Assert.True(rules.Judge(new Envelope { Recipient = "r@d"u8.ToArray(), Untold = UntoldSide.KnownLater }).Waits);
        Assert.Equal("defer badmailto:2", rules.Decide(new Envelope { Sender = "s@d"u8.ToArray(), Recipient = "r@d"u8.ToArray() }));
    }

    [Fact]
    public void An_exception_for_certain_needs_no_answer_about_a_rule_that_can_not_be_told()
    {
        var rules = new RulesInMemory
        {
            [ControlList.BadMailTo] = "#: only-ip=192.0.2.0/24\n^r@\n",
            [ControlList.GoodMailTo] = "^r@d$\n",
        };
        Assert.Equal("accept", rules.Decide(new Envelope { Recipient = "r@d"u8.ToArray(), Untold = UntoldSide.Missing }));
    }

    [Theory]
    [InlineData("192.0.2.9", "reject badmailfrom:2")]
    [InlineData("::ffff:192.0.2.9", "reject badmailfrom:2")]
    [InlineData("198.51.100.9", "accept")]
    [InlineData("", "reject badmailfrom:4")]
    [InlineData("unknown", "reject badmailfrom:4")]
    public void Without_an_address_only_ip_does_not_hold_and_not_ip_does(string ip, string verdict)
    {
        var rules = new RulesInMemory { [ControlList.BadMailFrom] = "#: only-ip=192.0.2.0/24\n^s@\n#: not-ip=192.0.2.0/24,198.51.100.0/24\n^s@\n" };
        Assert.Equal(verdict, rules.Decide(new Envelope
        {
            Sender = "s@d"u8.ToArray(),
            Recipient = "r@d"u8.ToArray(),
            ClientIp = System.Text.Encoding.ASCII.GetBytes(ip),
        }));
    }

    [Theory]
    [InlineData("^$", "", "reject badmailto:2")]
    [InlineData("^$", "s@d", "accept")]
    [InlineData("!^$", "", "accept")]
    [InlineData("!^$", "s@d", "reject badmailto:2")]
    [InlineData("@D$", "S@d", "reject badmailto:2")]
    public void The_null_sender_is_the_empty_one_to_only_from(string pattern, string sender, string verdict)
    {
        var rules = new RulesInMemory { [ControlList.BadMailTo] = $"#: only-from=\"{pattern}\"\n^r@\n" };
        Assert.Equal(verdict, rules.Decide(new Envelope { Sender = System.Text.Encoding.ASCII.GetBytes(sender), Recipient = "r@d"u8.ToArray() }));
    }

    [Fact]
    public void Plain_entries_and_rules_about_names_have_conditions_too()
    {
        var rules = new RulesInMemory
        {
            [ControlList.BadMailFromHosts] = "#: only-to=\"^r@\"\nd.example\n",
            [ControlList.BadHelo] = "#: only-from=\"^$\"\n^mx$\n",
        };
        Assert.Equal("reject badmailfromhosts:2", rules.Decide(new Envelope { Sender = "s@d.example"u8.ToArray(), Recipient = "r@d"u8.ToArray() }));
        Assert.Equal("accept", rules.Decide(new Envelope { Sender = "s@d.example"u8.ToArray(), Recipient = "other@d"u8.ToArray() }));
        Assert.Equal("reject badhelo:2", rules.Decide(new Envelope { Helo = "mx"u8.ToArray(), Sender = [], Recipient = "r@d"u8.ToArray() }));
        Assert.Equal("accept", rules.Decide(new Envelope { Helo = "mx"u8.ToArray(), Sender = "s@d"u8.ToArray(), Recipient = "r@d"u8.ToArray() }));
    }
}
