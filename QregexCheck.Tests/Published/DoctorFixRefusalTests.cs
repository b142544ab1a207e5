using System;
using System.IO;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>qregexcheck doctor --fix --yes</c> where something speaks against it: one line says what, and no byte changes.</summary>
public sealed class DoctorFixRefusalTests : IDisposable
{
    private const string Bounce = "bounce-default:v.example";

    private readonly FixFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Without a certain refusal at SMTP time, mail to a mistyped name would be lost.</summary>
    [Theory]
    [InlineData("rm q/control/smtpplugins; printf '[helo]\\n:/x/qregexcheck spp helo\\n' >q/control/smtpplugins", "no plugin in its section [rcpt] is qregexcheck")]
    [InlineData("rm q/control/checkrcpthosts", "the check is off")]
    [InlineData("echo example.com >q/control/checkrcpthosts", "no entry covers v.example")]
    [InlineData("printf '*\\n!v.example\\n' >q/control/checkrcpthosts", "the check says nothing of v.example")]
    [InlineData("printf '#: action=log\\n*\\n' >q/control/checkrcpthosts", "control/checkrcpthosts:2 only logs")]
    [InlineData("printf '#: until=2999-12-31\\n*\\n' >q/control/checkrcpthosts", "until a day only")]
    [InlineData("rm vpopmail/domains/v.example/vpasswd.cdb", "the check can't tell of a random name at v.example")]
    [InlineData("chmod 700 vpopmail", "the check can't tell of a random name at v.example")]
    [InlineData("rm vpopmail/etc/lib_deps; touch vpopmail/etc/vpopmail.mysql", "the check can't tell of a random name at v.example")]
    [InlineData("echo @v.example >q/control/validrcptto", "that it exists")]
    public void A_domain_is_left_alone_where_a_made_up_name_is_not_refused_for_certain(string state, string message)
    {
        _folder.Shell(state);
        Refuses(message);
    }

    [Theory]
    [InlineData("| vdelivermail '' joe@v.example\n", "line 1 is not vdelivermail '' bounce-no-mailbox")]
    [InlineData("# c\n| /v/vdelivermail '' /v/domains/v.example/joe\n", "line 2 is not vdelivermail")]
    [InlineData("| /v/vdelivermail '' bounce-no-mailbox\n| /v/vdelivermail '' bounce-no-mailbox\n", "line 2 is another instruction beside line 1")]
    [InlineData("&joe\n| /v/vdelivermail '' bounce-no-mailbox\n", "line 1 is not vdelivermail")]
    [InlineData("| /v/vdelivermail '' bounce-no-mailbox || true\n", "line 1 is not vdelivermail")]
    [InlineData("| /v/vdelivermail '' bounce-no-mailbox # delete\n", "line 1 is not vdelivermail")]
    [InlineData("|spamc | /v/vdelivermail '' bounce-no-mailbox\n", "line 1 is not vdelivermail")]
    [InlineData("+list\n| /v/vdelivermail '' bounce-no-mailbox\n", "line 1 restricts")]
    [InlineData("\n| /v/vdelivermail '' bounce-no-mailbox\n", "line 1 is blank")]
    [InlineData("| /v/vdelivermail '' bounce-no-mailbox\0x\n", "line 1 holds a NUL")]
    [InlineData("", "has no line with vdelivermail")]
    public void A_file_of_any_other_form_is_left_alone_and_its_line_is_named(string content, string message)
    {
        _folder.With(FixFolder.Default, content);
        Refuses(message);
    }

    [Theory]
    [InlineData("ln D/.qmail-default D/other", "has 2 names (hard links)")]
    [InlineData("mv D/.qmail-default D/real; ln -s real D/.qmail-default", "is a symbolic link")]
    [InlineData("chmod 664 D/.qmail-default", "can be written to by others than its owner")]
    [InlineData("chmod 775 D", "can be written to by others than its owner")]
    [InlineData("mv D vpopmail/real; ln -s ../real D", "is a symbolic link, or no directory")]
    [InlineData("setfacl -m u:1:r D/.qmail-default", "has an access control list")]
    [InlineData("mkdir D/.qmail-default.qregexcheck-new", "is none that this program has left there")]
    public void A_file_that_others_can_have_written_is_left_alone(string state, string message)
    {
        _folder.Shell(state.Replace("D", QmailFolder.Domain, StringComparison.Ordinal));
        Refuses(message);
    }

    [Theory]
    [InlineData("chown 7001 D/.qmail-default", "belongs to user 7001, and not to user 7002")]
    [InlineData("chown 0 D/.qmail-default", "belongs to user 0, and not to user 7002")]
    [InlineData("chown 0 D", "belongs to user 0, and not to user 7002")]
    public void A_file_of_another_owner_is_left_alone(string state, string message)
    {
        Superuser.IsNeeded("gives files away");
        _folder.Shell(state.Replace("D", QmailFolder.Domain, StringComparison.Ordinal));
        Refuses(message);
    }

