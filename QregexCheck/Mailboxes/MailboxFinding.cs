namespace QregexCheck.Mailboxes;

/// <summary>What a mail program's own list of mailboxes says about an address: vpopmail's, vmailmgr's, fastforward's.</summary>
/// <param name="State">Whether the program would deliver.</param>
/// <param name="Why">The reason in one clause, as <see cref="RecipientAnswer.Why"/> has it.</param>
/// <param name="IsDisabled">True when the mailbox is there and was closed.</param>
/// <param name="Advice">What would make it known; null when there is no need.</param>
internal sealed record MailboxFinding(RecipientState State, byte[] Why, bool IsDisabled = false, string? Advice = null);
