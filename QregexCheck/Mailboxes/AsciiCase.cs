using System;

namespace QregexCheck.Mailboxes;

/// <summary>Case as qmail has it: only the letters A to Z have two, whatever the locale; 8-bit bytes stay. Source: case_lowerb.c, case_diffb.c.</summary>
internal static class AsciiCase
{
    /// <summary>The small letter of a capital; every other byte as it is.</summary>
    public static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    /// <summary>Makes the letters of a text small, in place.</summary>
    public static void Lower(Span<byte> text) => Lower(text, text);

    /// <summary>Writes a text with small letters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lower">Room for as many bytes; it may be that of the text.</param>
    public static void Lower(ReadOnlySpan<byte> text, Span<byte> lower)
    {
        for (int i = 0; i < text.Length; i++)
            lower[i] = Lower(text[i]);
    }

    /// <summary>A copy of a text with small letters.</summary>
    public static byte[] Lowered(ReadOnlySpan<byte> text)
    {
        byte[] lowered = text.ToArray();
        Lower(lowered);
        return lowered;
    }

    /// <summary>True when two texts differ in nothing but the case of letters. They are compared from their ends: domains mostly begin alike.</summary>
    public static bool Same(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.Length != other.Length)
            return false;
        for (int i = one.Length - 1; i >= 0; i--)
        {
            if (one[i] != other[i] && Lower(one[i]) != Lower(other[i]))
                return false;
        }

        return true;
    }

    /// <summary>
    /// True for two spellings of one address: a domain is the same in any case, and of a local part each byte counts. Source: RFC 5321 2.4; the domain stands
    /// behind the last <c>@</c>, as for qmail (str_rchr in addrallowed).
    /// </summary>
    public static bool SameAddress(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int at = one.LastIndexOf((byte)'@');
        int local = at < 0 ? one.Length : at + 1;
        return one.Length == other.Length && one[..local].SequenceEqual(other[..local]) && Same(one[local..], other[local..]);
    }
}
