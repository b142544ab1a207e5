using System;
using QregexCheck.Proof;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Lint;

/// <summary>Looks at all that a rule matches: everything, nothing, or nothing that is an address.</summary>
internal sealed class LanguageChecks
{
    private readonly RuleLanguages _languages;
    private readonly Sampler _sampler;
    private readonly LazyDfa _freshDomain;
    private readonly LazyDfa _freshLocalPart;

    public LanguageChecks(RuleLanguages languages, Sampler sampler)
    {
        _languages = languages;
        _sampler = sampler;

        // Names that no rule knows. Only words with a single @ count, since an unanchored rule finds its words in any longer text.
        _freshDomain = languages.Of("[@.]zqxj-7vw\\.kyq$"u8)!;
        _freshLocalPart = languages.Of("^zqxj\\.7vw@"u8)!;
    }

    /// <summary>Checks a rule.</summary>
    /// <param name="rule">A regular rule.</param>
    /// <param name="tree">Its tree.</param>
    /// <param name="isKnownDead">True when a finding says already that a part of it matches nothing.</param>
    /// <param name="findings">Where findings go.</param>
    /// <param name="sample">Some upper-cased subject that the rule hits; null when none has been found.</param>
    /// <returns>False when the rule says so little that comparing it with others would be noise.</returns>
    public bool Check(LintedRule rule, SyntaxTree tree, bool isKnownDead, Findings findings, out byte[]? sample)
    {
        sample = null;
        byte[]? member = _sampler.Member(rule, tree);
        LazyDfa? language = null;
        if (member is null || !_sampler.IsAddress(rule, member))
        {
            language = _languages.Of(rule)!;
            Requirement[] matches = [new(language, MustAccept: true)];
            SearchResult result = Witness.FindAddress(_languages, rule.File, matches, out byte[] address);
            if (result == SearchResult.Unknown)
                return Unchecked(rule, findings);
            if (result == SearchResult.None)
                return CheckNoAddress(rule, tree, language, isKnownDead, findings);
            member = CaseFolding.Upper(address);
        }

        if (rule.IsNegated)
            return CheckNegated(rule, findings, out sample);
        sample = member;
        if (_sampler.Stranger(rule) is not null)
            return true;
        Requirement[] misses = [new(language ?? _languages.Of(rule)!, MustAccept: false)];
        SearchResult missed = Witness.FindOrdinary(_languages, rule.File, misses, out _);
        if (missed == SearchResult.None && rule.IsConditional)
            return false;
        if (missed == SearchResult.None)
        {
            findings.Add(LintCatalog.MatchesAll, rule, $"the rule matches every {rule.File.Noun}", Ordinary(rule), LiteralOf(rule));
            return false;
        }

        return missed == SearchResult.Found || Unchecked(rule, findings);
    }

    private static bool Unchecked(LintedRule rule, Findings findings)
    {
        findings.Add(LintCatalog.Unchecked, rule, "the rule works, but it has too many states: lint can't tell all that it matches");
        return false;
    }

    /// <summary>An address literal, such as [192.0.2.1], as a rule; null for any other rule. Source: RFC 5321 4.1.3.</summary>
    private static byte[]? LiteralOf(LintedRule rule)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (rule.IsNegated || pattern.Length < 9 || pattern[0] != (byte)'[' || pattern[^1] != (byte)']' || pattern.Count((byte)'.') != 3)
            return null;

        var literal = new ByteText().Add(rule.File.IsAboutHosts ? "^\\["u8 : rule.File.IsAboutLines ? "\\["u8 : "@\\["u8);
        foreach (byte b in pattern[1..^1])
        {
            if (b == (byte)'.')
                literal.Add((byte)'\\');
            else if (!char.IsAsciiDigit((char)b))
                return null;
            literal.Add(b);
        }

