using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace QregexCheck.Decision;

/// <summary>"Yes", "no" and "cannot tell" are three different answers.</summary>
internal enum VerdictKind
{
    Accept,

    /// <summary>A hard error: a rule says no.</summary>
    Reject,

    /// <summary>A soft error: a rule says not now.</summary>
    Defer,

    /// <summary>A soft error: the check could not be made.</summary>
    Trouble,
}

/// <summary>The words for the kinds. The log and the output of <c>test</c> use the same words.</summary>
internal static class VerdictKinds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Word(this VerdictKind kind) => kind switch
    {
        VerdictKind.Accept => "accept"u8,
        VerdictKind.Reject => "reject"u8,
        VerdictKind.Defer => "defer"u8,
        VerdictKind.Trouble => "trouble"u8,
        _ => throw new UnreachableException(),
    };
}
