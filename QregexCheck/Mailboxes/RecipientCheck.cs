using System;

namespace QregexCheck.Mailboxes;

/// <summary>Tells whether a recipient exists: asks what qmail would ask, in its order.</summary>
internal static class RecipientCheck
{
    /// <summary>Asks about one recipient.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="valid">Looks addresses up in control/validrcptto.</param>
    /// <param name="recipient">The recipient as it will be queued.</param>
    /// <param name="isRelayClient">True when the client may relay: it is checked only where the entry says <c>relay=yes</c>.</param>
    /// <param name="today">Gives the day number (UTC), for entries with a last day.</param>
    /// <returns>Null when the check is off: there is no control/checkrcpthosts.</returns>
    public static RecipientAnswer? Ask(
        HostFiles files, QmailPlaces places, ValidSource valid, ReadOnlySpan<byte> recipient, bool isRelayClient, Func<int> today)
    {
        return null;
    }
}
