using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Ignores case as glibc does under REG_ICASE in the C locale. Pattern and subject are upper-cased (<c>a-z</c> only), and then bytes are compared.
/// </summary>
internal static class CaseFolding
{
    public static byte Upper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & 0xDF) : b;

    /// <summary>Upper-cases <paramref name="source"/> into <paramref name="target"/>, which is at least as long.</summary>
    public static void Upper(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (int i = 0; i < source.Length; i++)
            target[i] = Upper(source[i]);
    }

    public static byte[] Upper(ReadOnlySpan<byte> source)
    {
        var target = new byte[source.Length];
        Upper(source, target);
        return target;
    }
}
