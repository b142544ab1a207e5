using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Grams;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck compile</c>: writes the compiled file of a control directory, or tells whether it is fresh.</summary>
internal sealed class CompileCommand
{
    private readonly ControlDirectory _directory;
    private readonly Stream _output;
    private readonly List<FileStatus> _sources = new();
    private bool _hasRefused;

    private CompileCommand(ControlDirectory directory, Stream output)
    {
        _directory = directory;
        _output = output;
    }

    /// <summary>Compiles all lists of a directory into one file.</summary>
    /// <returns>
    /// HardError when a rule can't be used (the compiled file then leaves it out); SoftError when the compiled file can't be written.
    /// </returns>
    public static ExitCode Run(ControlDirectory directory, Stream output)
    {
        try
        {
            return Compilation.Run(directory, directory.Name, $"{directory.Name}/{CompiledName}", new CompileCommand(directory, output).Run);
        }
        catch (ControlReadException exception)
        {
            StandardError.Fatal(exception.Message + "; the old compiled file is left as it was");
        }
        catch (OutOfMemoryException)
        {
            StandardError.Fatal("out of memory: the rules are too many to compile; make them fewer, or use them as text: the compiled file only saves time");
        }

        return ExitCode.SoftError;
    }

    /// <summary>Tells for each control file whether the compiled file is used for it.</summary>
    /// <returns>Accept when it is used for all; HardError when not.</returns>
    public static ExitCode Check(ControlDirectory directory, Stream output)
    {
        directory.CheckExists();
        UnreadFiles.Warn(directory);
        Freshness freshness = Freshness.Of(directory);
        output.Write(new ByteText().Add($"{directory.Name}/{CompiledName} {freshness.Describe()}\n").Bytes);
        return freshness.WhyNot is null ? ExitCode.Accept : ExitCode.HardError;
    }

    private static string CompiledName => Encoding.ASCII.GetString(CompiledFile.FileName);

    private ExitCode Run()
    {
        _directory.CheckExists();
        UnreadFiles.Warn(_directory);
        WarnOfEntries();
        var sources = new List<CompiledSource>();
        foreach (ControlList list in ControlLists.All)
            sources.Add(Compile(list));
        SectionBytes bytes = DatabaseWriter.Write(sources, Compile(AddressList.ValidRcptTo));
        AtomicFile.Write(
            _directory.PathOf(CompiledFile.FileName),
            _directory.PathOf("qregexcheck.db.tmp"u8),
            _directory.PathOf("."u8),
            bytes.Pieces,
            Access.OfWhatAllMayRead(_sources));
        Say($"{CompiledName}: {bytes.Offset.ToString("N0", CultureInfo.InvariantCulture)} bytes written\n");
        return _hasRefused ? ExitCode.HardError : ExitCode.Accept;
    }

    /// <summary>Tells of mistakes in checkrcpthosts, so that an edit is answered at once. The file itself is not compiled.</summary>
    private void WarnOfEntries()
    {
        if (_directory.ReadAll(CoveringEntry.FileName) is not { } text)
            return;
        int at = 0;
        var lines = new CoveringLines(new ControlFile(new LineReader(buffer => Copy(text, ref at, buffer))));
        var errors = new List<RuleError>();
        while (lines.TryRead(out ControlLine line))
        {
            lines.Annotation(errors);
            if (CoveredDomains.Mistake(line) is not { } mistake)
                continue;
            _hasRefused = true;
            errors.Add(mistake);
        }

        foreach (RuleError error in errors)
            StandardError.WriteLine("warning"u8, $"{Encoding.ASCII.GetString(CoveringEntry.FileName)}:{error.Line}:{error.Column}: {error.Message}");
    }

