using System;

namespace QregexCheck.Conversion;

/// <summary>Lower-cases as programs in the C locale do: <c>A-Z</c> only.</summary>
internal static class SmallLetters
{
    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        byte[] small = text.ToArray();
        foreach (ref byte b in small.AsSpan())
            b = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        return small;
    }
}
