using System;
using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Batv;

/// <summary>Signs the envelope sender of outgoing mail, unless there is a reason not to.</summary>
internal sealed class SenderSigning(BatvKeys keys, BatvDomains domains, BatvExempt exempt, int today)
{
    /// <summary>Why a sender is never signed, whatever is configured; null when it may be. Bounces to such an address have no tag.</summary>
    public static UnsignedReason? WhyNever(ReadOnlySpan<byte> sender)
    {
        if (sender.IsEmpty)
            return UnsignedReason.NullSender;
        if (sender.SequenceEqual("#@[]"u8))
            return UnsignedReason.DoubleBounce;
        int at = sender.LastIndexOf((byte)'@');
        if (at <= 0 || at == sender.Length - 1)
            return UnsignedReason.NoDomain;
        ReadOnlySpan<byte> local = sender[..at];
        if (SignedLocalPart.Is(local) || AsciiCase.Same(local[..Math.Min(local.Length, 5)], "btv1="u8))
            return UnsignedReason.Tagged;
        if (IsOfList(local))
            return UnsignedReason.ListSender;
        return local.Length + SenderTag.Length > SenderTag.LongestLocalPart ? UnsignedReason.TooLong : null;
    }

    /// <summary>Signs a sender.</summary>
    /// <param name="sender">The envelope sender.</param>
    /// <param name="hostAndRecipients">The host to which the mail goes, and its recipients. One that is exempt leaves all of it unsigned.</param>
    /// <param name="reason">Why it is not signed.</param>
    /// <returns>The signed sender; null when it is to go as it is.</returns>
    public byte[]? Sign(ReadOnlySpan<byte> sender, IReadOnlyList<byte[]> hostAndRecipients, out UnsignedReason reason)
    {
        if (WhyNever(sender) is { } never)
        {
            reason = never;
            return null;
        }

        reason = UnsignedReason.OtherDomain;
        if (domains.Of(sender, today) is null)
            return null;
        reason = UnsignedReason.Exempt;
        foreach (byte[] name in hostAndRecipients)
        {
            if (exempt.Holds(name))
                return null;
        }

        reason = UnsignedReason.NoKey;
        return SenderTag.Sign(sender, keys, today);
    }

    /// <summary>True for the senders of mailing lists: programs know their forms, and tell from the sender whose bounce it is. Source: ezmlm(5),
    /// qmail VERP.</summary>
    private static bool IsOfList(ReadOnlySpan<byte> local)
    {
        byte[] small = AsciiCase.Lowered(local);
        ReadOnlySpan<byte> name = small;
        return name.IndexOf("-return-"u8) >= 0 || name.IndexOf("-owner-"u8) >= 0 || name.EndsWith("-owner"u8) || name.EndsWith("-request"u8);
    }
}
