using System;

namespace QregexCheck.Text;

/// <summary>
/// What some editors put in front of a file in UTF-8. To all programs of mail it is three bytes of the first line. Source: The Unicode Standard, 23.8.
/// </summary>
internal static class ByteOrderMark
{
    /// <summary>Its bytes.</summary>
    public static ReadOnlySpan<byte> Bytes => "\uFEFF"u8;

    /// <summary>True for a text that begins with it.</summary>
    public static bool Leads(ReadOnlySpan<byte> text) => text.StartsWith(Bytes);

    /// <summary>The text behind it; the whole text where there is none.</summary>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> text) => Leads(text) ? text[Bytes.Length..] : text;
}
