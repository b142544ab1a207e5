using System;
using System.Text;

namespace QregexCheck.Mailboxes;

/// <summary>The local parts by which bounces of signed or forwarded mail come back: prvs (BATV), btv1 and SRS. Case does not matter.</summary>
internal static class SignedLocalPart
{
    /// <summary>What a tag of BATV begins with.</summary>
    public static ReadOnlySpan<byte> Prvs => "prvs="u8;

    /// <summary>True for a local part, or an address, with a tag of BATV's form before it.</summary>
    public static bool IsPrvs(ReadOnlySpan<byte> local) => local.Length >= 5 && Ascii.EqualsIgnoreCase(local[..5], Prvs);

    /// <summary>True for a local part that some program has signed.</summary>
    public static bool Is(ReadOnlySpan<byte> local)
    {
        if (local.Length > 4 && local[4] is (byte)'=' or (byte)'+' or (byte)'-'
            && (Ascii.EqualsIgnoreCase(local[..4], "SRS0"u8) || Ascii.EqualsIgnoreCase(local[..4], "SRS1"u8)))
            return true;
        return IsPrvs(local) || (local.Length >= 6 && Ascii.EqualsIgnoreCase(local[..6], "btv1=="u8));
    }
}
