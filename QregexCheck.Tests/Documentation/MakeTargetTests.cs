using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
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
        (string output, int code) = Repository.RunScript($"TMPDIR='{directory.Path}' sh '{Repository.PathOf("QregexCheck.Tests/demo")}'", directory.Path);
        Assert.True(code == 0, output);
        string[] lines = output.Split('\n');
        Assert.Equal(2, lines.Count(line => line.Contains("<qxv83417@example.com>", StringComparison.Ordinal) && line.EndsWith("550 5.1.1 no such mailbox", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.Contains("<room101@example.com>", StringComparison.Ordinal) && line.EndsWith("250 ok", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.StartsWith("friend ", StringComparison.Ordinal) && line.Contains("reject badhelo:", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.Contains("defer badmailtonorelay:", StringComparison.Ordinal) && line.Contains("451 4.2.1", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc").Select(CommandLineOf), text => text.Contains(directory.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void Installing_writes_below_DESTDIR_only_and_names_the_qmail_it_is_for()
    {
        using var directory = new FreshDirectory();

        // -o: the binary is there, and a second QMAIL is no reason to build another one.
        (string output, int code) = Repository.RunScript(
            $"make -s -o out/qregexcheck -C '{Repository.PathOf(".")}' install DESTDIR='{directory.Path}' QMAIL=/opt/qmail mandir=/usr/share/man", directory.Path);
        Assert.True(code == 0, output);
        string[] expected = Directory.EnumerateFiles(Repository.PathOf("control-samples"))
            .Select(sample => "opt/qmail/doc/qregexcheck/" + Path.GetFileName(sample))
            .Concat(["opt/qmail/bin/qregexcheck", "usr/share/man/man5/qregexcheck-rules.5", "usr/share/man/man8/qregexcheck.8"])
            .Order(StringComparer.Ordinal)
            .ToArray();
        string[] installed = Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory.Path, path))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(expected, installed);
        Assert.True(File.GetUnixFileMode(Path.Combine(directory.Path, "opt/qmail/bin/qregexcheck")).HasFlag(UnixFileMode.OtherExecute));
        foreach (string path in installed.Where(path => !path.EndsWith("bin/qregexcheck", StringComparison.Ordinal)))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(Path.Combine(directory.Path, path)));
            Assert.DoesNotContain("/var/qmail", File.ReadAllText(Path.Combine(directory.Path, path)), StringComparison.Ordinal);
        }
    }

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ")) + File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is no process.
            return string.Empty;
        }
    }
}
