using System;
using System.Globalization;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>compile replaces the compiled file as a whole or not at all, and says which.</summary>
public sealed class CompileTests
{
    private const string Rules = "abc@\n^(.)\\1@\n!@\n";

    [Fact]
    public void The_file_is_written_beside_the_old_one_synced_and_renamed_over_it()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        // Not -f: where another thread calls at the same time, strace cuts a call in two.
        Outcome outcome = new Child("/usr/bin/strace", "-e", "trace=open,openat,write,ftruncate,fchmod,fsync,fdatasync,rename,renameat2,unlink", "-o",
            control.Of("trace"), PublishedBinary.Path, "compile", "--control", control.Path).Run();
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        string[] calls = File.ReadAllLines(control.Of("trace"));
        int opened = Array.FindIndex(calls, call => call.Contains("/qregexcheck.db.tmp\"", StringComparison.Ordinal)
            && call.StartsWith("open", StringComparison.Ordinal));
        Assert.Contains("O_NOFOLLOW", calls[opened], StringComparison.Ordinal);
        string descriptor = calls[opened][(calls[opened].LastIndexOf('=') + 2)..];
        int written = Array.FindLastIndex(calls, call => call.StartsWith($"write({descriptor}, ", StringComparison.Ordinal));
        int mode = Array.FindIndex(calls, call => call.StartsWith($"fchmod({descriptor}, 0644)", StringComparison.Ordinal));
        int synced = Array.FindIndex(calls, call => call.StartsWith($"fsync({descriptor})", StringComparison.Ordinal));
        int renamed = Array.FindIndex(calls, call => call.StartsWith("rename", StringComparison.Ordinal));
        int directory = Array.FindLastIndex(calls, call => call.StartsWith("fsync(", StringComparison.Ordinal));
        int[] order = [opened, written, mode, synced, renamed, directory];
        Assert.Equal(order.Order(), order);
        Assert.All(order, place => Assert.True(place >= 0));
        Assert.Equal(6, order.Distinct().Count());
        Assert.Contains($"\"{control.Of("qregexcheck.db.tmp")}\", \"{control.Of("qregexcheck.db")}\"", calls[renamed], StringComparison.Ordinal);
        Assert.False(File.Exists(control.Of("qregexcheck.db.tmp")));
    }

    [Theory]
    [InlineData("644", "0:0", "644", "0:0", "644 0:0")]
    [InlineData("600", "0:0", "644", "0:0", "600 0:0")]
    [InlineData("640", "0:7", "644", "0:0", "640 0:7")]
    [InlineData("640", "0:7", "640", "0:7", "640 0:7")]
    [InlineData("640", "0:7", "640", "0:8", "600 0:0")]
    [InlineData("604", "0:0", "600", "0:0", "600 0:0")]
    public void Nobody_reads_in_it_what_he_could_not_read_in_the_sources(string mode1, string owner1, string mode2, string owner2, string expected)
    {
        Superuser.IsNeeded("gives files to other groups");
        using ControlFolder control = new ControlFolder().With("badmailto", Rules).With("badmailfrom", Rules);
        Outcome outcome = new Child(
            "/bin/sh",
            "-c",
            $"cd \"$1\"; chmod {mode1} badmailto; chown {owner1} badmailto; chmod {mode2} badmailfrom; chown {owner2} badmailfrom; \"$0\" compile --control . >/dev/null; stat -c '%a %u:%g' qregexcheck.db",
            PublishedBinary.Path,
            control.Path).Run();
        Assert.Equal(expected + "\n", outcome.Output);
    }

    [Theory]
    [InlineData("000")]
    [InlineData("077")]
    [InlineData("777")]
    public void The_mode_is_0644_whatever_the_umask(string umask)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        Outcome outcome = new Child("/bin/sh", "-c", $"umask {umask}; exec \"$0\" compile", PublishedBinary.Path) { Environment = [control.Variable] }.Run();
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal((UnixFileMode)0x1A4, File.GetUnixFileMode(control.Of("qregexcheck.db")));
    }

    [Fact]
    public void Two_compiles_of_the_same_files_give_the_same_bytes()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", ControlFileTests.ManyRules()[..200_000]).With("badhelo", Rules);
        Assert.Equal(0, Compile(control).ExitCode);
        byte[] first = File.ReadAllBytes(control.Of("qregexcheck.db"));
        Assert.Equal(0, Compile(control).ExitCode);
        Assert.Equal(first, File.ReadAllBytes(control.Of("qregexcheck.db")));
    }

    [Fact]
    public void A_rule_that_can_not_be_used_is_100_and_the_file_is_written_without_it()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "abc@\n(\n");
        Outcome outcome = Compile(control);
        Assert.Equal(100, outcome.ExitCode);
        Assert.StartsWith("qregexcheck: warning: badmailto:2:1: unclosed parenthesis", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(", 1 skipped;", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [control.Variable]).ExitCode);
        Assert.Equal(100, PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", "abc@d.example")).ExitCode);
    }

    /// <summary>RLIMIT_FSIZE makes write(2) fail with EFBIG in the middle.</summary>
    [Fact]
    public void A_file_that_can_not_be_written_leaves_the_old_one_as_it_was()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        Assert.Equal(0, Compile(control).ExitCode);
        byte[] old = File.ReadAllBytes(control.Of("qregexcheck.db"));
        control.With("badmailto", Rules + "more@\n");
        Outcome outcome = new Child("/bin/sh", "-c", "trap '' XFSZ; exec softlimit -f 9000 \"$0\" compile", PublishedBinary.Path)
        {
            Environment = [control.Variable, "PATH=/usr/bin:/bin"]
        }.Run();
        AssertLeftAlone(control, outcome, old);
    }

    /// <summary>Root may write everywhere, so each call is made to fail by strace.</summary>
    [Theory]
    [InlineData("open", "EACCES")]
    [InlineData("write", "ENOSPC")]
    [InlineData("ftruncate", "EIO")]
    [InlineData("fchmod", "EPERM")]
    [InlineData("fsync", "EIO")]
    [InlineData("rename", "EACCES")]
    public void Whichever_call_fails_is_one_line_and_111(string call, string error)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        Assert.Equal(0, Compile(control).ExitCode);
        byte[] old = File.ReadAllBytes(control.Of("qregexcheck.db"));
        control.With("badmailto", Rules + "more@\n");
        string[] path = call is "open" or "write" ? ["-P", control.Of("qregexcheck.db.tmp")] : [];
        string calls = call == "open" ? "open,openat" : call == "rename" ? "rename,renameat,renameat2" : call;
        Outcome outcome = new Child(
            "/usr/bin/strace", ["-f", "-qq", "-o", "/dev/null", .. path, "-e", $"inject={calls}:error={error}", PublishedBinary.Path, "compile"])
        {
            Environment = [control.Variable]
        }.Run();
        AssertLeftAlone(control, outcome, old);
    }

    [Fact]
    public void A_compile_that_another_one_is_in_the_way_of_is_111_and_leaves_it_alone()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        string temporary = control.Of("qregexcheck.db.tmp");
        Outcome outcome = new Child("/usr/bin/flock", temporary, PublishedBinary.Path, "compile") { Environment = [control.Variable] }.Run();
        Assert.Equal(111, outcome.ExitCode);
        Assert.Equal($"qregexcheck: fatal: another compile is at work in {control.Path}; wait for it", Assert.Single(outcome.ErrorLines));
        Assert.True(File.Exists(temporary));
        Assert.False(File.Exists(control.Of("qregexcheck.db")));

        // What a compile that was killed left behind is in nobody's way.
        Assert.Equal(0, Compile(control).ExitCode);
        Assert.False(File.Exists(temporary));
    }

    /// <summary>
    /// A process may open the temporary file and get its lock only after another process has renamed it. It must not write into what is now the file itself.
    /// </summary>
    [Fact]
    public void A_compile_that_comes_late_to_the_lock_does_not_touch_the_finished_file()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        const string Commands =
            "stopped() { until grep -q 'stopped by SIGSTOP' $1 2>/dev/null; do sleep 0.02; done; }; "
            + "go_on() { kill -CONT $(sed -n 's/ .*stopped by SIGSTOP.*//p' $1 | head -n 1); }; "
            + "strace -f -o first -e trace=fsync -e inject=fsync:signal=SIGSTOP:when=1 \"$0\" compile & one=$!; stopped first; "
            + "strace --quiet=path-resolution,attach,exit -f -o second -P \"$1\" -e trace=open,openat,ftruncate -e inject=open,openat:signal=SIGSTOP:when=1 -e inject=ftruncate:error=EIO \"$0\" compile & two=$!; stopped second; "
            + "go_on first; wait $one; code=$?; go_on second; wait $two; echo $?; echo $code";
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path, control.Of("qregexcheck.db.tmp"))
        {
            Environment = [control.Variable, "PATH=/usr/bin:/bin"],
            Directory = control.Path
        }.Run();
        Assert.EndsWith("111\n0\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("another compile is at work", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [control.Variable]).ExitCode);
    }

    [Theory]
    [InlineData("mkdir badhelo", "is a directory")]
    [InlineData("mkfifo badhelo", "is not a regular file")]
    [InlineData("ln -s badhelo badhelo", "too many levels of symbolic links")]
    public void A_control_file_that_can_not_be_read_is_111_and_the_old_file_stays(string command, string why)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        Assert.Equal(0, Compile(control).ExitCode);
        byte[] old = File.ReadAllBytes(control.Of("qregexcheck.db"));
        Assert.Equal(0, new Child("/bin/sh", "-c", command) { Directory = control.Path, Environment = ["PATH=/usr/bin:/bin"] }.Run().ExitCode);
        Outcome outcome = Compile(control);
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains(why, Assert.Single(outcome.ErrorLines), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(old, File.ReadAllBytes(control.Of("qregexcheck.db")));
    }

    [Fact]
    public void A_dangling_link_and_a_missing_file_are_files_without_rules()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        File.CreateSymbolicLink(control.Of("badhelo"), "nowhere");
        Assert.Equal(0, Compile(control).ExitCode);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [control.Variable]).ExitCode);
    }

    /// <summary>What could be somebody else's is left alone, and nothing waits for the other end of a FIFO.</summary>
    [Theory]
    [InlineData("ln precious qregexcheck.db.tmp", "has 2 names (hard links)")]
    [InlineData("ln -s precious qregexcheck.db.tmp", "is a symbolic link")]
    [InlineData("ln -s nowhere qregexcheck.db.tmp", "is a symbolic link")]
    [InlineData("mkfifo qregexcheck.db.tmp", "is a FIFO")]
    [InlineData("mkfifo qregexcheck.db.tmp; exec 9<>qregexcheck.db.tmp", "is a FIFO")]
    [InlineData("mkdir qregexcheck.db.tmp", "is a directory")]
    [InlineData("mknod qregexcheck.db.tmp c 1 3", "is no regular file")]
    [InlineData("cp precious qregexcheck.db.tmp; chown 12345 qregexcheck.db.tmp", "belongs to user 12345")]
    [InlineData("ln precious qregexcheck.db.tmp; chown 12345 precious", "has 2 names (hard links)")]
    public void A_temporary_file_that_is_not_one_of_ours_is_left_as_it_is(string command, string what)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules).With("precious", "keep this\n");
        Outcome outcome = new Child("/bin/sh", "-c", command + "; timeout 20 \"$0\" compile", PublishedBinary.Path)
        {
            Environment = [control.Variable, "PATH=/usr/bin:/bin"],
            Directory = control.Path,
        }.Run();
        Assert.Equal(111, outcome.ExitCode);
        Assert.Equal(
            $"qregexcheck: fatal: unable to write {control.Path}/qregexcheck.db: {control.Path}/qregexcheck.db.tmp {what}; remove it; the old one is left as it was",
            Assert.Single(outcome.ErrorLines));
        Assert.Equal("keep this\n", File.ReadAllText(control.Of("precious")));
        Assert.False(File.Exists(control.Of("qregexcheck.db")));
        Assert.Equal(0, new Child("/bin/rm", "-r", control.Of("qregexcheck.db.tmp")).Run().ExitCode);
        Assert.Equal(0, Compile(control).ExitCode);
    }

    [Fact]
    public void A_directory_in_the_place_of_the_compiled_file_is_said_to_be_one()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        Directory.CreateDirectory(control.Of("qregexcheck.db"));
        Outcome outcome = Compile(control);
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains("/qregexcheck.db is a directory; remove it;", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(control.Of("qregexcheck.db.tmp")));
    }

    /// <summary>A link is replaced, not followed: what it leads to is not ours.</summary>
    [Fact]
    public void A_link_in_the_place_of_the_compiled_file_is_replaced()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules).With("precious", "keep this\n");
        File.CreateSymbolicLink(control.Of("qregexcheck.db"), control.Of("precious"));
        Assert.Equal(0, Compile(control).ExitCode);
        Assert.Equal("keep this\n", File.ReadAllText(control.Of("precious")));
        Assert.Null(new FileInfo(control.Of("qregexcheck.db")).LinkTarget);
    }

    [Fact]
    public void A_control_directory_that_is_a_link_is_followed()
    {
        using ControlFolder control = new ControlFolder();
        Directory.CreateDirectory(control.Of("real"));
        control.With("real/badmailto", Rules);
        Directory.CreateSymbolicLink(control.Of("link"), "real");
        Assert.Equal(0, PublishedBinary.Run(["compile", "--control", control.Of("link")], []).ExitCode);
        Assert.True(File.Exists(control.Of("real/qregexcheck.db")));
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check", "--control", control.Of("real")], []).ExitCode);
    }

    [Fact]
    public void What_a_killed_compile_left_is_written_over_and_what_a_running_one_holds_is_not()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules).With("qregexcheck.db.tmp", new string('x', 100_000));
        Outcome outcome =
            new Child("/usr/bin/flock", control.Of("qregexcheck.db.tmp"), PublishedBinary.Path, "compile") { Environment = [control.Variable] }.Run();
        Assert.Equal(111, outcome.ExitCode);
        Assert.Equal(100_000, new FileInfo(control.Of("qregexcheck.db.tmp")).Length);
        Assert.Equal(0, Compile(control).ExitCode);
        Assert.InRange(new FileInfo(control.Of("qregexcheck.db")).Length, 1, 50_000);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [control.Variable]).ExitCode);
    }

    /// <summary>The text of a dump does not fit into the heap of a hook.</summary>
    [Fact]
    public void The_compiled_file_of_many_rules_is_dumped()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", ControlFileTests.ManyRules());
        Assert.Equal(0, PublishedBinary.Run(["compile"], [control.Variable]).ExitCode);
        Outcome outcome = PublishedBinary.Run(["dump"], [control.Variable]);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Contains("user99999@host", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compile", "--check")]
    [InlineData("dump")]
    public void A_file_that_nobody_asks_is_told_of_where_the_compiled_file_is_looked_at_too(params string[] arguments)
    {
        using ControlFolder control = new ControlFolder().With("badrcptto", "^no@\n");
        PublishedBinary.Run(["compile"], [control.Variable]);
        Outcome outcome = PublishedBinary.Run(arguments, [control.Variable]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("holds no control file", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("badrcptto is never asked", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_rules_are_compiled()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", ControlFileTests.ManyRules());
        Outcome outcome = Compile(control);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.StartsWith("badmailto: 100000 rules (100000 found by text, ", outcome.Output, StringComparison.Ordinal);
        foreach ((string recipient, int code)
            in new[] { ("user99999@host.example", 100), ("user100000@host.example", 0), ("user0@host.example", 100), ("c@d.example", 0) })
        {
            Outcome check = new Child("/usr/bin/softlimit", "-m", "24000000", PublishedBinary.Path)
            {
                Environment = HookVariables.RcptCheck(control, "a@b.example", recipient)
            }.Run();
            Assert.True(check.ExitCode == code, string.Create(CultureInfo.InvariantCulture, $"{recipient}: {check.ExitCode} {check.Error}"));
        }
    }

    /// <summary>Eight million states side by side, of rules that share nothing and start with an exclamation mark: compile has half a gigabyte.</summary>
    [Fact]
    public void Rules_that_unfold_to_millions_of_states_are_compiled()
    {
        using ControlFolder control = new ControlFolder().With(
            "badmailto", string.Concat(Enumerable.Range(0, 30_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"!^[a-z0-9]{{1,{20 + (i % 250)}}}@[a-z.]{{1,{20 + (i / 250)}}}$\n"))));
        Outcome outcome = Compile(control);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Equal(0, PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", "c@d.example")).ExitCode);
        Assert.Equal(100, PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", "c_@d.example")).ExitCode);
    }

    private static Outcome Compile(ControlFolder control) => PublishedBinary.Run(["compile"], [control.Variable]);

    private static void AssertLeftAlone(ControlFolder control, Outcome outcome, byte[] old)
    {
        Assert.Equal((111, 0), (outcome.ExitCode, outcome.Signal));
        Assert.EndsWith("; the old one is left as it was", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(control.Of("qregexcheck.db")));
        Assert.False(File.Exists(control.Of("qregexcheck.db.tmp")));
        Assert.Equal(100, PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", "more@d.example")).ExitCode);
    }

    /// <summary>The bound of the heap is compile's own: advice about softlimit would send people the wrong way.</summary>
    [Fact]
    public void Rules_that_memory_does_not_suffice_for_are_said_to_be_too_many_and_the_old_file_stays()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", Rules);
        Assert.Equal(0, PublishedBinary.Run(["compile"], [control.Variable]).ExitCode);
        byte[] before = File.ReadAllBytes(control.Of("qregexcheck.db"));
        control.With("badmailto", ControlFileTests.ManyRules());
        Outcome outcome = PublishedBinary.Run(["compile"], [control.Variable, "DOTNET_GCHeapHardLimit=1800000"]);
        Assert.Equal((111, 0), (outcome.ExitCode, outcome.Signal));
        Assert.Equal(
            "qregexcheck: fatal: out of memory: the rules are too many to compile; make them fewer, or use them as text: the compiled file only saves time",
            Assert.Single(outcome.ErrorLines));
        Assert.Equal(before, File.ReadAllBytes(control.Of("qregexcheck.db")));
    }

    /// <summary>A million need ten times as much, which is less than half of what there is.</summary>
    [Fact]
    public void A_hundred_thousand_rules_are_compiled_and_dumped_in_40_megabytes()
    {
        const string Memory = "DOTNET_GCHeapHardLimit=2800000";
        using ControlFolder control = new ControlFolder().With("badmailto", ControlFileTests.ManyRules());
        Outcome outcome = PublishedBinary.Run(["compile"], [control.Variable, Memory]);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Contains("badmailto: 100000 rules (100000 found by text", outcome.Output, StringComparison.Ordinal);
        Outcome dump = PublishedBinary.Run(["dump"], [control.Variable, Memory]);
        Assert.Equal((0, string.Empty), (dump.ExitCode, dump.Error));
        Assert.Equal(100_000, dump.Output.Split('\n').Count(static line => line.StartsWith("  rule ", StringComparison.Ordinal)));
    }
}
