using System;

namespace QregexCheck.Smtp;

/// <summary>Bytes on their way from one side to the other: read at the end, dealt with from the start, never more than fit.</summary>
internal sealed class ByteWindow
{
    private readonly byte[] _bytes;
    private int _start;
    private int _end;

    /// <param name="size">The most bytes it holds.</param>
    public ByteWindow(int size) => _bytes = new byte[size];

    /// <summary>What was read and not yet dealt with.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    public bool IsEmpty => _start == _end;

    public bool IsFull => _end - _start == _bytes.Length;

    /// <summary>Where the next bytes are to be put: all the room there is, at least when little is left behind the last.</summary>
    public Span<byte> Room()
    {
        if (IsEmpty)
        {
            _start = _end = 0;
        }
        else if (_start > 0 && _bytes.Length - _end < _bytes.Length / 4)
        {
            Bytes.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        return _bytes.AsSpan(_end);
    }

    /// <summary>So many bytes were put into <see cref="Room"/>.</summary>
    public void Add(int count) => _end += count;

    /// <summary>So many bytes at the start have been dealt with.</summary>
    public void Skip(int count) => _start += count;
}
