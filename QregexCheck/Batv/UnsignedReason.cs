using System.Diagnostics;

namespace QregexCheck.Batv;

/// <summary>Why a sender is not signed.</summary>
internal enum UnsignedReason
{
    NullSender,
    DoubleBounce,
    NoDomain,
    Tagged,
    ListSender,
    TooLong,
    OtherDomain,
    Exempt,
    NoKey,
}

/// <summary>The words for the reasons, as the end of a sentence about the sender.</summary>
internal static class UnsignedReasons
{
    public static string Words(this UnsignedReason reason) => reason switch
    {
        UnsignedReason.NullSender => "is the null sender",
        UnsignedReason.DoubleBounce => "is the sender of double bounces",
        UnsignedReason.NoDomain => "has no local part or no domain",
        UnsignedReason.Tagged => "has a tag already (prvs=, SRS0, SRS1 or btv1=)",
        UnsignedReason.ListSender => "is the sender of a list (-return-, -owner-, -owner or -request)",
        UnsignedReason.TooLong => "would have a local part of more than 64 bytes",
        UnsignedReason.OtherDomain => "is of a domain that batvdomains does not name",
        UnsignedReason.Exempt => "writes to somebody whom batvexempt names",
        UnsignedReason.NoKey => "can't be signed: batvkey has no key",
        _ => throw new UnreachableException(),
    };
}
