using System;
using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary>A control file of the host, read from its beginning to its end. A file below 16 KiB is read by one system call.</summary>
internal sealed class HostControlFile : IDisposable
{
    /// <summary>Longest line in bytes. No domain has more than 255, and no address of SMTP more than 1,000;
    /// so a longer line is no entry that anybody meant.</summary>
    public const int LongestLine = 64 * 1024;

    private const int LargestRead = 16 * 1024;
    private const int SmallestRead = 512;

    private readonly HostFile _file;
    private readonly byte[] _path;
    private readonly LineReader _lines;
    private bool _isAtEnd;

    private HostControlFile(HostFile file, byte[] path)
    {
        _file = file;
        _path = path;

        // One byte more than the file has, so that the first read meets the end.
        _lines = new LineReader(Read, new byte[(int)Math.Clamp(file.Size, SmallestRead - 1, LargestRead - 1) + 1]);
        Entries = new ControlFile(_lines);
    }

    /// <summary>Opens a control file.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="HostFileException">It is there and can't be opened.</exception>
    public static HostControlFile? Open(HostFiles files, byte[] path) => files.Open(path) is { } file ? new HostControlFile(file, path) : null;

    /// <summary>The first line of a control file, without the blanks at its end; empty for an empty file. Source: control.c control_readline.</summary>
    /// <returns>Null when there is no file.</returns>
    /// <exception cref="HostFileException">It can't be read.</exception>
    public static byte[]? FirstLine(HostFiles files, byte[] path)
    {
        using HostControlFile? file = Open(files, path);
        if (file is null)
            return null;
        return file._lines.TryRead(out ReadOnlySpan<byte> line) ? line.TrimEnd(" \t"u8).ToArray() : [];
    }

    /// <summary>Its entries and comments. Reading throws <see cref="HostFileException"/> when the file can't be read,
    /// or a line is longer than <see cref="LongestLine"/>.</summary>
    public ControlFile Entries { get; }

    /// <summary>Passes over lines with a sieve. The numbers of lines don't count them.</summary>
    public void PassOver(KeySieve? sieve) => _lines.Sieve = sieve is null ? null : sieve.Pass;

    public void Dispose() => _file.Dispose();

    private int Read(Span<byte> room)
    {
        if (_isAtEnd)
            return 0;
        if (_lines.Buffer.Length > LongestLine)
            throw new HostFileException(_path, "a line is longer than 64 KiB");
        int count = _file.Read(room);
        _isAtEnd = count < room.Length;
        return count;
    }
}
