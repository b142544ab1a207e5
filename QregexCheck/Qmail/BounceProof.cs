using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>Whether a bounce is refused that quotes mail, and none of ours.</summary>
internal static class BounceProof
{
    /// <summary>True when <c>QREGEXCHECK_BOUNCE</c> is <c>prove</c>. Any other value means nothing.</summary>
    public static bool IsWanted => System.MemoryExtensions.SequenceEqual(Environ.Get("QREGEXCHECK_BOUNCE\0"u8), "prove"u8);
}
