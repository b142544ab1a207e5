using System;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// <c>compile --recipients</c> as root, and the hook as a stranger: a domain of vpopmail in directories of mode 0751 with files of mode 0600, and a home of
/// mode 0700. After whatever change the snapshot refuses nobody who may have a mailbox.
/// </summary>
public sealed class SnapshotTests : IDisposable
{
    private const string Stranger = "65534";
    private const string Missing = "550 sorry, no mailbox here by that name (#5.1.1)";

    private readonly ControlFolder _folder = new();

    public SnapshotTests()
    {
        Superuser.IsNeeded("makes homes of several users");
        byte[] users = CdbFile.Of(
            ("", "-"), ("!example.net-", $"example.net\07002\07002\0{Of("vp/domains/example.net")}\0-\0"),
            ("!joe\0", $"joe\07001\07001\0{Of("joe")}\0\0"), ("!joe-", $"joe\07001\07001\0{Of("joe")}\0-\0"));
        Shell("mkdir -p q/control q/users q/alias vp/etc vp/domains/example.net joe && chmod 755 . && echo example.com >q/control/me "
            + "&& echo example.com >q/control/locals && echo example.net:example.net >q/control/virtualdomains && echo '*' >q/control/checkrcpthosts "
            + "&& echo -lcrypt >vp/etc/lib_deps && mkfifo joe/.qmail-fifo && ln -s /nowhere joe/.qmail-dangling && echo '&a@b.example' >joe/.qmail-list "
            + "&& printf \"|$PWD/vp/bin/vdelivermail '' bounce-no-mailbox\\n\" >vp/domains/example.net/.qmail-default");
        File.WriteAllBytes(Of("q/users/cdb"), users);
        File.WriteAllBytes(Of("vp/domains/example.net/vpasswd.cdb"), List("postmaster", "longremembered"));
        File.WriteAllBytes(Of("vp/domains/example.net/new"), List("postmaster", "longremembered", "new"));
        Shell("chmod 600 vp/domains/example.net/* vp/domains/example.net/.qmail-default && chmod 751 vp vp/domains vp/domains/example.net && chmod 700 joe "
            + "&& chmod 644 q/users/cdb && chown -R 7002:7002 vp && chown -Rh 7001:7001 joe");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_hook_refuses_by_the_snapshot_what_it_may_not_see_itself()
    {
        Assert.Equal(string.Empty, Ask("nobody@example.net"));
        Outcome outcome = Compile();
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(
            @"^qregexcheck-rcpt\.db: \d+ directories, \d+ files, \d+ names of mailboxes, 0 not seen; [\d,]+ bytes written, \d+\.\d\d s\n$", outcome.Output);
        Assert.Equal(Missing, Ask("nobody@example.net"));
        Assert.Equal(string.Empty, Ask("longremembered@example.net"));
        Assert.Equal(Missing, Ask("joe-nix@example.com"));
        Assert.Equal(string.Empty, Ask("joe-list@example.com"));
        Assert.Equal(string.Empty, Ask("joe-dangling@example.com"));
        Assert.Contains(", by the snapshot of ", Hook("nobody@example.net").Error, StringComparison.Ordinal);
        Assert.Equal((0, $"{Db} is fresh\n"), Answer(Run("compile", "--recipients", "--check")));
    }

    [Theory]
    [InlineData("mv new vpasswd.cdb", "nobody@example.net")]
    [InlineData("cat new >vpasswd.cdb", "nobody@example.net")]
    [InlineData("cat new >vpasswd.cdb && touch -r ../stamp vpasswd.cdb", "nobody@example.net")]
    [InlineData("cp -p vpasswd.cdb copy && mv copy vpasswd.cdb", "nobody@example.net")]
    [InlineData("echo '&a@b.example' >.qmail-default", "nobody@example.net")]
    [InlineData("cp -p .qmail-default copy && mv copy .qmail-default", "nobody@example.net")]
    [InlineData("touch ../../../joe/.qmail-nix", "joe-nix@example.com")]
    [InlineData("mv ../../../joe/.qmail-list ../../../joe/.qmail-default", "joe-nix@example.com")]
    [InlineData("touch ../../../joe/x && rm ../../../joe/x", "joe-nix@example.com")]
    [InlineData("touch ../../etc/vpopmail.mysql", "nobody@example.net")]
    public void A_change_after_the_snapshot_refuses_nobody_and_the_check_tells_of_it(string change, string recipient)
    {
        // With an age, too: what is seen to be another is not believed.
        Shell("printf '#: age=3600\\n*\\n' >q/control/checkrcpthosts && touch -r vp/domains/example.net/vpasswd.cdb vp/domains/stamp");
        Assert.Equal(0, Compile().ExitCode);
        Assert.Equal(Missing, Ask(recipient));
        Assert.Equal(0, new Child("/bin/sh", "-c", change) { Directory = Of("vp/domains/example.net"), Environment = ["PATH=/usr/bin:/bin"] }.Run().ExitCode);
        Assert.Equal(string.Empty, Ask(recipient));
        if (change.Contains("vpopmail.mysql", StringComparison.Ordinal))
            return;
        (int code, string text) = Answer(Run("compile", "--recipients", "--check"));
        Assert.Equal(100, code);
        Assert.Contains(" was changed\n", text, StringComparison.Ordinal);
        Assert.Matches(@"qregexcheck-rcpt\.db of \S+Z is not fresh for \d+ of its paths; run qregexcheck compile --recipients\n$", text);
        Assert.Equal(0, Compile().ExitCode);
        Assert.Equal(0, Run("compile", "--recipients", "--check").ExitCode);
    }

    /// <summary>An older kernel, or a sandbox that forbids the calls that save time: the answer and its reason are the same.</summary>
    [Theory]
    [InlineData("faccessat2", "ENOSYS")]
    [InlineData("faccessat2", "EPERM")]
    [InlineData("openat2", "ENOSYS")]
    [InlineData("openat2", "EPERM")]
    public void Without_the_calls_that_save_others_the_answer_is_the_same(string call, string fault)
    {
        Assert.Equal(0, Compile().ExitCode);
        foreach (string recipient in new[] { "joe-nix@example.com", "joe-list@example.com", "nobody@example.net", "longremembered@example.net" })
        {
            Outcome whole = Hook(recipient);
            Outcome bare = Hook(recipient, "/usr/bin/strace", "-qq", "-o", "/dev/null", "-e", $"inject={call}:error={fault}");
            Assert.Equal((whole.ExitCode, whole.Reply, whole.Error), (bare.ExitCode, bare.Reply, bare.Error));
        }
    }

    [Fact]
    public void A_closed_home_is_looked_at_twice_and_one_name_in_it_once()
    {
        Assert.Equal(0, Compile().ExitCode);
        Assert.Equal(100, Hook("joe-nix@example.com", "/usr/bin/strace", "-qq", "-o", Of("trace"), "-e", "trace=statx,openat").ExitCode);
        string[] calls = File.ReadAllLines(Of("trace"));
        Assert.Equal(2, calls.Count(line => line.Contains($"\"{Of("joe")}\"", StringComparison.Ordinal)));
        Assert.Single(calls, line => line.Contains($"\"{Of("joe")}/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_home_that_is_not_in_it_refuses_nobody_and_the_check_tells_of_it()
    {
        Assert.Equal(0, Compile().ExitCode);
        Shell("mkdir ann && chmod 700 ann && chown 7003 ann");
        File.WriteAllBytes(Of("q/users/cdb"), CdbFile.Of(("", "-"), ("!ann-", $"ann\07003\07003\0{Of("ann")}\0-\0")));
        Assert.Equal(string.Empty, Ask("ann-x@example.com"));
        Assert.Contains($"{Of("ann")} is not in it\n", Run("compile", "--recipients", "--check").Output, StringComparison.Ordinal);
        Assert.Equal(0, Compile().ExitCode);
        Assert.Equal(Missing, Ask("ann-x@example.com"));
    }

    /// <summary>
    /// What stands on the way of the link only he can tell who may follow it: here a directory that is closed to the user, so that qmail defers.
    /// </summary>
    [Theory]
    [InlineData("mkdir c && mv joe c/joe && chown 7001 c && chmod 700 c", Missing)]
    [InlineData("mkdir c x && mv joe x/joe && ln -s ../x/joe c/joe && chown 7001 c && chmod 700 c x", "")]
    public void A_home_that_is_a_link_below_a_closed_directory_refuses_nobody(string change, string reply)
    {
        Shell($"printf '#: age=3600\\n*\\n' >q/control/checkrcpthosts && {change}");
        File.WriteAllBytes(Of("q/users/cdb"), CdbFile.Of(("", "-"), ("!joe-", $"joe\07001\07001\0{Of("c/joe")}\0-\0")));
        Assert.Equal(0, Compile().ExitCode);
        Assert.Equal(reply, Ask("joe-nix@example.com"));
    }

    [Theory]
    [InlineData("chmod g+w", "others than its owner may write to it")]
    [InlineData("chmod o+w", "others than its owner may write to it")]
    [InlineData("chown 65533", "it belongs to user 65533, who is neither root nor the owner of the directory")]
    [InlineData("truncate -s -1", "its length is not what its header says")]
    [InlineData("truncate -s 0", "it is not a snapshot of recipients")]
    public void A_snapshot_that_others_may_have_made_is_not_believed(string change, string why)
    {
        Assert.Equal(0, Compile().ExitCode);
        Assert.Equal(Missing, Ask("joe-nix@example.com"));
        Shell($"{change} q/control/qregexcheck-rcpt.db");
        Assert.Equal(string.Empty, Ask("joe-nix@example.com"));
        Assert.Equal((100, $"{Db} is not used: {why}; run qregexcheck compile --recipients\n"), Answer(Run("compile", "--recipients", "--check")));
        Assert.Equal(111, Run("dump", "--recipients").ExitCode);
        Assert.Contains($"; or run qregexcheck compile --recipients as root: {Db}: {why}", Run("test", "--as", Stranger, "joe-nix@example.com").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_group_of_the_checks_user_may_read_it()
    {
        Assert.Equal(0, Compile().ExitCode);
        Assert.Equal("640 0 65534\n", Shell("stat -c '%a %u %g' q/control/qregexcheck-rcpt.db").Output);
        Outcome outcome = Run("compile", "--recipients", "--for", "nobody-by-this-name");
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains("there is no user nobody-by-this-name", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(100, Run("compile", "--for", "root").ExitCode);
    }

    [Fact]
    public void No_name_of_a_mailbox_and_no_password_is_in_it_and_dump_counts_them()
    {
        Assert.Equal(0, Compile().ExitCode);
        byte[] bytes = File.ReadAllBytes(Of("q/control/qregexcheck-rcpt.db"));
        foreach (string secret in new[] { "longremembered", "secrethash", "postmaster" })
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)));
        Outcome dump = Run("dump", "--recipients");
        Assert.Equal(0, dump.ExitCode);
        foreach (string line in new[]
        {
            $"  {Of("joe")}: directory; mode 0700, user 7001, group 7001\n",
            $"  {Of("joe")}/.qmail-fifo: not read; mode ",
            $"  {Of("joe")}/.qmail-dangling: hidden by a link or an access control list; ",
            $"  {Of("joe")}/.qmail-list: delivers; mode ",
            $"  {Of("vp")}/domains/example.net/.qmail-default: vdelivermail {Of("vp/bin/vdelivermail")}; mode 0600, user 7002, group 7002\n",
            $"  {Of("vp")}/domains/example.net/vpasswd.cdb: mailboxes, 2 names; mode 0600, user 7002, group 7002\n",
            $"  {Of("vp")}/etc/lib_deps: backend cdb; mode ",
            $"  {Of("vp")}/domains: way; mode ",
        })
        {
            Assert.Contains(line, dump.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_user_who_sees_nothing_writes_nothing_and_one_who_sees_something_says_what_he_does_not_see()
    {
        Shell($"chown {Stranger} q/control && chmod 700 q/users");
        Outcome outcome = AsStranger("compile", "--recipients");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains($"warning: {Of("q")}/users/cdb: permission denied\n", outcome.Error, StringComparison.Ordinal);
        Shell("chmod 755 q/users");
        outcome = AsStranger("compile", "--recipients");
        Assert.Equal(100, outcome.ExitCode);
        Assert.Contains($"warning: {Of("joe")}: permission denied\n", outcome.Error, StringComparison.Ordinal);
        Assert.Contains($"warning: {Of("vp")}/domains/example.net: permission denied\n", outcome.Error, StringComparison.Ordinal);

        // It is his directory, so his snapshot is believed; what he did not see is not in it.
        Assert.Equal(string.Empty, Ask("joe-nix@example.com"));
        Assert.Equal(string.Empty, Ask("nobody@example.net"));
    }

    [Fact]
    public void Without_a_snapshot_check_and_dump_say_so()
    {
        Assert.Equal((100, $"{Db} is not there; run qregexcheck compile --recipients\n"), Answer(Run("compile", "--recipients", "--check")));
        Outcome dump = Run("dump", "--recipients");
        Assert.Equal(111, dump.ExitCode);
        Assert.EndsWith($"unable to dump {Db}: there is none; run qregexcheck compile --recipients\n", dump.Error, StringComparison.Ordinal);
    }

    private string Db => Of("q/control/qregexcheck-rcpt.db");

    private static byte[] List(params string[] names) => CdbFile.Of([.. names.Select(name => (name, "secrethash:1:0:g:/d:NOQUOTA"))]);

    private static (int Code, string Output) Answer(Outcome outcome) => (outcome.ExitCode, outcome.Output);

    private string Of(string name) => _folder.Of(name);

    private Outcome Compile() => Run("compile", "--recipients", "--for", Stranger);

    private Outcome Run(params string[] arguments) => PublishedBinary.Run(arguments, ["QREGEXCHECK_QMAIL=" + Of("q")]);

    private Outcome AsStranger(params string[] arguments) => new Child(
        "/usr/bin/setpriv", ["--reuid", Stranger, "--regid", Stranger, "--clear-groups", PublishedBinary.Path, .. arguments])
    {
        Environment = ["QREGEXCHECK_QMAIL=" + Of("q")],
    }.Run();

    /// <summary>The hook, as qmail-smtpd runs it, by a user who owns nothing.</summary>
    private Outcome Hook(string recipient, params string[] under)
    {
        string[] all = [.. under, "/usr/bin/setpriv", "--reuid", Stranger, "--regid", Stranger, "--clear-groups", PublishedBinary.Path];
        return new Child(all[0], all[1..])
        {
            Environment = ["QREGEXCHECK_QMAIL=" + Of("q"), "SENDER=s@sender.example", "RECIPIENT=" + recipient, "USE_FD4=1"],
            Wires = new System.Collections.Generic.Dictionary<int, Wire> { [4] = Wire.Captured },
        }.Run();
    }

    private string Ask(string recipient)
    {
        Outcome outcome = Hook(recipient);
        Assert.Equal(outcome.Reply.Length > 0 ? 100 : 0, outcome.ExitCode);
        return outcome.Reply.TrimEnd('\n');
    }

    private Outcome Shell(string command)
    {
        Outcome outcome = new Child("/bin/sh", "-c", command) { Directory = _folder.Path, Environment = ["PATH=/usr/bin:/bin"] }.Run();
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome;
    }
}
