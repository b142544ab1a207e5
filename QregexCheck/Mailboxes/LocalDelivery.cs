using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>What qmail-local would do for a user's address: his home, the <c>.qmail</c> file, and what it says.</summary>
internal static class LocalDelivery
{
    // As many names stand in the reason; the evidence has them all.
    private const int MostNamesInReason = 6;

    /// <summary>Tells whether an address of a user is delivered.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="user">Who gets the mail.</param>
    /// <param name="recipient">The recipient as qmail-send hands it on.</param>
    /// <param name="hasExtensions">False when the mailboxes have no addresses of the form user-anything.</param>
    /// <param name="trail">Gets what was looked at.</param>
    /// <exception cref="HostFileException">It can't be told.</exception>
    public static MailboxFinding Find(
        HostFiles files, QmailPlaces places, LocalUser user, ReadOnlySpan<byte> recipient, bool hasExtensions, List<Evidence> trail)
    {
        int before = trail.Count;
        DotQmailFile? found;
        byte[]? program = null;
        try
        {
            found = DotQmail.Find(files, user, trail);
        }
        catch (HostFileException exception) when (user.Dash.Length == 0)
        {
            // qmail defers then, or we can't see more: the user is there.
            trail.Add(new Evidence(exception.Path, exception.Message));
            return new MailboxFinding(RecipientState.Exists, [.. "the user "u8, .. user.Name]);
        }

        if (found is null && user.Dash.Length == 0)
            return new MailboxFinding(RecipientState.Exists, [.. "the user "u8, .. user.Name, .. ": default delivery"u8]);
        MailboxFinding finding = found is null ? Missing(user, trail, before) : Obey(files, places, user, found, recipient, hasExtensions, trail, out program);
        if (finding.State == RecipientState.Missing)
        {
            var entered = new List<byte[]>();
            if (program is not null)
                UserWay.RequireRunnable(files, user, InHome(user, program), entered);
            UserWay.RequireOpen(files, user, trail, before, entered);
        }

        return finding;
    }

    private static MailboxFinding Obey(
        HostFiles files, QmailPlaces places, LocalUser user, DotQmailFile file, ReadOnlySpan<byte> recipient, bool hasExtensions, List<Evidence> trail,
        out byte[]? program)
    {
        program = null;
        DotQmailContent content;
        try
        {
            content = ReadOrRecall(files, user, file.Path);
        }
        catch (HostFileException exception) when (user.Dash.Length == 0)
        {
            trail.Add(new Evidence(exception.Path, exception.Message));
            return new MailboxFinding(RecipientState.Exists, [.. "the user "u8, .. user.Name]);
        }

        trail.Add(new Evidence(file.Path, content.Words));
        MailboxFinding finding = Follow(files, places, user, file, content, recipient, hasExtensions, trail);
        if (finding.State == RecipientState.Missing)
        {
            UserWay.RequireMode(files, file.Path);
            if (content.Command?.Program is { } called && called.AsSpan().Contains((byte)'/'))
                program = called;
        }

        return finding;
    }

    private static MailboxFinding Follow(
        HostFiles files, QmailPlaces places, LocalUser user, DotQmailFile file, DotQmailContent content, ReadOnlySpan<byte> recipient, bool hasExtensions,
        List<Evidence> trail)
    {
        byte[] why = new ByteText().Add(file.Path).Add(" "u8).Add(content.Words).Bytes.ToArray();
        switch (content.Kind)
        {
            case DotQmailKind.Bounces:
                return new MailboxFinding(RecipientState.Missing, why);
            case DotQmailKind.Vpopmail:
                MailboxFinding finding = Vpasswd.Find(files, user, hasExtensions, VpopmailHome(content.Command!.Program), trail);
                return finding.State == RecipientState.Missing && AsksElsewhere(files, places, user, recipient)
                    ? MailboxList.Unknown(UsersCdb.PathIn(places), "names another directory for the domain, in which vdelivermail looks", trail)
                    : finding;
            case DotQmailKind.Vmailmgr:
                return Vmailmgr.Find(files, user, trail);
            case DotQmailKind.FastForward when !content.Command!.UsesDefault || file.Default is not null:
                return FastForward.Find(files, user, InHome(user, content.Command.File!), AskedOfFastForward(content.Command, file, recipient), trail);
            case DotQmailKind.Runs or DotQmailKind.Defers or DotQmailKind.FastForward:
                return new MailboxFinding(RecipientState.Unknown, why);
            default:
                return new MailboxFinding(RecipientState.Exists, why);
        }
    }

