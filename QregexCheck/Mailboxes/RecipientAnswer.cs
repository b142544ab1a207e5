using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>What is known of a recipient, and from what.</summary>
internal sealed class RecipientAnswer
{
    public required RecipientState State { get; init; }

    /// <summary>
    /// The reason in one clause of bytes, for the log and the report: <c>no .qmail-qxv83417, .qmail-default in /var/qmail/alias</c>. It may hold bytes
    /// that a client chose, so it is escaped where it is written.
    /// </summary>
    public required byte[] Why { get; init; }

    /// <summary>What was looked at, in order. With <see cref="RecipientState.Missing"/> each name that was looked for is in it.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>What an administrator can do so that it can be told; null when there is nothing, or no need.</summary>
    public string? Advice { get; init; }

    /// <summary>What is wrong with the check's own files, as one line for the log with its place; null when nothing is.</summary>
    public string? Warning { get; init; }

    /// <summary>The mistakes in control/checkrcpthosts that were met. The first one is the warning, too, if nothing else is wrong.</summary>
    public IReadOnlyList<Rules.RuleError> Slips { get; init; } = [];

    /// <summary>True when the mailbox is there and was closed: the reply then says so (5.2.1).</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The line of control/checkrcpthosts that puts the recipient under the check; null when none does.</summary>
    public CoveringEntry? Entry { get; init; }
}
