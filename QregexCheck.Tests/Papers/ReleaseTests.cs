using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>
/// What <c>make release</c> packs. The packages themselves are installed by <c>make check-packages</c>, and the other processor's program is tried by
/// <c>make check-aarch64</c>, and two builds are compared by <c>make check-equal-builds</c>.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class ReleaseTests
{
    /// <summary>Runs as a program and has room for a home, as the real one has; packs in no time.</summary>
    private static readonly string StandIn = $"#!/bin/sh\n# QREGEXCHECK_HOME=/var/qmail{new string(':', 190)}\necho 1.0.0\n";

    [Fact]
    public void A_release_that_is_packed_twice_in_two_directories_is_the_same_bytes_and_holds_what_a_host_needs()
    {
        using var directory = new FreshDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "program"), StandIn);
        (string output, int code) = Repository.RunScript(
            $$"""
            mkdir tree && tar -C '{{Repository.PathOf(".")}}' --exclude=bin --exclude=obj --exclude=out -cf - QregexCheck/man control-samples packaging install.sh LICENSE THIRD-PARTY \
              README.md CHANGELOG.md SECURITY.md | tar -C tree -xf - || exit
            export SOURCE_DATE_EPOCH=1700000000 COMPLETION='{{Repository.PathOf("out/completion")}}'
            chmod -R go-r tree; touch tree/README.md
            for from in '{{Repository.PathOf(".")}}' tree
            do
              RELEASE="$PWD/out-$(basename "$from")" sh "$from/packaging/release" 1.0.0 x86_64="$PWD/program" aarch64="$PWD/program" >/dev/null || exit
            done
            diff -r out-* && ls out-tree && cd out-tree && sha256sum -c --quiet SHA256SUMS
            tar xzf qregexcheck-1.0.0-linux-aarch64.tar.gz && cd qregexcheck-1.0.0-linux-aarch64 && sha256sum -c --quiet SHA256SUMS && find . -type f | sort
            """,
            directory.Path);
        Assert.True(code == 0, output);
        string[] expected =
        [
            "SHA256SUMS",
            .. new[] { "qregexcheck-1.0.0-linux-aarch64.tar.gz", "qregexcheck-1.0.0-linux-x86_64.tar.gz", "qregexcheck_1.0.0-1_amd64.deb", "qregexcheck_1.0.0-1_arm64.deb" },
            .. Files("QregexCheck/man", "man").Concat(Files("control-samples", "control-samples"))
                .Concat(["./CHANGELOG.md", "./LICENSE", "./README.md", "./SECURITY.md", "./SHA256SUMS", "./THIRD-PARTY", "./install.sh", "./qregexcheck"])
                .Concat(["./completion/_qregexcheck", "./completion/qregexcheck.bash", "./completion/qregexcheck.fish"])
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(expected, output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_release_installs_itself_and_one_that_is_damaged_does_not()
    {
        using var directory = new FreshDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "program"), StandIn);
        (string output, int code) = Repository.RunScript(
            $$"""
            RELEASE="$PWD/out" sh '{{Repository.PathOf("packaging/release")}}' 1.0.0 x86_64="$PWD/program" >/dev/null && tar xzf out/*.tar.gz && cd qregexcheck-* || exit
            sh install.sh QMAIL=/home/of/qmail DESTDIR="$PWD/root" && root/home/of/qmail/bin/qregexcheck && grep -c HOME=/home/of/qmail: root/home/of/qmail/bin/qregexcheck
            ls root/usr/local/share/man/man8/qregexcheck.8 && grep -rl /var/qmail root
            echo >>man/qregexcheck.8
            sh install.sh DESTDIR="$PWD/other"; echo $?; ls other 2>/dev/null
            sh install.sh uninstall QMAIL=/home/of/qmail DESTDIR="$PWD/root" && find root -type f -o -type l
            """,
            directory.Path);
        Assert.Equal(0, code);
        Assert.Equal(
            """
            qregexcheck is installed in /home/of/qmail/bin. Nothing is wired yet: man qregexcheck tells how.
            1.0.0
            1
            root/usr/local/share/man/man8/qregexcheck.8
            man/qregexcheck.8: FAILED
            sha256sum: WARNING: 1 computed checksum did NOT match
            install.sh: fatal: this release is not whole: unpack it anew
            111
            qregexcheck is gone from /home/of/qmail. Its control files are as they were.

            """,
            output);
    }

    /// <summary>Directory.Build.props has it; who releases the next one is told by this where else it stands.</summary>
    [Fact]
    public void The_readme_and_the_changes_tell_the_version_that_is_built()
    {
        string version = Paper.Found(Repository.Read("Directory.Build.props"), "<Version>([^<]*)</Version>").Single();
        Assert.Equal([version], Paper.Found(Repository.Read("README.md"), "qregexcheck[-_]([0-9]+\\.[0-9.]*[0-9])"));
        Assert.Equal(version, Paper.Found(Repository.Read("CHANGELOG.md"), "^## ([0-9.]+) - [0-9]{4}-[0-9]{2}-[0-9]{2}$")[0]);
    }

    /// <summary>make help names each target that is there to be named, and none that is not.</summary>
    [Fact]
    public void Help_names_every_target()
    {
        string makefile = Repository.Read("Makefile");
        (string output, int code) = Repository.RunScript($"make -s -C '{Repository.PathOf(".")}' help", Repository.PathOf("."));
        Assert.Equal(0, code);
        string[] lines = makefile.Replace("\\\n  ", string.Empty, StringComparison.Ordinal).Split('\n');
        string phony = lines.Single(line => line.StartsWith(".PHONY: ", StringComparison.Ordinal))[8..];
        string[] named = [.. output.Split([' ', '\n', ';', ',', ':']).Where((_, at) => at > 0).Distinct()];
        foreach (string target in phony.Split(' ').Except(["all", "always", "help"]))
            Assert.Contains(target, named);
        foreach (string line in output.Split('\n').Where(line => line.StartsWith("make ", StringComparison.Ordinal) && line[5] != ' '))
            Assert.Contains(line[5..].Split(' ')[0], phony.Split(' '));
    }

    private static string[] Files(string folder, string name) =>
        [.. Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories).Select(path => $"./{name}/{Path.GetRelativePath(Repository.PathOf(folder), path)}")];
}
