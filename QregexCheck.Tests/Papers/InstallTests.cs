using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>What <c>install.sh</c> does to a host on which a mail server runs, from the tree or from a release.</summary>
[SupportedOSPlatform("linux")]
public sealed class InstallTests
{
    private static string Install => $"sh '{Repository.PathOf("install.sh")}'";

    private static string Parts => $"PROGRAM='{PublishedBinary.Path}' MANUALS='{Repository.PathOf("QregexCheck/man")}' SAMPLES='{Repository.PathOf("control-samples")}' COMPLETIONS='{Repository.PathOf("out/completion")}'";

    /// <summary>A mail server runs the program all the while: it gets the one or the other, and never a half one or none.</summary>
    [Fact]
    public void Ten_thousand_hooks_during_a_hundred_upgrades_have_their_answer_each_time()
    {
        using var directory = new FreshDirectory();

        // Two versions in turn: the second is the same with some bytes behind its end, and both are for another home, so that each is written anew.
        (string output, int code) = Repository.RunScript(
            $$"""
            cp '{{PublishedBinary.Path}}' one; { cat one; echo other; } >two
            upgrade() { {{Install}} program QMAIL=/var/lib/qmail DESTDIR="$PWD" PROGRAM="$PWD/$1" || echo "install $?"; }
            upgrade one
            mkdir control; echo '^no@' >control/badmailto
            export QREGEXCHECK_CONTROL="$PWD/control" QREGEXCHECK_LOG=none SENDER=
            ( i=0; while test $i -lt 50; do i=$((i+1)); upgrade two; upgrade one; done; : >done ) &
            asked=0
            while test $asked -lt 10000 || ! test -e done
            do
              asked=$((asked+2))
              RECIPIENT=no@d.example var/lib/qmail/bin/qregexcheck; code=$?; test $code = 100 || echo wrong $code
              RECIPIENT=c@d.example var/lib/qmail/bin/qregexcheck; code=$?; test $code = 0 || echo wrong $code
            done
            wait
            ls var/lib/qmail/bin
            """,
            directory.Path);
        Assert.Equal(("qregexcheck\nqregexcheck-queue\nqregexcheck-remote\n", 0), (output, code));
    }

