using System;

namespace QregexCheck.Logs;

/// <summary>Tells whether a text is the address of a client, as tcpserver and others write it. What looks like one and is none may be forged.</summary>
internal static class ClientAddress
{
    private const int Groups = 8;
    private const int LongestV4 = 15;

    /// <summary>True for an IPv4 address in dots, or an IPv6 address as RFC 4291, 2.2 writes it.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text) => IsV4(text) || IsV6(text);

    /// <summary>True for four numbers up to 255 with dots between them.</summary>
    public static bool IsV4(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestV4)
            return false;
        for (int number = 0; number < 4; number++)
        {
            int digits = StampReader.Digits(text, 0, 3);
            if (digits is 0 or > 3 || StampReader.Number(text[..digits]) > 255)
                return false;
            text = text[digits..];
            if (number == 3)
                return text.IsEmpty;
            if (!text.StartsWith("."u8))
                return false;
            text = text[1..];
        }

        return false;
    }

    /// <summary>True for an IPv6 address. It may end in an IPv4 address.</summary>
    public static bool IsV6(ReadOnlySpan<byte> text)
    {
        int groups = 0;
        bool isShortened = text.StartsWith("::"u8);
        if (isShortened)
            text = text[2..];
        while (!text.IsEmpty)
        {
            int colon = text.IndexOf((byte)':');
            ReadOnlySpan<byte> group = colon < 0 ? text : text[..colon];
            if (colon < 0 && group.Contains((byte)'.'))
                return IsV4(group) && Fits(groups + 2, isShortened);
            if (group.Length is 0 or > 4 || !IsHexadecimal(group))
                return false;
            groups++;
            if (colon < 0)
                return Fits(groups, isShortened);
            text = text[(colon + 1)..];
            if (text.StartsWith(":"u8))
            {
                if (isShortened)
                    return false;
                isShortened = true;
                text = text[1..];
            }
            else if (text.IsEmpty)
            {
                return false;
            }
        }

        return isShortened && Fits(groups, isShortened);
    }

    private static bool IsHexadecimal(ReadOnlySpan<byte> group)
    {
        foreach (byte b in group)
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;
        }

        return true;
    }

    private static bool Fits(int groups, bool isShortened) => isShortened ? groups < Groups : groups == Groups;
}
