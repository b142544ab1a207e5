using System;
using System.Linq;
using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="RoutingChecks"/>, <see cref="AgeChecks"/>, <see cref="DotQmailChecks"/> and <see cref="QueueChecks"/>.</summary>
public sealed class HostChecksTests
{
    private const string Alias = "/var/qmail/alias/";
    private const string Virtual = "/var/qmail/control/virtualdomains";

    [Fact]
    public void A_domain_in_locals_and_in_virtualdomains_is_named_at_the_line_that_does_not_count()
    {
        Diagnosis found = ExaminationTests.Only(HealthyHost.Plain().WithFile(Virtual, "# x\nExample.COM:joe\n"), Ailment.LocalsAndVirtualDomains);
        Assert.Equal((Virtual, 2), (Text(found.Place), found.Line));
        Assert.Contains("locals:1 ", found.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_keys_in_virtualdomains_the_last_counts_and_in_users_assign_the_first()
    {
        Diagnosis found = ExaminationTests.Only(HealthyHost.Plain().WithFile(Virtual, "a.example:joe\nb.example:joe\nA.example:other\n"), Ailment.DuplicateKey);
        Assert.Equal((Virtual, 1), (Text(found.Place), found.Line));
        Assert.Empty(HealthyHost.Examine(HealthyHost.Plain().WithFile(Virtual, "a.example:joe\na.example:joe\n")).Findings);
        found = ExaminationTests.Only(
            HealthyHost.Assign().WithAssign("=joe:joe:1000:1000:/home/joe:::\n"
                + $"=JOE:bob:1001:1001:/home/bob:::\n+:alias:{HealthyHost.Alias}:{HealthyHost.Nofiles}:/var/qmail/alias:-::\n.\n"),
            Ailment.DuplicateKey);
        Assert.Equal(("/var/qmail/users/assign", 2), (Text(found.Place), found.Line));
    }

    [Fact]
    public void Each_domain_needs_a_postmaster_and_double_bounces_a_reader()
    {
        MadeUpHost host = HealthyHost.Plain();
        host.Remove(Alias + ".qmail-postmaster");
        Assert.Equal(
            ["no-postmaster /var/qmail/control/rcpthosts:1", "no-postmaster /var/qmail/control/rcpthosts:2",
                "no-doublebounce /var/qmail/control/doublebounceto"],
            ExaminationTests.Shown(HealthyHost.Examine(host)));
        host = HealthyHost.Plain().WithFile("/var/qmail/control/doublebounceto", "nobody-reads\n");
        Assert.Contains("nobody-reads@mx.example.com", ExaminationTests.Only(host, Ailment.NoDoubleBounce).Words, StringComparison.Ordinal);
        Assert.Empty(HealthyHost.Examine(host.WithFile("/var/qmail/control/doublebounceto", "\n")).Findings);
    }

    [Theory]
    [InlineData("/var/qmail/users/assign", "/var/qmail/users/cdb", "/var/qmail/bin/qmail-newu")]
    [InlineData("/etc/tcp.smtp", "/etc/tcp.smtp.cdb", "tcprules /etc/tcp.smtp.cdb /etc/tcp.smtp.tmp < /etc/tcp.smtp")]
    [InlineData(HealthyHost.VpopmailDomain + "/vpasswd", HealthyHost.VpopmailDomain + "/vpasswd.cdb", "vmkpasswd example.org")]
    public void A_cdb_that_is_older_than_its_text_is_named_with_the_command_that_makes_it(string source, string cdb, string command)
    {
        MadeUpHost host = HealthyHost.Vpopmail();
        host.WithFile(source, source.EndsWith("assign", StringComparison.Ordinal) ? $"+example.org-:x:1:1:{HealthyHost.VpopmailDomain}:-::\n.\n" : "x\n");
        Diagnosis found = ExaminationTests.Only(host, Ailment.Stale);
        Assert.Equal((cdb, command), (Text(found.Place), found.Command));
    }

    [Fact]
    public void Without_the_cdb_morercpthosts_is_never_read() => Assert.Equal(
        "/var/qmail/bin/qmail-newmrh", ExaminationTests.Only(HealthyHost.Plain().WithFile("/var/qmail/control/morercpthosts", "x.example\n"),
            Ailment.Stale).Command);

    [Theory]
    [InlineData("locals", "kill -HUP 77")]
    [InlineData("me", null)]
    public void A_control_file_that_was_changed_after_qmail_send_began_is_named(string file, string? command)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/proc/77/cmdline", "qmail-send\0").WithFile("/proc/stat", "cpu 1 2 3\nbtime 1000\nprocesses 3\n");
        host.WithFile("/proc/77/stat", Stat(500_000));
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithFile("/proc/stat", "cpu 1 2 3\nbtime 1\nprocesses 3\n").WithFile("/proc/77/stat", Stat(100 * Seconds(host,
            "/var/qmail/control/checkrcpthosts")));
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithFile("/var/qmail/control/" + file, file == "me" ? "mx.example.com\n" : "example.com\nmx.example.com\n");
        Assert.Equal(command, ExaminationTests.Only(host, Ailment.Stale).Command);
    }

    [Theory]
    [InlineData("")]
    [InlineData("77 (qmail-send")]
    [InlineData("77 (qmail-send) S 1 2 3")]
    [InlineData("77 (qmail-send) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 99999999999999999999999")]
    public void A_process_whose_state_can_t_be_read_tells_nothing(string stat) => Assert.Empty(HealthyHost.Examine(
        HealthyHost.Plain().WithFile("/proc/77/cmdline", "qmail-send\0").WithFile("/proc/stat", "cpu\nbtime 1\n").WithFile("/proc/77/stat", stat)).Findings);

    [Theory]
    [InlineData("|/usr/bin/vacation joe\n")]
    [InlineData("./Maildir/\n| autorespond 86400 3 /home/joe/message /home/joe/log\n")]
    [InlineData("|preline mailbot -t text\n")]
    [InlineData("&joe@elsewhere.example\n")]
    [InlineData("joe@elsewhere.example\n")]
    public void A_file_that_answers_or_sends_on_is_named(string content)
    {
        Diagnosis found = ExaminationTests.Only(HealthyHost.Plain().WithFile("/home/joe/.qmail", content, owner: HealthyHost.Joe, group: HealthyHost.Joe),
            Ailment.AutoAnswer);
        Assert.Equal("/home/joe/.qmail", Text(found.Place));
    }

    [Theory]
    [InlineData("|/usr/bin/my-vacations joe\n")]
    [InlineData("# vacation\n&bob@example.com\n")]
    [InlineData("&bob\n./Maildir/\n")]
    public void A_file_that_does_neither_is_not(string content) => Assert.Empty(
        HealthyHost.Examine(HealthyHost.Plain().WithFile("/home/joe/.qmail", content, owner: HealthyHost.Joe, group: HealthyHost.Joe)).Findings);

    [Fact]
    public void A_mailbox_of_vpopmail_with_an_answer_is_named()
    {
        const string Path = HealthyHost.VpopmailDomain + "/bob/.qmail";
        MadeUpHost host = HealthyHost.Vpopmail().WithFile(Path, "|/home/vpopmail/bin/vacation\n", owner: HealthyHost.Vpopmaster);
        Assert.Equal(Path, Text(ExaminationTests.Only(host, Ailment.AutoAnswer).Place));
    }

    [Fact]
    public void A_file_that_bounces_matters_while_the_check_does_not_refuse_its_address()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile(Alias + ".qmail-old:name", "|bouncesaying 'gone'\n", owner: HealthyHost.Alias,
            group: HealthyHost.Nofiles);
        Assert.Empty(HealthyHost.Examine(host).Findings);
        DoctorReport report = HealthyHost.Examine(host.WithFile("/var/qmail/control/checkrcpthosts", "mx.example.com\n"));
        Diagnosis found = Assert.Single(report.Findings, finding => finding.Ailment == Ailment.BouncingUser);
        Assert.Contains("old.name@example.com", found.Words, StringComparison.Ordinal);
        Assert.Equal("rm /var/qmail/alias/.qmail-old:name", found.Command);
    }

