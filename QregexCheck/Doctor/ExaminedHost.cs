using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>Gives the names in a directory, without <c>.</c> and <c>..</c>; null when it can't be listed.</summary>
/// <param name="directory">The directory's path, without a NUL.</param>
internal delegate IReadOnlyList<byte[]>? NamesOf(ReadOnlySpan<byte> directory);

/// <summary>The host that is examined: its files, the time, and a memory of what could not be seen.</summary>
internal sealed class ExaminedHost
{
    /// <summary>Most bytes that are read of a file. A control file of a hundred thousand domains has less; what is longer is named as not seen.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Most names of a directory that are looked at.</summary>
    public const int MostNames = 100_000;

    // A report with more is read by nobody.
    private const int MostUnseen = 200;

    private readonly NamesOf _names;
    private readonly HashSet<string> _unseenPaths = new(StringComparer.Ordinal);
    private readonly List<Evidence> _unseen = [];

    /// <param name="files">The host's files.</param>
    /// <param name="places">Where qmail's and our own control files are.</param>
    /// <param name="names">Lists a directory.</param>
    /// <param name="now">The time now.</param>
    public ExaminedHost(HostFiles files, QmailPlaces places, NamesOf names, Instant now)
    {
        Files = files;
        Places = places;
        _names = names;
        Now = now;
    }

    public HostFiles Files { get; }

    public QmailPlaces Places { get; }

    /// <summary>Opens root's snapshot, which the check asks for what its user may not see; null where none is to be asked.</summary>
    public SnapshotSource? Snapshot { get; init; }

    public Instant Now { get; }

    /// <summary>What could not be looked at, and why, in the order in which it was met.</summary>
    public IReadOnlyList<Evidence> Unseen => _unseen;

    /// <summary>True when something could not be seen without which nothing can be said: see <see cref="Require"/>.</summary>
    public bool IsBlind { get; private set; }

    /// <summary>The directory of qmail's own control files; ours may stand elsewhere.</summary>
    public byte[] OwnControl => Home("control"u8);

    /// <summary>The path of one of qmail's own control files.</summary>
    public byte[] Control(ReadOnlySpan<byte> name) => [.. Places.Home, .. "/control/"u8, .. name];

    /// <summary>The path of one of our control files.</summary>
    public byte[] Rules(ReadOnlySpan<byte> name) => Places.InRules(name);

    /// <summary>A path below qmail's home.</summary>
    public byte[] Home(ReadOnlySpan<byte> name) => [.. Places.Home, (byte)'/', .. name];

    /// <summary>Bytes of the host in a message.</summary>
    public static string Shown(ReadOnlySpan<byte> bytes) => Escape.Text(bytes.Length > 300 ? bytes[..300] : bytes, Plain.FileName);

    public FileLook Look(ReadOnlySpan<byte> path) => Files.Look(path);

    /// <summary>True when something is at a path, or may be.</summary>
    public bool MayBeAt(ReadOnlySpan<byte> path) => Files.Look(path).Kind != FileKind.Absent;

    /// <summary>Says that something could not be seen.</summary>
    public void Miss(ReadOnlySpan<byte> path, string words)
    {
        if (_unseen.Count < MostUnseen && _unseenPaths.Add(Encoding.Latin1.GetString(path)))
            _unseen.Add(new Evidence(path.ToArray(), words));
    }

    /// <summary>Looks whether a directory can be entered, or a file read, without which nothing can be said.</summary>
    public void Require(byte[] path)
    {
        FileLook look = Files.Look(path);
        try
        {
            if (look.Kind != FileKind.Absent)
                Files.Open(path)?.Dispose();
        }
        catch (HostFileException exception)
        {
            Miss(exception.Path, exception.Message);
            IsBlind = true;
        }
    }

    /// <summary>Looks whether a directory is there that must be.</summary>
    public void RequireDirectory(byte[] path)
    {
        FileLook look = Files.Look([.. path, .. "/."u8]);
        if (look.Kind == FileKind.Directory)
            return;
        Miss(path, look.Trouble ?? "no such directory");
        IsBlind = true;
    }

