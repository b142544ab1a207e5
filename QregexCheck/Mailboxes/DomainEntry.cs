using System;

namespace QregexCheck.Mailboxes;

/// <summary>The form of a line of control/checkrcpthosts: <c>*</c>, <c>example.com</c>, <c>.example.com</c>, each also behind a <c>!</c>.</summary>
internal static class DomainEntry
{
    /// <summary>Every domain that is delivered here.</summary>
    private const byte Every = (byte)'*';

    private const byte Not = (byte)'!';

    /// <summary>
    /// The bytes that a domain may hold, a bit for each: letters, digits, hyphen, underscore, dot, and the bytes of other scripts. A table, since a file may
    /// have 100,000 lines, and digits among letters make a processor guess wrong where bytes are compared.
    /// </summary>
    private static ReadOnlySpan<byte> DomainBytes =>
    [
        0x00, 0x00, 0x00, 0x00, 0x00, 0x60, 0xFF, 0x03, 0xFE, 0xFF, 0xFF, 0x87, 0xFE, 0xFF, 0xFF, 0x07,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    ];

    /// <summary>True when a line takes a domain out of the check.</summary>
    public static bool IsExclusion(ReadOnlySpan<byte> entry) => entry.Length > 0 && entry[0] == Not;

    /// <summary>How closely a right entry names a domain: the more bytes it has in common with it, the closer.</summary>
    /// <param name="entry">The entry, a <c>!</c> included.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="isDeliveredHere">True when qmail delivers its mail on this host, and does not just relay it.</param>
    /// <returns>-1 when the entry is about other domains.</returns>
    public static int Fit(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> domain, bool isDeliveredHere)
    {
        ReadOnlySpan<byte> name = IsExclusion(entry) ? entry[1..] : entry;
        if (name.Length == 1 && name[0] == Every)
            return isDeliveredHere ? 0 : -1;
        int start = domain.Length - name.Length;
        bool isEnd = start == 0 || (start > 0 && name[0] == (byte)'.');
        return isEnd && AsciiCase.Same(name, domain[start..]) ? name.Length : -1;
    }

    /// <summary>Says what is wrong with a line, in one clause; null when it is an entry.</summary>
    /// <param name="entry">The line.</param>
    /// <param name="offset">The offset of the first byte at fault.</param>
    public static string? Problem(ReadOnlySpan<byte> entry, out int offset)
    {
        offset = IsExclusion(entry) ? 1 : 0;
        if (offset == entry.Length)
            return "a domain is missing: an entry is *, DOMAIN or .DOMAIN, or one of them behind a !";
        if (offset == entry.Length - 1 && entry[offset] == Every)
            return null;
        int start = entry[offset] == (byte)'.' ? offset + 1 : offset;
        ReadOnlySpan<byte> name = entry[start..];
        byte before = (byte)'.';
        for (int i = 0; i < name.Length; i++)
        {
            byte b = name[i];
            bool isSecondDot = ((b ^ '.') | (before ^ '.')) == 0;
            if (isSecondDot || !IsOfDomain(b))
            {
                offset = start + i;
                return isSecondDot ? "a part of the domain is empty" : WordsFor(b);
            }

            before = b;
        }

        if (before != (byte)'.')
            return null;
        offset = entry.Length - 1;
        return "a domain ends without a dot";
    }

    /// <summary>True for a byte that a domain may hold.</summary>
    public static bool IsOfDomain(byte b) => ((DomainBytes[b >> 3] >> (b & 7)) & 1) != 0;

    private static string WordsFor(byte b) => b switch
    {
        (byte)' ' or (byte)'\t' => "a blank can't stand in an entry",
        (byte)'\r' => "remove the carriage return",
        (byte)'@' => "an entry is a domain: an address belongs into validrcptto",
        (byte)'*' => "* stands alone: .DOMAIN is what means all below a domain",
        (byte)'!' => "! stands at the beginning, once",
        (byte)':' => "a port can't stand in an entry",
        (byte)'#' => "a comment stands on a line of its own",
        _ => "this byte can't stand in a domain: an entry is no regular expression",
    };
}
