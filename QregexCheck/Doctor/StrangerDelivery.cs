using System;
using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>What becomes of mail to a name that nobody has, at a domain that is delivered here: the <c>.qmail</c> file, and what it says.</summary>
/// <param name="Path">The file.</param>
/// <param name="Content">What it tells qmail-local.</param>
/// <param name="Bytes">Its first bytes.</param>
/// <param name="User">Who gets the mail, and so whose file it is.</param>
internal sealed record StrangerDelivery(byte[] Path, DotQmailContent Content, byte[] Bytes, LocalUser User)
{
    private const uint OwnerMayExecute = 0x40;

    /// <summary>True for vdelivermail with <c>delete</c>, and for a file of comments alone: the mail is taken and thrown away.</summary>
    public bool ThrowsAway =>
        Content.Kind == DotQmailKind.Nothing || (Content.Kind == DotQmailKind.Vpopmail && Bytes.AsSpan().IndexOf("bounce-no-mailbox"u8) < 0);

    /// <summary>True for vdelivermail with <c>bounce-no-mailbox</c>.</summary>
    public bool IsBouncingVpopmail => Content.Kind == DotQmailKind.Vpopmail && !ThrowsAway;

    /// <summary>Finds it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="recipient">An address that nobody has.</param>
    /// <param name="denied">Takes what may not be looked at.</param>
    /// <returns>Null when no file is found, or it can't be told which.</returns>
    public static StrangerDelivery? Of(ExaminedHost host, ReadOnlySpan<byte> recipient, List<Evidence>? denied = null)
    {
        var trail = new List<Evidence>();
        try
        {
            Route route = MailRouting.Of(host.Files, host.Places, recipient, trail);
            if (!route.IsLocal)
                return null;
            int at = route.Recipient.AsSpan().LastIndexOf((byte)'@');
            LocalUser user = LocalUsers.Find(host.Files, host.Places, route.Recipient.AsSpan(0, Math.Max(at, 0)), trail);
            if (DotQmail.Find(host.Files, user, trail) is not { } file)
                return null;
            byte[]? bytes = host.Beginning(file.Path, DotQmailContent.MostBytes, out bool isWhole);
            bool onlyForwards = (host.Look(file.Path).Mode & OwnerMayExecute) != 0;
            return bytes is null ? null : new StrangerDelivery(file.Path, DotQmailContent.Read(bytes, isWhole, onlyForwards), bytes, user);
        }
        catch (HostFileException exception)
        {
            // The check meets the same, and says it.
            if (exception.IsDenied)
                denied?.Add(new Evidence(exception.Path, exception.Message));
            return null;
        }
    }
}
