using System;
using System.Text;

namespace QregexCheck.Text;

/// <summary>Builds a line of output as bytes.</summary>
internal sealed class ByteText
{
    private byte[] _bytes = new byte[512];

    /// <summary>The mark where something was cut off.</summary>
    public static ReadOnlySpan<byte> CutMark => "..."u8;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Empties the text and keeps its memory.</summary>
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
    /// Adds bytes that somebody else chose. Bytes that are not plain are escaped. A text that is too long is cut and ends in <c>...</c>.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="plain">The bytes that may stand as they are.</param>
    /// <param name="limit">The longest output in bytes, the dots included.</param>
    public ByteText AddEscaped(ReadOnlySpan<byte> bytes, Plain plain, int limit = int.MaxValue) =>
        TryAddEscaped(bytes, plain, limit) ? this : Add(CutMark);

    /// <summary>Adds bytes that somebody else chose, as <see cref="AddEscaped"/> does. It writes no dots: the caller marks the cut.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="plain">The bytes that may stand as they are.</param>
    /// <param name="limit">The longest output in bytes; it leaves room for <see cref="CutMark"/>.</param>
    /// <param name="escapesLast">True when the last byte is escaped, whatever it is.</param>
    /// <returns>False when the bytes were cut.</returns>
    public bool TryAddEscaped(ReadOnlySpan<byte> bytes, Plain plain, int limit, bool escapesLast = false)
    {
        Span<byte> escape = stackalloc byte[Escape.Length];
        int plainBytes = escapesLast ? bytes.Length - 1 : bytes.Length;
        int length = 0;
        for (int i = 0; i < bytes.Length && length <= limit; i++)
            length += i < plainBytes && plain.Holds(bytes[i]) ? 1 : Escape.Length;
        if (length == bytes.Length && length <= limit)
        {
            Add(bytes);
            return true;
        }

        bool isCut = length > limit;
        int room = isCut ? limit - CutMark.Length : limit;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            bool stays = i < plainBytes && plain.Holds(b);
            room -= stays ? 1 : Escape.Length;
            if (room < 0)
                break;
            if (stays)
            {
                Add(b);
                continue;
            }

            Escape.Write(b, escape);
            Add(escape);
        }

        return !isCut;
    }
}
