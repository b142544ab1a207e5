using System;
using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace QregexCheck.Logs;

/// <summary>Reads sixteen hexadecimal digits at once, large letters or small ones. Each line of a log has 24 of them in its stamp.</summary>
internal static class SixteenDigits
{
    /// <summary>How many digits are read.</summary>
    public const int Count = 16;

    private const byte Small = 'a' - 'A';

    /// <summary>Reads digits, the highest first.</summary>
    /// <param name="text">Begins with the digits; at least so long.</param>
    /// <param name="number">The number.</param>
    /// <returns>False when one of them is no digit.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out ulong number)
    {
        // What is no figure, or no letter, is a large number there: nothing is carried from one byte to the next.
        Vector128<byte> bytes = Vector128.Create(text[..Count]);
        Vector128<byte> figures = bytes - Vector128.Create((byte)'0');
        Vector128<byte> letters = (bytes | Vector128.Create(Small)) - Vector128.Create((byte)'a');
        Vector128<byte> areFigures = Vector128.Equals(Vector128.Min(figures, Vector128.Create((byte)9)), figures);
        Vector128<byte> areLetters = Vector128.Equals(Vector128.Min(letters, Vector128.Create((byte)5)), letters);
        Vector128<ushort> pairs = Vector128.ConditionalSelect(areFigures, figures, letters + Vector128.Create((byte)10)).AsUInt16();
        Vector128<ushort> joined = ((pairs << 4) | (pairs >> 8)) & Vector128.Create((ushort)0xFF);
        number = BinaryPrimitives.ReverseEndianness(Vector128.Narrow(joined, joined).AsUInt64().ToScalar());
        return (areFigures | areLetters) == Vector128<byte>.AllBitsSet;
    }
}
