using System.Runtime.Versioning;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>What <c>install.sh</c> does about what is in its way: what a run that was killed has left, and files that nobody expects there.</summary>
[SupportedOSPlatform("linux")]
public sealed class InstallKillTests
{
    private static string Install => $"'{Repository.PathOf("install.sh")}'";

    /// <summary>A release of little parts, in the script's directory.</summary>
    private const string SmallRelease =
        """
        mkdir man samples completion bin
        echo page >man/qregexcheck.8; echo sample >samples/tcp.smtp
        for name in qregexcheck.bash _qregexcheck qregexcheck.fish; do echo $name >completion/$name; done
        { echo '#!/bin/sh'; printf '# QREGEXCHECK_HOME=/var/qmail%099d\n' 0 | tr 0 :; } >program; chmod 755 program
        parts="DESTDIR=$PWD/root MANUALS=$PWD/man SAMPLES=$PWD/samples COMPLETIONS=$PWD/completion PROGRAM=$PWD/program"
        files() { find root -type f -exec sha256sum {} + -o -type l -printf '%l %p\n' | sort; }
        mkdir -p root/etc/fish root/var/qmail/control root/var/qmail/bin; echo '^no@' >root/var/qmail/control/badmailto

        """;

    /// <summary>
    /// Each command that the script runs is followed by its death, one run after the other on what the run before has left: behind the first, the third, and
    /// so on, which comes to each kind of step, as a file takes five. sync is left out of it: it only takes time.
    /// </summary>
    [Fact]
    public void Installing_and_uninstalling_that_are_killed_at_any_step_and_begun_anew_end_as_if_nothing_had_been()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            SmallRelease
            + $$"""
            for name in mktemp chmod sync mv ln mkdir sed cat head tail grep find readlink rm rmdir dirname
            do
              real=$(command -v $name); test $name != sync || real=:
              printf '#!/bin/sh\n%s "$@"; code=$?; read n <"$COUNT"; n=$((n+1)); echo $n >"$COUNT"; test $n != "$STOP" || kill -KILL -$LEADER; exit $code\n' "$real" >bin/$name
              chmod 755 bin/$name
            done
            export COUNT="$PWD/count" STOP=0
            run() { echo 0 >count; PATH="$PWD/bin:$PATH" setsid -w sh -c 'LEADER=$$; export LEADER; exec sh "$@"' sh {{Install}} $1 $parts >said 2>&1; }
            files >none
            run install; files >all
            run uninstall; files | diff none - && wc -l <all
            for command in install uninstall
            do
              STOP=1
              while run $command; code=$?; test $code = 137
              do
                test ! -e root/var/qmail/bin/qregexcheck || cmp root/var/qmail/bin/qregexcheck program
                STOP=$((STOP+2))
              done
              echo "$command: $code: $(cat said)"
              test $STOP -gt 20 || echo "only $STOP steps"
              if test $command = install; then files | diff all -; else files | diff none -; fi
            done
            STOP=0; run install; STOP=11; run uninstall; STOP=0; run install; files | diff all - && echo as before
            """,
            directory.Path);
        Assert.Equal(
            ("11\ninstall: 0: qregexcheck is installed in /var/qmail/bin. Nothing is wired yet: man qregexcheck tells how.\n"
                + "uninstall: 0: qregexcheck is gone from /var/qmail. Its control files are as they were.\nas before\n", 0),
            (output, code));
    }

    /// <summary>
    /// What a copy of qmail's directory that follows links makes of the link to the program, or ln without -s: it is the program all the same.
    /// </summary>
    [Theory]
    [InlineData("cp program root/var/qmail/bin/qregexcheck-queue")]
    [InlineData("cp program root/var/qmail/bin/qregexcheck; ln root/var/qmail/bin/qregexcheck root/var/qmail/bin/qregexcheck-remote")]
    [InlineData("ln -s /gone root/var/qmail/bin/qregexcheck-queue")]
    public void A_copy_of_the_program_in_the_place_of_a_link_becomes_the_link_and_goes_with_the_program(string command)
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            SmallRelease + $"{command}\nsh {Install} $parts >/dev/null && find root/var/qmail/bin -type l -printf '%f %l\n' | sort\n"
            + $"sh {Install} uninstall $parts >/dev/null; {command}; sh {Install} uninstall $parts >/dev/null; ls root/var/qmail/bin",
            directory.Path);
        Assert.Equal(("qregexcheck-queue qregexcheck\nqregexcheck-remote qregexcheck\n", 0), (output, code));
    }

    [Theory]
    [InlineData("echo '#!/bin/sh' >")]
    [InlineData("mkdir ")]
    public void What_somebody_else_has_put_in_the_place_of_a_link_is_named_before_anything_is_done_and_stays(string command)
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            SmallRelease + $"{command}root/var/qmail/bin/qregexcheck-queue\nsh {Install} $parts; echo $?; ls root/var/qmail/bin; sh {Install} uninstall $parts; ls root/var/qmail/bin",
            directory.Path);
        Assert.Equal(0, code);
        Assert.Equal(
            $"install.sh: fatal: {directory.Path}/root/var/qmail/bin/qregexcheck-queue is there, and neither a symbolic link nor this program: move it away\n111\nqregexcheck-queue\n"
            + "qregexcheck is gone from /var/qmail. Its control files are as they were.\nqregexcheck-queue\n",
            output);
    }

    /// <summary>A fish that the system has looks in /etc/fish whatever its environment is; below /usr/local only where XDG_DATA_DIRS says so.</summary>
    [Theory]
    [InlineData("prefix=/usr/local", "root/etc/fish/completions/qregexcheck.fish /usr/local/share/fish/vendor_completions.d/qregexcheck.fish\n")]
    [InlineData("prefix=/usr", "")]
    public void The_completion_of_fish_has_a_link_where_fish_looks(string words, string link)
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            SmallRelease + $"sh {Install} $parts {words} >/dev/null; find root/etc -type l -printf '%p %l\n'; sh {Install} uninstall $parts {words} >/dev/null; find root/etc ! -type d\n"
            + $"mkdir -p root/etc/fish/completions; echo mine >root/etc/fish/completions/qregexcheck.fish; sh {Install} $parts {words} >/dev/null; sh {Install} uninstall $parts {words} >/dev/null\n"
            + "cat root/etc/fish/completions/qregexcheck.fish",
            directory.Path);
        Assert.Equal((link + "mine\n", 0), (output, code));
    }

    [Fact]
    public void Where_there_is_no_fish_none_of_its_directories_is_made_in_etc()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(SmallRelease + $"rmdir root/etc/fish; sh {Install} $parts >/dev/null; ls -A root/etc", directory.Path);
        Assert.Equal((string.Empty, 0), (output, code));
    }
}
