using System;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;

namespace QregexCheck.Decision;

/// <summary>The SMTP replies to recipients that don't exist. Source of the enhanced codes: RFC 3463, sections 3.2 and 3.8.</summary>
internal static class RecipientReplies
{
    /// <summary>The reply that ends a session with too many of them.</summary>
    public static ReadOnlySpan<byte> TooManyMissing => "421 too many unknown recipients (#4.7.0)"u8;

    private static ReadOnlySpan<byte> NoMailbox => "550 sorry, no mailbox here by that name (#5.1.1)"u8;

    private static ReadOnlySpan<byte> Disabled => "550 sorry, this mailbox is disabled (#5.2.1)"u8;

    /// <summary>The reply to a missing recipient. The words of its entry in control/checkrcpthosts come first.</summary>
    public static ReadOnlySpan<byte> Of(RecipientAnswer answer) => answer.Entry?.Annotation switch
    {
        { Reply: { } reply } => reply,
        { Action: RuleAction.Defer } => ControlLists.DeferReply,
        _ => answer.IsDisabled ? Disabled : NoMailbox,
    };
}
