using System;
using System.Buffers.Binary;

namespace QregexCheck.Rules;

/// <summary>
/// An IP address, as a number of 128 bits. An IPv4 address is kept as the IPv6 address that maps it (RFC 4291, 2.5.5.2), so both forms of one client are
/// equal.
/// </summary>
/// <param name="High">The first 64 bits.</param>
/// <param name="Low">The last 64 bits.</param>
internal readonly record struct IpAddress(ulong High, ulong Low)
{
    private const int Groups = 8;
    private const int LongestV4 = 15;
    private const ulong MappedPrefix = 0xFFFF;

    /// <summary>True for an IPv4 address, also for one that was written as <c>::ffff:192.0.2.1</c>.</summary>
    public bool IsV4 => High == 0 && Low >> 32 == MappedPrefix;

    /// <summary>Reads an IPv4 address in dots, or an IPv6 address as RFC 4291, 2.2 writes it, without a zone.</summary>
    /// <returns>False for any other text.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpAddress address) => TryParseV4(text, out address) || TryParseV6(text, out address);

    /// <summary>Reads four numbers up to 255, of one to three digits, with dots between them.</summary>
    public static bool TryParseV4(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        if (text.Length > LongestV4)
            return false;
        uint value = 0;
        int at = 0;
        for (int number = 0; number < 4; number++)
        {
            if (number > 0 && (at == text.Length || text[at++] != (byte)'.'))
                return false;
            int end = Math.Min(at + 3, text.Length);
            int begin = at;
            uint part = 0;
            for (; at < end && Digit(text[at]) is <= 9 and var digit; at++)
                part = (part * 10) + digit;
            if (at == begin || part > 255)
                return false;
            value = (value << 8) | part;
        }

        address = new IpAddress(0, (MappedPrefix << 32) | value);
        return at == text.Length;
    }

    /// <summary>The text of an address, or of the beginning of one, without the <c>::ffff:</c> that servers on IPv6 write before an IPv4 client.</summary>
    public static ReadOnlySpan<byte> WithoutMapping(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> mapping = "::ffff:"u8;
        return text.StartsWith(mapping) && text.Contains((byte)'.') ? text[mapping.Length..] : text;
    }

    /// <summary>Reads an IPv6 address. It may end in an IPv4 address.</summary>
    public static bool TryParseV6(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        Span<byte> bytes = stackalloc byte[2 * Groups];
        bytes.Clear();
        int groups = 0;
        int gap = -1;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            int colon = text.IndexOf((byte)':');
            ReadOnlySpan<byte> group = colon < 0 ? text : text[..colon];
            if (colon < 0 && group.Contains((byte)'.'))
            {
                if (groups > Groups - 2 || !TryParseV4(group, out IpAddress tail))
                    return false;
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(2 * groups)..], (uint)(tail.Low & uint.MaxValue));
                groups += 2;
                break;
            }

            if (groups == Groups || !TryParseGroup(group, out ushort value))
                return false;
            BinaryPrimitives.WriteUInt16BigEndian(bytes[(2 * groups)..], value);
            groups++;
            if (colon < 0)
                break;
            text = text[(colon + 1)..];
            if (text.IsEmpty)
                return false;
            if (text[0] != (byte)':')
                continue;
            if (gap >= 0)
                return false;
            gap = groups;
            text = text[1..];
        }

        if (gap < 0 ? groups != Groups : groups == Groups)
            return false;
        if (gap >= 0)
        {
            // What was read behind the :: belongs to the end.
            int behind = 2 * (groups - gap);
            bytes.Slice(2 * gap, behind).CopyTo(bytes[^behind..]);
            bytes[(2 * gap)..^behind].Clear();
        }

        address = new IpAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return true;
    }

    /// <summary>What a digit stands for; more than 9 for any other byte.</summary>
    private static uint Digit(byte b) => unchecked((uint)b - '0');

    private static bool TryParseGroup(ReadOnlySpan<byte> group, out ushort value)
    {
        value = 0;
        if (group.Length is 0 or > 4)
            return false;
        foreach (byte b in group)
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;
            int digit = b <= (byte)'9' ? b - '0' : (b | 0x20) - 'a' + 10;
            value = (ushort)((value << 4) | digit);
        }

        return true;
    }
}
