using System;
using QregexCheck.Rules;

namespace QregexCheck.Decision;

/// <summary>What decides about a bounce and is no rule of a list: an entry of control/batvdomains, or what a list must quote and does not.</summary>
/// <param name="File">The name of its control file.</param>
/// <param name="Line">Its line there, from 1; 0 when it stands in none.</param>
/// <param name="Text">Its text, for the log.</param>
/// <param name="Action">What it does.</param>
/// <param name="Reply">The SMTP reply to who is refused, with its code.</param>
/// <param name="Batv">What is wrong with the recipient's tag, for the log; null when it is not about that.</param>
internal sealed record BounceEntry(byte[] File, int Line, byte[] Text, RuleAction Action, byte[] Reply, byte[]? Batv = null)
{
    /// <summary>What stands in the log for <see cref="SecondRecipient"/> in the place of a file.</summary>
    public static ReadOnlySpan<byte> SecondRecipientName => "onebounce"u8;

    /// <summary>What refuses a bounce's second recipient: <c>QREGEXCHECK_ONEBOUNCE</c>. It stands in no control file.</summary>
    public static BounceEntry SecondRecipient =>
        new(
            SecondRecipientName.ToArray(), 0, "(more than one recipient)"u8.ToArray(), RuleAction.Reject,
            "550 a bounce has one recipient (#5.7.1)"u8.ToArray());
}