    [Theory]
    [InlineData("/var/qmail")]
    [InlineData("/q")]
    [InlineData("/opt/a_long.name-of+a/home/of/qmail")]
    public void One_program_serves_every_home(string home)
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $$"""
            {{Install}} program QMAIL={{home}} DESTDIR="$PWD" PROGRAM='{{PublishedBinary.Path}}' || exit
            stat -c %s '{{PublishedBinary.Path}}' ".{{home}}/bin/qregexcheck" | uniq | wc -l
            unset QREGEXCHECK_CONTROL QREGEXCHECK_QMAIL
            RECIPIENT=a@b.example SENDER= strace -qq -e trace=openat -o trace ".{{home}}/bin/qregexcheck" 2>/dev/null
            grep -c '"{{home}}/control/' trace >/dev/null && echo asked there
            # From there once more: into the home that it was built for, it is the same file again.
            {{Install}} program QMAIL=/var/qmail DESTDIR="$PWD/again" PROGRAM="$PWD{{home}}/bin/qregexcheck"
            cmp again/var/qmail/bin/qregexcheck '{{PublishedBinary.Path}}' && echo same
            """,
            directory.Path);
        Assert.Equal(("1\nasked there\nsame\n", 0), (output, code));
    }

    [Fact]
    public void Installing_and_uninstalling_leave_control_files_and_other_files_of_the_host_as_they_are()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $$"""
            mkdir -p root/var/qmail/control root/var/qmail/doc/qregexcheck root/etc root/usr/local/bin
            echo '# qregexcheck: until=2020-01-01' >root/var/qmail/control/badmailto
            echo ':allow' >root/etc/tcp.smtp
            echo mine >root/var/qmail/doc/qregexcheck/notes
            find root -type f | sort | xargs sha256sum >before
            {{Install}} DESTDIR="$PWD/root" {{Parts}}
            sha256sum -c --quiet before
            root/var/qmail/bin/qregexcheck --version >/dev/null && readlink root/usr/local/bin/qregexcheck
            {{Install}} uninstall DESTDIR="$PWD/root" {{Parts}}
            find root -type f -o -type l | sort | xargs sha256sum | diff - before && echo as before
            """,
            directory.Path);
        Assert.Equal(
            ("qregexcheck is installed in /var/qmail/bin. Nothing is wired yet: man qregexcheck tells how.\n/var/qmail/bin/qregexcheck\n"
                + "qregexcheck is gone from /var/qmail. Its control files are as they were.\nas before\n", 0),
            (output, code));
    }

    [Theory]
    [InlineData("etc/tcp.smtp", "127.:allow,RELAYCLIENT=\"\"\n:allow,RCPTCHECK=\"/var/qmail/bin/qregexcheck\"", "/etc/tcp.smtp:2:")]
    [InlineData("etc/tcp.smtp.cdb", "\u0001\0+RCPTCHECK=/var/qmail/bin/qregexcheck\0\u0002", "/etc/tcp.smtp.cdb:1:/var/qmail/bin/qregexcheck")]
    [InlineData("etc/tcp.smtp.cdb", "\u0001\0+RCPTCHECK=/var/qmail/bin/qregexcheck\0+NEXT=/bin/x\0\u0002", "/etc/tcp.smtp.cdb:1:/var/qmail/bin/qregexcheck")]
    [InlineData("var/qmail/control/smtpplugins", "[rcpt]\n:/var/qmail/bin/qregexcheck spp rcpt", "/var/qmail/control/smtpplugins:2:")]
    [InlineData("var/qmail/control/smtpplugins", "[rcpt]\n:bin/qregexcheck spp rcpt", "/var/qmail/control/smtpplugins:2:")]
    [InlineData("service/qmail-smtpd/run", "#!/bin/sh\nexec tcpserver 0 25 qregexcheck filter bin/qmail-smtpd", "/service/qmail-smtpd/run:2:")]
    [InlineData("service/qmail-smtpd/env/RCPTCHECK", "/usr/local/bin/qregexcheck", "/service/qmail-smtpd/env/RCPTCHECK:1:")]
    [InlineData("etc/service/smtp/env/QMAILQUEUE", "/var/qmail/bin/qregexcheck-queue", "/etc/service/smtp/env/QMAILQUEUE:1:")]
    [InlineData("var/qmail/supervise/smtpd/run", "export RCPTCHECK='/var/qmail/bin/qregexcheck'", "/var/qmail/supervise/smtpd/run:1:")]
    [InlineData("etc/systemd/system/smtp@.service", "[Service]\nEnvironment=RCPTCHECK=/var/qmail/bin/qregexcheck", "/etc/systemd/system/smtp@.service:2:")]
    [InlineData("usr/lib/systemd/system/s.service", "[Service]\nEnvironment=RCPTCHECK=/var/qmail/bin/qregexcheck", "/usr/lib/systemd/system/s.service:2:")]
    [InlineData("etc/xinetd.d/smtp", "env = RCPTCHECK=/var/qmail/bin/qregexcheck", "/etc/xinetd.d/smtp:1:")]
    [InlineData("etc/cron.d/mail", "5 * * * * root qregexcheck compile", "/etc/cron.d/mail:1:")]
    [InlineData("usr/local/bin/check", "#!/bin/sh\nexec /var/qmail/bin/qregexcheck", "/usr/local/bin/check:2:")]
    [InlineData("proc/77/environ", "A=b\0RCPTCHECK=/var/qmail/bin/qregexcheck\0C=d\0", "/proc/77/environ:RCPTCHECK=")]
    [InlineData("proc/77/cmdline", "/var/qmail/bin/qregexcheck\0filter\0bin/qmail-smtpd\0", "/proc/77/cmdline:/var")]
    public void Uninstalling_refuses_while_something_names_the_program_and_says_where(string file, string text, string place)
    {
        using var directory = new FreshDirectory();
        string path = Path.Combine(directory.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A table of tcpserver's begins with 2,048 bytes of numbers.
        File.WriteAllText(path, file.EndsWith(".cdb", System.StringComparison.Ordinal) ? new string('\u0001', 2048) + text : text);
        (string output, int code) = Repository.RunScript(
            $"{Install} program DESTDIR=\"$PWD\" {Parts}; {Install} uninstall DESTDIR=\"$PWD\" {Parts}; echo $?; test -x var/qmail/bin/qregexcheck && echo there\n"
            + $"{Install} uninstall force=yes DESTDIR=\"$PWD\" {Parts} >/dev/null; test -e var/qmail/bin/qregexcheck || echo gone",
            directory.Path);
        Assert.Equal(0, code);
        Assert.StartsWith("install.sh: fatal: qregexcheck is still named; ", output);
        Assert.EndsWith("\n100\nthere\ngone\n", output);
        string[] named = [.. output.Split('\n').Where(line => line.StartsWith("  ", System.StringComparison.Ordinal))];
        Assert.StartsWith("  " + place, Assert.Single(named));
    }

    [Theory]
    [InlineData("etc/tcp.smtp", "# once: RCPTCHECK=/var/qmail/bin/qregexcheck\n:allow")]
    [InlineData("etc/tcp.smtp", ":allow,RCPTCHECK=\"/opt/other/bin/qregexcheck\"")]
    [InlineData("etc/fail2ban/filter.d/qregexcheck.conf", "failregex = qregexcheck")]
    [InlineData("service/smtpd/log/main/current", "@400000006 qregexcheck: reject badmailto:1")]
    [InlineData("var/qmail/control/badmailto", "  # qregexcheck: action=log\n@a\\.example$")]
    [InlineData("proc/77/cmdline", "sh\0install.sh\0uninstall\0PROGRAM=/var/qmail/bin/qregexcheck\0")]
    [InlineData("proc/77/environ", "PWD=/root/qregexcheck\0_=/usr/local/bin/qregexcheck\0")]
    public void What_does_not_call_the_program_is_in_nobodys_way(string file, string text)
    {
        using var directory = new FreshDirectory();
        string path = Path.Combine(directory.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        (string output, int code) = Repository.RunScript(
            $"{Install} program DESTDIR=\"$PWD\" {Parts}; {Install} uninstall DESTDIR=\"$PWD\" {Parts}", directory.Path);
        Assert.Equal(("qregexcheck is gone from /var/qmail. Its control files are as they were.\n", 0), (output, code));
    }

    [Theory]
    [InlineData("QMAIL=/nowhere/at/all", "there is no /nowhere/at/all")]
    [InlineData("QMAIL=/var/qmail/", "QMAIL is the path")]
    [InlineData("QMAIL='/a|b' DESTDIR=\"$PWD\"", "QMAIL is the path")]
    [InlineData("QMAIL=/$(printf %0200d 0) DESTDIR=\"$PWD\"", "QMAIL is the path")]
    [InlineData("prefix=usr DESTDIR=\"$PWD\"", "begin with a slash")]
    [InlineData("qmail=/var/qmail DESTDIR=\"$PWD\"", "is nothing that is known here")]
    [InlineData("PROGRAM=/bin/sh DESTDIR=\"$PWD\"", "names no home of qmail")]
    [InlineData("PROGRAM=none DESTDIR=\"$PWD\"", "there is no none: this is not the directory of an unpacked release")]
    [InlineData("SAMPLES=none DESTDIR=\"$PWD\"", "there is no none/tcp.smtp: this is not the directory of an unpacked release")]
    public void What_can_not_be_meant_is_refused_before_anything_is_done(string words, string said)
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript($"{Install} {Parts} {words}", directory.Path);
        Assert.Equal(111, code);
        Assert.Matches($"^install.sh: fatal: [^\n]*{Regex.Escape(said)}[^\n]*\n$", output);
        Assert.Empty(Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories));
    }

    /// <summary>A release in one, and a root in the other.</summary>
    [Fact]
    public void Directories_with_blanks_serve_as_any_other()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $$"""
            mkdir 'a release' && cp '{{Repository.PathOf("install.sh")}}' '{{PublishedBinary.Path}}' 'a release' && cp -r '{{Repository.PathOf("QregexCheck/man")}}' \
              '{{Repository.PathOf("control-samples")}}' '{{Repository.PathOf("out/completion")}}' 'a release' || exit
            sh 'a release/install.sh' DESTDIR="$PWD/a  root" && ls 'a  root/usr/local/share/fish/vendor_completions.d'
            sh 'a release/install.sh' uninstall DESTDIR="$PWD/a  root" && sh 'a release/install.sh' uninstall DESTDIR="$PWD/a  root" >/dev/null && find 'a  root' ! -type d
            """,
            directory.Path);
        Assert.Equal(
            ("qregexcheck is installed in /var/qmail/bin. Nothing is wired yet: man qregexcheck tells how.\nqregexcheck.fish\n"
                + "qregexcheck is gone from /var/qmail. Its control files are as they were.\n", 0),
            (output, code));
    }

    /// <summary>The page that sed can't read is not installed as an empty one, and what was begun is taken away.</summary>
    [Theory]
    [InlineData("exit 1")]
    [InlineData("echo half; exit 1")]
    [InlineData("kill -TERM $PPID; sleep 1")]
    public void An_install_that_fails_or_is_ended_leaves_whole_files_and_no_others(string sed)
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"mkdir bin; printf '#!/bin/sh\n{sed}\n' >bin/sed; chmod 755 bin/sed; PATH=\"$PWD/bin:$PATH\" {Install} DESTDIR=\"$PWD/root\" {Parts} >/dev/null 2>&1; echo $?\n"
            + $"find root ! -type d | sort; cmp root/var/qmail/bin/qregexcheck '{PublishedBinary.Path}' && echo whole",
            directory.Path);
        Assert.Equal(
            ("1\nroot/var/qmail/bin/qregexcheck\nroot/var/qmail/bin/qregexcheck-queue\nroot/var/qmail/bin/qregexcheck-remote\nwhole\n", 0), (output, code));
    }

    [Theory]
    [InlineData("bindir=/var/qmail/bin/")]
    [InlineData("bindir=/usr/local/bin")]
    public void No_link_stands_in_the_place_of_the_program_where_its_directory_is_the_same(string words)
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"mkdir -p root/var/qmail/bin root/usr/local; ln -s ../../var/qmail/bin root/usr/local/bin; {Install} DESTDIR=\"$PWD/root\" {Parts} {words} && test -f root/var/qmail/bin/qregexcheck\n"
            + "test -L root/var/qmail/bin/qregexcheck || echo a file",
            directory.Path);
        Assert.Equal(("qregexcheck is installed in /var/qmail/bin. Nothing is wired yet: man qregexcheck tells how.\na file\n", 0), (output, code));
    }

    [Fact]
    public void What_the_package_keeps_its_program_as_counts_as_its_name()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"mkdir etc; echo ':allow,RCPTCHECK=\"/usr/lib/qregexcheck/qregexcheck\"' >etc/tcp.smtp\n{Install} program DESTDIR=\"$PWD\" {Parts}\n"
            + $"{Install} uninstall DESTDIR=\"$PWD\" PROGRAM=/usr/lib/qregexcheck/qregexcheck 2>&1 | grep -c tcp.smtp:1:",
            directory.Path);
        Assert.Equal(("1\n", 0), (output, code));
    }

    [Fact]
    public void A_program_of_somebody_elses_in_the_place_of_the_link_stays()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"mkdir -p usr/local/bin; echo other >usr/local/bin/qregexcheck; {Install} DESTDIR=\"$PWD\" {Parts}; echo $?; cat usr/local/bin/qregexcheck", directory.Path);
        Assert.Equal(0, code);
        Assert.Matches("^install.sh: fatal: .*/usr/local/bin/qregexcheck is there and no symbolic link: .*\n111\nother\n$", output);
        Assert.False(Path.Exists(Path.Combine(directory.Path, "var")));
    }
}
