using System;
using System.Buffers.Binary;

namespace QregexCheck.Logs;

/// <summary>Reads eight hexadecimal digits at once, large letters or small ones. Each line of a log has three times eight of them in its stamp.</summary>
internal static class EightDigits
{
    /// <summary>How many digits are read.</summary>
    public const int Count = sizeof(ulong);

    private const ulong Each = 0x0101_0101_0101_0101;

    /// <summary>Reads digits, the highest first.</summary>
    /// <param name="text">Begins with the digits; at least so long.</param>
    /// <param name="number">The number.</param>
    /// <returns>False when one of them is no digit.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out uint number)
    {
        // A byte of the word is a digit of the text. Nothing is carried from one byte to the next: 15 + 9 + 0x57 is less than 0x80.
        unchecked
        {
            ulong digits = BinaryPrimitives.ReadUInt64LittleEndian(text);
            ulong letters = (digits >> 6) & Each;
            ulong low = digits & (0x0F * Each);
            ulong values = low + (9 * letters);

            // 0 to 9 begin at 0x30, a to f at 0x61. A figure is at most 9; a letter is the first at least, and the sixth at most.
            bool areThere = values + (0x30 * Each) + (0x27 * letters) == (digits | (letters << 5));
            ulong tooHigh = (values + (6 * (Each - letters))) & (0xF0 * Each);
            ulong highEnough = ((low | (0x10 * Each)) - letters) & (0x10 * Each);

            values = ((values << 4) | (values >> 8)) & 0x00FF_00FF_00FF_00FF;
            values = (values | (values >> 8)) & 0x0000_FFFF_0000_FFFF;
            number = BinaryPrimitives.ReverseEndianness((uint)(values | (values >> 16)));
            return areThere && tooHigh == 0 && highEnough == 0x10 * Each;
        }
    }
}
