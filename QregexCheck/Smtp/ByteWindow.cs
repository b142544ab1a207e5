using System;

namespace QregexCheck.Smtp;

/// <summary>
/// Bytes on their way from one side to the other. They are added at the end and taken from the start. Their number is limited.
/// </summary>
internal sealed class ByteWindow
{
    private readonly byte[] _bytes;
    private int _start;
    private int _end;

    /// <param name="size">The most bytes that the window holds.</param>
    public ByteWindow(int size) => _bytes = new byte[size];

    /// <summary>The bytes that were read and not yet taken.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    public bool IsEmpty => _start == _end;

    public bool IsFull => _end - _start == _bytes.Length;

    /// <summary>The place for the next bytes. When little room is left behind the last byte, the bytes are first moved to the front.</summary>
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

    /// <summary>Tells that so many bytes were put into <see cref="Room"/>.</summary>
    public void Add(int count) => _end += count;

    /// <summary>Takes so many bytes from the start.</summary>
    public void Skip(int count) => _start += count;
}
