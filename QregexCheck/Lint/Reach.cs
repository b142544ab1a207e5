using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks at how far a rule reaches: at dots that match any byte, and at a beginning or an end that nothing holds. Each is shown by an address
/// that the rule hits and the mended rule would miss. If there is no such address, nothing is said.
/// </summary>
internal sealed class Reach
{
    // A longer rule is a list of domains in one rule. Only its dots between labels are looked at, which takes one pass.
    private const int Longest = 4_096;

    private readonly RuleLanguages _languages;
    private readonly LazyDfa _longerDomain;
    private readonly RuleMatcher _matcher = new();

    // What the edits of the rule that is looked at have made: each is asked for again with the next fault.
    private readonly List<(byte[] Pattern, LazyDfa? Language)> _edited = new();

    public Reach(RuleLanguages languages)
    {
        _languages = languages;
        _longerDomain = languages.Of("[a-z0-9]\\.[a-z]{2}$"u8)!;
    }

    public void Check(LintedRule rule, SyntaxTree tree, Findings findings)
    {
        if (rule.IsNegated || !rule.IsRegular)
            return;
        var map = new PatternMap(tree, rule.Pattern);

        // A header line goes on before and behind a domain. There only a dot within a domain is meant as one for sure.
        bool isWhole = rule.Pattern.Length <= Longest && !rule.File.IsAboutLines;
        RuleDots dots = RuleDots.Of(map, isWhole);
        RuleEdges edges = isWhole ? RuleEdges.Of(tree, map, rule.File.IsAboutHosts) : RuleEdges.None;
        PatternEdits trailing = rule.File.IsAboutLines ? new PatternEdits() : dots.Trailing;
        if (dots.Inner.Count + dots.Leading.Count + trailing.Count + edges.Left.Count + edges.Right.Count == 0)
            return;

        _edited.Clear();
        byte[] proposal = rule.AsRule.With(new PatternEdits()
            .Add(edges.Before).Add(dots.Inner).Add(dots.Leading).Add(trailing).Add(edges.Behind).Apply(rule.Pattern));
        byte[] witness;
        if (dots.Leading.Count > 0
            && (TryShow(rule, dots.Leading, dots.Word, out witness) || Differs(rule, dots.Leading, new PatternEdits(), null, out witness)))
        {
            findings.AddAt(
                LintCatalog.LeadingDot, rule, dots.FirstLeading, dots.FirstLeading + 1,
                "the dot before the domain matches any byte: to match a dot alone, it needs a backslash", witness, proposal);
        }

        if (dots.Inner.Count > 0 && (TryShow(rule, dots.Inner, dots.InnerWord, out witness)
            || Differs(rule, dots.Inner, Edits(edges.Before, dots.Leading, trailing, edges.Behind), null, out witness)))
        {
            findings.AddAt(
                LintCatalog.UnescapedDot, rule, dots.FirstInner, dots.FirstInner + 1,
                "the dot matches any byte: to match a dot alone, it needs a backslash", witness, proposal);
        }

        if (trailing.Count > 0)
        {
            findings.AddAt(
                LintCatalog.TrailingDot, rule, dots.FirstTrailing, dots.FirstTrailing + 1,
                "the dot at the end asks for one more byte, so the domain itself is not hit", proposal: proposal);
        }

        if (edges.Left.Count > 0)
        {
            LazyDfa? behindLetters = edges.IsLeftAlike ? _languages.Of([.. "[a-z]{2}("u8, .. rule.Pattern, (byte)')']) : null;
            if (Differs(rule, edges.Left, Edits(dots.Inner, dots.Leading, trailing, edges.Right), behindLetters, out witness))
            {
                string what = edges.NeedsStart ? "anything may stand before it: ^ holds the beginning"
                    : rule.File.IsAboutHosts ? "the first label may be longer: it needs (^|\\.) before it"
                    : "the first label may be longer: it needs [@.] before it";
                findings.AddAt(LintCatalog.OpenLeft, rule, edges.FirstLeft, edges.FirstLeft + 1, what, witness, proposal);
            }
        }

        if (edges.Right.Count > 0)
        {
            if (Differs(rule, edges.Right, Edits(edges.Left, dots.Inner, dots.Leading, trailing), _longerDomain, out witness))
                findings.AddAt(LintCatalog.OpenRight, rule, edges.FirstRight, edges.FirstRight + 1, "the domain may go on: $ holds the end", witness, proposal);
        }
    }

    /// <summary>Shows that a dot matches any byte. It uses a domain that people know, if one will do.</summary>
    private bool TryShow(LintedRule rule, PatternEdits edits, byte[] word, out byte[] witness)
    {
        byte[] mended = edits.Apply(rule.Pattern);
        foreach (byte[] domain in word.Length == 0 ? [] : NearbyDomains.Of(word))
        {
            witness = rule.File.IsAboutHosts ? domain : [.. rule.File.IsAboutLines ? "From: info@"u8 : "info@"u8, .. domain];
            byte[] subject = CaseFolding.Upper(witness);
            if (_matcher.Match(rule.Pattern, subject, out _) == MatchResult.Match && _matcher.Match(mended, subject, out _) == MatchResult.NoMatch)
                return true;
        }

        witness = [];
        return false;
    }

    private static PatternEdits Edits(params ReadOnlySpan<PatternEdits> several)
    {
        var all = new PatternEdits();
        foreach (PatternEdits edits in several)
            all.Add(edits);
        return all;
    }

    /// <summary>
    /// Finds an address that the rule hits, and that it would miss after the edits. The address should show only this fault, so it must also be
    /// hit when all other faults are mended. If there is no such address, any will do.
    /// </summary>
    private bool Differs(LintedRule rule, PatternEdits edits, PatternEdits others, LazyDfa? preferred, out byte[] witness)
    {
        var wanted = new List<Requirement> { new(_languages.Of(rule)!, true), new(Edited(rule, edits)!, false) };
        LazyDfa? mended = others.Count > 0 ? Edited(rule, others) : null;
        foreach ((bool isAlone, bool isPreferred)
            in (ReadOnlySpan<(bool IsAlone, bool IsPreferred)>)[(true, true), (true, false), (false, true), (false, false)])
        {
            if ((isAlone && mended is null) || (isPreferred && preferred is null))
                continue;
            Requirement[] all =
            [
                .. wanted, .. isAlone ? [new Requirement(mended!, true)] : ReadOnlySpan<Requirement>.Empty,
                .. isPreferred ? [new Requirement(preferred!, true)] : ReadOnlySpan<Requirement>.Empty,
            ];
            if (Witness.FindAddress(_languages, rule.File, all, out witness) == SearchResult.Found)
                return true;
        }

        witness = [];
        return false;
    }

    private LazyDfa? Edited(LintedRule rule, PatternEdits edits)
    {
        byte[] pattern = edits.Apply(rule.Pattern);
        foreach ((byte[] known, LazyDfa? kept) in _edited)
        {
            if (known.AsSpan().SequenceEqual(pattern))
                return kept;
        }

        LazyDfa? language = _languages.Of(pattern);
        _edited.Add((pattern, language));
        return language;
    }
}
