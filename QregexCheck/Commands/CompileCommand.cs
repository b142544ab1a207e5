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

/// <summary><c>qregexcheck compile</c>: writes the control directory's compiled file, or says whether it is fresh.</summary>
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

    /// <summary>Compiles all control files of a directory into one file.</summary>
    /// <returns>HardError when a rule can't be used (the file is written without it), SoftError when the file can't be written.</returns>
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
            StandardError.Fatal("out of memory; run compile without softlimit -m");
        }

        return ExitCode.SoftError;
    }

    /// <summary>Says for each control file whether the compiled one speaks for it.</summary>
    /// <returns>Accept when it does for all, HardError when not.</returns>
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
        byte[] bytes = DatabaseWriter.Write(sources);
        AtomicFile.Write(
            _directory.PathOf(CompiledFile.FileName),
            _directory.PathOf("qregexcheck.db.tmp"u8),
            _directory.PathOf("."u8),
            bytes,
            Access.OfWhatAllMayRead(_sources));
        Say($"{CompiledName}: {bytes.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes written\n");
        return _hasRefused ? ExitCode.HardError : ExitCode.Accept;
    }

    /// <summary>Compiles one control file, again if it is edited meanwhile.</summary>
    private CompiledSource Compile(ControlList list)
    {
        for (int tries = 1; ; tries++)
        {
            SourceStamp before = Stamp(list);
            if (tries > MostTries)
                throw new ControlReadException($"{NameOf(list)} is changed all the time; compile when its writer has finished");
            if (!before.Exists)
            {
                // Missing, or only out of reach: then this throws. A file that can't be read is not a list without rules.
                int descriptor = _directory.Open(list);
                if (descriptor == -1)
                    return new CompiledSource(list, before, IsAmbiguous: false, null);
                Descriptor.Close(descriptor);
                continue;
            }

            bool isAmbiguous = !TryWaitOutGrain(before);
            DateTime started = DateTime.UtcNow;
            byte[] text = ReadAll(list);
            if (Stamp(list) != before)
                continue;
            if (FileStatus.Of(_directory.PathOf(ControlLists.FileName(list)), out _) is { } status)
                _sources.Add(status);

            using var bar = new ProgressBar($"compiling {NameOf(list)}");
            int steps = 3 * (text.AsSpan().Count((byte)'\n') + 1);
            int at = 0;
            var file = new ControlFile(new LineReader(buffer => Copy(text, ref at, buffer)));
            CompiledList rules = ListCompiler.Compile(file, done => bar.Show(done, steps));
            bar.Dispose();
            Report(list, rules, text.Length, DateTime.UtcNow - started);
            if (isAmbiguous)
                StandardError.WriteLine("warning"u8, $"{NameOf(list)}: its time of change lies ahead of the clock, so its compiled rules are not used; touch it when the clock is right");
            return new CompiledSource(list, before, isAmbiguous, rules);
        }
    }

    private static string NameOf(ControlList list) => Encoding.ASCII.GetString(ControlLists.FileName(list));

    private SourceStamp Stamp(ControlList list) =>
        FileStatus.Of(_directory.PathOf(ControlLists.FileName(list)), out _)?.ToStamp() ?? default;

    /// <summary>An edit right after the reading must show in the file's times; so not to be read before the clock has gone on.</summary>
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

    private byte[] ReadAll(ControlList list)
    {
        int descriptor = _directory.Open(list);
        if (descriptor == -1)
            return [];
        try
        {
            using var bytes = new MemoryStream();
            ByteSource source = _directory.Source(list, descriptor);
            var buffer = new byte[1 << 16];
            while (source(buffer) is var count and > 0)
                bytes.Write(buffer, 0, count);
            return bytes.ToArray();
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }

    private static int Copy(byte[] text, ref int at, Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, text.Length - at);
        text.AsSpan(at, count).CopyTo(buffer);
        at += count;
        return count;
    }

    private void Report(ControlList list, CompiledList rules, int length, TimeSpan time)
    {
        foreach (CompiledWarning warning in rules.Warnings)
            DecisionLog.Warn(list, warning.Error);
        _hasRefused |= rules.Refused > 0;
        int indexed = 0;
        foreach (Gram gram in rules.Grams)
            indexed += gram.Length == 0 ? 0 : 1;
        int merged = 0;
        foreach (CompiledUnion union in rules.Unions)
            merged += union.Rules.Count;
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{NameOf(list)}: {rules.Rules.Count} rules ({indexed} found by text, {rules.Outlines.Count} by outline, {merged} in {rules.Unions.Count} automata, {rules.Always.Count} run each time, {rules.LeftOut} repeated), {rules.Refused} skipped; {length} bytes read, {time.TotalSeconds:F2} s\n"));
    }

    private void Say(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }
}
