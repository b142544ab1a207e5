using System;
using System.Text;

namespace QregexCheck.Decision;

/// <summary>Builds a line of output as bytes.</summary>
internal sealed class ByteText
{
    private byte[] _bytes = new byte[512];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Begins anew, in the same memory.</summary>
    public void Clear() => Length = 0;

    public ByteText Add(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(Length + bytes.Length, checked(_bytes.Length * 2)));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return this;
    }

    public ByteText Add(byte b) => Add(new ReadOnlySpan<byte>(in b));

    /// <summary>Adds a message of our own, or a path from the command line, as UTF-8.</summary>
    public ByteText Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public ByteText Add(int number)
    {
        Span<byte> digits = stackalloc byte[11];
        System.Buffers.Text.Utf8Formatter.TryFormat(number, digits, out int count);
        return Add(digits[..count]);
    }

    /// <summary>
    /// Adds bytes that somebody else chose, with what could be mistaken written as <c>\xNN</c>, cut with <c>...</c> at
    /// <paramref name="limit"/> bytes of output.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="stays">Tells which bytes may stand as they are.</param>
    /// <param name="limit">The longest output, the dots included.</param>
    public ByteText AddEscaped(ReadOnlySpan<byte> bytes, Func<byte, bool> stays, int limit)
    {
        const string Digits = "0123456789ABCDEF";
        int length = 0;
        foreach (byte b in bytes)
            length = length > limit ? length : length + (stays(b) ? 1 : 4);
        bool isCut = length > limit;
        int room = isCut ? limit - 3 : limit;
        foreach (byte b in bytes)
        {
            bool plain = stays(b);
            room -= plain ? 1 : 4;
            if (room < 0)
                break;
            if (plain)
                Add(b);
            else
                Add("\\x"u8).Add((byte)Digits[b >> 4]).Add((byte)Digits[b & 15]);
        }

        return isCut ? Add("..."u8) : this;
    }
}
