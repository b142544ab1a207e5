using System;

namespace QregexCheck.Smtp;

/// <summary>Cuts the server's bytes into replies, in whatever parts they arrive. Source: RFC 5321 4.2.1.</summary>
/// <remarks>A reply ends with the first line whose fourth byte is not a hyphen. A line of fewer than four bytes ends a reply too.</remarks>
internal sealed class ReplyReader
{
    private const int PrefixLength = 4;
    private const int LongestKeyword = 8;

    private readonly byte[] _start = new byte[PrefixLength + LongestKeyword + 1];
    private int _length;
    private bool _isWithin;
    private bool _isFirstLine;

    /// <summary>True when a reply has begun and not ended.</summary>
    public bool IsWithin => _isWithin;

    /// <summary>The code of the reply that ended last; 0 when the reply did not begin with three digits.</summary>
    public int Code { get; private set; }

    /// <summary>
    /// True when a line of the reply that ended last was the keyword CHUNKING (RFC 3030). The first line does not count: it names the server.
    /// </summary>
    public bool OffersChunking { get; private set; }

    /// <summary>Reads to the end of a reply.</summary>
    /// <param name="bytes">The next bytes of the server.</param>
    /// <param name="isComplete">True when a reply ends with the bytes read.</param>
    /// <returns>How many bytes were read: all of them when no reply ends in them.</returns>
    public int Read(ReadOnlySpan<byte> bytes, out bool isComplete)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            if (!_isWithin)
            {
                _isWithin = true;
                _isFirstLine = true;
                OffersChunking = false;
            }

            int newline = bytes[at..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> piece = newline < 0 ? bytes[at..] : bytes.Slice(at, newline);
            Keep(piece);
            at += piece.Length;
            if (newline < 0)
                break;
            at++;
            if (EndLine())
            {
                _isWithin = false;
                isComplete = true;
                return at;
            }
        }

        isComplete = false;
        return at;
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        piece = piece[..Math.Min(piece.Length, _start.Length - _length)];
        piece.CopyTo(_start.AsSpan(_length));
        _length += piece.Length;
    }

    private bool EndLine()
    {
        ReadOnlySpan<byte> start = _start.AsSpan(0, _length);
        _length = 0;
        if (start.Length > 0 && start[^1] == (byte)'\r')
            start = start[..^1];
        Code = CodeOf(start);
        if (!_isFirstLine && start.Length > PrefixLength && System.Text.Ascii.EqualsIgnoreCase(start[PrefixLength..].TrimEnd((byte)' '), "CHUNKING"u8))
            OffersChunking = true;
        _isFirstLine = false;
        return start.Length < PrefixLength || start[PrefixLength - 1] != (byte)'-';
    }

    private static int CodeOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3)
            return 0;
        int code = 0;
        foreach (byte b in line[..3])
        {
            if (b is < (byte)'0' or > (byte)'9')
                return 0;
            code = (code * 10) + b - '0';
        }

        return code;
    }
}
