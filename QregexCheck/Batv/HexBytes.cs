using System;

namespace QregexCheck.Batv;

/// <summary>Bytes written as pairs of hexadecimal digits, in either case.</summary>
internal static class HexBytes
{
    /// <summary>Reads as many bytes as there is room for.</summary>
    /// <returns>False when the text is not just that many digits.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Length != 2 * bytes.Length)
            return false;
        for (int i = 0; i < bytes.Length; i++)
        {
            int high = Digit(text[2 * i]);
            int low = Digit(text[(2 * i) + 1]);
            if (high < 0 || low < 0)
                return false;
            bytes[i] = (byte)((high << 4) | low);
        }

        return true;
    }

    /// <summary>The value of a digit; -1 when the byte is none.</summary>
    public static int Digit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
