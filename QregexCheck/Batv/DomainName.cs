using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Batv;

/// <summary>A line that names a domain, or with a dot before it all below one. Unlike an entry of checkrcpthosts it is neither <c>*</c> nor an
/// exclusion.</summary>
internal static class DomainName
{
    /// <summary>Says what is wrong with a line, in one clause; null when it is a domain.</summary>
    public static string? Problem(ReadOnlySpan<byte> line, out int offset)
    {
        offset = 0;
        if (IsMarked(line))
            return "remove the byte order mark";
        return line.Length > 0 && line[0] is (byte)'*' or (byte)'!' ? "an entry is DOMAIN or .DOMAIN" : DomainEntry.Problem(line, out offset);
    }

    /// <summary>
    /// True behind an editor's byte order mark. In front of a file it would make the first domain, or address, one that nobody has, and nobody would be told.
    /// </summary>
    public static bool IsMarked(ReadOnlySpan<byte> line) => line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
}
