using QregexCheck.Control;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Can the user of qmail-smtpd read what each check needs?</summary>
internal static class RightsChecks
{
    public static void Run(ExaminedHost host, SmtpUser? user, Diagnoses found)
    {
        if (user is null)
        {
            host.Miss("/etc/passwd"u8, "names no user qmaild, and no running server tells as whom qmail-smtpd runs");
            return;
        }

        foreach (ControlList list in ControlLists.All)
            Check(host, user, host.Rules(ControlLists.FileName(list)), found);
        Check(host, user, host.Rules(CoveringEntry.FileName), found);
        Check(host, user, host.Rules(AddressLists.FileName(AddressList.ValidRcptTo)), found);
        Check(host, user, host.Control("me"u8), found);
        Check(host, user, host.Control("locals"u8), found);
        Check(host, user, host.Control("virtualdomains"u8), found);
        Check(host, user, host.Control("percenthack"u8), found);
        Check(host, user, host.Home("users/cdb"u8), found);
    }

    private static void Check(ExaminedHost host, SmtpUser user, byte[] path, Diagnoses found)
    {
        // What is not there for anybody is not missed by anybody.
        if (host.Look(path).Kind == FileKind.Absent)
            return;
        var view = new UserView(host.Files, user);
        try
        {
            view.Open(path)?.Dispose();
        }
        catch (HostFileException exception) when (view.IsBlocked)
        {
            host.Miss(path, exception.Message);
        }
        catch (HostFileException exception)
        {
            found.Add(
                Ailment.UnreadableToQmaild, path, $"user {user.User} with group {user.Group}, as whom qmail-smtpd runs, can't read it: {exception.Message}",
                ChmodAdvice.For(view, path));
        }
    }
}
