using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>
/// vdelivermail finds its list of mailboxes by the domain of the recipient, through users/cdb, and not by the directory that it runs in (LocalDelivery).
/// The files are made from the formats; vpopmail itself does not run here.
/// </summary>
public sealed class LocalDeliveryTests
{
    private const string Domains = "/home/vpopmail/domains/";
    private const string Home = Domains + "example.com";
    private const string Entry = $"+example.com-:example.com:7001:7001:{Home}:-::\n";

    /// <summary>The last line of users/assign, and what is said of a mailbox that the directory's list does not have.</summary>
    [Theory]
    [InlineData("", "Missing")]
    [InlineData($"+other.example-:example.com:7001:7001:{Home}:-::\n", "Missing")]
    [InlineData($"+Other.Example-:example.com:7001:7001:{Home}/:-::\n", "Missing")]
    [InlineData($"+other.example-:other.example:7001:7001:{Domains}other.example:-::\n", "Unknown")]
    [InlineData("+other.example-:other.example:0:0:/root:-::\n", "Unknown")]
    [InlineData("=other.example-:other.example:7001:7001:/elsewhere:-::\n", "Missing")]
    [InlineData("+other-:other:7001:7001:/elsewhere:-::\n", "Missing")]
    public void An_address_is_missing_only_where_its_domain_has_the_same_directory(string entry, string expected)
    {
        MadeUpHost host = Host(Entry + entry);
        Assert.Equal(expected, Find(host, "example.com-nobody@other.example"));
        Assert.Equal("Exists", Find(host, "example.com-joe@other.example"));
        Assert.Equal("Missing", Find(host, "example.com-nobody@Example.com"));
    }

    /// <summary>The own domain's entry is the one that named the user, unless a closer entry did.</summary>
    [Fact]
    public void An_entry_for_one_address_does_not_hide_that_the_domain_is_elsewhere()
    {
        MadeUpHost host = Host($"+example.com-:example.com:7001:7001:{Domains}moved:-::\n=example.com-nobody:example.com:7001:7001:{Home}:-:nobody:\n");
        Assert.Equal("Unknown", Find(host, "example.com-nobody@example.com"));
    }

    [Fact]
    public void The_evidence_names_users_cdb()
    {
        MadeUpHost host = Host($"{Entry}+other.example-:other.example:7001:7001:/elsewhere:-::\n");
        MailboxFinding finding = Find(host, "example.com-nobody@other.example", out List<Evidence> trail);
        Assert.Equal("/var/qmail/users/cdb names another directory for the domain, in which vdelivermail looks", Encoding.UTF8.GetString(finding.Why));
        Assert.Equal("/var/qmail/users/cdb", Encoding.UTF8.GetString(trail[^1].File));
    }

    private static MadeUpHost Host(string assign) => new MadeUpHost()
        .WithFile("/var/qmail/users/cdb", QmailNewu.Compile(assign + ".\n"))
        .WithDirectory(Home, 0x1ED, 7001, 7001)
        .WithFile(Home + "/.qmail-default", "| /home/vpopmail/bin/vdelivermail '' bounce-no-mailbox\n", 0x180, 7001, 7001)
        .WithFile(Home + "/vpasswd.cdb", CdbFile.Of(("postmaster", "x:1:0:g:/d:NOQUOTA"), ("joe", "x:1:0:g:/d:NOQUOTA")), 0x180, 7001, 7001);

    private static string Find(MadeUpHost host, string recipient) => Find(host, recipient, out _).State.ToString();

    private static MailboxFinding Find(MadeUpHost host, string recipient, out List<Evidence> trail)
    {
        var places = new QmailPlaces("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());
        trail = [];
        byte[] whole = MadeUpHost.Bytes(recipient);
        try
        {
            LocalUser user = LocalUsers.Find(host, places, MadeUpHost.Bytes(recipient[..recipient.LastIndexOf('@')]), trail);
            return LocalDelivery.Find(host, places, user, whole, hasExtensions: true, trail);
        }
        catch (HostFileException exception)
        {
            return new MailboxFinding(RecipientState.Unknown, [.. exception.Path, (byte)' ', .. MadeUpHost.Bytes(exception.Message)]);
        }
    }
}
