namespace QregexCheck.Mailboxes;

/// <summary>Where qmail-send sends a recipient. Source: qmail-send.c rewrite.</summary>
/// <param name="IsLocal">True for a local delivery, false for a remote one.</param>
/// <param name="Recipient">
/// The address as qmail-send hands it on: completed, percenthack undone, and with the prefix of virtualdomains and a <c>-</c> where there is one.
/// </param>
internal sealed record Route(bool IsLocal, byte[] Recipient);
