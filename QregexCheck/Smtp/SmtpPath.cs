using System;

namespace QregexCheck.Smtp;

/// <summary>
/// Finds the address in the argument of MAIL or RCPT as qmail-smtpd does. qmail-smtpd accepts more than RFC 5321's
/// <c>Path = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"</c>.
/// </summary>
/// <remarks>
/// Source: addrparse in qmail-smtpd.c. Without <c>&lt;</c> the address starts behind the first colon and ends at a blank. A source route is
/// removed. Quotes and backslashes are removed, and the quoted bytes stay. A missing <c>&gt;</c> does not matter.
/// </remarks>
internal static class SmtpPath
{
    /// <summary>Reads the address.</summary>
    /// <param name="argument">The bytes behind the verb. Like a C string they end at a NUL.</param>
    /// <param name="localHost">What replaces this host's own addresses; null when nothing replaces them.</param>
    /// <returns>
    /// The address; empty for the null sender. It may have 900 bytes and more: qmail-smtpd refuses such an address, other servers do not.
    /// </returns>
    public static byte[] Parse(ReadOnlySpan<byte> argument, LocalHost? localHost)
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

        ReadOnlySpan<byte> found = address.AsSpan(0, length);
        return localHost is null ? found.ToArray() : localHost.Replace(found);
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
}
