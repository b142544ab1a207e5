using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Documentation;

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
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
        Patience.Until(() => Processes.In(directory.Path).Length == 0, () => "left running: " + string.Join(", ", Processes.In(directory.Path).Select(Processes.Describe)));
    }

    [Fact]
    public void The_demo_of_the_filter_refuses_one_recipient_and_delivers_one_message_and_leaves_nothing_running()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"TMPDIR='{directory.Path}' sh '{Repository.PathOf("QregexCheck.Tests/demo-filter")}'", directory.Path);
        Assert.True(code == 0, output);
        const string Dialogue =
            @"(?m)^C: RCPT TO:<qxv83417@example.com>\nS: 550 5\.1\.1 no such mailbox.*\nC: RCPT TO:<info@example.com>\nS: 250 .*\nC: DATA\nS: 354 .*\n"
            + @"(C: .*\n)*C: \.\nS: 250 .*\nC: QUIT\nS: 221 .*\n";
        Assert.Matches(Dialogue, output);
        Assert.Matches(@"(?m)^qregexcheck: reject badmailtonorelay:[0-9]+ ip=127\.0\.0\.1 .* to=<qxv83417@example\.com> ", output);
        Assert.EndsWith("qregexcheck: session ip=127.0.0.1 mails=1 rcpts=2 rejected=1\n", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
        Patience.Until(() => Processes.In(directory.Path).Length == 0, () => "left running: " + string.Join(", ", Processes.In(directory.Path).Select(Processes.Describe)));
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
        string[] expected = Directory.EnumerateFiles(Repository.PathOf("control-samples"))
            .Select(sample => "opt/qmail/doc/qregexcheck/" + Path.GetFileName(sample))
            .Concat(["opt/qmail/bin/qregexcheck", "usr/share/man/man5/qregexcheck-lint.5"])
            .Concat(["usr/share/man/man5/qregexcheck-rules.5", "usr/share/man/man8/qregexcheck.8"])
            .Order(StringComparer.Ordinal)
            .ToArray();
        string[] installed = Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory.Path, path))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(expected, installed);
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (string name in installed)
        {
            string path = Path.Combine(directory.Path, name);
            bool isProgram = name == "opt/qmail/bin/qregexcheck";
            Assert.Equal(isProgram ? Executable : Readable, File.GetUnixFileMode(path));
            Assert.True(isProgram || !File.ReadAllText(path).Contains("/var/qmail", StringComparison.Ordinal), name);
        }
    }
}
