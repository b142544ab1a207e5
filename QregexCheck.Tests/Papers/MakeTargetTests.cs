using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>What <c>make demo</c> shows and <c>make install</c> leaves behind.</summary>
[SupportedOSPlatform("linux")]
public sealed class MakeTargetTests
{
    [Fact]
    public void The_demo_refuses_by_the_samples_in_both_wirings_and_leaves_nothing_running()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"TMPDIR='{directory.Path}' sh '{Repository.PathOf("QregexCheck.Tests/demo")}'", directory.Path);
        Assert.True(code == 0, output);

        // One line in the table of each wiring.
        foreach (string line in new[]
        {
            "<qxv83417@example.com> .* 100  reject badmailtonorelay:[0-9]+ +550 5.1.1 no such mailbox",
            "<room101@example.com> .* 0  accept goodmailto:[0-9]+ +250 ok",
            "<info@example.com> .* 0  - +250 ok",
            "<archive@example.com> .* (100|111)  defer badmailtonorelay:[0-9]+ +451 4.2.1 .*",
            "friend .* 100  reject badhelo:[0-9]+ +553 .*",
        })
            Assert.Equal(2, Regex.Count(output, $"^.*{line}$", RegexOptions.Multiline));
        Assert.Matches("(?m)^  qregexcheck.db: .* bytes written$", output);

        // The recipients that are looked up, and what that rests on.
        foreach (string line in new[]
        {
            "<info@lists.example.com> .* 0  - +250 ok",
            "<news-1@lists.example.com> .* 0  - +250 ok",
            @"<nobody@lists.example.com> .* 100  reject checkrcpthosts:1 +550 sorry, no mailbox here by that name \(#5\.1\.1\)",
            @"    rcpt  missing: no \.qmail-nobody, \.qmail-default in lists",
            @"    rcpt  exists lists/\.qmail-news-default \(lists/\.qmail-news-default delivers\)",
        })
            Assert.Single(Regex.Matches(output, $"^.*{line}$", RegexOptions.Multiline));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
        Patience.Until(() => Processes.In(directory.Path).Length == 0,
            () => "left running: " + string.Join(", ", Processes.In(directory.Path).Select(Processes.Describe)));
    }

    [Fact]
    public void The_demo_of_the_filter_refuses_two_recipients_and_delivers_one_message_and_leaves_nothing_running()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"TMPDIR='{directory.Path}' sh '{Repository.PathOf("QregexCheck.Tests/demo-filter")}'", directory.Path);
        Assert.True(code == 0, output);
        const string Dialogue =
            @"(?m)^C: RCPT TO:<qxv83417@example.com>\nS: 550 5\.1\.1 no such mailbox.*\nC: RCPT TO:<nobody@example.com>\nS: 550 sorry, no mailbox .*\n"
            + @"C: RCPT TO:<info@example.com>\nS: 250 .*\nC: DATA\nS: 354 .*\n"
            + @"(C: .*\n)*C: \.\nS: 250 .*\nC: QUIT\nS: 221 .*\n";
        Assert.Matches(Dialogue, output);
        Assert.Matches(@"(?m)^qregexcheck: reject badmailtonorelay:[0-9]+ ip=127\.0\.0\.1 .* to=<qxv83417@example\.com> ", output);
        Assert.Matches(
            @"(?m)^qregexcheck: reject checkrcpthosts:1 .* to=<nobody@example\.com> .* why=""control/validrcptto:3 lists -@example\.com .*""$", output);
        Assert.EndsWith("qregexcheck: session ip=127.0.0.1 mails=1 rcpts=3 rejected=2 unknown=1\n", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
        Patience.Until(() => Processes.In(directory.Path).Length == 0,
            () => "left running: " + string.Join(", ", Processes.In(directory.Path).Select(Processes.Describe)));
    }

    [Fact]
    public void Installing_writes_below_DESTDIR_only_and_names_the_qmail_it_is_for()
    {
        using var directory = new FreshDirectory();

        // -o: the binary is there, and a second QMAIL is no reason to build another one.
        string make = $"make -s -o out/qregexcheck -C '{Repository.PathOf(".")}'";
        (string output, int code) = Repository.RunScript(
            $"{make} install DESTDIR='{directory.Path}' QMAIL=/opt/qmail mandir=/usr/share/man", directory.Path);
        Assert.True(code == 0, output);
        string[] expected = Directory.EnumerateFiles(Repository.PathOf("control-samples"), "*", SearchOption.AllDirectories)
            .Select(sample => "opt/qmail/doc/qregexcheck/" + Path.GetRelativePath(Repository.PathOf("control-samples"), sample))
            .Concat(Directory.EnumerateFiles(Repository.PathOf("QregexCheck/man")).Select(page => $"usr/share/man/man{page[^1]}/{Path.GetFileName(page)}"))
            .Concat(["opt/qmail/bin/qregexcheck", "opt/qmail/bin/qregexcheck-queue", "opt/qmail/bin/qregexcheck-remote", "usr/local/bin/qregexcheck"])
            .Concat(["usr/local/share/bash-completion/completions/qregexcheck"])
            .Concat(["usr/local/share/zsh/site-functions/_qregexcheck", "usr/local/share/fish/vendor_completions.d/qregexcheck.fish"])
            .Order(StringComparer.Ordinal)
            .ToArray();
        string[] installed = Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory.Path, path))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(expected, installed);
        Assert.Equal("qregexcheck", new FileInfo(Path.Combine(directory.Path, "opt/qmail/bin/qregexcheck-queue")).LinkTarget);
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Assert.Equal("/opt/qmail/bin/qregexcheck", new FileInfo(Path.Combine(directory.Path, "usr/local/bin/qregexcheck")).LinkTarget);
        foreach (string name in installed.Where(name => name != "usr/local/bin/qregexcheck"))
        {
            string path = Path.Combine(directory.Path, name);
            bool isProgram = name.StartsWith("opt/qmail/bin/", StringComparison.Ordinal);
            Assert.Equal(isProgram ? Executable : Readable, File.GetUnixFileMode(path));
            Assert.True(isProgram || !File.ReadAllText(path).Contains("/var/qmail", StringComparison.Ordinal), name);
        }
    }

    /// <summary>
    /// What an installation looks like to the system. Nothing opens an installed file to write, and none is removed. All are synced and then
    /// renamed into place.
    /// </summary>
    [Fact]
    public void Installing_over_an_old_version_only_renames()
    {
        using var directory = new FreshDirectory();
        string make = $"make -s -o out/qregexcheck -C '{Repository.PathOf(".")}' install DESTDIR='{directory.Path}'";
        (string output, int code) = Repository.RunScript(
            $"{make} && strace -f -qq -s 999 -e trace=open,openat,creat,truncate,unlink,unlinkat,rename,renameat,renameat2,fsync -o trace {make} && cat trace",
            directory.Path);
        Assert.True(code == 0, output);
        string program = directory.Path + "/var/qmail/bin/qregexcheck";
        string[] calls = output.Split('\n');
        string[] touching =
            [.. calls.Where(call => call.Contains($"\"{program}\"", StringComparison.Ordinal) && !call.Contains(" = -1 E", StringComparison.Ordinal))];
        string renamed = Assert.Single(touching);
        Assert.Matches($" rename[a-z0-9]*\\(.*\"{program}\\.half\\.[A-Za-z0-9]+\", .*\"{program}\"", renamed);
        Assert.DoesNotContain(calls, call => call.Contains(" unlink", StringComparison.Ordinal)
            && call.Contains(directory.Path + "/", StringComparison.Ordinal));
        int written =
            Array.FindLastIndex(calls, call => call.Contains($"\"{program}.", StringComparison.Ordinal) && call.Contains("open", StringComparison.Ordinal));
        int synced = Array.FindIndex(calls, written, call => call.Contains(" fsync(", StringComparison.Ordinal));
        Assert.InRange(Array.IndexOf(calls, renamed), synced + 1, calls.Length);
        Assert.InRange(synced, written + 1, calls.Length);

        // And no file has changed beside: what was put first has no leftover.
        Assert.DoesNotContain(
            Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories), path => path.Contains(".half.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("chmod 700 var/qmail/bin", "700")]
    [InlineData("chmod 2755 var/qmail/bin", "2755")]
    [InlineData("umask 077; rm -r var", "755")]
    public void Directories_that_are_there_stay_as_they_are_and_new_ones_are_for_all(string command, string mode)
    {
        using var directory = new FreshDirectory();
        string make = $"make -s -o out/qregexcheck -C '{Repository.PathOf(".")}' install DESTDIR='{directory.Path}/a b'";
        (string output, int code) = Repository.RunScript(
            $"mkdir 'a b'; {make} >/dev/null && cd 'a b' && {command} && {make} >/dev/null && stat -c %a var/qmail/bin && stat -c %a var/qmail/bin/qregexcheck",
            directory.Path);
        Assert.Equal((mode + "\n755\n", 0), (output, code));
    }

    [Fact]
    public void Without_a_link_where_none_is_wanted()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"make -s -o out/qregexcheck -C '{Repository.PathOf(".")}' install DESTDIR=\"$PWD\" bindir=none >/dev/null && ls usr/local var/qmail/bin",
            directory.Path);
        Assert.Equal(("usr/local:\nshare\n\nvar/qmail/bin:\nqregexcheck\nqregexcheck-queue\nqregexcheck-remote\n", 0), (output, code));
    }

    [Fact]
    public void A_directory_in_the_place_of_a_file_is_not_installed_into()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"mkdir -p var/qmail/bin/qregexcheck; make -s -o out/qregexcheck -C '{Repository.PathOf(".")}' install DESTDIR=\"$PWD\" >/dev/null 2>&1; echo $?\n"
            + "ls -A var/qmail/bin/qregexcheck; ls var/qmail/bin",
            directory.Path);
        Assert.Equal(("2\nqregexcheck\n", 0), (output, code));
    }

    /// <summary>With a stand-in for the compiler, which writes down what it was asked to build.</summary>
    [Fact]
    public void The_program_is_built_again_for_another_qmail_and_only_then()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $$"""
            cp -R '{{Repository.PathOf("Makefile")}}' '{{Repository.PathOf("install.sh")}}' '{{Repository.PathOf("Directory.Build.props")}}' '{{Repository.PathOf("global.json")}}' \
              '{{Repository.PathOf(".editorconfig")}}' '{{Repository.PathOf("control-samples")}}' .
            mkdir -p QregexCheck; cp -R '{{Repository.PathOf("QregexCheck/man")}}' QregexCheck
            printf '#!/bin/sh\nfor word in "$@"; do case $word in -p:Qmail=*) { echo "#!/bin/sh"; echo "# QREGEXCHECK_HOME=${word#*=}:" | tee -a built; } >out/qregexcheck; chmod 755 out/qregexcheck;; esac; done\n' >dotnet
            chmod 755 dotnet; export PATH="$PWD:$PATH"
            say() { echo "--- make $*"; : >built; make -s "$@" >/dev/null; cat built; }
            say
            say
            say QMAIL=/x
            say QMAIL=/x
            say install QMAIL=/x DESTDIR="$PWD/root"
            tail -1 root/x/bin/qregexcheck
            say install DESTDIR="$PWD/root"
            tail -1 root/var/qmail/bin/qregexcheck
            say install DESTDIR="$PWD/root"
            chmod -R a-w out; chmod a+rx . out; chown -R 12345 root
            echo '--- install by another user'; : >built; chmod 666 built; setpriv --reuid=12345 --clear-groups make -s install DESTDIR="$PWD/root" >/dev/null; cat built
            """,
            directory.Path);
        const string Default = "# QREGEXCHECK_HOME=/var/qmail:\n";
        const string Other = "# QREGEXCHECK_HOME=/x:\n";
        Assert.Equal(0, code);
        Assert.Equal(
            $"--- make \n{Default}--- make \n--- make QMAIL=/x\n{Other}--- make QMAIL=/x\n--- make install QMAIL=/x DESTDIR={directory.Path}/root\n{Other}"
            + $"--- make install DESTDIR={directory.Path}/root\n{Default}{Default}--- make install DESTDIR={directory.Path}/root\n--- install by another user\n",
            output);
    }

    [Theory]
    [InlineData("QMAIL=")]
    [InlineData("QMAIL=/")]
    [InlineData("QMAIL=qmail")]
    [InlineData("QMAIL=/var/qmail/")]
    [InlineData("QMAIL='/var/q mail'")]
    [InlineData("QMAIL='/a|b'")]
    [InlineData("QMAIL='/a&b'")]
    [InlineData("QMAIL=/a\\'b")]
    [InlineData("QMAIL=/a\\\"b")]
    [InlineData("prefix=usr")]
    [InlineData("mandir=share/man")]
    [InlineData("mandir=none")]
    [InlineData("PREFIX=usr")]
    [InlineData("bindir=bin")]
    [InlineData("TUNED=no")]
    public void A_path_or_a_word_that_can_not_be_meant_is_refused_before_anything_is_done(string variable)
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"make -s -o out/qregexcheck -C '{Repository.PathOf(".")}' install DESTDIR=\"$PWD\" {variable}", directory.Path);
        Assert.Equal(2, code);
        Assert.Contains("*** ", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }
}
