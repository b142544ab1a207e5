using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Makes one pattern of several that must hold together.</summary>
internal sealed class PatternIntersection
{
    private readonly RuleLanguages _languages = new();
    private readonly RuleMatcher _matcher = new();

    /// <summary>The pattern that holds where all parts hold.</summary>
    /// <param name="parts">One or more.</param>
    /// <param name="isEmpty">True when they never hold together, proved. Then there is none.</param>
    /// <returns>Null when there is none that is small enough.</returns>
    public (byte[] Pattern, bool IsNegated)? Of(List<TranslatedPattern> parts, out bool isEmpty)
    {
        isEmpty = false;
        if (parts.Count == 1)
            return (parts[0].Pattern, parts[0].IsNegated);
        if (IndexOfWord(parts, out byte[] word) is >= 0 and var only && Hold(parts, word) is { } holds)
        {
            isEmpty = !holds;
            return holds ? (parts[only].Pattern, false) : null;
        }

        if (parts.Count == 2 && LiteralIntersection.Of(parts[0], parts[1]) is { } literal)
            return (literal, false);
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

    /// <summary>The first part that one address alone matches; -1 when there is none.</summary>
    private static int IndexOfWord(List<TranslatedPattern> parts, out byte[] word)
    {
        word = [];
        for (int i = 0; i < parts.Count; i++)
        {
            if (PatternEnds.Of(parts[i].Pattern, parts[i].IsNegated).Word is not { } only)
                continue;
            word = only;
            return i;
        }

        return -1;
    }

    /// <summary>Whether all parts hold for an address; null where a part is one that no automaton can stand for.</summary>
    private bool? Hold(List<TranslatedPattern> parts, byte[] word)
    {
        bool hold = true;
        foreach (TranslatedPattern part in parts)
        {
            if (!_matcher.TryParse(part.Pattern, out _) || _matcher.Pattern.Tree.HasBackReferences || _matcher.Pattern.LosesAnchors())
                return null;
            hold &= _matcher.Match(part.Pattern, word, out _) == (part.IsNegated ? MatchResult.NoMatch : MatchResult.Match);
        }

        return hold;
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
