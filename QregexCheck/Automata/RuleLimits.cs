using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>Tells whether a pattern can be used: regcomp accepts it, and it is below our limits.</summary>
internal static class RuleLimits
{
    /// <summary>Parses a pattern.</summary>
    /// <param name="parser">The parser, which fills <paramref name="tree"/>.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="size">Tells how far a tree unfolds.</param>
    /// <param name="pattern">A rule's pattern, without its <c>!</c>.</param>
    /// <param name="error">What is wrong with it, if anything.</param>
    public static bool TryParse(ExtendedRegexParser parser, SyntaxTree tree, NfaSize size, ReadOnlySpan<byte> pattern, out SyntaxError error)
    {
        if (pattern.Length > Limits.PatternLength)
        {
            error = new SyntaxError(SyntaxErrorKind.TooLong, Limits.PatternLength);
            return false;
        }

        if (!parser.TryParse(pattern, out error))
            return false;

        // Only intervals unfold to more than twice the pattern's length, so most rules need not be counted.
        if (!tree.HasIntervals || size.Count(tree) <= Limits.States)
            return true;
        error = new SyntaxError(SyntaxErrorKind.TooLarge, 0);
        return false;
    }
}
