using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>Makes random control files in which everything occurs that a control file can hold, and addresses to try on them.</summary>
internal sealed class RandomRules
{
    private static readonly string[] Annotations =
    [
        "#: action=log", "#: action=defer", "#: action=defer reply=\"450 4.7.1 later\"", "#: reply=\"550 5.7.1 no\" note=\"ticket 1\"",
        "#: until=2026-11-24", "#: until=2026-11-23", "#: until=2027-01-01", "#: until=2026-11-23 action=log", "#: action=bogus", "#: reply=\"450 x y\"",
        "#: until=2026-02-30", "#+ abc123@example.com", "#- info@example.com", "# a remark", "#: note=\"\"", "#:", "#: x",
    ];

    private static readonly string[] Domains = ["example.com", "mail.example.com", "example.org", "b.example", "test.invalid"];
    private static readonly string[] Names = ["info", "abc123", "news", "root", "john.doe", "sales99", "qwertyuiop12345", "a"];

    private readonly Random _random;
    private readonly RandomPatterns _patterns;
    private readonly List<string> _rules = [];

    public RandomRules(int seed)
    {
        _random = new Random(seed);
        _patterns = new RandomPatterns(seed + 1);
    }

    /// <summary>A control file of up to this many rules.</summary>
    public string File(int most)
    {
        _rules.Clear();
        var text = new StringBuilder();
        int count = _random.Next(0, most + 1);
        for (int i = 0; i < count; i++)
        {
            while (_random.Next(4) == 0)
                text.Append(Pick(Annotations)).Append('\n');
            string rule = Rule();
            _rules.Add(rule);
            text.Append(rule).Append('\n');
        }

        while (_random.Next(4) == 0)
            text.Append(Pick(Annotations)).Append('\n');
        return text.ToString();
    }

    /// <summary>An address, as it comes in the envelope.</summary>
    public byte[] Address() => _random.Next(6) switch
    {
        0 => _patterns.Subject(),
        1 => [],
        2 => Encoding.Latin1.GetBytes(Letters(_random.Next(1, 12)) + Digits(_random.Next(0, 6)) + "@" + Pick(Domains)),
        3 when _rules.Count > 0 => FromRule(Pick([.. _rules])),
        _ => Encoding.Latin1.GetBytes(Pick(Names) + "@" + Pick(Domains)),
    };

    private string Rule() => _random.Next(16) switch
    {
        0 or 1 or 2 => Latin(_patterns.Pattern()),
        3 => "!" + Latin(_patterns.Pattern()),
        4 => Latin(_patterns.BrokenPattern()),
        5 => "!" + Latin(_patterns.BrokenPattern()),
        6 when _rules.Count > 0 => Pick([.. _rules]),
        7 => $"^{Literal(Pick(Names))}@{Literal(Pick(Domains))}$",
        8 => $"@{Literal(Pick(Domains))}$",
        9 => $"!@{Literal(Pick(Domains))}$",
        10 => $"^[a-z]{{{_random.Next(1, 7)},}}[0-9]{{{_random.Next(1, 4)},}}@",
        11 => Pick(Names) + "\0" + Latin(_patterns.Pattern()) + (_random.Next(3) == 0 ? "\0" : string.Empty),
        12 => $"({Pick(Names)}|{Pick(Names)}).*@({Pick(Domains)}|x)",
        13 => $"^(.*)\\1@|([{Pick(Names)}])\\2",
        14 => $"{Letters(3)}|{Digits(2)}",
        _ => $"^{Literal(Pick(Names))}{(_random.Next(2) == 0 ? "[0-9]*" : "+")}@.*\\.{Letters(_random.Next(2, 4))}",
    };

    /// <summary>The rule's own text, less what only means something: often near a match.</summary>
    private static byte[] FromRule(string rule) =>
        Encoding.Latin1.GetBytes(string.Concat(rule.Where(letter => letter is not ('^' or '$' or '\\' or '!' or '\0' or '(' or ')' or '*'))));

    private string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('a' + _random.Next(26))));

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => _random.Next(10).ToString(CultureInfo.InvariantCulture)));

    private static string Literal(string text) => text.Replace(".", "\\.", StringComparison.Ordinal);

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
