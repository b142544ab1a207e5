using System;
using System.Buffers;

namespace QregexCheck.Conversion;

/// <summary>Writes bytes that mean themselves as a pattern.</summary>
internal static class LiteralPattern
{
    // Source: POSIX XBD 9.4.3, ERE special characters. Of brackets only an opening one is special.
    private static readonly SearchValues<byte> Special = SearchValues.Create("\\^$.[|()*+?{"u8);

    /// <summary>What is these bytes and nothing else.</summary>
    public static byte[] Whole(ReadOnlySpan<byte> text) => Between("^"u8, text, "$"u8);

    /// <summary>What ends in these bytes.</summary>
    /// <param name="before">A pattern of ours for what stands before them.</param>
    /// <param name="text">The bytes.</param>
    public static byte[] Ending(ReadOnlySpan<byte> before, ReadOnlySpan<byte> text) => Between(before, text, "$"u8);

    /// <summary>What begins with these bytes.</summary>
    public static byte[] Beginning(ReadOnlySpan<byte> text) => Between("^"u8, text, default);

    /// <summary>These bytes between two patterns of ours.</summary>
    public static byte[] Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, ReadOnlySpan<byte> behind)
    {
        int length = before.Length + text.Length + behind.Length;
        foreach (byte b in text)
            length += Special.Contains(b) ? 1 : 0;
        var pattern = new byte[length];
        before.CopyTo(pattern);
        int at = before.Length;
        foreach (byte b in text)
        {
            if (Special.Contains(b))
                pattern[at++] = (byte)'\\';
            pattern[at++] = b;
        }

        behind.CopyTo(pattern.AsSpan(at));
        return pattern;
    }
}
