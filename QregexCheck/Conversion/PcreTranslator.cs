using System;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// Translates Perl-compatible patterns into ours. Subjects are addresses: one line of bytes, matched in the C locale. A pattern that sees case becomes
/// the narrowest one that does not and still matches all that it matched.
/// </summary>
internal static class PcreTranslator
{
    private const string SeesCase = "it told upper case from lower case, and a rule does not";
    private const string TooLarge = "it is too large for a rule";

    /// <summary>Translates a pattern.</summary>
    /// <param name="pattern">The pattern without its delimiters.</param>
    /// <param name="options">How the other program reads it.</param>
    public static PcreTranslation Of(ReadOnlySpan<byte> pattern, PcreOptions options) => Of(pattern, options, new PatternCompiler());

    /// <summary>The same with a compiler that serves many patterns.</summary>
    public static PcreTranslation Of(ReadOnlySpan<byte> pattern, PcreOptions options, PatternCompiler compiler)
    {
        var parser = new PcreParser(pattern, options);
        PcreNode? tree = parser.Parse();
        if (tree is null)
            return new PcreTranslation(null, parser.Problem, parser.ProblemAt + 1, null);
        if ((options & PcreOptions.Anchored) != 0)
            tree = PcreNode.Cat([PcreNode.Of(Anchor.Start), tree]);

        byte[]? ours = Written(PcreSettledLooks.Without(tree), compiler);
        return ours is null ? new PcreTranslation(null, TooLarge, 1, null) : new PcreTranslation(ours, null, 0, parser.SeesCase ? SeesCase : null);
    }

    /// <summary>The pattern as a rule; null when it is too large.</summary>
    private static byte[]? Written(PcreNode tree, PatternCompiler compiler)
    {
        byte[]? ours = AsRule(tree.HoldsLook ? PcreLooks.Of(tree) : PcreText.Of(tree));
        if (ours is null || !compiler.TryParse(ours, out _))
            return null;
        if (!compiler.LosesAnchors())
            return ours;

        // glibc would lose an anchor in a copy. The automaton's text has anchors at its ends only.
        ours = AsRule(PcreLooks.Whole(tree));
        return ours is not null && compiler.TryParse(ours, out _) && !compiler.LosesAnchors() ? ours : null;
    }

    /// <summary>The text as it can stand at the beginning of a line, where a <c>!</c> negates and a <c>#</c> begins a comment.</summary>
    private static byte[]? AsRule(EreText text)
    {
        if (text == EreText.TooLong)
            return null;
        if (text == EreText.Never)
            return "$."u8.ToArray();
        byte[] bytes = text.Bytes;
        if (bytes.Length == 0)
            return "^"u8.ToArray();
        return bytes[0] is (byte)'!' or (byte)'#' ? [(byte)'[', bytes[0], (byte)']', .. bytes[1..]] : bytes;
    }
}
