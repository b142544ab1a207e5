using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>
/// Tells whether qmail-smtpd's user can read the control files. Otherwise what root finds in them says nothing about the mail server.
/// </summary>
internal static class Readers
{
    // The user of qmail-smtpd in every qmail. Source: INSTALL.ids.
    private static ReadOnlySpan<byte> MailUser => "qmaild"u8;

    /// <summary>Gives up root's rights for those of a user, for good.</summary>
    /// <param name="wanted">The user's name or number; null to keep our own rights.</param>
    /// <param name="user">The user's name; null when no user was wanted.</param>
    /// <returns>False when it can't be done. The reason was told.</returns>
    public static bool TryBecome(byte[]? wanted, out string? user)
    {
        user = null;
        if (wanted is null)
            return true;
        if (Account.Find(wanted) is not { } account)
        {
            StandardError.Fatal($"there is no user {System.Text.Encoding.UTF8.GetString(wanted)} in /etc/passwd; name another with --as");
            return false;
        }

        user = account.Name;
        try
        {
            Identity.Become(account.User, account.Group);
            return true;
        }
        catch (PosixException exception)
        {
            StandardError.Fatal($"unable to become user {account.Name}: {exception.Message}; only root can use --as");
            return false;
        }
    }

    /// <summary>Tells which control files qmaild can't read. It looks only when we are root and there is a qmaild.</summary>
    public static void Warn(ControlDirectory directory)
    {
        // A control file that root does not see does not exist, and can't be in the way.
        var there = new List<ControlList>();
        foreach (ControlList list in ControlLists.All)
        {
            if (FileStatus.Of(directory.PathOf(ControlLists.FileName(list)), out _) is not null)
                there.Add(list);
        }

        var unreadable = new List<string>();
        string? user = AsMailUser(() =>
        {
            foreach (ControlList list in there)
                Try(directory, list, unreadable);
        });
        if (user is null)
            return;
        foreach (string why in unreadable)
            StandardError.WriteLine("warning"u8, $"qmail-smtpd runs as {user}, and every mail would get 451 there: {why}; test --as {user} tries it");
    }

    /// <summary>Looks at something with the rights of qmaild, when we are root and there is one.</summary>
    /// <param name="look">What is done. It throws nothing but what can't be helped.</param>
    /// <returns>The user's name; null when nobody looked.</returns>
    public static string? AsMailUser(Action look)
    {
        if (!Identity.IsRoot || Account.Find(MailUser) is not { User: > 0 } account)
            return null;
        try
        {
            Identity.Become(account.User, account.Group);
        }
        catch (PosixException)
        {
            // We are root only in name, as in some containers. We can't become another user, and so can't know what he may read.
            return null;
        }

        try
        {
            look();
        }
        finally
        {
            Identity.BecomeRoot();
        }

        return account.Name;
    }

    private static void Try(ControlDirectory directory, ControlList list, List<string> unreadable)
    {
        try
        {
            int descriptor = directory.Open(list);
            if (descriptor != -1)
                Descriptor.Close(descriptor);
        }
        catch (ControlReadException exception)
        {
            unreadable.Add(exception.Message);
        }
    }
}
