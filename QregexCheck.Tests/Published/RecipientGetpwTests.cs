using System;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// Where nsswitch.conf names another source of users than files, qmail-getpw is asked. A script stands for it; nsswitch.conf is replaced in a mount
/// namespace.
/// </summary>
public sealed class RecipientGetpwTests : IDisposable
{
    private const string Getpw =
        "ls /proc/self/fd >\"$0.open\"\n"
        + "case $1 in\n"
        + "joe-*) printf 'joe\\0007001\\0007001\\000%s\\000-\\000%s\\000' \"${0%/q/bin/*}/joe\" \"${1#joe-}\" ;;\n"
        + "slow) sleep 60 & echo $! >\"$0.child\"; sleep 60 ;;\n"
        + "bad) exit 3 ;;\n"
        + "*) printf 'alias\\0007000\\0007000\\000%s\\000-\\000%s\\000' \"${0%/q/bin/*}/joe\" \"$1\" ;;\n"
        + "esac\n";

    private readonly ControlFolder _folder = new();

    public RecipientGetpwTests()
    {
        Superuser.IsNeeded("replaces /etc/nsswitch.conf for one process");
        _folder.With("nsswitch.conf", "passwd: files ldap\n");
        Assert.Equal(0, Shell("mkdir -p q/control q/bin q/users joe && chmod 755 . q q/* joe && chown 7001 joe && echo example.com >q/control/me "
            + "&& echo example.com >q/control/locals && echo '*' >q/control/checkrcpthosts").ExitCode);
        _folder.Script("q/bin/qmail-getpw", Getpw);
    }

    [Theory]
    [InlineData("joe-x", 100)]
    [InlineData("stranger", 0)]
    [InlineData("bad", 0)]
    public void A_user_that_it_finds_is_certain_and_its_fall_to_alias_is_not(string local, int code) => Assert.Equal(code, Ask(local).ExitCode);

    [Fact]
    public void It_has_no_descriptor_of_ours_but_standard_error()
    {
        Ask("joe-x");
        Assert.Equal("0\n1\n2\n3\n", Shell("cat q/bin/qmail-getpw.open").Output);
    }

    [Fact]
    public void When_it_takes_too_long_it_is_killed_with_what_it_started_and_the_recipient_is_accepted()
    {
        Outcome outcome = Ask("slow");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("did not answer within 5 seconds", outcome.Error, StringComparison.Ordinal);
        Patience.Until(
            () => Shell("process=/proc/$(cat q/bin/qmail-getpw.child) && { ! test -e $process || grep -q '^State:.[ZX]' $process/status; }").ExitCode == 0,
            () => "what qmail-getpw started still runs");
    }

    public void Dispose() => _folder.Dispose();

    private Outcome Ask(string local) => new Child(
        "/usr/bin/unshare", "-m", "--propagation", "private", "/bin/sh", "-c", "mount --bind \"$0\" /etc/nsswitch.conf && exec \"$@\" 5</dev/null",
        _folder.Of("nsswitch.conf"), PublishedBinary.Path)
    {
        Environment =
            ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "QREGEXCHECK_QMAIL=" + _folder.Of("q"), "QREGEXCHECK_LOG=all", "SENDER=s@sender.example",
                $"RECIPIENT={local}@example.com"],
    }.Run();

    private Outcome Shell(string command) => new Child("/bin/sh", "-c", command) { Directory = _folder.Path, Environment = ["PATH=/usr/bin:/bin"] }.Run();
}
