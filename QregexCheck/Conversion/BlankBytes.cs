using System;
using System.Buffers;

namespace QregexCheck.Conversion;

/// <summary>The bytes that isspace(3) of the C locale and Perl take for blanks.</summary>
internal static class BlankBytes
{
    private static readonly SearchValues<byte> Search = SearchValues.Create(All);

    public static ReadOnlySpan<byte> All => " \t\n\v\f\r"u8;

    public static bool Holds(byte b) => b is (byte)' ' or >= (byte)'\t' and <= (byte)'\r';

    /// <summary>The place of the first blank; the text's length when there is none.</summary>
    public static int FirstIn(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOfAny(Search);
        return at < 0 ? text.Length : at;
    }

    /// <summary>The first word of a text that begins with no blank.</summary>
    public static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> text) => text[..FirstIn(text)];

    /// <summary>What stands behind the first word, without the blanks between.</summary>
    public static ReadOnlySpan<byte> BehindFirstWord(ReadOnlySpan<byte> text) => text[FirstIn(text)..].TrimStart(All);
}
