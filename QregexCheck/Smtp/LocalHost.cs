using System;

namespace QregexCheck.Smtp;

/// <summary>The name that qmail-smtpd puts in place of one of its own IP addresses in brackets. Source: qmail-smtpd(8), localiphost.</summary>
/// <param name="Name">The line of control/localiphost, or of control/me.</param>
/// <param name="IsMine">True for an IPv4 address of this host. The address's first byte is the highest.</param>
internal sealed record LocalHost(byte[] Name, Func<uint, bool> IsMine)
{
    /// <summary>The address that qmail-smtpd goes on with.</summary>
    public byte[] Replace(ReadOnlySpan<byte> address)
    {
        int host = address.LastIndexOf((byte)'@') + 1;
        return host == 0 || !TryReadBracketed(address[host..], out uint ip) || !IsMine(ip) ? address.ToArray() : [.. address[..host], .. Name];
    }

    /// <summary>Reads <c>[192.0.2.1]</c> as ip_scanbracket does. Only the lowest eight bits of each number count.</summary>
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

