using System;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>Finds for a rule an address that it hits, and one that it does not: its tests, which lint looks at for ever after.</summary>
internal sealed class RuleExamples
{
    private readonly LintedFile _file;
    private readonly PatternCompiler _compiler = new();
    private readonly RuleMatcher _matcher = new();
    private readonly RuleLanguages _languages = new();
    private readonly Sampler _sampler;

    /// <param name="list">What the rules are asked about.</param>
    public RuleExamples(ControlList list)
    {
        _file = new LintedFile(ControlLists.Name(list), list, []);
        _sampler = new Sampler(_languages);
    }

    /// <summary>Writes the examples as annotations. One that is not found, or can't stand in a comment, is not written.</summary>
    public void Write(byte[] text, ByteText output)
    {
        var rule = new LintedRule(_file, Rule.Of(text), _compiler);
        byte[]? hit = Hit(rule);
        if (hit is not null)
            output.Add("#+ "u8).Add(hit).Add("\n"u8);
        if (Missed(rule, hit) is { } missed)
            output.Add("#- "u8).Add(missed).Add("\n"u8);
    }

    private byte[]? Hit(LintedRule rule)
    {
        byte[]? word = null;
        if (!rule.IsNegated && _compiler.TryParse(rule.Pattern, out _))
            word = _sampler.Member(rule, _compiler.Tree);
        if (word is null || (_file.IsAboutHosts ? _languages.Host : _languages.Address).Accepts(word) != true)
            word = Searched(rule, isHit: true) ?? word;
        return Fit(rule, word, isHit: true);
    }

    /// <summary>An address that is nearly one that the rule hits; else a stranger's.</summary>
    private byte[]? Missed(LintedRule rule, byte[]? hit)
    {
        if (hit is not null && !rule.IsNegated)
        {
            int domain = hit.AsSpan().LastIndexOf((byte)'@') + 1;
            byte[] longer = [.. hit, .. ".ro"u8];
            byte[] other = [.. hit.AsSpan(0, domain), (byte)'x', .. hit.AsSpan(domain)];
            if ((Fit(rule, longer, isHit: false) ?? Fit(rule, other, isHit: false)) is { } near)
                return near;
        }

        return Fit(rule, rule.IsNegated ? null : _sampler.Stranger(rule), isHit: false) ?? Fit(rule, Searched(rule, isHit: false), isHit: false);
    }

    private byte[]? Searched(LintedRule rule, bool isHit) =>
        _languages.Of(rule.Pattern) is { } language
        && Witness.FindAddress(_languages, _file.IsAboutHosts, [new Requirement(language, MustAccept: isHit != rule.IsNegated)], out byte[] word)
            == SearchResult.Found
            ? word
            : null;

    /// <summary>The word in small letters, if it shows what it should and can be written; else null.</summary>
    private byte[]? Fit(LintedRule rule, byte[]? word, bool isHit)
    {
        if (word is null || word.Length == 0 || PlainBytes.IndexOfUnprintable(word) >= 0 || word[0] == (byte)' ' || word[^1] == (byte)' ')
            return null;
        MatchResult result = _matcher.Match(rule.Pattern, CaseFolding.Upper(word), out _);
        return (isHit ? rule.AsRule.Hits(result) : rule.AsRule.Misses(result)) ? Witness.InSmallLetters(word) : null;
    }
}
