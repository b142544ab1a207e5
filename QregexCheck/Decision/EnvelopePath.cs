using System;

namespace QregexCheck.Decision;

/// <summary>
/// Finds the address in the argument of MAIL or RCPT as qmail-smtpd does. qmail-smtpd accepts more than RFC 5321's
/// <c>Path = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"</c>.
/// </summary>
/// <remarks>
/// Source: addrparse in qmail-smtpd.c. Without <c>&lt;</c> the address starts behind the first colon and ends at a blank. A source route is
/// removed. Quotes and backslashes are removed, and the quoted bytes stay. A missing <c>&gt;</c> does not matter.
/// </remarks>
internal static class EnvelopePath
{
    /// <summary>Reads the address.</summary>
    /// <param name="argument">The bytes behind the verb. Like a C string they end at a NUL.</param>
    /// <param name="address">Room for the address: as long as the argument.</param>
    /// <returns>The length of the address; 0 for the null sender.</returns>
    public static int Read(ReadOnlySpan<byte> argument, Span<byte> address)
    {
        int nul = argument.IndexOf((byte)0);
        if (nul >= 0)
            argument = argument[..nul];
        ReadOnlySpan<byte> path = SkipSourceRoute(FindStart(argument, out byte terminator));

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

        return length;
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