    [Fact]
    public void Homes_that_can_t_be_listed_are_one_line_of_what_was_not_seen()
    {
        MadeUpHost host = HealthyHost.Plain().Permit("/home/joe", 0x1C0, HealthyHost.Joe, HealthyHost.Joe).Permit("/var/qmail/alias", 0x1C9,
            HealthyHost.Alias, 1);
        host.Viewer = 4000;
        Assert.Single(HealthyHost.Examine(host).Unseen, unseen => unseen.Words.Contains("other homes", StringComparison.Ordinal));
    }

    [Fact]
    public void Bounces_that_are_still_to_come_count()
    {
        MadeUpHost host = HealthyHost.Plain();
        foreach (int id in Enumerable.Range(100, 10))
            host.WithFile($"/var/qmail/queue/bounce/{id}", "<a@b.example>:\nno such user\n\n").WithFile($"/var/qmail/queue/info/1/{id}", "Fc@d.example\0");
        host.WithFile("/var/qmail/queue/bounce/lock", "x");
        string words = ExaminationTests.Only(host, Ailment.Queue).Words;
        Assert.StartsWith("0 bounces to other hosts and 0 double bounces wait", words, StringComparison.Ordinal);
        Assert.EndsWith("; 10 more are made when their messages are done", words, StringComparison.Ordinal);
        host.Remove("/var/qmail/queue/bounce/100");
        Assert.Empty(HealthyHost.Examine(host).Findings);
    }

    [Fact]
    public void Bounces_that_wait_are_counted_by_domain_and_age()
    {
        MadeUpHost host = HealthyHost.Plain();
        for (int i = 0; i < 12; i++)
            WithMessage(host, $"{i % 3}/{i}", string.Empty, i < 8 ? "a@forged.example" : "b@other.example");
        WithMessage(host, "0/50", "joe@example.com", "c@third.example");
        WithMessage(host, "0/51", "#@[]", "postmaster@example.com");
        Diagnosis found = ExaminationTests.Only(host, Ailment.Queue);
        Assert.StartsWith("12 bounces to other hosts and 1 double bounces wait, 13 of them for more than a day", found.Words, StringComparison.Ordinal);
        Assert.EndsWith("; most to forged.example (8), other.example (4)", found.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_bounces_and_those_that_are_done_are_no_finding()
    {
        MadeUpHost host = HealthyHost.Plain();
        for (int i = 0; i < 9; i++)
            WithMessage(host, $"0/{i}", string.Empty, "a@forged.example");
        host.WithFile("/var/qmail/queue/info/1/70", "F\0").WithFile("/var/qmail/queue/remote/1/70", "Da@done.example\0").
            WithFile("/var/qmail/queue/info/1/71", "\xff");
        Assert.Empty(HealthyHost.Examine(host).Findings);
    }

    private static void WithMessage(MadeUpHost host, string id, string sender, string recipient) => host
        .WithFile("/var/qmail/queue/info/" + id, $"F{sender}\0")
        .WithFile("/var/qmail/queue/remote/" + id, $"T{recipient}\0");

    private static long Seconds(MadeUpHost host, string path) => host.Look(MadeUpHost.Bytes(path)).Stamp.Modified.Seconds + 20;

    private static string Stat(long ticks) => $"77 (qmail) send) S {string.Join(' ', Enumerable.Repeat("1", 18))} {ticks} 5 6\n";

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
