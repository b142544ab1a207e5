using System;
using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary>An open regular file of the host.</summary>
internal sealed class HostFile : IDisposable
{
    private readonly RandomSource _readAt;
    private readonly Action _close;
    private long _read;

    /// <param name="look">What the open file is.</param>
    /// <param name="readAt">Reads its bytes. It throws <see cref="HostFileException"/> when that fails.</param>
    /// <param name="close">Closes it.</param>
    public HostFile(in FileLook look, RandomSource readAt, Action close)
    {
        Look = look;
        _readAt = readAt;
        _close = close;
    }

    /// <summary>What the file was when it was opened.</summary>
    public FileLook Look { get; }

    /// <summary>Its size in bytes when it was opened.</summary>
    public long Size => checked((long)Look.Stamp.Size);

    /// <summary>Reads bytes at an offset; fewer than asked only at the file's end.</summary>
    /// <exception cref="HostFileException">The file can't be read.</exception>
    public int ReadAt(long offset, Span<byte> buffer) => _readAt(offset, buffer);

    /// <summary>Reads the bytes that follow those read before; 0 at the end.</summary>
    /// <exception cref="HostFileException">The file can't be read.</exception>
    public int Read(Span<byte> buffer)
    {
        int count = _readAt(_read, buffer);
        _read += count;
        return count;
    }

    public void Dispose() => _close();
}