    /// <summary>What the file says; where it can't be read, what it said for the snapshot.</summary>
    private static DotQmailContent ReadOrRecall(HostFiles files, LocalUser user, byte[] path)
    {
        using HostFile? file = files.OpenUnlessDenied(path, out bool isDenied);
        if (isDenied && SnapshotFiles.Of(files, path) is { } known && SnapshotClasses.Content(known.Class, known.Text) is { } content)
            return content;
        using HostFile? again = isDenied ? files.Open(path) : null;
        HostFile open = file ?? again ?? throw new HostFileException(path, "was there and is gone");
        FileLook look = open.Look;
        if (look.IsWritableForOthers || !look.IsReadableFor(user.User, user.Group))
            throw new HostFileException(path, "was changed while it was looked at");
        return DotQmailContent.Read(open);
    }

    /// <summary>vpopmail's own home, when its program is called by the whole path; null otherwise.</summary>
    private static byte[]? VpopmailHome(ReadOnlySpan<byte> program) =>
        Mailboxes.VpopmailHome.OfProgram(program) is { IsEmpty: false } home ? home.ToArray() : null;

    /// <summary>
    /// True when vdelivermail looks in another directory than the home it runs in: it finds its list by the domain, through users/cdb. The domain's
    /// entry mostly is the one that named the user. Source: vpopmail's vdelivermail.c, vpopmail.c vget_assign.
    /// </summary>
    private static bool AsksElsewhere(HostFiles files, QmailPlaces places, LocalUser user, ReadOnlySpan<byte> recipient)
    {
        ReadOnlySpan<byte> domain = recipient[(recipient.LastIndexOf((byte)'@') + 1)..];
        if (user.WildcardLength == domain.Length + 1 && recipient[domain.Length] == (byte)'-' && AsciiCase.Same(recipient[..domain.Length], domain))
            return false;
        byte[]? home = UsersCdb.HomeOf(files, places, [.. domain, (byte)'-']);
        return home is not null && !home.AsSpan().TrimEnd((byte)'/').SequenceEqual(user.Home.AsSpan().TrimEnd((byte)'/'));
    }

    private static byte[] InHome(LocalUser user, byte[] file) => file[0] == '/' ? file : [.. user.Home, (byte)'/', .. file];

    /// <summary>The address that fastforward looks up: RECIPIENT, or with <c>-d</c> DEFAULT@HOST. Source: fastforward(1).</summary>
    private static ReadOnlySpan<byte> AskedOfFastForward(MailCommand command, DotQmailFile file, ReadOnlySpan<byte> recipient)
    {
        if (!command.UsesDefault)
            return recipient;
        byte[] asked = [.. file.Default!, .. recipient[recipient.LastIndexOf((byte)'@')..]];
        return asked;
    }

    private static MailboxFinding Missing(LocalUser user, List<Evidence> trail, int from)
    {
        var why = new ByteText().Add("no "u8);
        int names = 0;
        for (int i = from; i < trail.Count; i++)
        {
            if (!trail[i].File.AsSpan().StartsWith(user.Home) || trail[i].File.Length <= user.Home.Length + 1)
                continue;
            if (++names > MostNamesInReason)
                continue;
            why.Add(names > 1 ? ", "u8 : default).Add(trail[i].File.AsSpan(user.Home.Length + 1));
        }

        if (names > MostNamesInReason)
            why.Add(" and "u8).Add(names - MostNamesInReason).Add(" more"u8);
        return new MailboxFinding(RecipientState.Missing, why.Add(" in "u8).Add(user.Home).Bytes.ToArray());
    }
}
