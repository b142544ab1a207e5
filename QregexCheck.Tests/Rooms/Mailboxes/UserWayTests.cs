using System;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>
/// What the user who gets the mail may not reach, read or run makes qmail-local or a program defer, so nothing is missing by it (UserWay). The check itself
/// sees all, as root does.
/// </summary>
public sealed class UserWayTests
{
    private const uint Dom = 7001;
    private const string Home = "/home/dom";
    private const string Default = Home + "/.qmail-default";
    private const string FastForward = "|/usr/bin/fastforward /etc/aliases/cdb\n";
    private const string Vpopmail = "|/opt/vpopmail/bin/vdelivermail '' bounce-no-mailbox\n";
    private const string Vmailmgr = "|vdeliver\n";

    private static readonly QmailPlaces Places = new("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());

    [Theory]
    [InlineData(FastForward, "/etc/aliases/cdb")]
    [InlineData(Vpopmail, Home + "/vpasswd.cdb")]
    [InlineData(Vmailmgr, Home + "/passwd.cdb")]
    public void A_table_that_the_user_may_not_read_tells_of_nobody(string line, string table)
    {
        Assert.Equal("Missing", Ask(Host(line)));
        Assert.Equal("Exists", Ask(Host(line), "joe"));
        Assert.Equal($"Unknown {table} can't be read by the user who gets the mail, and so qmail defers", Ask(Host(line).Permit(table, 0x1A0, 0, 0)));
        Assert.Equal("Missing", Ask(Host(line).Permit(table, 0x180, Dom, 0)));
        Assert.Equal("Missing", Ask(Host(line).Permit(table, 0x1A0, 0, Dom)));
        Assert.StartsWith($"Unknown {table} has an access control list", Ask(Host(line).WithAccessList(table)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FastForward, "/etc/aliases/cdb")]
    [InlineData(Vpopmail, Home + "/vpasswd.cdb")]
    [InlineData(Vmailmgr, Home + "/passwd.cdb")]
    public void A_table_that_the_user_may_not_read_tells_the_chmod_that_helps(string line, string table)
    {
        Assert.Equal($"chmod u+r {table}", Advice(Host(line).Permit(table, 0x024, Dom, 0)));
        Assert.Equal($"chmod g+r {table}", Advice(Host(line).Permit(table, 0x184, 0, Dom)));
        string words = table == "/etc/aliases/cdb" ? string.Empty
            : ", which shows its passwords' hashes to every user until it is written anew; or list the addresses in control/validrcptto";
        Assert.Equal($"chmod o+r {table}{words}", Advice(Host(line).Permit(table, 0x1A0, 0, 0)));
    }

    [Fact]
    public void A_table_behind_a_directory_that_the_user_may_not_enter_tells_of_nobody() =>
        Assert.StartsWith("Unknown /etc/aliases can't be entered", Ask(Host(FastForward).Permit("/etc/aliases", 0x1C0, 0, 0)), StringComparison.Ordinal);

    [Theory]
    [InlineData(FastForward, "/usr/bin/fastforward")]
    [InlineData(Vpopmail, "/opt/vpopmail/bin/vdelivermail")]
    [InlineData("|bin/vdeliver\n", Home + "/bin/vdeliver")]
    public void A_known_program_that_the_user_may_not_run_tells_of_nobody(string line, string program)
    {
        const string Words = " can't be run by the user who gets the mail, and so qmail defers";
        Assert.Equal("Missing", Ask(Host(line).WithFile(program, "", 0x1ED)));
        Assert.Equal("Missing", Ask(Host(line).WithFile(program, "", 0x1C0, Dom)));
        Assert.Equal("Missing", Ask(Host(line)));
        Assert.Equal("Unknown " + program + Words, Ask(Host(line).WithFile(program, "", 0x1A4)));
        Assert.Equal("Unknown " + program + Words, Ask(Host(line).WithFile(program, "", 0x1C0)));
        Assert.Equal("Unknown " + program + Words, Ask(Host(line).WithDirectory(program)));
        string above = program[..program.LastIndexOf('/')];
        Assert.StartsWith("Unknown " + above, Ask(Host(line).WithFile(program, "", 0x1ED).Permit(above, 0x1C0, 0, 0)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/home")]
    [InlineData(Home)]
    [InlineData(Default)]
    public void An_access_control_list_hides_what_the_user_may_do(string path)
    {
        Assert.Equal("Missing", Ask(Host("|exit 100\n")));
        Assert.Equal(
            $"Unknown {path} has an access control list, so that its mode does not tell what the user may do", Ask(Host("|exit 100\n").WithAccessList(path)));
        Assert.Equal("Exists", Ask(Host("./Mailbox\n").WithAccessList(path)));
    }

    [Fact]
    public void A_directory_above_the_home_that_is_closed_to_the_user_is_no_evidence()
    {
        Assert.Equal("Missing", Ask(Host(null)));
        Assert.StartsWith("Unknown /home can't be entered", Ask(Host(null).Permit("/home", 0x1C0, 0, 0)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/shut/file")]
    [InlineData("../../shut/file")]
    [InlineData("/way/file")]
    [InlineData("/shut/../etc/none")]
    public void A_link_that_leads_through_a_closed_directory_is_no_evidence(string target)
    {
        foreach (string name in new[] { Home + "/.qmail-nobody", Default })
        {
            // Both a link to nothing and one to a file that bounces: the user gets EACCES for either.
            MadeUpHost host = Host(null).WithDirectory("/shut", 0x1C0).WithLink("/way", "shut").WithLink(name, target);
            Assert.StartsWith("Unknown /shut can't be entered", Ask(host), StringComparison.Ordinal);
            Assert.StartsWith("Unknown /shut can't be entered", Ask(host.WithFile("/shut/file", "|exit 100\n")), StringComparison.Ordinal);
            Assert.Equal("Missing", Ask(host.Permit("/shut", 0x1ED, 0, 0)));
        }
    }

    [Fact]
    public void A_home_behind_a_link_is_reached_by_each_directory_of_both_ways()
    {
        MadeUpHost host = new MadeUpHost().WithLink(Home, "/data/./dom/").WithDirectory("/data/dom", 0x1ED, Dom, Dom)
            .WithLink("/data/dom/.qmail-nobody", "../none");
        With(host, null);
        Assert.Equal("Missing", Ask(host));
        Assert.StartsWith("Unknown /data can't be entered", Ask(host.Permit("/data", 0x1C0, 0, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_of_links_is_passed_over()
    {
        MadeUpHost host = Host(null).WithLink(Home + "/.qmail-nobody", ".qmail-nobody").WithLink(Default, ".qmail-x/y")
            .WithLink(Home + "/.qmail-x", ".qmail-default");
        Assert.Equal("Missing", Ask(host));
    }

    private static MadeUpHost Host(string? line) => With(new MadeUpHost().WithDirectory(Home, 0x1ED, Dom, Dom), line);

    private static MadeUpHost With(MadeUpHost host, string? line)
    {
        host.WithFile("/var/qmail/users/cdb", QmailNewu.Compile($"+dom-:dom:{Dom}:{Dom}:{Home}:-::\n.\n"))
            .WithFile("/var/qmail/control/me", "mail.example.com\n").WithFile("/var/qmail/control/virtualdomains", "example.com:dom\n")
            .WithFile("/var/qmail/control/checkrcpthosts", "*\n");
        return line is null ? host : host
            .WithFile("/etc/aliases/cdb", CdbFile.Of((":dom-joe@example.com", "&a@b\0"))).WithFile(Default, line, 0x1A4, Dom, Dom)
            .WithFile(Home + "/vpasswd.cdb", CdbFile.Of(("postmaster", "x:1:0:g:/d:NOQUOTA"), ("joe", "x:1:0:g:/d:NOQUOTA")), 0x180, Dom, Dom)
            .WithFile(Home + "/passwd.cdb", CdbFile.Of(("joe", ":pw:./users/joe")), 0x180, Dom, Dom);
    }

    private static string? Advice(MadeUpHost host) => RecipientCheck.Ask(host, Places, Nothing, "nobody@example.com"u8, isRelayClient: false, () => 0)!.Advice;

    private static string Ask(MadeUpHost host, string mailbox = "nobody")
    {
        byte[] recipient = MadeUpHost.Bytes(mailbox + "@example.com");
        string[] answers = ["", ""];
        foreach (bool isBare in new[] { false, true })
        {
            host.TellsNoMoreThanItMust = isBare;
            RecipientAnswer answer = RecipientCheck.Ask(host, Places, Nothing, recipient, isRelayClient: false, () => 0)!;
            answers[isBare ? 1 : 0] = answer.State == RecipientState.Unknown
                ? "Unknown " + Encoding.UTF8.GetString(answer.Why).Replace(": ", " ", StringComparison.Ordinal) : answer.State.ToString();
        }

        Assert.Equal(answers[1], answers[0]);
        return answers[0];
    }

    private static ValidEntry? Nothing(ReadOnlySpan<byte> recipient) => null;
}