    private CompiledSource Compile(ControlList list)
    {
        ReadOnlyMemory<byte> text = default;
        DateTime started = default;
        SourceStamp stamp = SettledFile.Read(_directory, ControlLists.FileName(list), Read, out bool isAmbiguous);
        if (!stamp.Exists)
            return new CompiledSource(list, stamp, IsAmbiguous: false, null);
        KeepStatus(ControlLists.FileName(list));

        using var bar = new ProgressBar($"compiling {ControlLists.Name(list)}");
        int steps = 3 * (text.Span.Count((byte)'\n') + 1);
        int at = 0;
        var file = new ControlFile(new LineReader(buffer => Copy(text, ref at, buffer)));
        CompiledList rules = ListCompiler.Compile(file, done => bar.Show(done, steps), list: list);
        bar.Dispose();
        Report(list, rules, text.Length, DateTime.UtcNow - started);
        if (isAmbiguous)
            WarnOfClock(ControlLists.Name(list), "rules are");
        return new CompiledSource(list, stamp, isAmbiguous, rules);

        void Read(ByteSource source, ulong size)
        {
            started = DateTime.UtcNow;
            text = ReadAll(source, size);
        }
    }

    /// <summary>Compiles a control file of addresses.</summary>
    /// <returns>Null when it is missing.</returns>
    private AddressSource? Compile(AddressList list)
    {
        string name = AddressLists.Name(list);
        var texts = new AddressTexts();
        var warnings = new List<string>();
        DateTime started = default;
        SourceStamp stamp = SettledFile.Read(_directory, AddressLists.FileName(list), Read, out bool isAmbiguous);
        if (!stamp.Exists)
            return null;
        KeepStatus(AddressLists.FileName(list));
        foreach (string warning in warnings)
            StandardError.WriteLine("warning"u8, warning);
        _hasRefused |= texts.Refused > 0;
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {texts.Count} entries, {texts.Refused} skipped; {stamp.Size} bytes read, {(DateTime.UtcNow - started).TotalSeconds:F2} s\n"));
        if (isAmbiguous)
            WarnOfClock(name, "entries are");
        return new AddressSource(list, stamp, isAmbiguous, texts);

        void Read(ByteSource source, ulong size)
        {
            started = DateTime.UtcNow;
            warnings.Clear();
            var lines = new LineReader(ValidRecipients.Bounded(source, () => new ControlReadException($"a line of {name} is longer than 64 KB")));
            texts = AddressTexts.Read(
                new ControlFile(lines),
                (line, column, problem) => warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{name}:{line}:{column}: the entry {problem}")));
        }
    }

    private void KeepStatus(ReadOnlySpan<byte> fileName)
    {
        if (FileStatus.Of(_directory.PathOf(fileName), out _) is { } status)
            _sources.Add(status);
    }

    private static void WarnOfClock(string name, string what) => StandardError.WriteLine("warning"u8,
        $"{name}: its time of change lies ahead of the clock, so its compiled {what} not used; touch it when the clock is right");

    private static ReadOnlyMemory<byte> ReadAll(ByteSource source, ulong size)
    {
        // One byte more, so that the end is seen without more room.
        var bytes = new byte[(int)Math.Min(size, (ulong)Array.MaxLength - 1) + 1];
        int length = 0;
        while (source(bytes.AsSpan(length)) is var count and > 0)
        {
            length += count;
            if (length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, Array.MaxLength));
        }

        return bytes.AsMemory(0, length);
    }

    private static int Copy(ReadOnlyMemory<byte> text, ref int at, Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, text.Length - at);
        text.Span.Slice(at, count).CopyTo(buffer);
        at += count;
        return count;
    }

    private void Report(ControlList list, CompiledList rules, int length, TimeSpan time)
    {
        foreach (CompiledWarning warning in rules.Warnings)
            DecisionLog.Warn(list, warning.Error);
        _hasRefused |= rules.Refused > 0;
        int indexed = rules.Alternatives.Count;
        foreach (Gram gram in rules.Grams)
            indexed += gram.Length == 0 ? 0 : 1;
        int merged = 0;
        foreach (CompiledUnion union in rules.Unions)
            merged += union.Rules.Count;
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{ControlLists.Name(list)}: {rules.Rules.Count} {(ControlLists.IsPlain(list) ? "entries" : "rules")} "
                + $"({indexed} found by text, {rules.CountOutlined()} by outline, "
                + $"{merged} in {rules.Unions.Count} automata, {rules.Always.Count} run each time, {rules.LeftOut} repeated), "
                + $"{rules.Refused} skipped; {length} bytes read, {time.TotalSeconds:F2} s\n"));
    }

    private void Say(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }
}
