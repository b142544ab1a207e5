using System;
using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Mailboxes;

/// <summary>Tells whether a recipient exists: asks what qmail would ask, in its order.</summary>
internal static class RecipientCheck
{
    /// <summary>
    /// Longest address that is looked up, in bytes. RFC 5321 4.5.3.1 allows 256 with its brackets; the bound leaves room and keeps the search short.
    /// </summary>
    public const int LongestAddress = 1000;

    // A round fails only where files change while it runs, or were changed within the last tick of the clock.
    private const int MostRounds = 3;

    /// <summary>Asks about one recipient.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="valid">Looks addresses up in control/validrcptto.</param>
    /// <param name="recipient">The recipient as it will be queued.</param>
    /// <param name="isRelayClient">True when the client may relay: it is checked only where the entry says <c>relay=yes</c>.</param>
    /// <param name="today">Gives the day number (UTC), for entries with a last day.</param>
    /// <param name="snapshot">Opens root's snapshot, for what we may not see; null where none is to be asked.</param>
    /// <returns>Null when the check is off: there is no control/checkrcpthosts.</returns>
    /// <remarks>"Missing" is answered only when all that it rests on was true at one moment: see <see cref="WitnessedFiles"/>.</remarks>
    public static RecipientAnswer? Ask(
        HostFiles files, QmailPlaces places, ValidSource valid, ReadOnlySpan<byte> recipient, bool isRelayClient, Func<int> today,
        SnapshotSource? snapshot = null)
    {
        for (int round = 1; ; round++)
        {
            var seen = new WitnessedFiles(snapshot is null ? files : new SnapshotFiles(files, snapshot));
            var question = new RecipientQuestion(seen, places, valid, isRelayClient, today);
            MailboxFinding? finding = Decide(question, recipient);
            bool isMissing = finding?.State == RecipientState.Missing;
            if (!isMissing || seen.WasTrueAtOnce())
                return finding is null ? null : question.Answer(finding);
            if (round == MostRounds)
                return question.Answer(new MailboxFinding(RecipientState.Unknown, [.. "changed while it was looked at: "u8, .. finding!.Why]));
        }
    }

    private static MailboxFinding? Decide(RecipientQuestion question, ReadOnlySpan<byte> recipient)
    {
        try
        {
            CoveredDomains? covered = question.ReadCovered();
            return covered is null ? null : Decide(question, covered, recipient);
        }
        catch (HostFileException exception)
        {
            return question.Trouble(exception);
        }
    }

    /// <summary>The decision, step by step. The steps have the numbers of the manual page.</summary>
    /// <exception cref="HostFileException">It can't be told.</exception>
    private static MailboxFinding Decide(RecipientQuestion question, CoveredDomains covered, ReadOnlySpan<byte> recipient)
    {
        (HostFiles files, QmailPlaces places, List<Evidence> trail) = (question.Files, question.Places, question.Trail);
        if (recipient.Length > LongestAddress || recipient.Contains((byte)0))
            return Unknown("is no address that is looked up"u8);

        // 1 to 4: where qmail-send sends it. 5: whether its domain, as addressed, is under the check.
        Route route = MailRouting.Of(files, places, recipient, trail);
        byte[] domain = MailRouting.Domain(files, places, recipient);
        if (question.FindEntry(covered, domain, route.IsLocal) is not { } entry)
            return Unknown(domain.Length == 0 ? "the address has no domain"u8.ToArray() : [.. "no entry covers "u8, .. domain]);
        if (question.IsRelayClient && !entry.ChecksRelayClients)
            return Unknown("the client may relay"u8);
        ReadOnlySpan<byte> asked = LocalPart(recipient);
        if (Ascii.EqualsIgnoreCase(asked, "postmaster"u8))
            return Exists("postmaster is never refused"u8);
        ReadOnlySpan<byte> local = LocalPart(route.Recipient);
        if (route.IsLocal && local.IsEmpty)
            return Exists("an empty local part is accepted and thrown away"u8);

        // 6: control/validrcptto.
        bool isSigned = SignedLocalPart.Is(asked);
        byte[] whole = recipient.Contains((byte)'@') ? recipient.ToArray() : [.. recipient, (byte)'@', .. domain];
        if (question.FindValid(whole, isSigned) is { } listed)
            return listed;
        if (!route.IsLocal)
            return Unknown([.. domain, .. " is only relayed"u8]);

        // 8: whose it is. 9 to 13: what becomes of it there. 7: an address that some program signs is perhaps known to that program alone.
        LocalUser user = LocalUsers.Find(files, places, local, trail);
        MailboxFinding finding = LocalDelivery.Find(files, places, user, route.Recipient, entry.HasExtensions, trail);
        if (finding.State != RecipientState.Missing)
            return finding;
        if (isSigned)
            return Unknown([.. "is signed by a program, and "u8, .. finding.Why]);
        LocalUser confirmed = GetpwOutput.Confirm(files, places, local, user, trail);
        if (!ReferenceEquals(confirmed, user))
            finding = LocalDelivery.Find(files, places, confirmed, route.Recipient, entry.HasExtensions, trail);
        return finding.State == RecipientState.Missing && !confirmed.IsCertain
            ? Unknown([.. "another source of users may know it, and "u8, .. finding.Why])
            : finding;
    }

    private static MailboxFinding Exists(ReadOnlySpan<byte> why) => new(RecipientState.Exists, why.ToArray());

    private static MailboxFinding Unknown(ReadOnlySpan<byte> why) => new(RecipientState.Unknown, why.ToArray());

    private static ReadOnlySpan<byte> LocalPart(ReadOnlySpan<byte> address)
    {
        int at = address.LastIndexOf((byte)'@');
        return at < 0 ? address : address[..at];
    }
}
