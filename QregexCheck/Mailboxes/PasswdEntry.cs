using System;

namespace QregexCheck.Mailboxes;

/// <summary>What <c>/etc/passwd</c> says of a name. Source: passwd(5).</summary>
/// <param name="User">The user's number.</param>
/// <param name="Group">The number of the user's group.</param>
/// <param name="Home">The home directory, perhaps empty.</param>
internal sealed record PasswdEntry(uint User, uint Group, byte[] Home)
{
    // Name, password, uid, gid, gecos, home, shell.
    private const int Fields = 7;

    /// <summary>Takes a line apart.</summary>
    /// <param name="line">The line without its newline.</param>
    /// <returns>Null for a line that libraries read in various ways, or not at all.</returns>
    public static PasswdEntry? Parse(ReadOnlySpan<byte> line)
    {
        // Libraries pass over a comment; only some of them know one, and know lines of NIS. In C a NUL ends the line.
        if (line.IsEmpty || line[0] is (byte)'#' or (byte)'+' or (byte)'-' or (byte)':' || line.Contains((byte)0))
            return null;
        Span<Range> fields = stackalloc Range[Fields - 1];
        int start = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            int colon = line[start..].IndexOf((byte)':');
            if (colon < 0)
                return null;
            fields[i] = start..(start + colon);
            start += colon + 1;
        }

        if (!UserFields.TryNumber(line[fields[2]], out uint user) || !UserFields.TryNumber(line[fields[3]], out uint group))
            return null;
        return new PasswdEntry(user, group, line[fields[5]].ToArray());
    }
}
