using System;

namespace QregexCheck.Control;

/// <summary>Tells how many bytes of lines at the beginning of some bytes nobody needs. It answers 0, or the end of a line.</summary>
internal delegate int LineSieve(ReadOnlySpan<byte> bytes);

/// <summary>Cuts a stream of bytes into lines. No more than one line is held in memory. The last newline may be missing.</summary>
internal sealed class LineReader
{
    private const int FirstBufferSize = 16 * 1024;

    private readonly ByteSource _source;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private bool _sourceIsDry;

    public LineReader(ByteSource source)
        : this(source, new byte[FirstBufferSize])
    {
    }

    /// <param name="source">Where the bytes come from.</param>
    /// <param name="buffer">A first buffer, for a caller that reads several files in turn.</param>
    public LineReader(ByteSource source, byte[] buffer)
    {
        _source = source;
        _buffer = buffer;
    }

    /// <summary>The buffer as it is now, grown to the longest line so far. The reader of the next file can use it.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Passes over lines that nobody needs; null where all are needed.</summary>
    public LineSieve? Sieve { get; set; }

    /// <summary>Moves to the next line.</summary>
    /// <param name="line">Its bytes without the newline, valid until the next call.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            if (Sieve is not null && Sieve(_buffer.AsSpan(_start, _end - _start)) is > 0 and int passed)
            {
                _start += passed;
                searched = 0;
            }

            int newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = _buffer.AsSpan(_start, searched + newline);
                _start += searched + newline + 1;
                return true;
            }

            if (_sourceIsDry)
            {
                line = _buffer.AsSpan(_start, _end - _start);
                _start = _end;
                return line.Length > 0;
            }

            searched = _end - _start;
            MakeRoom();
            int count = _source(_buffer.AsSpan(_end));
            _end += count;
            _sourceIsDry = count == 0;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, checked(_buffer.Length * 2));
    }
}
