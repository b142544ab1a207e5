using System;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>
/// The samples against what real clients say: names and addresses of the forms that large senders, mailing lists, forwarders, mail programs and
/// gateways use. Texts are Latin-1, one character a byte; addresses are as qmail hands them over, without quotes.
/// </summary>
public sealed class SampleEnvelopeTests
{
    private const string Name = "mx.example.org";
    private const string Sender = "user@example.org";
    private const string Recipient = "info@example.com";

    [Theory]
    [InlineData("mx.example.org")]
    [InlineData("MX.EXAMPLE.ORG")]
    [InlineData("mx.example.org.")]
    [InlineData("mail-ed1-f42.example.org")]
    [InlineData("out-12-345.smtpout.example.org")]
    [InlineData("eur05-vi1-obe.outbound.protection.example.org")]
    [InlineData("a9-46.smtp-out.eu-west-1.example.net")]
    [InlineData("o17.ptr9012.example.net")]
    [InlineData("mail_relay_01.example.net")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("mail.b\xC3\xBC" + "cher.example")]
    [InlineData("mx.com.example.net")]
    [InlineData("mx.example.com.au.example.net")]
    [InlineData("local.example.net")]
    [InlineData("[192.0.2.7]")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[IPv6:2001:db8::1]")]
    [InlineData("[ipv6:2001:DB8:0:0:0:0:0:1]")]
    [InlineData("[IPv6:::1]")]
    [InlineData("[IPv6:::ffff:192.0.2.7]")]
    [InlineData("7-2-0-192.dynamic.example.net")]
    [InlineData("host-192.0.2.7.example.net")]
    public void A_name_that_real_clients_give_passes(string helo) => AssertPasses(helo, Sender, Recipient);

    [Theory]
    [InlineData("localhost")]
    [InlineData("friend")]
    [InlineData("User")]
    [InlineData("DESKTOP-1A2B3C")]
    [InlineData("xn--bcher-kva")]
    [InlineData("IPv6:2001:db8::1")]
    [InlineData("[IPv6:]")]
    [InlineData("[]")]
    [InlineData("localhost.localdomain")]
    [InlineData("SRV01.Office.LOCAL")]
    [InlineData("pc.lan.")]
    [InlineData("mx.example.com")]
    [InlineData("Mx.Example.COM.")]
    [InlineData("192.0.2.25")]
    [InlineData("[192.0.2.25]")]
    [InlineData("[IPv6:2001:DB8::25]")]
    public void A_name_that_no_mail_server_has_is_refused(string helo) =>
        Assert.StartsWith("reject badhelo:", Decide(helo, Sender, Recipient), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("user@example.org")]
    [InlineData("User.Name@EXAMPLE.ORG")]
    [InlineData("user@example.org.")]
    [InlineData("user@[192.0.2.7]")]
    [InlineData("user@[IPv6:2001:db8::1]")]
    [InlineData("#@[]")]
    [InlineData("user@xn--bcher-kva.example")]
    [InlineData("j\xC3\xBCrgen@b\xC3\xBC" + "cher.example")]
    [InlineData("first last@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("o'neil@example.org")]
    [InlineData("user+tag@example.org")]
    [InlineData("user_name-1@sub_domain.example.org")]
    [InlineData("list-return-123-info=example.com@lists.example.net")]
    [InlineData("bounces+1234567-ab12-info=example.com@em1234.example.net")]
    [InlineData("0102018f0a1b2c3d-1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d-000000@eu-west-1.example.net")]
    [InlineData("msprvs1=20123abcdEFGH=bounces-1234@bounces.example.net")]
    [InlineData("SRS0=HHHH=TT=example.net=user@forward.example.org")]
    [InlineData("SRS1=HHHH=forward.example.net==HHHH=TT=example.com=user@other.example.org")]
    [InlineData("prvs=1234abcdef=user@example.org")]
    [InlineData("btv1==123abcdef==user@example.org")]
    [InlineData("/c=de/o=example/s=user/@gateway.example.org")]
    [InlineData("user%host@gateway.example.org")]
    [InlineData("user@example.test.example.org")]
    [InlineData("orders@bulk.example.net")]
    [InlineData("newsletter@example.com")]
    public void A_sender_of_real_mail_passes(string sender) => AssertPasses(Name, sender, Recipient);

    [Theory]
    [InlineData("root", "badmailfrom")]
    [InlineData("user@localhost", "badmailfrom")]
    [InlineData("user@example.", "badmailfrom")]
    [InlineData("user@", "badmailfrom")]
    [InlineData("user@mail.INVALID", "badmailfrom")]
    [InlineData("user@host.test.", "badmailfrom")]
    [InlineData("offers@bulk.example.net", "badmailfrom")]
    [InlineData("anybody@example.com", "badmailfromnorelay")]
    [InlineData("Anybody@Office.Example.COM", "badmailfromnorelay")]
    [InlineData("anybody@example.com.", "badmailfromnorelay")]
    [InlineData("prvs=1234abcdef=anybody@example.com", "badmailfromnorelay")]
    public void A_sender_that_nobody_can_have_is_refused(string sender, string file) =>
        Assert.StartsWith($"reject {file}:", Decide(Name, sender, Recipient), StringComparison.Ordinal);

    [Theory]
    [InlineData("info@example.com")]
    [InlineData("INFO@EXAMPLE.COM")]
    [InlineData("first.last@example.com")]
    [InlineData("first.last+shop2026@example.com")]
    [InlineData("user-list-7@example.com")]
    [InlineData("first last@example.com")]
    [InlineData("o'neil@example.com")]
    [InlineData("j\xC3\xBCrgen@example.com")]
    [InlineData("prvs=1234abcdef=info@example.com")]
    [InlineData("SRS0=HHHH=TT=example.org=info1@example.com")]
    [InlineData("list-return-123-user=example.org@example.com")]
    [InlineData("bounces+1234567-ab12-user=example.org@example.com")]
    [InlineData("user@[192.0.2.25]")]
    [InlineData("user@[IPv6:2001:db8::25]")]
    [InlineData("user@xn--bcher-kva.example")]
    [InlineData("room101@example.com")]
    [InlineData("postmaster")]
    [InlineData("Postmaster@example.net")]
    [InlineData("abuse@example.net")]
    [InlineData("postmaster@[192.0.2.25]")]
    public void A_recipient_that_may_be_real_passes(string recipient) => AssertPasses(Name, Sender, recipient);

    [Theory]
    [InlineData("root", "badmailto")]
    [InlineData("user@mail.invalid", "badmailto")]
    [InlineData("user@localhost", "badmailto")]
    [InlineData("qxv83417@example.com", "badmailtonorelay")]
    [InlineData("Qxv83417@EXAMPLE.com", "badmailtonorelay")]
    [InlineData("anybody@example.net", "badmailtonorelay")]
    [InlineData("user%example.net@example.com", "badmailtonorelay")]
    [InlineData("example.net!user@example.com", "badmailtonorelay")]
    [InlineData("user@example.net@example.com", "badmailtonorelay")]
    [InlineData("postmaster@example.net@example.com", "badmailtonorelay")]
    public void A_recipient_that_nobody_here_has_is_refused(string recipient, string file) =>
        Assert.StartsWith($"reject {file}:", Decide(Name, Sender, recipient), StringComparison.Ordinal);

    /// <summary>Whoever relays through us writes to addresses of others, in whatever form these give them.</summary>
    [Theory]
    [InlineData("anybody@example.com", "user@example.org")]
    [InlineData("anybody@example.com", "qxv83417@example.com")]
    [InlineData("anybody@example.com", "user%host@gateway.example.org")]
    [InlineData("anybody@example.com", "host!user@gateway.example.org")]
    [InlineData("anybody@example.com", "a@b@example.org")]
    [InlineData("anybody@example.com", "/c=de/o=example/s=user/@gateway.example.org")]
    [InlineData("", "user@[IPv6:2001:db8::1]")]
    public void Mail_of_relay_clients_passes(string sender, string recipient) =>
        AssertPasses(Name, sender, recipient, isRelayClient: true);

    [Theory]
    [InlineData("root@localhost", "user@example.org", "badmailfrom")]
    [InlineData("anybody@example.com", "user", "badmailto")]
    [InlineData("anybody@example.com", "user@mail.invalid", "badmailto")]
    public void What_can_never_be_answered_or_delivered_is_refused_from_relay_clients_too(string sender, string recipient, string file) =>
        Assert.StartsWith($"reject {file}:", Decide(Name, sender, recipient, isRelayClient: true), StringComparison.Ordinal);

    [Theory]
    [InlineData("news@letters.example.org", "sales@example.com", "192.0.2.7", "reject badmailfromhosts:19")]
    [InlineData("News@LETTERS.example.org", "Press@Example.com", "198.51.100.7", "reject badmailfromhosts:19")]
    [InlineData("news@letters.example.org", "info@example.com", "198.51.100.7", "accept")]
    [InlineData("news@new.letters.example.org", "sales@example.com", "198.51.100.7", "accept")]
    [InlineData("", "sales@example.com", "198.51.100.7", "accept")]
    [InlineData(Sender, "alarms@example.com", "198.51.100.7", "reject badmailtohosts:12")]
    [InlineData(Sender, "Alarms@example.com", "2001:db9::7", "reject badmailtohosts:12")]
    [InlineData(Sender, "alarms@example.com", "", "reject badmailtohosts:12")]
    [InlineData(Sender, "alarms@example.com", "192.0.2.7", "accept")]
    [InlineData(Sender, "alarms@example.com", "::ffff:192.0.2.7", "accept")]
    [InlineData("", "alarms@example.com", "2001:DB8::7", "accept")]
    public void The_rules_for_a_pair_and_for_a_place_hit_no_other(string sender, string recipient, string ip, string verdict) =>
        Assert.Equal(verdict, Decide(Name, sender, recipient, ip: ip));

    /// <summary>By no rule, or by an exception.</summary>
    private static void AssertPasses(string helo, string sender, string recipient, bool isRelayClient = false) =>
        Assert.Equal("accept", Decide(helo, sender, recipient, isRelayClient).Split(' ')[0]);

    private static string Decide(string helo, string sender, string recipient, bool isRelayClient = false, string ip = "192.0.2.7")
    {
        var rules = new RulesInMemory();
        foreach (ControlList list in Enum.GetValues<ControlList>())
            rules[list] = File.ReadAllText(Repository.PathOf("control-samples/" + Encoding.ASCII.GetString(ControlLists.FileName(list))), Encoding.Latin1);
        string verdict = rules.Decide(new Envelope
        {
            Helo = Encoding.Latin1.GetBytes(helo),
            Sender = Encoding.Latin1.GetBytes(sender),
            Recipient = Encoding.Latin1.GetBytes(recipient),
            IsRelayClient = isRelayClient,
            ClientIp = Encoding.Latin1.GetBytes(ip),
        });
        Assert.Empty(rules.Warned);
        return verdict;
    }
}
