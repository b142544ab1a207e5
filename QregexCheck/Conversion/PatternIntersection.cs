using System;
using System.Collections.Generic;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Makes one pattern of several that must hold together.</summary>
internal sealed class PatternIntersection
{
    private readonly RuleLanguages _languages = new();

    /// <summary>The pattern that holds where all parts hold.</summary>
    /// <param name="parts">One or more.</param>
    /// <param name="isEmpty">True when they never hold together, proved. Then there is none.</param>
    /// <returns>Null when there is none that is small enough.</returns>
    public (byte[] Pattern, bool IsNegated)? Of(List<TranslatedPattern> parts, out bool isEmpty)
    {
        isEmpty = false;
        if (parts.Count == 1)
            return (parts[0].Pattern, parts[0].IsNegated);
        var requirements = new Requirement[parts.Count];
        for (int i = 0; i < requirements.Length; i++)
        {
            if (_languages.Of(parts[i].Pattern) is not { } language)
                return null;
            requirements[i] = new Requirement(language, MustAccept: !parts[i].IsNegated);
        }

        isEmpty = WordSearch.Find(requirements, out _) == SearchResult.None;
        if (isEmpty)
            return null;

        // Mostly one part is narrower than all others, such as a pattern that a condition only spares from being asked.
        for (int i = 0; i < requirements.Length; i++)
        {
            if (ImpliesOthers(requirements, i))
                return (parts[i].Pattern, parts[i].IsNegated);
        }

        byte[]? pattern = OneBehindTheOther(parts, requirements) ?? Written(requirements);
        return pattern is null ? null : (pattern, false);
    }

    /// <summary>
    /// The pattern in which one of two stands behind the other, where that is proved to be the same: as with <c>^a</c> and <c>@example\.com$</c>, which can't
    /// share a byte. People read it more easily than what an automaton is written back as.
    /// </summary>
    private byte[]? OneBehindTheOther(List<TranslatedPattern> parts, Requirement[] requirements)
    {
        if (parts is not [{ IsNegated: false } one, { IsNegated: false } two])
            return null;
        foreach (byte[] pattern in (byte[][])[[.. Group(one), .. ".*"u8, .. Group(two)], [.. Group(two), .. ".*"u8, .. Group(one)]])
        {
            if (IsProved(requirements, pattern))
                return pattern;
        }

        return null;
    }

    private static byte[] Group(TranslatedPattern part) => part.Pattern.AsSpan().Contains((byte)'|') ? [(byte)'(', .. part.Pattern, (byte)')'] : part.Pattern;

    private static bool ImpliesOthers(Requirement[] requirements, int one)
    {
        for (int other = 0; other < requirements.Length; other++)
        {
            Requirement missed = requirements[other] with { MustAccept = !requirements[other].MustAccept };
            if (other != one && WordSearch.Find([requirements[one], missed], out _) != SearchResult.None)
                return false;
        }

        return true;
    }

    /// <summary>The pattern that an automaton of all parts is written back as; null when it is too large, or not proved to be the same.</summary>
    private byte[]? Written(Requirement[] requirements)
    {
        if (IntersectionDfa.Of(requirements)?.Minimized() is not { } dfa)
            return null;
        EreText text = EreText.Cat([EreText.Of(Anchor.Start), StateElimination.Of(dfa, isReversed: false)]);
        return text != EreText.TooLong && IsProved(requirements, text.Bytes) ? text.Bytes : null;
    }

    /// <summary>True when a pattern is proved to match what fulfils all requirements, and nothing else.</summary>
    private bool IsProved(Requirement[] requirements, byte[] pattern)
    {
        if (_languages.Of(pattern) is not { } language)
            return false;
        if (WordSearch.Find([.. requirements, new Requirement(language, MustAccept: false)], out _) != SearchResult.None)
            return false;
        foreach (Requirement part in requirements)
        {
            Requirement[] missed = [new Requirement(language, MustAccept: true), part with { MustAccept = !part.MustAccept }];
            if (WordSearch.Find(missed, out _) != SearchResult.None)
                return false;
        }

        return true;
    }
}
