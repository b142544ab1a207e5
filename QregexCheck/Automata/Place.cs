using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>What stands on one side of a place between two bytes.</summary>
internal enum Side : byte
{
    /// <summary>The end of the subject.</summary>
    Nothing,

    /// <summary>A word byte: letter, digit or <c>_</c>.</summary>
    Word,

    /// <summary>Any other byte.</summary>
    Other,
}

/// <summary>Tells which anchors hold at a place between two bytes.</summary>
internal static class Place
{
    /// <summary>The side that a byte of an upper-cased subject is to an anchor.</summary>
    public static Side SideOf(byte b) =>
        b is >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9' or (byte)'_' ? Side.Word : Side.Other;

    /// <summary>True when <paramref name="anchor"/> holds between <paramref name="before"/> and <paramref name="behind"/>.</summary>
    public static bool Holds(Anchor anchor, Side before, Side behind) => anchor switch
    {
        Anchor.Start => before == Side.Nothing,
        Anchor.End => behind == Side.Nothing,
        Anchor.WordStart => before != Side.Word && behind == Side.Word,
        Anchor.WordEnd => before == Side.Word && behind != Side.Word,
        Anchor.WordEdge => (before == Side.Word) != (behind == Side.Word),
        _ => (before == Side.Word) == (behind == Side.Word),
    };
}
