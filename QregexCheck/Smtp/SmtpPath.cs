using System;

namespace QregexCheck.Smtp;

/// <summary>
/// Finds the address in the argument of MAIL or RCPT as qmail-smtpd does, whose reading is more generous than
/// RFC 5321's <c>Path = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"</c>.
/// </summary>
/// <remarks>
/// Source: addrparse in qmail-smtpd.c. Without <c>&lt;</c> the address starts behind the first colon and ends at a blank; a source route is
/// stripped; quotes and backslashes are taken out, what they quote stays; a missing <c>&gt;</c> does not matter.
/// </remarks>
internal static class SmtpPath
{
    // qmail-smtpd counts the NUL behind the address.
    private const int LongestAddress = 899;

    /// <summary>Reads the address.</summary>
    /// <param name="argument">What stands behind the verb; like a C string it ends at a NUL.</param>
    /// <param name="localHost">What replaces this host's own addresses; null when nothing does.</param>
    /// <returns>The address, empty for the null sender; null when it is so long that qmail-smtpd refuses it.</returns>
    public static byte[]? Parse(ReadOnlySpan<byte> argument, LocalHost? localHost)
    {
        int nul = argument.IndexOf((byte)0);
        if (nul >= 0)
            argument = argument[..nul];
        ReadOnlySpan<byte> path = SkipSourceRoute(FindStart(argument, out byte terminator));

        var address = new byte[path.Length];
        int length = 0;
        bool isEscaped = false;
        bool isQuoted = false;
        foreach (byte b in path)
        {
            if (!isEscaped && !isQuoted && b == terminator)
                break;
            if (!isEscaped && b == (byte)'\\')
                isEscaped = true;
            else if (!isEscaped && b == (byte)'"')
                isQuoted = !isQuoted;
            else
                (address[length++], isEscaped) = (b, false);
        }

        address = ReplaceOwnAddress(address.AsSpan(0, length), localHost);
        return address.Length > LongestAddress ? null : address;
    }

    private static ReadOnlySpan<byte> FindStart(ReadOnlySpan<byte> argument, out byte terminator)
    {
        int bracket = argument.IndexOf((byte)'<');
        terminator = bracket >= 0 ? (byte)'>' : (byte)' ';
        if (bracket >= 0)
            return argument[(bracket + 1)..];
        int colon = argument.IndexOf((byte)':');
        return colon < 0 ? default : argument[(colon + 1)..].TrimStart((byte)' ');
    }

    private static ReadOnlySpan<byte> SkipSourceRoute(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[0] != (byte)'@')
            return path;
        int colon = path.IndexOf((byte)':');
        return colon < 0 ? default : path[(colon + 1)..];
    }

    private static byte[] ReplaceOwnAddress(ReadOnlySpan<byte> address, LocalHost? localHost)
    {
        int host = address.LastIndexOf((byte)'@') + 1;
        if (localHost is null || host == 0 || !TryReadBracketed(address[host..], out uint ip) || !localHost.IsMine(ip))
            return address.ToArray();
        var replaced = new byte[host + localHost.Name.Length];
        address[..host].CopyTo(replaced);
        localHost.Name.CopyTo(replaced, host);
        return replaced;
    }

    /// <summary>Reads <c>[192.0.2.1]</c> as ip_scanbracket does: of each number only the lowest eight bits count.</summary>
    private static bool TryReadBracketed(ReadOnlySpan<byte> host, out uint ip)
    {
        ip = 0;
        if (host.Length < 2 || host[0] != (byte)'[' || host[^1] != (byte)']')
            return false;
        ReadOnlySpan<byte> digits = host[1..^1];
        for (int part = 0; part < 4; part++)
        {
            int at = 0;
            uint number = 0;
            while (at < digits.Length && digits[at] is >= (byte)'0' and <= (byte)'9')
                number = ((number * 10) + digits[at++] - '0') & 0xFF;
            bool isLast = part == 3;
            if (at == 0 || (isLast ? at != digits.Length : at == digits.Length || digits[at] != (byte)'.'))
                return false;
            digits = isLast ? default : digits[(at + 1)..];
            ip = (ip << 8) | number;
        }

        return true;
    }
}
