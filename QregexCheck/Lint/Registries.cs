using System;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Finds rules that hit everybody who has a name from one registry. The list is short and our own: registries from which most people get some
/// honest mail. The domain of a country and newer top-level domains are not in it, since such rules are made on purpose.
/// </summary>
internal sealed class Registries
{
    private static readonly string[] Known =
    [
        "com", "net", "org", "edu", "gov",
        "co.uk", "org.uk", "ac.uk", "gov.uk", "me.uk", "com.ar", "com.au", "net.au", "org.au", "edu.au", "com.br", "net.br", "org.br", "gov.br",
        "com.cn", "net.cn", "com.co", "co.id", "co.il", "org.il", "co.in", "net.in", "org.in", "co.jp", "ne.jp", "or.jp", "ac.jp", "co.ke", "co.kr",
        "or.kr", "com.mx", "com.my", "com.ng", "co.nz", "org.nz", "net.nz", "com.pe", "com.ph", "com.pk", "com.pl", "com.pt", "com.sa", "com.sg",
        "co.th", "com.tr", "com.tw", "com.ua", "com.uy", "com.ve", "com.vn", "co.za", "org.za",
    ];

    private static readonly byte[][][] Labels =
        Array.ConvertAll(Known, static name => Array.ConvertAll(name.ToUpperInvariant().Split('.'), System.Text.Encoding.ASCII.GetBytes));

    private readonly RuleLanguages _languages;
    private readonly RuleMatcher _matcher = new();
    private readonly LazyDfa?[] _names = new LazyDfa?[Known.Length];

    public Registries(RuleLanguages languages) => _languages = languages;

    public void Check(LintedRule rule, Findings findings)
    {
        if (rule.IsNegated || !rule.IsRegular || rule.File.IsAboutLines)
            return;
        ReadOnlySpan<byte> upper = CaseFolding.Upper(rule.Pattern);
        string? first = null;
        int count = 0;
        for (int i = 0; i < Known.Length; i++)
        {
            if (IsAbout(upper, Labels[i]) && TakesAll(rule, i))
            {
                first ??= Known[i];
                count++;
            }
        }

        if (first is null)
            return;
        string others = count == 1 ? string.Empty : $" (and of {count - 1} more)";
        findings.Add(
            LintCatalog.PublicSuffix, rule, $"the rule takes every domain under {first}{others}: anybody can have one there",
            System.Text.Encoding.ASCII.GetBytes((rule.File.IsAboutHosts ? "mail.optim." : "joe@optim.") + first));
    }

    /// <summary>True when the labels stand in the pattern. Few rules pass this test and are looked at further.</summary>
    private static bool IsAbout(ReadOnlySpan<byte> upper, byte[][] labels)
    {
        foreach (byte[] label in labels)
        {
            if (upper.IndexOf(label) < 0)
                return false;
        }

        return true;
    }

    private bool TakesAll(LintedRule rule, int number)
    {
        byte[] sample = CaseFolding.Upper(System.Text.Encoding.ASCII.GetBytes((rule.File.IsAboutHosts ? "zqxj-7vw." : "zqxj.7vw@zqxj-7vw.") + Known[number]));
        if (_matcher.Match(rule.Pattern, sample, out _) != MatchResult.Match)
            return false;
        LazyDfa names = _names[number] ??= _languages.Of(System.Text.Encoding.ASCII.GetBytes(
            "[a-z0-9]\\." + Known[number].Replace(".", "\\.", StringComparison.Ordinal) + "$"))!;
        Requirement[] missed = [new(rule.File.IsAboutHosts ? _languages.Host : _languages.Address, true), new(names, true), new(_languages.Of(rule)!, false)];
        return WordSearch.Find(missed, out _) == SearchResult.None;
    }
}
