using System;

namespace QregexCheck.Bounces;

/// <summary>Decodes the lines of a part, up to <see cref="LookLimits.Decoded"/>.</summary>
/// <remarks>Sources: RFC 2045, 6.7 and 6.8. What is no code stays as it is in quoted-printable, and is passed over in base64.</remarks>
internal sealed class TransferDecoder
{
    private const int FirstSize = 4096;
    private const int NoDigit = -1;
    private const byte Padding = (byte)'=';

    private readonly TransferEncoding _encoding;
    private byte[] _bytes = new byte[FirstSize];
    private int _length;
    private int _bits;
    private int _padding;
    private int _digits;

    public TransferDecoder(TransferEncoding encoding) => _encoding = encoding;

    /// <summary>What was decoded.</summary>
    public ReadOnlyMemory<byte> Decoded => _bytes.AsMemory(0, _length);

    /// <summary>True when the part is longer than may be decoded.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Decodes a line.</summary>
    /// <param name="line">The line without its newline.</param>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (IsCut)
            return;
        if (_encoding == TransferEncoding.Base64)
            AddBase64(line);
        else
            AddQuotedPrintable(line);
    }

    private void AddBase64(ReadOnlySpan<byte> line)
    {
        foreach (byte b in line)
        {
            if (Value(b) is >= 0 and var value)
                AddDigit(value, b == Padding);
        }
    }

    /// <summary>Adds a digit to its group of four. Padding tells how many bytes the group has; where it stands amid a group, the next four are a group again.</summary>
    private void AddDigit(int value, bool isPadding)
    {
        _bits = (_bits << 6) | value;
        _padding = (_padding << 1) | (isPadding ? 1 : 0);
        if (++_digits < 4)
            return;
        if ((_padding & 4) == 0)
        {
            Put((byte)(_bits >> 16));
            if ((_padding & 2) == 0)
            {
                Put((byte)(_bits >> 8 & 0xFF));
                if ((_padding & 1) == 0)
                    Put((byte)(_bits & 0xFF));
            }
        }

        _bits = 0;
        _padding = 0;
        _digits = 0;
    }

    private void AddQuotedPrintable(ReadOnlySpan<byte> line)
    {
        // Blanks behind a line were added on the way. Source: RFC 2045, 6.7, rule 3.
        ReadOnlySpan<byte> trimmed = line.TrimEnd(" \t\r"u8);
        bool goesOn = trimmed is [.., (byte)'='];
        if (goesOn)
            line = trimmed[..^1];
        for (int at = 0; at < line.Length; at++)
        {
            byte b = line[at];
            if (b == (byte)'=' && at + 2 < line.Length && Hex(line[at + 1]) is >= 0 and var high && Hex(line[at + 2]) is >= 0 and var low)
            {
                b = (byte)((high << 4) | low);
                at += 2;
            }

            Put(b);
        }

        if (!goesOn)
            Put((byte)'\n');
    }

    private void Put(byte b)
    {
        if (_length == LookLimits.Decoded)
        {
            IsCut = true;
            return;
        }

        if (_length == _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(_bytes.Length * 4, LookLimits.Decoded));
        _bytes[_length++] = b;
    }

    private static int Value(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        Padding => 0,
        _ => NoDigit,
    };

    private static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        _ => NoDigit,
    };
}
