using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QregexCheck.Database;
using QregexCheck.Tests.Rooms.Database;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>The compiled file is used while it is fresh, and the text in every other case. strace tells which of them was opened.</summary>
public sealed class CompileUseTests : IDisposable
{
    private const string Rules = "abc@\n#: action=defer\n^[a-z]{6,}[0-9]{3,}@\n!@\n";

    private readonly ControlFolder _control = new ControlFolder().With("badmailto", Rules);

    private string Compiled => _control.Of("qregexcheck.db");

    public CompileUseTests() => Compile();

    public void Dispose() => _control.Dispose();

    [Fact]
    public void Every_hook_and_test_uses_a_fresh_file_and_does_not_open_the_text()
    {
        (string[] Arguments, string[] Environment, int Code)[] calls =
        [
            ([], HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example"), 100),
            ([], HookVariables.RcptCheck(_control, "a@b.example", "c@d.example"), 0),
            (["spp", "rcpt"], HookVariables.Spp(_control, null, "a@b.example", "abc@d.example"), 100),
            (["spp", "mail"], HookVariables.Spp(_control, null, "a@b.example", null), 0),
        ];
        foreach ((string[] arguments, string[] environment, int code) in calls)
            Assert.Equal((code, false), Traced(arguments, environment));
        Assert.Equal((1, false), Traced(["checkpassword"], [_control.Variable], new() { [3] = Wire.Holding("abc@d.example\0\0\0") }));

        // test decides by the compiled file, and then goes through the text for all the other rules that match.
        Assert.Equal((100, true), Traced(["test", "abc@d.example"], [_control.Variable]));
        File.AppendAllText(_control.Of("badmailto"), "later@\n");
        Assert.Equal((100, true), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "later@d.example")));
    }

    [Fact]
    public void A_file_that_was_missing_when_it_was_compiled_and_is_there_now_is_read()
    {
        _control.With("goodmailto", "abc@\n");
        Assert.Equal(0, Check("abc@d.example").ExitCode);
        Compile();
        Assert.Equal(0, Check("abc@d.example").ExitCode);
        File.Delete(_control.Of("goodmailto"));
        Assert.Equal(100, Check("abc@d.example").ExitCode);
    }

    [Fact]
    public void A_file_replaced_by_one_of_the_same_size_and_times_is_read()
    {
        _control.With("new", Rules.Replace("abc@", "xyz@", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(_control.Of("new"), File.GetLastWriteTimeUtc(_control.Of("badmailto")));
        File.Move(_control.Of("new"), _control.Of("badmailto"), overwrite: true);
        Assert.Equal((0, 100), (Check("abc@d.example").ExitCode, Check("xyz@d.example").ExitCode));
    }

    /// <summary>The hardest edit to see: right after the compile, as long as before, its time of change put back.</summary>
    [Fact]
    public void An_edit_right_after_a_compile_is_never_judged_by_the_old_rules()
    {
        const string Commands =
            "i=0; while test $i -lt 200; do i=$((i+1)); "
            + "if test $((i % 2)) = 0; then a=abc b=xyz; else a=xyz b=abc; fi; "
            + "printf '%s@\\n' $a >badmailto; touch -d 2026-01-01 badmailto; \"$0\" compile >/dev/null || echo compile $?; "
            + "printf '%s@\\n' $b >badmailto; touch -d 2026-01-01 badmailto; "
            + "RECIPIENT=$b@d.example SENDER=a@b.example \"$0\" 2>/dev/null; test $? = 100 || echo new rule $i; "
            + "RECIPIENT=$a@d.example SENDER=a@b.example \"$0\" 2>/dev/null; test $? = 0 || echo old rule $i; done; echo done $i";
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path)
        {
            Directory = _control.Path,
            Environment = [_control.Variable, "PATH=/usr/bin:/bin"]
        }.Run();
        Assert.Equal("done 200\n", outcome.Output);
    }

    /// <summary>An editor that is at it all the while: whatever a compile catches, no verdict is older than the last edit.</summary>
    [Fact]
    public void Edits_during_a_compile_are_never_judged_by_the_old_rules()
    {
        const string Commands =
            "i=0; while test $i -lt 60; do i=$((i+1)); "
            + "if test $((i % 2)) = 0; then a=abc b=xyz; else a=xyz b=abc; fi; "
            + "\"$0\" compile >/dev/null 2>&1 & printf '%s@\\n' $b >badmailto; touch -d 2026-01-01 badmailto; wait; "
            + "RECIPIENT=$b@d.example SENDER=a@b.example \"$0\" 2>/dev/null; test $? = 100 || echo new rule $i; "
            + "RECIPIENT=$a@d.example SENDER=a@b.example \"$0\" 2>/dev/null; test $? = 0 || echo old rule $i; done; echo done $i";
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path)
        {
            Directory = _control.Path,
            Environment = [_control.Variable, "PATH=/usr/bin:/bin"]
        }.Run();
        Assert.Equal("done 60\n", outcome.Output);
    }

    [Theory]
    [InlineData("chown 12345 qregexcheck.db", "it belongs to user 12345, who is neither root nor the owner of badmailto")]
    [InlineData("chmod g+w qregexcheck.db", "others than its owner may write to it")]
    [InlineData("chmod o+w qregexcheck.db", "others than its owner may write to it")]
    [InlineData("rm qregexcheck.db; mkdir qregexcheck.db", "it is not a regular file")]
    [InlineData("rm qregexcheck.db; mkfifo -m 644 qregexcheck.db", "it is not a regular file")]
    [InlineData("rm qregexcheck.db; ln -s qregexcheck.db qregexcheck.db", "it can't be opened: ")]
    [InlineData("rm qregexcheck.db; ln -s nowhere qregexcheck.db", "there is none")]
    [InlineData("rm qregexcheck.db; ln -s /dev/null qregexcheck.db", "it is not a regular file")]
    [InlineData("rm qregexcheck.db", "there is none")]
    [InlineData(": >qregexcheck.db", "it is not a compiled file")]
    [InlineData("echo hello >qregexcheck.db", "it is not a compiled file")]
    [InlineData("truncate -s 4096 qregexcheck.db", "its length is not what its header says")]
    [InlineData("echo >>qregexcheck.db", "its length is not what its header says")]
    [InlineData("printf x | dd of=qregexcheck.db bs=1 seek=70 conv=notrunc", "its header is damaged")]
    [InlineData("touch badmailto", "badmailto was changed after it was compiled")]
    [InlineData("cp -p badmailto new; mv new badmailto", "badmailto was changed after it was compiled")]
    [InlineData("chmod 600 badmailto", "badmailto was changed after it was compiled")]
    public void What_is_not_to_be_believed_is_left_aside(string command, string why)
    {
        if (command.StartsWith("chown", StringComparison.Ordinal))
            Superuser.IsNeeded("gives a file to another user");
        Assert.Equal(0, Shell(command).ExitCode);
        Assert.Equal((100, true), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example")));
        Assert.Equal(0, Check("c@d.example").ExitCode);
        Outcome check = PublishedBinary.Run(["compile", "--check"], [_control.Variable]);
        Assert.Equal(100, check.ExitCode);
        Assert.StartsWith($"{Compiled} is not used: {why}", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_edited_does_not_make_the_others_stale()
    {
        _control.With("badhelo", "^x\n");
        Assert.Equal((100, false), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example", "HELO=mx.example")));
        Assert.Contains("badhelo was changed after it was compiled", PublishedBinary.Run(["compile", "--check"], [_control.Variable]).Output,
            StringComparison.Ordinal);
    }

    /// <summary>Who owns the rules may own their compiled file too.</summary>
    [Fact]
    public void A_file_of_the_owner_of_the_rules_is_used()
    {
        Superuser.IsNeeded("gives a file to another user");
        Assert.Equal(0, Shell("chown 12345 badmailto").ExitCode);
        Compile();
        Assert.Equal(0, Shell("chown 12345 qregexcheck.db").ExitCode);
        Assert.Equal((100, false), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example")));
    }

    /// <summary>Of an earlier format, and of one that is still to come: with stamps and checksums that fit.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_file_of_another_version_is_left_aside(int version)
    {
        byte[] file = File.ReadAllBytes(Compiled);
        CompiledInMemory.Put(file, DatabaseFormat.VersionAt, unchecked((uint)version));
        CompiledInMemory.Seal(file);
        File.WriteAllBytes(Compiled, file);
        AssertOfAnotherVersion();
    }

    /// <summary>A file that format 1 wrote, as it is left after an upgrade; and that compile replaces.</summary>
    [Fact]
    public void A_file_of_format_1_is_left_aside_until_the_next_compile()
    {
        File.Copy(Path.Combine(PublishedBinary.Root, "QregexCheck.Tests", "Golden", "rules-1.db"), Compiled, overwrite: true);
        AssertOfAnotherVersion();
        Compile();
        Assert.Equal((100, false), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example")));
        Assert.Equal((0, $"{Compiled} is fresh\n"), Told("compile", "--check"));
        Assert.Equal(0, Told("dump").ExitCode);
    }

    /// <summary>As a file of a version that knows a list more: this one passes over it, and uses the others.</summary>
    [Fact]
    public void A_list_of_a_later_version_is_passed_over()
    {
        byte[] file = File.ReadAllBytes(Compiled);
        int count = CompiledInMemory.Read(file, DatabaseFormat.EntryCountAt);
        CompiledInMemory.Put(file, DatabaseFormat.EntryAt(count), 4711 | (2 << 16));
        CompiledInMemory.Put(file, DatabaseFormat.EntryCountAt, (uint)count + 1);
        CompiledInMemory.Seal(file);
        File.WriteAllBytes(Compiled, file);
        Assert.Equal((100, false), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example")));
        Assert.Equal((0, $"{Compiled} is fresh\n"), Told("compile", "--check"));
        (int exitCode, string output) = Told("dump");
        Assert.Equal(0, exitCode);
        Assert.EndsWith("\nlist 4711: of kind 2, which another version of qregexcheck asks; passed over\n", output, StringComparison.Ordinal);
    }

    /// <summary>As a file of an earlier version that did not know a list, and of a later one that keeps it in another form.</summary>
    [Fact]
    public void A_list_that_the_file_does_not_hold_in_a_known_form_is_read_as_text()
    {
        byte[] whole = File.ReadAllBytes(Compiled);
        byte[] file = (byte[])whole.Clone();
        CompiledInMemory.Put(file, CompiledInMemory.EntryAt(EntryOffset.List), 3 | (2 << 16));
        AssertReadAsText(
            file,
            "another version of qregexcheck wrote what it holds of badmailto",
            "badmailto: of kind 2, which another version of qregexcheck reads; read as text\n");

        file = (byte[])whole.Clone();
        int last = DatabaseFormat.EntryAt(CompiledInMemory.Read(file, DatabaseFormat.EntryCountAt) - 1);
        int entry = CompiledInMemory.EntryAt(0);
        whole.AsSpan(entry + DatabaseFormat.EntrySize, last - entry).CopyTo(file.AsSpan(entry));
        file.AsSpan(last, DatabaseFormat.EntrySize).Clear();
        CompiledInMemory.Put(file, DatabaseFormat.EntryCountAt, (uint)CompiledInMemory.Read(file, DatabaseFormat.EntryCountAt) - 1);
        AssertReadAsText(file, "badmailto is not in it", "badmailto: not in it, read as text\n");
    }

    [Fact]
    public void A_file_that_is_cut_or_damaged_gives_the_texts_verdict_in_every_hook()
    {
        byte[] whole = File.ReadAllBytes(Compiled);
        var random = new Random(20261125);
        for (int i = 0; i < 60; i++)
        {
            byte[] file = i % 3 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            for (int k = 0; k < i % 3 && file.Length > 0; k++)
                file.AsSpan(random.Next(file.Length - 8), 8).Fill((byte)random.Next(256));
            File.WriteAllBytes(Compiled, file);
            Assert.Equal(100, Check("abc@d.example").ExitCode);
            Assert.Equal(0, Check("c@d.example").ExitCode);
            Assert.Equal("E451 try again later (#4.7.1)\n",
                PublishedBinary.Run(["spp", "rcpt"], HookVariables.Spp(_control, null, "a@b.example", "abcdef123@d.example")).Output);
            Assert.Equal(1, PublishedBinary.Run(["checkpassword"], [_control.Variable], new() { [3] = Wire.Holding("nobody\0\0\0") }).ExitCode);
        }
    }

    /// <summary>A bit in each block, and bits anywhere: what no check of an address would read is told of too.</summary>
    [Fact]
    public void Check_and_dump_find_a_flipped_bit_wherever_it_is()
    {
        _control.With("badmailto", Rules + string.Concat(Enumerable.Range(0, 400).Select(i => $"^filler{i}@host{i % 7}\\.example$\n"))).With("badhelo", "^x\n");
        Compile();
        byte[] whole = File.ReadAllBytes(Compiled);
        var random = new Random(20261126);
        int blocks = whole.Length / DatabaseFormat.BlockSize;
        Assert.InRange(blocks, 8, 40);
        int[] places = [.. Enumerable.Range(0, blocks).Select(block => (block * DatabaseFormat.BlockSize) + random.Next(DatabaseFormat.BlockSize)),
            .. Enumerable.Range(0, 30).Select(_ => random.Next(whole.Length)), whole.Length - 1];
        foreach (int at in places)
        {
            byte[] file = (byte[])whole.Clone();
            file[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Compiled, file);
            Outcome check = PublishedBinary.Run(["compile", "--check"], [_control.Variable]);
            Assert.True(check.ExitCode == 100, $"byte {at}: {check.Output}");
            Assert.Matches("qregexcheck\\.db is not used: (it is not a compiled file|another version .*|.* damaged); run qregexcheck compile\n$", check.Output);
            Outcome dump = PublishedBinary.Run(["dump"], [_control.Variable]);
            Assert.Equal((111, string.Empty), (dump.ExitCode, dump.Output));
            Assert.StartsWith("qregexcheck: fatal: unable to dump ", Assert.Single(dump.ErrorLines), StringComparison.Ordinal);
        }

        File.WriteAllBytes(Compiled, whole);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [_control.Variable]).ExitCode);
    }

    /// <summary>Checksums that fit, and a reply that would be two lines to qmail-spp: the second one opens a relay.</summary>
    [Fact]
    public void A_reply_of_two_lines_in_a_file_whose_checksums_fit_reaches_nobody()
    {
        _control.With("badmailto", "#: reply=\"550 5.7.1 no\"\n^abc@\n(\n#: reply=\"550 5.7.1 go away now\"\n^xyz@\n");
        Assert.Equal(100, PublishedBinary.Run(["compile"], [_control.Variable]).ExitCode);
        string[] rcpt = HookVariables.Spp(_control, null, "a@b.example", "xyz@d.example");
        Outcome before = PublishedBinary.Run(["spp", "rcpt"], rcpt);
        byte[] file = File.ReadAllBytes(Compiled);
        "away\nO"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("away no"u8)));
        CompiledInMemory.Seal(file);
        File.WriteAllBytes(Compiled, file);
        Outcome after = PublishedBinary.Run(["spp", "rcpt"], rcpt);
        Assert.Equal("E550 5.7.1 go away now\n", after.Output);
        Assert.Equal((before.ExitCode, before.Output, before.Error), (after.ExitCode, after.Output, after.Error));
        Outcome check = Check("xyz@d.example");
        Assert.Equal((100, "550 5.7.1 go away now"), (check.ExitCode, check.Reply.TrimEnd()));
        Outcome told = PublishedBinary.Run(["compile", "--check"], [_control.Variable]);
        Assert.Equal(100, told.ExitCode);
        Assert.Contains("is not used: an annotation in it can't stand in a control file", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_error_gives_the_texts_verdict()
    {
        Outcome outcome =
            new Child("/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-P", Compiled, "-e", "inject=pread64:error=EIO:when=2+", PublishedBinary.Path)
            {
                Environment = HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example"),
            }.Run();
        Assert.Equal(100, outcome.ExitCode);
        Assert.Single(outcome.ErrorLines);
    }

    /// <summary>Warnings, log lines and replies are the same too, byte for byte.</summary>
    [Fact]
    public void What_is_logged_is_the_same_compiled()
    {
        const string Mixed = "(\n#: action=log\n@d\n#: action=bogus\n[\n#: reply=\"550 5.7.1 go away\" note=\"n\"\n^abc@\n)(\n";
        string[] recipients = ["abc@d.example", "c@d.example", "abc@e.example", "", new string('a', 900) + "@d", new string('x', 100_000)];
        _control.With("badmailto", Mixed).With("badmailfrom", "*a\n^!$\n").With("goodmailto", "(\nabc@e\n");
        Outcome[] text = [.. recipients.Select(recipient => Check(recipient))];
        Assert.Equal(100, PublishedBinary.Run(["compile"], [_control.Variable]).ExitCode);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [_control.Variable]).ExitCode);
        for (int i = 0; i < recipients.Length; i++)
        {
            Outcome compiled = Check(recipients[i]);
            Assert.Equal((text[i].ExitCode, text[i].Error, text[i].Reply), (compiled.ExitCode, compiled.Error, compiled.Reply));
        }
    }

    /// <summary>
    /// A hundred thousand rules that are broken, or that are run each time, fit neither the heap nor a check. The text, read as a stream, does.
    /// </summary>
    [Theory]
    [InlineData("(")]
    [InlineData("(.)\\1\\1")]
    [InlineData("#: action=log\n.")]
    public void What_does_not_fit_a_compiled_check_is_judged_in_24_MB_all_the_same(string rule)
    {
        _control.With("badmailto", string.Concat(Enumerable.Repeat(rule + "\n", 100_000)) + "abc@\n");
        PublishedBinary.Run(["compile"], [_control.Variable]);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [_control.Variable]).ExitCode);
        string[] environment = HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example", "QREGEXCHECK_LOG=none");
        Outcome outcome = new Child("/usr/bin/softlimit", "-m", "24000000", PublishedBinary.Path)
        {
            Environment = environment,
            Wires = new Dictionary<int, Wire> { [2] = Wire.File("/dev/null") }
        }.Run();
        Assert.Equal(100, outcome.ExitCode);
    }

    private void AssertReadAsText(byte[] file, string why, string dumped)
    {
        CompiledInMemory.Seal(file);
        File.WriteAllBytes(Compiled, file);
        Assert.Equal((100, true), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example")));
        Assert.Equal(0, Check("c@d.example").ExitCode);
        Assert.Equal((100, $"{Compiled} is not used: {why}; run qregexcheck compile\n"), Told("compile", "--check"));
        (int exitCode, string output) = Told("dump");
        Assert.Equal(0, exitCode);
        Assert.Contains(dumped, output, StringComparison.Ordinal);
    }

    /// <summary>The text is asked in each hook with its verdicts; the commands say what the file is and what to do.</summary>
    private void AssertOfAnotherVersion()
    {
        const string Why = "another version of qregexcheck wrote it; run qregexcheck compile";
        Assert.Equal((100, true), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "abc@d.example")));
        Assert.Equal((0, true), Traced([], HookVariables.RcptCheck(_control, "a@b.example", "c@d.example")));
        Assert.Equal("E451 try again later (#4.7.1)\n",
            PublishedBinary.Run(["spp", "rcpt"], HookVariables.Spp(_control, null, "a@b.example", "abcdef123@d.example")).Output);
        Assert.Equal((100, $"{Compiled} is not used: {Why}\n"), Told("compile", "--check"));
        (int exitCode, string output) = Told("test", "abc@d.example");
        Assert.Equal(100, exitCode);
        Assert.Contains($"{Compiled} is not used: {Why}\n", output, StringComparison.Ordinal);
        Assert.Equal(0, Told("test", "c@d.example").ExitCode);
        Outcome dump = PublishedBinary.Run(["dump"], [_control.Variable]);
        Assert.Equal((111, string.Empty), (dump.ExitCode, dump.Output));
        Assert.Equal($"qregexcheck: fatal: unable to dump {Compiled}: {Why}", Assert.Single(dump.ErrorLines));
    }

    private (int ExitCode, string Output) Told(params string[] arguments)
    {
        Outcome outcome = PublishedBinary.Run(arguments, [_control.Variable]);
        return (outcome.ExitCode, outcome.Output);
    }

    private void Compile() => Assert.Equal(0, PublishedBinary.Run(["compile"], [_control.Variable]).ExitCode);

    private Outcome Check(string recipient) =>
        PublishedBinary.Run([], HookVariables.RcptCheck(_control, "a@b.example", recipient, "USE_FD4=1"), new() { [4] = Wire.Captured });

    private Outcome Shell(string commands) => new Child("/bin/sh", "-c", commands) { Directory = _control.Path, Environment = ["PATH=/usr/bin:/bin"] }.Run();

    /// <summary>Runs the program, and tells its exit code and whether it opened badmailto.</summary>
    private (int ExitCode, bool OpenedText) Traced(string[] arguments, string[] environment, Dictionary<int, Wire>? wires = null)
    {
        string trace = _control.Of("trace");
        Outcome outcome = new Child(
            "/usr/bin/strace", ["-f", "-qq", "-e", "trace=open,openat", "-o", trace, PublishedBinary.Path, .. arguments])
        {
            Environment = environment,
            Wires = wires ?? []
        }.Run();
        string calls = File.ReadAllText(trace);
        File.Delete(trace);
        Assert.Contains("/qregexcheck.db\"", calls, StringComparison.Ordinal);
        return (outcome.ExitCode, calls.Contains("/badmailto\"", StringComparison.Ordinal));
    }
}
