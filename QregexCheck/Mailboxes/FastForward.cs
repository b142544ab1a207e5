using System;
using System.Collections.Generic;
using QregexCheck.Cdb;

namespace QregexCheck.Mailboxes;

/// <summary>
/// Finds a recipient in the database of fastforward, as setforward and newaliases write it. Source: fastforward(1), setforward(1).
/// </summary>
/// <remarks>A key is a colon and the target in lower case. The targets are tried in this order: user@host, @host, user@.</remarks>
internal static class FastForward
{
    // One instruction: all the addresses of an alias. A longer one is there, too, but then it can't be told from a damaged file.
    private const int LongestInstruction = 1024 * 1024;

    /// <summary>Looks a recipient up. Found means that fastforward forwards the mail or runs a program.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="user">Who gets the mail: fastforward runs as this user.</param>
    /// <param name="cdb">The database's path.</param>
    /// <param name="recipient">The address that fastforward looks up, without a NUL.</param>
    /// <param name="trail">Takes what was looked at.</param>
    public static MailboxFinding Find(HostFiles files, LocalUser user, ReadOnlySpan<byte> cdb, ReadOnlySpan<byte> recipient, List<Evidence> trail)
    {
        byte[] path = cdb.ToArray();
        try
        {
            // Without the file fastforward defers.
            using HostFile file = files.Open(path) ?? throw new HostFileException(path, "no such file");
            MailboxFinding finding = Find(path, new CdbReader(file.ReadAt, file.Size), recipient, trail);
            if (finding.State == RecipientState.Missing)
                UserWay.RequireReadable(files, user, file.Look, path);
            return finding;
        }
        catch (HostFileException e)
        {
            return MailboxList.Unreadable(files, e, trail);
        }
        catch (CdbException e)
        {
            return MailboxList.Unknown(path, e.Message, trail);
        }
    }

    private static MailboxFinding Find(byte[] path, CdbReader reader, ReadOnlySpan<byte> recipient, List<Evidence> trail)
    {
        byte[] key = [(byte)':', .. AsciiCase.Lowered(recipient)];
        int at = key.AsSpan().LastIndexOf((byte)'@');
        bool isThere = reader.Find(key, LongestInstruction) is not null;
        if (!isThere && at > 0)
        {
            byte[] host = [(byte)':', .. key.AsSpan(at)];
            isThere = reader.Find(host, LongestInstruction) is not null || reader.Find(key.AsSpan(0, at + 1), LongestInstruction) is not null;
        }

        return isThere ? MailboxList.Exists(path, "forwards the address", trail) : MailboxList.Missing(path, key.AsSpan(1), trail);
    }
}
