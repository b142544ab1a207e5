using System;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;

namespace QregexCheck.Batv;

/// <summary>Tells of a recipient what its tag is worth, and what batvdomains wants done about it.</summary>
internal sealed class TagJudge(BatvKeys keys, BatvDomains domains, int today)
{
    /// <summary>Judges a recipient.</summary>
    /// <param name="recipient">The envelope recipient.</param>
    /// <param name="isBounce">
    /// True when a tag is asked for: the envelope sender is the null sender, and a client that may not relay brought the mail.
    /// </param>
    public JudgedTag Decide(ReadOnlySpan<byte> recipient, bool isBounce)
    {
        TagFinding finding = SenderTag.Look(recipient, keys, today);
        if (!isBounce || finding.State == TagState.Valid || IsNeverSigned(recipient, finding.State) || domains.Of(recipient, today) is not { } entry)
            return new JudgedTag(finding, null, RuleAction.Log, null);
        RuleAction action = entry.Annotation.Action;
        string? waits = action == RuleAction.Log ? null : keys.WhyNotRefuse(today);
        return new JudgedTag(finding, entry, waits is null ? action : RuleAction.Log, waits);
    }

    /// <summary>
    /// True for an address whose own mail goes unsigned, so that its bounces have no tag. postmaster must be reachable (RFC 5321 4.5.1).
    /// </summary>
    private static bool IsNeverSigned(ReadOnlySpan<byte> recipient, TagState state)
    {
        if (state != TagState.Missing)
            return false;
        int at = recipient.LastIndexOf((byte)'@');
        return AsciiCase.Same(recipient[..Math.Max(at, 0)], "postmaster"u8) || SenderSigning.WhyNever(recipient) is not null;
    }
}
