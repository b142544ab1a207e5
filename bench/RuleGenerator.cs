using System;
using System.Collections.Generic;
using System.Globalization;

namespace QregexCheck.Bench;

/// <summary>
/// Writes rules as administrators do, the same ones in every run. None of them hits <see cref="Miss"/>, and only the last one <see cref="Hit"/>.
/// </summary>
/// <remarks>
/// Of ten rules four are exact addresses (half of them anchored), two are domains with a bare dot, two are letters and digits at a
/// domain, one is a domain with what is below it, and one holds no literal to search for.
/// </remarks>
internal sealed class RuleGenerator
{
    /// <summary>The address that no rule hits. It runs far into each rule that has no literal.</summary>
    public const string Miss = "konstantin42@example.org";

    /// <summary>The address that the last rule hits.</summary>
    public const string Hit = "8341702qx2201@example.com";

    /// <summary>An address of 900 bytes that no rule hits: it runs far into many of them, too.</summary>
    public static readonly string LongMiss = new string('k', 887) + "4@example.org";

    private const string LastRule = @"^[0-9]{7}qx[0-9]{4}@example\.com$";
    private const string LastRuleWithoutLiteral = "^[0-9]{7}[a-z]{2}[0-9]{4}@";
    private const int Seed = 1;

    private static readonly string[] Syllables =
        ["ba", "be", "bri", "ca", "chi", "cor", "da", "del", "dra", "el", "en", "fa", "fer", "fi", "ga", "gen", "go", "ha", "hil", "in",
            "ja", "jo", "ka", "ker", "ko", "la", "len", "lo", "ma", "mer", "mi", "na", "nel", "no", "ol", "or", "pa", "pe", "pro", "ra",
            "ren", "ri", "ro", "sa", "sen", "si", "so", "ta", "ter", "ti", "to", "ul", "va", "ver", "vi", "wa", "wi", "xan", "za", "zo"];

    private static readonly string[] TopLevels = ["com", "com", "com", "net", "org", "de", "info", "co.uk"];

    private readonly Random _random = new(Seed);
    private readonly HashSet<string> _known = [];

    /// <summary>Rules of all kinds.</summary>
    public static List<string> Mixed(int count) => new RuleGenerator().Generate(count, LastRule, (generator, i) => generator.MixedRule(i));

    /// <summary>Only rules without a literal.</summary>
    public static List<string> WithoutLiteral(int count) =>
        new RuleGenerator().Generate(count, LastRuleWithoutLiteral, (generator, _) => generator.RuleWithoutLiteral());

    /// <summary>Different words of two or three syllables.</summary>
    public static List<string> Words(int count)
    {
        var generator = new RuleGenerator();
        var words = new List<string>(count);
        while (words.Count < count)
        {
            string word = generator.Word(2 + generator.Below(2));
            if (generator._known.Add(word))
                words.Add(word);
        }

        return words;
    }

    /// <summary>Rules each of which is a list of 1,000 words before the <c>@</c>, all of them different.</summary>
    public static List<string> WordLists(int count)
    {
        List<string> words = Words(count * 1_000);
        return new RuleGenerator().Generate(count + 1, LastRule, (_, i) => "^(" + string.Join('|', words.GetRange(i * 1_000, 1_000)) + ")@");
    }

    /// <summary>Rules of twenty words, and a choice of hosts behind the <c>@</c>.</summary>
    public static List<string> TwentyWords(int count) =>
        new RuleGenerator().Generate(count, LastRule, (generator, _) => generator.TwentyWordRule());

    /// <summary>Rules of POSIX classes, without a literal.</summary>
    public static List<string> Classes(int count) => new RuleGenerator().Generate(count, LastRule, (generator, _) => generator.ClassRule());

    /// <summary>Rules that start with <c>!</c>, and let <see cref="Miss"/> and <see cref="Hit"/> pass.</summary>
    public static List<string> Negated(int count) =>
        new RuleGenerator().Generate(count, LastRule, (_, i) => Text($"!(@example\\.[a-z]{{3}}$|host{i}\\.)"));

