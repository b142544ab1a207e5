using System;
using System.Diagnostics;

namespace QregexCheck.Batv;

/// <summary>What a recipient's tag is worth.</summary>
internal enum TagState
{
    /// <summary>One of our keys made it, and its day is not over.</summary>
    Valid,

    /// <summary>One of our keys made it, and its day is over.</summary>
    Stale,

    /// <summary>It has the wrong form, none of our keys made it, or its day is further ahead than any day that we sign for.</summary>
    Bad,

    /// <summary>There is none.</summary>
    Missing,
}

/// <summary>The words for the states, in the log and in what <c>batv check</c> prints.</summary>
internal static class TagStates
{
    public static ReadOnlySpan<byte> Word(this TagState state) => state switch
    {
        TagState.Valid => "valid"u8,
        TagState.Stale => "stale"u8,
        TagState.Bad => "bad"u8,
        TagState.Missing => "missing"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>True when the address behind the tag is the one that is meant: only we could make the tag.</summary>
    public static bool IsOurs(this TagState state) => state is TagState.Valid or TagState.Stale;
}