    /// <summary>That there is nothing to do can be said only by one who has seen everything.</summary>
    [Theory]
    [InlineData("chmod 700 vpopmail/domains", "not every domain could be looked at: ")]
    [InlineData("chmod 600 q/control/rcpthosts", "q/control/rcpthosts: permission denied")]
    public void One_who_may_not_see_all_domains_is_not_told_that_there_is_nothing_to_do(string state, string message)
    {
        Superuser.IsNeeded("becomes another user");
        _folder.Shell($"chmod 755 .; {state}");
        string command = $"setpriv --reuid 7005 --regid 7005 --clear-groups env {_folder.Environ[0]} {PublishedBinary.Path} doctor --fix bounce-default";
        string said = _folder.Shell($"{command} 2>&1; echo $?");
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.EndsWith("\n111\n", said, StringComparison.Ordinal);
    }

    /// <summary>The report looks at 2,000 domains. A host with more can be mended, too.</summary>
    [Fact]
    public void A_domain_behind_thousands_of_others_is_found()
    {
        _folder.Shell("(seq -f d%g.example 2100; echo v.example) >q/control/rcpthosts");
        Outcome outcome = _folder.Fix(Bounce);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public void A_group_that_the_owner_can_t_give_a_file_to_is_trouble_and_nothing_is_changed()
    {
        Superuser.IsNeeded("gives files away");
        _folder.Shell($"chgrp 7009 {FixFolder.Default}");
        string before = _folder.Listing();
        Outcome outcome = _folder.Fix(Bounce, "--yes");
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains("unable to give the new one its group, and its rights: operation not permitted; the file is left as it was", outcome.Error,
            StringComparison.Ordinal);
        Assert.Equal(Content(before), Content(_folder.Listing()));
    }

    [Fact]
    public void The_owner_needs_no_root_and_a_stranger_is_refused()
    {
        Superuser.IsNeeded("runs the program as two other users");
        Outcome stranger = As(7005);
        Assert.Equal(100, stranger.ExitCode);
        Assert.Contains("is for user 7002 to change; run this as root, or as that user", stranger.Error, StringComparison.Ordinal);
        Assert.Equal(_folder.Before, _folder.Now);
        Outcome owner = As(FixFolder.Owner);
        Assert.Equal((0, string.Empty, _folder.After), (owner.ExitCode, owner.Error, _folder.Now));
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_trouble()
    {
        Superuser.IsNeeded("lays down a directory that its owner can't enter");
        _folder.Shell($"chmod 055 {QmailFolder.Domain}");
        Outcome outcome = _folder.Fix(Bounce, "--yes");
        Assert.Equal((100, 1), (outcome.ExitCode, outcome.ErrorLines.Length));
        Assert.Equal(_folder.Before, _folder.Now);
    }

    /// <summary>strace stops the program for a while before the call, and the file is changed meanwhile.</summary>
    [Theory]
    [InlineData("fsync", "printf '#x' >>.qmail-default")]
    [InlineData("fsync", "cp -p .qmail-default x; mv x .qmail-default")]
    [InlineData("linkat", "printf '#x' >>.qmail-default")]
    [InlineData("linkat", "rm .qmail-default")]
    public void A_file_that_is_changed_meanwhile_is_not_replaced(string call, string change)
    {
        var thread = new System.Threading.Thread(() => _folder.Shell(
            $"cd {QmailFolder.Domain}; until test -e .qmail-default.qregexcheck-new; do :; done; sleep 0.2; {change}"));
        thread.Start();
        Outcome outcome = new Child(
            "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", $"inject={call}:delay_enter=1500000:when=1",
            PublishedBinary.Path, "doctor", "--fix", Bounce, "--yes")
        {
            Environment = _folder.Environ,
        }.Run();
        thread.Join();
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Single(outcome.ErrorLines);
        Assert.DoesNotContain("delete", File.Exists(_folder.Of(FixFolder.Default)) ? _folder.Now : string.Empty, StringComparison.Ordinal);
        Assert.Empty(_folder.Beside);
    }

    private void Refuses(string message)
    {
        string before = _folder.Listing();
        Outcome outcome = _folder.Fix(Bounce, "--yes");
        string line = Assert.Single(outcome.ErrorLines);
        Assert.StartsWith($"qregexcheck: fatal: unable to fix {Bounce}: ", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Equal(Content(before), Content(_folder.Listing()));
    }

    /// <summary>A listing without the time of the directory, in which the new file may have been for a moment.</summary>
    private static string Content(string listing) => System.Text.RegularExpressions.Regex.Replace(listing, @"(?m) \S+ (\d+)$(?<=v\.example .*)", " $1");

    private Outcome As(uint user) => new Child(
        "/usr/bin/setpriv", "--reuid", $"{user}", "--regid", $"{FixFolder.Group}", "--clear-groups", PublishedBinary.Path, "doctor", "--fix", Bounce, "--yes")
    {
        Environment = _folder.Environ,
    }.Run();
}
