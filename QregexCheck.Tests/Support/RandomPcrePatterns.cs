using System;
using System.Linq;
using System.Text;

namespace QregexCheck.Tests.Support;

/// <summary>Makes random Perl-compatible patterns, and the addresses to try them on, from a seed.</summary>
internal sealed class RandomPcrePatterns
{
    private static readonly string[] Atoms =
    [
        "a", "b", "A", "c", "0", "_", "-", "@", ".", "\\.", "x", "[ab]", "[^ab]", "[a-c]", "[^A-Z]", "[[:alpha:]]", "[[:digit:]_]", "[^[:space:]]", "[]a]",
        "[a-]", "[\\w.-]", "[^\\s@]", "\\w", "\\W", "\\s", "\\S", "\\d", "\\D", "\\h", "\\H", "\\v", "\\V", "\\R", "\\N", "\\x41", "\\x{62}", "\\101",
        "\\o{142}", "\\-", "\\@", "}", "]", "\\t", "\\e", "[\\x41-\\x43]", "[\\b]", "[[:^upper:]]", "[[:lower:]]", "[^[:^alnum:]]", "\\{", "é",
        "[^é]", ",", "[!#]", "[\\]^-]", "[\\[\\]]", "\\x{e9}", "(?#c)", "[[:word:]]", "!", "#", "[\\da-c]", "ab", "a@b", "[.@-]", " ",
    ];

    private static readonly string[] Anchors = ["^", "$", "\\b", "\\B", "\\A", "\\Z", "\\z", "(?:^)", "(?:\\b)"];

    private static readonly string[] Repetitions = ["*", "+", "?", "{2}", "{0}", "{1,2}", "{2,}", "{0,1}", "*?", "+?", "??", "{1,2}?", "{0,}"];

    private static readonly string[] Groups = ["(", "(?:", "(?i:", "(?-i:", "(?<n>", "(?|", "(?s:", "(?x:", "(?m-i:", "(?^:"];

    private static readonly string[] Looks = ["(?=", "(?!", "(?<=", "(?<!", "(?!.*", "(?=.*"];

    // Pieces that stand where the grammar does not want them.
    private static readonly string[] Soup =
    [
        "a", "b", "[", "]", "(", ")", "{", "}", "*", "+", "?", "|", "^", "$", "\\", ".", "1", ",", ":", "=", "[:alpha:]", "[:", ":]", "(?", "(?=", "(?<",
        "(?i)",
        "(?x)", "#", "\\x", "\\1", "\\12", "{1", "1}", "(*", "-", "!", "<", "[^", "é", " ", "\\c", "\\p", "(?>", "++", "\\Q", "\\E", "\\K", "(?#", "P", "R",
    ];

    private readonly Random _random;

    public RandomPcrePatterns(int seed) => _random = new Random(seed);

    /// <summary>A pattern from the grammar.</summary>
    /// <param name="looks">True to have lookarounds in it.</param>
    public byte[] Pattern(bool looks)
    {
        var text = new StringBuilder();
        if (_random.Next(8) == 0)
            text.Append("(?i)");
        AppendAlternatives(text, 0, looks);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>A pattern of random pieces.</summary>
    public byte[] BrokenPattern() => Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, _random.Next(1, 9)).Select(_ => Pick(Soup))));

    /// <summary>Addresses of bytes that patterns speak of.</summary>
    public byte[][] Subjects(int count) => [.. Enumerable.Range(0, count).Select(_ => Subject())];

    private byte[] Subject()
    {
        const string Bytes = "aabbABBcC00_-@@..x,!#{}][^\t \u00e9\u00a0\u0085\r\b";
        int common = _random.Next(3) == 0 ? Bytes.Length : 14;
        return Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, _random.Next(0, 8)).Select(_ => Bytes[_random.Next(common)])));
    }

    private void AppendAlternatives(StringBuilder text, int depth, bool looks)
    {
        int branches = _random.Next(10) < 7 ? 1 : _random.Next(2, 4);
        for (int i = 0; i < branches; i++)
        {
            if (i > 0)
                text.Append('|');
            for (int pieces = _random.Next(depth == 0 ? 1 : 0, 4); pieces > 0; pieces--)
                AppendPiece(text, depth, looks);
        }
    }

    private void AppendPiece(StringBuilder text, int depth, bool looks)
    {
        if (_random.Next(6) == 0)
        {
            text.Append(Pick(Anchors));
            return;
        }

        if (looks && depth < 3 && _random.Next(4) == 0)
        {
            text.Append(Pick(Looks));
            AppendAlternatives(text, depth + 1, looks);
            text.Append(')');
            return;
        }

        if (depth < 3 && _random.Next(4) == 0)
        {
            text.Append(Pick(Groups));
            AppendAlternatives(text, depth + 1, looks);
            text.Append(')');
        }
        else
        {
            text.Append(Pick(Atoms));
        }

        if (_random.Next(3) == 0)
            text.Append(Pick(Repetitions));
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
