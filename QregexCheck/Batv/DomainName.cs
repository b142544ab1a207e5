using System;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Batv;

/// <summary>A line that names a domain, or with a dot before it all below one. Unlike an entry of checkrcpthosts it is neither <c>*</c> nor an
/// exclusion.</summary>
internal static class DomainName
{
    /// <summary>Says what is wrong with a line, in one clause; null when it is a domain.</summary>
    public static string? Problem(ReadOnlySpan<byte> line, out int offset)
    {
        offset = 0;
        // It would make the first domain, or address, one that nobody has, and nobody would be told.
        if (ByteOrderMark.Leads(line))
            return "remove the byte order mark";
        return line.Length > 0 && line[0] is (byte)'*' or (byte)'!' ? "an entry is DOMAIN or .DOMAIN" : DomainEntry.Problem(line, out offset);
    }
}
