using System;
using System.Collections.Generic;
using QregexCheck.Cdb;

namespace QregexCheck.Mailboxes;

/// <summary>Finds a mailbox of vmailmgr: a record of <c>passwd.cdb</c> in the home of the domain's user. Source: vmailmgr's vdeliver.cc, vpwentry.</summary>
internal static class Vmailmgr
{
    /// <summary>Longest record in bytes: password, directory, forwards, a comment and limits. Forwards are lists of addresses.</summary>
    public const int LongestRecord = 64 * 1024;

    // How a record begins: the two newer formats, and the old one. vdeliver takes others for no record.
    private const byte Version1 = 1;
    private const byte Version2 = 2;
    private const byte OldVersion = (byte)':';

    private static ReadOnlySpan<byte> DefaultUser => "+"u8;

    private static ReadOnlySpan<byte> CommonSettings => "/etc/vmailmgr"u8;

    /// <summary>Looks a mailbox up: the extension in lower case, else the default user. An account that has run out counts as there.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="user">The domain's user, with the extension in the case of the address.</param>
    /// <param name="trail">Takes what was looked at.</param>
    public static MailboxFinding Find(HostFiles files, LocalUser user, List<Evidence> trail)
    {
        byte[] path = [.. user.Home, .. "/passwd.cdb"u8];
        byte[] name = AsciiCase.Lowered(user.Extension);
        try
        {
            using HostFile? file = MailboxList.OpenOrRecall(files, path, out ListedNames? known);
            CdbReader? reader = file is not null ? new CdbReader(file.ReadAt, file.Size)
                : known is null ? throw new HostFileException(path, "no such file") : null;
            ListedName found = name.Length == 0 ? ListedName.Absent : StateOf(reader, known, name);
            if (found == ListedName.Absent)
                found = StateOf(reader, known, DefaultUser);
            if (found == ListedName.There)
                return MailboxList.Exists(path, "names the mailbox", trail);
            if (found != ListedName.Absent)
                return MailboxList.Unknown(path, "has a record in an unknown format", trail);

            // Settings can name another file and another default user.
            RequireNone(files, [.. user.Home, .. "/.vmailmgr"u8]);
            RequireNone(files, CommonSettings);
            UserWay.RequireReadable(files, user, file?.Look ?? UserWay.Look(files, path), path);
            return MailboxList.Missing(path, name, trail);
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
    public static ListedName StateOf(ReadOnlySpan<byte> record) =>
        record.Length > 1 && record[0] is Version1 or Version2 or OldVersion ? ListedName.There : ListedName.Odd;

    private static ListedName StateOf(CdbReader? reader, ListedNames? known, ReadOnlySpan<byte> name)
    {
        if (reader is null)
            return known!(name);
        return reader.Find(name, LongestRecord) is { } record ? StateOf(record) : ListedName.Absent;
    }

    private static void RequireNone(HostFiles files, ReadOnlySpan<byte> settings)
    {
        Require(files, [.. settings, .. "/password-file"u8]);
        Require(files, [.. settings, .. "/default-username"u8]);
    }

    private static void Require(HostFiles files, byte[] setting)
    {
        FileLook look = files.Look(setting);
        if (look.Kind != FileKind.Absent)
            throw new HostFileException(setting, look.Trouble ?? "changes where vmailmgr looks", look.Kind == FileKind.Denied);
    }
}
