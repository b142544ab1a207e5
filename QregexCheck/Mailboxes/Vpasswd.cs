using System;
using System.Collections.Generic;
using QregexCheck.Cdb;

namespace QregexCheck.Mailboxes;

/// <summary>Finds a mailbox of vpopmail: a record of <c>vpasswd.cdb</c> in the domain's directory. Source: vpopmail's vcdb.c, vdelivermail.c.</summary>
/// <remarks>A key is the user's name in lower case. The record is <c>pw:uid:gidflags:gecos:dir:quota</c>, and perhaps <c>:clear</c>.</remarks>
internal static class Vpasswd
{
    // vdelivermail has room for 2048 bytes of name and record.
    private const int LongestRecord = 2048;

    // vdelivermail cuts longer names: at which byte depends on its version.
    private const int LongestName = 155;

    // BOUNCE_MAIL in vpopmail.h.
    private const uint IsClosed = 0x10;

    private static ReadOnlySpan<byte> Canary => "postmaster"u8;

    /// <summary>Looks a mailbox up. Missing needs a whole list: one with the user postmaster, which vpopmail makes with each domain.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="user">Who gets the domain's mail. His home is the domain's directory, and the extension, in the case of the address,
    /// names the mailbox.</param>
    /// <param name="hasExtensions">True when vdelivermail may give user-anything to the user. It is a choice of vpopmail's build.</param>
    /// <param name="vpopmailHome">vpopmail's own directory; null when it is not known. Then the path of the domain has to show it.</param>
    /// <param name="trail">Takes what was looked at.</param>
    public static MailboxFinding Find(
        HostFiles files, LocalUser user, bool hasExtensions, byte[]? vpopmailHome, List<Evidence> trail)
    {
        byte[] path = [.. user.Home, .. "/vpasswd.cdb"u8];
        byte[] name = AsciiCase.Lowered(user.Extension);
        try
        {
            return Find(files, user, path, name, hasExtensions, vpopmailHome, trail);
        }
        catch (HostFileException e)
        {
            return MailboxList.Unreadable(files, e, trail, path);
        }
        catch (CdbException e)
        {
            return MailboxList.Unknown(path, e.Message, trail);
        }
    }

    /// <summary>What a record says of its mailbox.</summary>
    public static ListedName StateOf(ReadOnlySpan<byte> record)
    {
        int user = record.IndexOf((byte)':') + 1;
        int flags = user == 0 ? 0 : record[user..].IndexOf((byte)':') + 1 + user;
        int length = flags <= user ? -1 : record[flags..].IndexOf((byte)':');
        if (length < 0 || (length > 0 && !UserFields.TryNumber(record.Slice(flags, length), out _))
            || record.Contains((byte)0) || record.Length > LongestRecord)
            return ListedName.Odd;
        _ = UserFields.TryNumber(record.Slice(flags, length), out uint number);
        return (number & IsClosed) != 0 ? ListedName.Closed : ListedName.There;
    }

    private static MailboxFinding Find(
        HostFiles files, LocalUser user, byte[] path, byte[] name, bool hasExtensions, byte[]? vpopmailHome, List<Evidence> trail)
    {
        using HostFile? file = MailboxList.OpenOrRecall(files, path, out ListedNames? known);

        // Without the file vdelivermail makes it.
        CdbReader? reader = file is not null ? new CdbReader(file.ReadAt, file.Size) : known is null ? throw new HostFileException(path, "no such file") : null;
        ListedName found = name.Length > LongestName ? ListedName.Absent : StateOf(reader, known, name);
        if (found == ListedName.Odd)
            throw new HostFileException(path, "has a malformed record for the mailbox");
        if (found == ListedName.There)
            return MailboxList.Exists(path, "names the mailbox", trail);

        // What follows can end in a no. So the file must be whole, and the one that vdelivermail asks.
        if (name.Length > LongestName)
            return MailboxList.Unknown(path, "is not searched for so long a name", trail);
        if (StateOf(reader, known, Canary) == ListedName.Absent)
            return MailboxList.Unknown(path, "has no user postmaster, so that it may not be whole", trail);
        RequireCdb(files, user.Home, vpopmailHome);
        UserWay.RequireReadable(files, user, file?.Look ?? UserWay.Look(files, path), path);
        if (found == ListedName.Closed)
            return Closed(path, name, trail);
        int dash = name.AsSpan().IndexOf((byte)'-');
        if (hasExtensions && dash >= 0 && StateOf(reader, known, name.AsSpan(0, dash)) != ListedName.Absent)
        {
            return MailboxList.Unknown(
                path, "names the part before the dash, which may have the address", trail, "where vpopmail is built without address extensions, say ext=no");
        }

        return MailboxList.Missing(path, name, trail);
    }

    private static ListedName StateOf(CdbReader? reader, ListedNames? known, ReadOnlySpan<byte> name)
    {
        if (reader is null)
            return known!(name);
        return reader.Find(name, LongestRecord) is { } record ? StateOf(record) : ListedName.Absent;
    }

    private static MailboxFinding Closed(byte[] path, ReadOnlySpan<byte> name, List<Evidence> trail)
    {
        trail.Add(new Evidence(path, "names the mailbox as closed"));
        return new MailboxFinding(RecipientState.Missing, [.. name, .. " is closed in "u8, .. path], IsDisabled: true);
    }

    private static void RequireCdb(HostFiles files, ReadOnlySpan<byte> directory, byte[]? vpopmailHome)
    {
        ReadOnlySpan<byte> above = VpopmailHome.Above(directory);
        if (vpopmailHome is null && above.IsEmpty)
            throw new HostFileException(directory, "does not show where vpopmail is; give vdelivermail with its whole path");
        if (!above.IsEmpty)
            VpopmailHome.RequireCdb(files, above);
        if (vpopmailHome is not null && !above.SequenceEqual(vpopmailHome))
            VpopmailHome.RequireCdb(files, vpopmailHome);
    }
}
