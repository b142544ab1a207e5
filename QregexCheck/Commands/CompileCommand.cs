using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Grams;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck compile</c>: writes the compiled file of a control directory, or tells whether it is fresh.</summary>
internal sealed class CompileCommand
{
    private const int MostTries = 5;
    private const long LongestWait = 2_100_000_000;

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
            return new CompileCommand(directory, output).Run();
        }
        catch (ControlReadException exception)
        {
            StandardError.Fatal(exception.Message + "; the old compiled file is left as it was");
        }
        catch (DatabaseException exception)
        {
            StandardError.Fatal($"unable to compile {directory.Name}: {exception.Message}");
        }
        catch (PosixException exception) when (exception.Number == Errno.TryAgain)
        {
            StandardError.Fatal($"another compile is at work in {directory.Name}; wait for it");
        }
        catch (Exception exception) when (exception is PosixException or OccupiedPathException)
        {
            StandardError.Fatal($"unable to write {directory.Name}/{CompiledName}: {exception.Message}; the old one is left as it was");
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
        var sources = new List<CompiledSource>();
        foreach (ControlList list in ControlLists.All)
            sources.Add(Compile(list));
        SectionBytes bytes = DatabaseWriter.Write(sources);
        AtomicFile.Write(
            _directory.PathOf(CompiledFile.FileName),
            _directory.PathOf("qregexcheck.db.tmp"u8),
            _directory.PathOf("."u8),
            bytes.Pieces,
            Access.OfWhatAllMayRead(_sources));
        Say($"{CompiledName}: {bytes.Offset.ToString("N0", CultureInfo.InvariantCulture)} bytes written\n");
        return _hasRefused ? ExitCode.HardError : ExitCode.Accept;
    }

    /// <summary>Compiles one list. It starts again when the control file is edited meanwhile.</summary>
    private CompiledSource Compile(ControlList list)
    {
        for (int tries = 1; ; tries++)
        {
            SourceStamp before = Stamp(list);
            if (tries > MostTries)
                throw new ControlReadException($"{NameOf(list)} is changed all the time; compile when its writer has finished");
            if (!before.Exists)
            {
                // The control file is missing, or we may not reach it. In the second case this throws. A file that can't be read is not a list
                // without rules.
                int descriptor = _directory.Open(list);
                if (descriptor == -1)
                    return new CompiledSource(list, before, IsAmbiguous: false, null);
                Descriptor.Close(descriptor);
                continue;
            }

            bool isAmbiguous = !TryWaitOutGrain(before);
            DateTime started = DateTime.UtcNow;
            ReadOnlyMemory<byte> text = ReadAll(list, before.Size);
            if (Stamp(list) != before)
                continue;
            if (FileStatus.Of(_directory.PathOf(ControlLists.FileName(list)), out _) is { } status)
                _sources.Add(status);

            using var bar = new ProgressBar($"compiling {NameOf(list)}");
            int steps = 3 * (text.Span.Count((byte)'\n') + 1);
            int at = 0;
            var file = new ControlFile(new LineReader(buffer => Copy(text, ref at, buffer)));
            CompiledList rules = ListCompiler.Compile(file, done => bar.Show(done, steps));
            bar.Dispose();
            Report(list, rules, text.Length, DateTime.UtcNow - started);
            if (isAmbiguous)
                StandardError.WriteLine("warning"u8,
                    $"{NameOf(list)}: its time of change lies ahead of the clock, so its compiled rules are not used; touch it when the clock is right");
            return new CompiledSource(list, before, isAmbiguous, rules);
        }
    }

    private static string NameOf(ControlList list) => Encoding.ASCII.GetString(ControlLists.FileName(list));

    private SourceStamp Stamp(ControlList list) =>
        FileStatus.Of(_directory.PathOf(ControlLists.FileName(list)), out _)?.ToStamp() ?? default;

    /// <summary>Waits until the clock has moved on, so that an edit right after the reading shows another time.</summary>
    private static bool TryWaitOutGrain(SourceStamp stamp)
    {
        long wait = stamp.RemainingGrain(Now());
        if (wait > LongestWait)
            return false;
        if (wait > 0)
            Thread.Sleep((int)(wait / 1_000_000) + 1);
        return true;
    }

    private static Instant Now()
    {
        long ticks = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks;
        return new Instant(ticks / TimeSpan.TicksPerSecond, (uint)(ticks % TimeSpan.TicksPerSecond * 100));
    }

    /// <param name="list">The file's list.</param>
    /// <param name="size">Its size, if nobody writes to it.</param>
    private ReadOnlyMemory<byte> ReadAll(ControlList list, ulong size)
    {
        int descriptor = _directory.Open(list);
        if (descriptor == -1)
            return default;
        try
        {
            // One byte more, so that the end is seen without more room.
            var bytes = new byte[(int)Math.Min(size, (ulong)Array.MaxLength - 1) + 1];
            int length = 0;
            ByteSource source = _directory.Source(list, descriptor);
            while (source(bytes.AsSpan(length)) is var count and > 0)
            {
                length += count;
                if (length == bytes.Length)
                    Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, Array.MaxLength));
            }

            return bytes.AsMemory(0, length);
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
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
            $"{NameOf(list)}: {rules.Rules.Count} rules ({indexed} found by text, {rules.CountOutlined()} by outline, "
                + $"{merged} in {rules.Unions.Count} automata, {rules.Always.Count} run each time, {rules.LeftOut} repeated), "
                + $"{rules.Refused} skipped; {length} bytes read, {time.TotalSeconds:F2} s\n"));
    }

    private void Say(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }
}