    /// <summary>All bytes of a file.</summary>
    /// <returns>Null when there is none, or it can't be read whole; that is noted.</returns>
    public byte[]? Read(ReadOnlySpan<byte> path, int most = MostBytes)
    {
        byte[]? bytes = Beginning(path, most, out bool isWhole);
        if (bytes is not null && !isWhole)
        {
            Miss(path, "is longer than what is read of it");
            return null;
        }

        return bytes;
    }

    /// <summary>What the format of a printf that adds lines to a file begins with: a newline where the file's last line has none.</summary>
    public string LineStart(ReadOnlySpan<byte> path) => Read(path) is [.., not (byte)'\n'] ? "\\n" : string.Empty;

    /// <summary>The first bytes of a file. A file of /proc has no size that could be asked for before.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="most">Most bytes that are read.</param>
    /// <param name="isWhole">True when the file has no more.</param>
    /// <returns>Null when there is none, or it can't be read; that is noted.</returns>
    public byte[]? Beginning(ReadOnlySpan<byte> path, int most, out bool isWhole)
    {
        isWhole = true;
        try
        {
            using HostFile? file = Files.Open(path);
            if (file is null)
                return null;
            byte[] bytes = new byte[(int)Math.Clamp(file.Size + 1, 4096, most + 1)];
            int length = 0;
            while (true)
            {
                if (length == bytes.Length)
                    Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, most + 1));
                int count = length == bytes.Length ? 0 : file.Read(bytes.AsSpan(length));
                if (count == 0)
                    break;
                length += count;
            }

            isWhole = length <= most;
            return bytes[..Math.Min(length, most)];
        }
        catch (HostFileException exception)
        {
            Miss(path, exception.Message);
            return null;
        }
    }

    /// <summary>The lines of a control file, read as qmail reads them, without its comments. A NUL divides a line into two with one number.</summary>
    /// <returns>Empty when there is no such file.</returns>
    public List<HostLine> Lines(ReadOnlySpan<byte> path) => Read(path) is { } bytes ? LinesOf(bytes) : [];

    /// <summary>The lines of a control file's bytes, without its comments. What is empty behind a NUL is left out.</summary>
    public static List<HostLine> LinesOf(byte[] bytes)
    {
        var lines = new List<HostLine>();
        RandomSource source = SourceOf(bytes);
        int read = 0;
        var file = new ControlFile(new LineReader(Next));
        while (file.TryRead(out ControlLine line))
        {
            if (!line.IsComment && !line.Bytes.IsEmpty)
                lines.Add(new HostLine(line.Number, line.Bytes.ToArray()));
        }

        return lines;

        int Next(Span<byte> room)
        {
            int count = source(read, room);
            read += count;
            return count;
        }
    }

    /// <summary>Reads bytes in memory as if they were a file.</summary>
    public static RandomSource SourceOf(byte[] bytes) => (offset, room) =>
    {
        int count = (int)Math.Clamp(bytes.Length - offset, 0, room.Length);
        if (count > 0)
            bytes.AsSpan((int)offset, count).CopyTo(room);
        return count;
    };

    /// <summary>The names in a directory, sorted; null when it can't be listed.</summary>
    public IReadOnlyList<byte[]>? TryNames(ReadOnlySpan<byte> directory) => _names(directory);

    /// <summary>The names in a directory, sorted.</summary>
    /// <returns>Empty when there is no such directory, or it can't be listed; the latter is noted.</returns>
    public IReadOnlyList<byte[]> Names(ReadOnlySpan<byte> directory)
    {
        if (_names(directory) is { } names)
        {
            if (names.Count >= MostNames)
                Miss(directory, $"has more than {MostNames} names: the others are not looked at");
            return names;
        }

        FileLook look = Files.Look(directory);
        if (look.Kind != FileKind.Absent)
            Miss(directory, look.Trouble ?? "can't be listed");
        return [];
    }
}
