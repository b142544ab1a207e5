using System;

namespace QregexCheck.Conversion;

/// <summary>
/// Makes one pattern of two that must hold together where one says how an address begins and the other how it ends: <c>^ab</c> and <c>ba$</c> together are
/// <c>^ab(.*b)?a$</c>. Conditions are mostly of this kind, and need no automata then.
/// </summary>
internal static class LiteralIntersection
{
    /// <summary>The pattern; null when they are of another kind, or may share bytes in more ways than one.</summary>
    public static byte[]? Of(TranslatedPattern one, TranslatedPattern other)
    {
        PatternEnds first = PatternEnds.Of(one.Pattern, one.IsNegated);
        PatternEnds last = PatternEnds.Of(other.Pattern, other.IsNegated);
        if (!first.IsLiteral || !last.IsLiteral)
            return null;
        if (first.First.Length == 0 && last.First.Length > 0)
            (one, other, first, last) = (other, one, last, first);
        if (first.First.Length == 0 || first.Last.Length > 0 || last.Last.Length == 0 || last.First.Length > 0)
            return null;
        int shared = 0;
        for (int common = Math.Min(first.First.Length, last.Last.Length); common > 0; common--)
        {
            if (!first.First.AsSpan().EndsWith(last.Last.AsSpan(0, common)))
                continue;
            if (shared > 0)
                return null;
            shared = common;
        }

        if (shared == 0)
            return [.. one.Pattern, .. ".*"u8, .. other.Pattern];
        int split = 0;
        for (; shared > 0; shared--)
            split += other.Pattern[split] == (byte)'\\' ? 2 : 1;
        return [.. one.Pattern, .. "(.*"u8, .. other.Pattern.AsSpan(0, split), .. ")?"u8, .. other.Pattern.AsSpan(split)];
    }
}
