using System;

namespace QregexCheck.Mailboxes;

/// <summary>Lower case as qmail has it: the letters A to Z only, whatever the locale. Source: case_lowerb.c.</summary>
internal static class AsciiCase
{
    /// <summary>Makes the letters of a text small, in place.</summary>
    public static void Lower(Span<byte> text)
    {
        foreach (ref byte b in text)
        {
            if (b is >= (byte)'A' and <= (byte)'Z')
                b |= 0x20;
        }
    }

    /// <summary>A copy of a text with small letters.</summary>
    public static byte[] Lowered(ReadOnlySpan<byte> text)
    {
        byte[] lowered = text.ToArray();
        Lower(lowered);
        return lowered;
    }
}
