using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Conversion;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck convert</c>: turns another program's rules into ours.</summary>
internal static class ConvertCommand
{
    // As for a control file that anybody may read.
    private const uint Readable = 0x1A4;

    /// <summary>Converts a file. The rules go to standard output, what is to be said about them to standard error.</summary>
    /// <returns>Accept when the result is the same; HardError when it is not, or for a wrong command line; SoftError when a file can't be read or written.</returns>
    public static ExitCode Run(ConvertOptions options, Stream output)
    {
        if (options.Format is { } named)
            return Run(options, named, null, output);
        byte[] bytes = WholeFile.Read(options.Path);
        FormatGuess guess = FormatGuess.Of(Path.GetFileName(options.Path), bytes, options.Target);
        if (guess.Format is not { } format)
        {
            StandardError.Fatal($"unable to tell the form of {options.Path}: {guess.Why}");
            return ExitCode.HardError;
        }

        StandardError.WriteLine("note"u8, $"{options.Path}: taken for {ConversionFormats.Row(format).Name}, because {guess.Why}");
        return Run(options, format, bytes, output);
    }

    private static ExitCode Run(ConvertOptions options, ConversionFormat format, byte[]? bytes, Stream output)
    {
        ConversionTarget target = options.Target ?? ConversionFormats.DefaultTarget(format);
        if (Problem(options, format, target) is { } problem)
        {
            StandardError.Fatal(problem);
            return ExitCode.HardError;
        }

        if (options.Target is null && NamedTarget(Path.GetFileName(options.Path), format, target) is { } meant)
        {
            (string list, string made) = (ControlLists.Name(meant.List()), ControlLists.Name(target.List()));
            StandardError.WriteLine("note"u8, $"{options.Path}: made for {made}, as no --as says otherwise; its name sounds like {list}: --as {list}");
        }

        var source = new ConversionSource(Path.GetFileName(options.Path), bytes ?? WholeFile.Read(options.Path), target, options.WithSubdomains);
        var sink = new ConversionSink();
        source.Read(format, sink);
        RuleComposition rules = RuleComposition.Of(sink, target, hasGood: options.GoodPath is not null);
        (ControlList bad, ControlList? good) = (target.List(), target.GoodList());
        if (options.GoodPath is { } path)
        {
            var exceptions = new ConvertedFile(good!.Value);
            exceptions.Write(Heading(format, good.Value), rules.Good, []);
            if (!TryReplace(path, exceptions.Bytes))
                return ExitCode.SoftError;
        }

        var refusals = new ConvertedFile(bad);
        refusals.Write(Heading(format, bad), rules.Bad, sink.Remarks);
        output.Write(refusals.Bytes.Span);
        output.Flush();
        return Tell(options.Path, sink.Remarks);
    }

    /// <summary>The list that a file's name speaks of, where nobody said which it is to become, and it becomes another; null otherwise.</summary>
    private static ConversionTarget? NamedTarget(string name, ConversionFormat format, ConversionTarget target)
    {
        ConversionTarget? named = Holds(name, "rcpt") || Holds(name, "recipient") || Holds(name, "badmailto") ? ConversionTarget.BadMailTo
            : Holds(name, "helo") ? ConversionTarget.BadHelo
            : null;
        return named is { } meant && meant != target && ConversionFormats.CanBecome(format, meant) ? meant : null;
    }

    private static bool Holds(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string? Problem(ConvertOptions options, ConversionFormat format, ConversionTarget target)
    {
        string name = ConversionFormats.Row(format).Name;
        (ControlList bad, ControlList? good) = (target.List(), target.GoodList());
        if (!ConversionFormats.CanBecome(format, target))
            return $"unable to make {ControlLists.Name(bad)} of {name}: these are no rules for that; choose another --as";
        if (options.WithSubdomains && format != ConversionFormat.Domains)
            return $"unable to use --subdomains with {name}: its rules say what they stand for; leave it out";
        FileStatus? source = StatusOf(options.Path);
        FileStatus? output = Standard(1);
        if (source is { IsRegular: true } && IsSameFile(source, output))
            return $"unable to convert {options.Path}: standard output goes to it; name another file there, and move it when it is whole";
        if (options.GoodPath is not { } path)
            return null;
        if (good is null)
            return $"unable to use --good with {ControlLists.Name(bad)}: it has no list of exceptions; leave it out";
        if (path == "-")
            return "unable to use --good -: standard output takes the other rules; name a file";
        return Clash(path, path, "it", source, output) ?? Clash(path, Temporary(path), $"{Temporary(path)}, which is written on the way,", source, output);
    }

    /// <summary>Says that a file which is written for the exceptions is the source, or the one that standard output goes to; null when it is neither.</summary>
    private static string? Clash(string path, string written, string words, FileStatus? source, FileStatus? output)
    {
        FileStatus? status = StatusOf(written);
        return IsSameFile(status, source) ? $"unable to use --good {path}: {words} is the file that is read; name another one"
            : IsSameFile(status, output) ? $"unable to use --good {path}: standard output goes to {words} and its rules would be lost; name another one"
            : null;
    }

    private static string Temporary(string path) => path + ".tmp";

    private static string Heading(ConversionFormat format, ControlList list) =>
        $"{ControlLists.Name(list)}, converted from {ConversionFormats.Row(format).Name}: {ConversionFormats.Row(format).Words}";

    private static bool IsSameFile(FileStatus? one, FileStatus? other) =>
        one is { } first && other is { } second && first.ToStamp().IsSameFile(second.ToStamp());

    /// <summary>The status of what a path leads to, or of standard input; null when there is none.</summary>
    private static FileStatus? StatusOf(string path) => path == "-" ? Standard(0) : FileStatus.Of(Terminated(path), out _);

    private static FileStatus? Standard(int descriptor)
    {
        try
        {
            return FileStatus.Of(descriptor);
        }
        catch (PosixException)
        {
            // It is closed. Reading or writing will say so.
            return null;
        }
    }

    /// <summary>Replaces the file as a whole, or leaves it as it was and says why.</summary>
    private static bool TryReplace(string path, ReadOnlyMemory<byte> content)
    {
        string why;
        try
        {
            // Whoever names a device or a pipe would lose it: the file is renamed to its place.
            if (FileStatus.OfName(Terminated(path), out _) is { IsRegular: false } other)
                throw new OccupiedPathException($"it is {other.Kind}; name a file");
            string parent = path.LastIndexOf('/') is >= 0 and var slash ? path[..(slash + 1)] : "./";
            AtomicFile.Write(Terminated(path), Terminated(Temporary(path)), Terminated(parent), [content], new Access(Readable, null));
            return true;
        }
        catch (PosixException exception)
        {
            why = exception.Message;
        }
        catch (OccupiedPathException exception)
        {
            why = exception.Message;
        }

        StandardError.Fatal($"unable to write {path}: {why}; nothing was converted");
        return false;
    }

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static ExitCode Tell(string path, List<ConversionRemark> remarks)
    {
        bool isSame = true;
        foreach (ConversionRemark remark in remarks)
        {
            isSame &= !remark.IsLoss;
            string place = remark.Column > 0 ? $"{path}:{remark.Line}:{remark.Column}" : $"{path}:{remark.Line}";
            string kind = remark.IsLeftOut ? "left out: " : remark.IsOfRule ? "not the same: " : string.Empty;
            StandardError.WriteLine(remark.IsLoss ? "warning"u8 : "note"u8, $"{place}: {kind}{remark.Words}");
        }

        return isSame ? ExitCode.Accept : ExitCode.HardError;
    }
}