        return literal.Add(rule.File.IsAboutLines ? "]"u8 : "]$"u8).Bytes.ToArray();
    }

    private static byte[] Ordinary(LintedRule rule) =>
        rule.File.IsAboutHosts ? "optim.ro"u8.ToArray() : rule.File.IsAboutLines ? "From: joe@optim.ro"u8.ToArray() : "joe@optim.ro"u8.ToArray();

    private static bool CheckNoAddress(LintedRule rule, SyntaxTree tree, LazyDfa language, bool isKnownDead, Findings findings)
    {
        SearchResult result = WordSearch.Find([new(language, MustAccept: true)], out byte[] word);
        string subject = rule.File.IsAboutLines ? "line of Received, Message-ID, From or Return-Path" : rule.File.Noun;
        if (rule.IsNegated && rule.IsConditional)
            return false;
        if (rule.IsNegated)
        {
            findings.Add(
                LintCatalog.NegatedRefusesAll, rule,
                $"the part behind the ! matches no {subject}: the rule {(rule.File.IsAboutLines ? "hits every line" : "refuses everyone")}", Ordinary(rule));
        }
        else if (result == SearchResult.None && !isKnownDead)
        {
            findings.Add(LintCatalog.MatchesNone, rule, "the rule matches nothing: no text satisfies all its parts");
        }
        else if (result == SearchResult.Found)
        {
            findings.Add(
                LintCatalog.MatchesNoAddress, rule, $"the rule matches no {subject}, only texts such as the one below", Witness.InSmallLetters(word),
                WithoutStart(rule, tree));
        }

        return false;
    }

    /// <summary>A domain between ^ and $ without its ^, since no address begins with its domain; null for any other rule.</summary>
    private static byte[]? WithoutStart(LintedRule rule, SyntaxTree tree)
    {
        var map = new PatternMap(tree, rule.Pattern);
        if (rule.File.IsAboutHosts || rule.File.IsAboutLines || !map.IsAnchor(0, Anchor.Start))
            return null;
        int from = map.IsDot(1) ? map.EndOf(1) : map.IsAnyByte(1) ? 2 : 1;
        return map.IsDomain(from, out _, out byte[] word) && (from > 1 || System.Array.IndexOf(word, (byte)'.') >= 0) ? rule.Pattern[1..].ToArray() : null;
    }

    private bool CheckNegated(LintedRule rule, Findings findings, out byte[]? sample)
    {
        LazyDfa language = _languages.Of(rule)!;
        Requirement refused = new(language, MustAccept: false);
        sample = _sampler.Stranger(rule);
        if (sample is null)
        {
            SearchResult result = Witness.Find(_languages, rule.File, [refused, new(_languages.NotEmpty, MustAccept: true)], out byte[] word);
            if (result == SearchResult.Unknown)
                return Unchecked(rule, findings);
            if (result == SearchResult.None)
            {
                findings.Add(
                    LintCatalog.NegatedRefusesNone, rule,
                    $"the part behind the ! matches everything: the rule {(rule.File.IsAboutLines ? "hits no line" : "refuses no one")}", Ordinary(rule));
                return false;
            }

            sample = CaseFolding.Upper(word);
        }

        return true;
    }

    /// <summary>True when the part behind the <c>!</c> names certain domains or persons, so that all others are refused.</summary>
    public bool RefusesMost(LintedRule rule, out byte[] witness)
    {
        witness = [];
        LazyDfa? language = _languages.Of(rule);
        if (language is null || rule.File.IsAboutHosts || rule.File.IsAboutLines)
            return false;
        Requirement matches = new(language, MustAccept: true);
        bool namesSome = WordSearch.Find([matches, new(_freshDomain, true), new(_languages.Address, true)], out _) == SearchResult.None
            || WordSearch.Find([matches, new(_freshLocalPart, true), new(_languages.Address, true)], out _) == SearchResult.None;
        return namesSome
            && Witness.FindOrdinary(_languages, isHost: false, [new(language, MustAccept: false)], out witness) == SearchResult.Found;
    }
}
