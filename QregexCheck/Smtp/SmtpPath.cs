using System;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>The address in the argument of MAIL or RCPT, as the server behind the filter will take it: see <see cref="EnvelopePath"/>.</summary>
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
        var address = new byte[argument.Length];
        ReadOnlySpan<byte> found = address.AsSpan(0, EnvelopePath.Read(argument, address));
        return localHost is null ? found.ToArray() : localHost.Replace(found);
    }
}
