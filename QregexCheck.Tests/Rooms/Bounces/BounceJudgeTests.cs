using System;
using System.Linq;
using System.Text;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Bounces;

/// <summary>What <see cref="BounceJudge"/> makes of quoted lines: mail of ours is never refused, and no limit leads to a refusal.</summary>
public sealed class BounceJudgeTests
{
    private const string Reject = "#: action=reject\n";
    private const string Bad = Reject + "^received: from example\\.com[^a-z0-9.-]\n";
    private const string Good = "^received: .* by mail\\.example\\.com[ ;]\n";
    private const string Forged = "Received: from example.com ([192.0.2.9]) by mx.example.net; today";
    private const string Ours = "Received: (qmail 1 invoked by uid 7); today\nReceived: from pc by mail.example.com; today";

    [Theory]
    [InlineData(Bad, Good, Forged, "Reject NotOurs badbounce:2")]
    [InlineData(Bad, Good, Forged + "\n" + Ours, "Accept OursByRule goodbounce:1")]
    [InlineData(Bad, Good, Ours, "Accept OursByRule goodbounce:1")]
    [InlineData(Bad, Good, "Received: from other.example.net", "Accept NothingHit")]
    [InlineData(Bad, null, Forged + "\n" + Ours, "Reject NotOurs badbounce:2")]
    [InlineData("^received: from example\\.com\n", Good, Forged, "Accept NothingHit logged badbounce:1")]
    [InlineData("#: action=defer\n^received: from example\\.com\n", Good, Forged, "Defer NotOurs badbounce:2")]
    [InlineData(null, Good, Forged, "Accept NothingHit")]
    [InlineData("unreadable", Good, Forged, "Accept Trouble")]
    [InlineData(Bad, "unreadable", Forged, "Accept Trouble")]
    [InlineData("unreadable", Good, Ours, "Accept OursByRule goodbounce:1")]
    [InlineData(Bad, Good, "", "Accept NothingHit")]
    public void A_bad_line_refuses_as_long_as_nothing_says_that_the_mail_was_ours(string? bad, string? good, string lines, string expected) =>
        Assert.Equal(expected, Decide(bad, good, lines, LookLimit.None, proves: false));

    [Theory]
    [InlineData(LookLimit.Scanned)]
    [InlineData(LookLimit.LineLength)]
    [InlineData(LookLimit.Unreadable)]
    internal void With_a_limit_a_bad_line_does_not_count_and_a_good_one_does(LookLimit limit)
    {
        Assert.Equal("Accept NotOursButLimited badbounce:2", Decide(Bad, Good, Forged, limit, proves: false));
        Assert.Equal("Accept NotOursButLimited badbounce:2", Decide(Bad, Good, Forged, limit, proves: true));
        Assert.Equal("Accept UnprovedButLimited", Decide(null, Good, Forged, limit, proves: true));
        Assert.Equal("Accept OursByRule goodbounce:1", Decide(Bad, Good, Forged + "\n" + Ours, limit, proves: true));
    }

    [Theory]
    [InlineData(Good, Forged, "Reject Unproved goodbounce:0")]
    [InlineData(Good, Ours, "Accept OursByRule goodbounce:1")]
    [InlineData(Good, "From: a@example.com\nMessage-ID: <1@example.com>", "Accept NothingHit")]
    [InlineData(null, Forged, "Accept Unprovable")]
    [InlineData("# no rule\n", Forged, "Accept Unprovable")]
    [InlineData("unreadable", Forged, "Accept Trouble")]
    public void Who_wants_a_proof_refuses_quoted_mail_without_one(string? good, string lines, string expected) =>
        Assert.Equal(expected, Decide(null, good, lines, LookLimit.None, proves: true));

    [Theory]
    [InlineData("prvs=1@example.com", BounceAnswer.OursByTag)]
    [InlineData("prvs=2@example.com", BounceAnswer.NotOurs)]
    [InlineData("", BounceAnswer.NotOurs)]
    [InlineData(null, BounceAnswer.NotOurs)]
    [InlineData("unreadable", BounceAnswer.Trouble)]
    internal void A_tag_of_the_recipient_is_a_proof(string? recipient, BounceAnswer expected)
    {
        var rules = new RulesInMemory { [ControlList.BadBounce] = Bad };
        byte[]? bytes = recipient is null ? null : Encoding.ASCII.GetBytes(recipient);
        Assert.Equal(expected, new BounceJudge(rules.Open, IsOurs, null, false).Decide(Mail(Forged, LookLimit.None), bytes).Answer);
        Assert.Equal(BounceAnswer.NotOurs, new BounceJudge(rules.Open, null, null, false).Decide(Mail(Forged, LookLimit.None), bytes).Answer);

        static bool IsOurs(ReadOnlySpan<byte> address) =>
            address.SequenceEqual("unreadable"u8) ? throw new ControlReadException("x") : address.SequenceEqual("prvs=1@example.com"u8);
    }

    [Fact]
    public void The_reply_is_that_of_the_rule_of_the_list_or_of_the_missing_proof()
    {
        Assert.Equal("550 this bounce is for mail we did not send (#5.7.1)", Reply(Bad, proves: false));
        Assert.Equal("550 5.7.1 not ours", Reply("#: action=reject reply=\"550 5.7.1 not ours\"\n^received: from example", proves: false));
        Assert.Equal("550 this bounce quotes no mail of ours (#5.7.1)", Reply("# nothing\n", proves: true));
    }

