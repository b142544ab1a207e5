using System;
using System.IO;
using QregexCheck.Control;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>The bytes of an open log as they are on disk, up to the size that it had when it was opened: one that grows is not followed.</summary>
/// <remarks>A stream, since .NET inflates from nothing else.</remarks>
internal sealed class LogInput : Stream
{
    private readonly LogFile _file;

    // A pipe can't be read twice: its first bytes, which tell what it holds, are kept until they are read.
    private readonly byte[] _head = new byte[8];
    private readonly int _headLength;
    private long _offset;
    private int _tailOffset;

    /// <exception cref="ControlReadException">It can't be read.</exception>
    public LogInput(LogFile file)
    {
        _file = file;
        while (_headLength < _head.Length && ReadFile(_headLength, _head.AsSpan(_headLength)) is > 0 and var count)
            _headLength += count;
    }

    /// <summary>The first bytes, eight at most.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    /// <summary>Bytes that are handed out behind the last one.</summary>
    public byte[] Tail { get; set; } = [];

    /// <summary>True when the file is at its end, and bytes of <see cref="Tail"/> were handed out.</summary>
    public bool IsInTail => _tailOffset > 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    /// <summary>How many bytes were read.</summary>
    public override long Position
    {
        get => _offset;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="ControlReadException">It can't be read.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count;
        if (_offset < _headLength)
        {
            count = Math.Min(buffer.Length, _headLength - (int)_offset);
            _head.AsSpan((int)_offset, count).CopyTo(buffer);
        }
        else
        {
            count = ReadFile(_offset, _file.IsRegular ? buffer[..(int)Math.Clamp(_file.Size - _offset, 0, buffer.Length)] : buffer);
        }

        _offset += count;
        return count > 0 || buffer.IsEmpty ? count : ReadTail(buffer);
    }

    /// <summary>Reads what a regular file holds behind its size of then: the rest of a line that was being written.</summary>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public int ReadBehind(Span<byte> buffer) => _file.IsRegular ? ReadFile(_offset, buffer) : 0;

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadTail(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, Tail.Length - _tailOffset);
        Tail.AsSpan(_tailOffset, count).CopyTo(buffer);
        _tailOffset += count;
        return count;
    }

    private int ReadFile(long offset, Span<byte> buffer)
    {
        try
        {
            return _file.IsRegular ? Descriptor.ReadAt(_file.Descriptor, offset, buffer, _file.Size) : Descriptor.Read(_file.Descriptor, buffer);
        }
        catch (PosixException exception)
        {
            throw WholeFile.Unreadable(_file.Name, exception.Message);
        }
    }
}