    /// <summary>Rules that start with <c>!</c>, of which <see cref="Miss"/> passes by one domain, and <see cref="Hit"/> by the other.</summary>
    public static List<string> NegatedOfTwoDomains(int count) =>
        new RuleGenerator().Generate(count, LastRule, (_, i) => Text($"!(@example\\.org$|@example\\.com$|host{i}\\.)"));

    /// <summary>Different domains, as a plain list has them, one below another's name now and then.</summary>
    /// <param name="count">How many.</param>
    /// <param name="host">What the first label of each begins with, a number behind it; empty for domains of two labels.</param>
    public static List<string> Domains(int count, string host = "")
    {
        var generator = new RuleGenerator();
        var domains = new List<string>(count);
        while (domains.Count < count)
        {
            string domain = (host.Length == 0 ? "" : Text($"{host}{generator.Below(1_000)}.")) + generator.Domain();
            if (generator._known.Add(domain))
                domains.Add(domain);
        }

        return domains;
    }

    private List<string> Generate(int count, string last, Func<RuleGenerator, int, string> next)
    {
        var rules = new List<string>(count);
        while (rules.Count < count - 1)
        {
            string rule = next(this, rules.Count);
            if (_known.Add(rule))
                rules.Add(rule);
        }

        rules.Add(last);
        return rules;
    }

    private string MixedRule(int i) => (i % 10) switch
    {
        0 or 5 => Person() + "@" + Domain(),
        1 or 6 => "^" + Person() + "@" + (Below(2) == 0 ? "example.org" : Domain()).Replace(".", @"\.", StringComparison.Ordinal) + "$",
        2 or 7 => "@" + Domain(),
        3 or 8 => "[a-z]+[0-9]+@" + Domain(),
        9 => "[@.]" + Domain().Replace(".", @"\.", StringComparison.Ordinal) + "$",
        _ => RuleWithoutLiteral(),
    };

    private string RuleWithoutLiteral()
    {
        int letters = 6 + Below(10);
        int digits = 3 + Below(6);
        int mostLetters = letters + 1 + Below(16);
        int mostDigits = digits + 1 + Below(8);
        return Below(4) switch
        {
            0 => Text($"^[a-z]{{{letters},}}[0-9]{{{digits},}}@"),
            1 => Text($"^[a-z]{{{letters},{mostLetters}}}[0-9]{{{digits},{mostDigits}}}@"),
            2 => Text($"^[a-z]{{{letters}}}[0-9]{{{digits},{mostDigits}}}@"),
            _ => Text($"^[0-9]{{{digits},{mostDigits}}}[a-z]{{{letters},{mostLetters}}}@"),
        };
    }

    private string TwentyWordRule()
    {
        var words = new string[20];
        for (int i = 0; i < words.Length; i++)
            words[i] = Word(2) + Text($"{Below(100)}");
        return "(" + string.Join('|', words) + ").*@(mail|mx|smtp)\\." + Domain().Replace(".", @"\.", StringComparison.Ordinal) + "$";
    }

    private string ClassRule()
    {
        string mark = Below(2) == 0 ? "[[:punct:]]" : "";
        return Text($"^[[:alpha:]]{{{1 + Below(12)}}}[[:digit:]]{{{1 + Below(9)}}}[[:alpha:]]{{{1 + Below(9)}}}[[:digit:]]{{{1 + Below(9)}}}{mark}@");
    }

    private string Person() => Word(2) + (Below(2) == 0 ? "." : "") + Word(2) + (Below(3) == 0 ? Text($"{Below(100)}") : "");

    private string Domain() => Word(2 + Below(3)) + (Below(4) == 0 ? "-" + Word(2) : "") + "." + TopLevels[Below(TopLevels.Length)];

    private string Word(int syllables)
    {
        string word = "";
        for (int i = 0; i < syllables; i++)
            word += Syllables[Below(Syllables.Length)];
        return word;
    }

    private int Below(int limit) => _random.Next(limit);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