    [Theory]
    [InlineData("Return-Path: <prvs=1234abcdef=user@example.com>", true)]
    [InlineData("From: \"x\" <PRVS=1234abcdef=user@example.com>", true)]
    [InlineData("Message-ID: <a@b>, prvs=0000000000=no@example.com, prvs=1234abcdef=user@example.com", true)]
    [InlineData("Received: from <prvs=1234abcdef=user@example.com>", false)]
    [InlineData("Return-Path: <prvs=1234abcdef=user@example.co>", false)]
    [InlineData("Return-Path: <prvs=", false)]
    public void A_tag_of_ours_is_a_proof_wherever_an_address_stands(string line, bool isOurs)
    {
        var rules = new RulesInMemory { [ControlList.BadBounce] = Reject + "." };
        BounceFinding finding = new BounceJudge(rules.Open, IsOurs, null, false).Decide(Mail(line, LookLimit.None));
        Assert.Equal(isOurs ? BounceAnswer.OursByTag : BounceAnswer.NotOurs, finding.Answer);
        Assert.Equal(isOurs, finding.Tagged is not null);

        static bool IsOurs(ReadOnlySpan<byte> address) =>
            Encoding.Latin1.GetString(address).Equals("prvs=1234abcdef=user@example.com", System.StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_tag_that_can_t_be_checked_refuses_nothing()
    {
        var rules = new RulesInMemory { [ControlList.BadBounce] = Reject + "." };
        BounceFinding finding = new BounceJudge(rules.Open, static _ => throw new ControlReadException("no key"), null, true)
            .Decide(Mail("From: <prvs=1234abcdef=user@example.com>\nReceived: 1", LookLimit.None));
        Assert.Equal((BounceAnswer.Trouble, "no key"), (finding.Answer, finding.Words));
    }

    [Theory]
    [InlineData("Received: Friday 10:00", false)]
    [InlineData("Received: by our office; you will hear of us", true)]
    [InlineData("Received: by our office", false)]
    [InlineData("Received: Friday; you will hear of us", false)]
    [InlineData("> RECEIVED: FROM a\n>  by b; today", true)]
    [InlineData("Received: (qmail 1 invoked for bounce); today", true)]
    [InlineData("Received: bystander; x", false)]
    [InlineData("Received: from", false)]
    public void In_a_text_only_a_line_that_servers_write_is_a_sign_of_quoted_mail(string text, bool isRefused)
    {
        var rules = new RulesInMemory { [ControlList.GoodBounce] = Good };
        var look = new BounceLook();
        look.Read(Encoding.Latin1.GetBytes("Subject: read\n\nYour mail was read.\n" + text + "\n"));
        Assert.Equal(isRefused ? BounceAnswer.Unproved : BounceAnswer.NothingHit, new BounceJudge(rules.Open, null, null, true).Decide(look.End()).Answer);
    }

    [Fact]
    public void A_rule_that_only_logs_is_told_once_with_the_first_line_it_hit()
    {
        var rules = new RulesInMemory { [ControlList.BadBounce] = "^received\n^from\n" };
        BounceFinding finding = new BounceJudge(rules.Open, null, null, false).Decide(Mail("Received: 1\nReceived: 2\nFrom: 3\nReceived: 4", LookLimit.None));
        Assert.Equal(["1 Received: 1", "2 From: 3"], finding.Logged.Select(one => $"{one.Hit.Line} {Encoding.Latin1.GetString(one.Line.Text)}"));
    }

    private static string Decide(string? bad, string? good, string lines, LookLimit limits, bool proves)
    {
        var rules = new RulesInMemory();
        if (bad is not null)
            rules[ControlList.BadBounce] = bad;
        if (good is not null)
            rules[ControlList.GoodBounce] = good;
        BounceFinding finding = new BounceJudge(rules.Open, null, null, proves).Decide(Mail(lines, limits));
        string hit = finding.Hit is { } by ? $" {ControlLists.Name(by.List)}:{by.Line}" : "";
        string logged = string.Concat(finding.Logged.Select(one => $" logged {ControlLists.Name(one.Hit.List)}:{one.Hit.Line}"));
        return $"{finding.Kind} {finding.Answer}{hit}{logged}";
    }

    private static string Reply(string bad, bool proves)
    {
        var rules = new RulesInMemory { [ControlList.BadBounce] = bad, [ControlList.GoodBounce] = Good };
        BounceFinding finding = new BounceJudge(rules.Open, null, null, proves).Decide(Mail(Forged, LookLimit.None));
        Assert.Equal(VerdictKind.Reject, finding.Kind);
        return Encoding.ASCII.GetString(finding.Reply);
    }

    private static QuotedMail Mail(string lines, LookLimit limits)
    {
        string bounce = "Return-Path: <>\n\nIt bounced.\n--- Below this line is a copy of the message.\n\n" + lines + "\n\nbody\n";
        var look = new BounceLook();
        look.Read(Encoding.Latin1.GetBytes(bounce));
        return look.End() with { Limits = limits };
    }
}
