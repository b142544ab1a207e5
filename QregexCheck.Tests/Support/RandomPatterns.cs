using System;
using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Tests.Support;

/// <summary>Makes random patterns and the subjects to try them on, from a seed.</summary>
internal sealed class RandomPatterns
{
    private static readonly string[] Atoms =
    [
        "a", "b", "A", "0", "_", "-", "@", ".", "\\.", "x", "[ab]", "[^ab]", "[a-c]", "[[:alpha:]]", "[[:digit:]_]", "[^[:space:]]",
        "[]a]", "[a-]", "[[.-.]b]", "[[=a=]]", "\\w", "\\W", "\\s", "\\S", "\\a", "}", "]", "[A-_]", "[`-{]", "\\A", "é", "[\\w]", ",",
    ];

    private static readonly string[] Anchors = ["^", "$", "\\<", "\\>", "\\b", "\\B", "\\`", "\\'"];

    private static readonly string[] Repetitions = ["*", "+", "?", "{2}", "{0}", "{1,2}", "{,2}", "{2,}", "{0,1}", "{,}", "{1\\,2}", "{03}", "*?", "+*"];

    // What soup is made of: every byte that means something, a few that mean nothing.
    private static readonly string[] Soup =
    [
        "a", "b", "-", "[", "]", "(", ")", "{", "}", "*", "+", "?", "|", "^", "$", "\\", ".", "1", "2", ",", ":", "=", "[:alpha:]", "[.a.]", "[=b=]",
        "[:", ":]", "[.", ".]", "z", "A", "\\1", "\\2", "{1", "1}", "\\,", "[^", "\u00e9", " ", "_", "\\<", "\\d",
    ];

    // With more, or deeper down, glibc's regcomp can take exponential time.
    private const int MostRepetitionsAroundAnchor = 1;

    private readonly Random _random;

    public RandomPatterns(int seed) => _random = new Random(seed);

    /// <summary>A pattern from the grammar, in which nearly all compile.</summary>
    public byte[] Pattern()
    {
        var text = new StringBuilder();
        AppendAlternatives(text, depth: 0, repetitions: 0);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>A pattern of random pieces, most of which are refused, each for some reason.</summary>
    public byte[] BrokenPattern()
    {
        var text = new StringBuilder();
        int pieces = _random.Next(1, 9);
        for (int i = 0; i < pieces; i++)
            text.Append(Pick(Soup));
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>A subject of bytes that patterns speak of.</summary>
    public byte[] Subject()
    {
        const string Bytes = "aabbABx0_-@.} ,c\u00e9\\]`[~";
        var text = new StringBuilder();
        int length = _random.Next(0, 9);
        for (int i = 0; i < length; i++)
            text.Append(Bytes[_random.Next(Bytes.Length)]);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    public byte[][] Subjects(int count)
    {
        var subjects = new List<byte[]>(count);
        for (int i = 0; i < count; i++)
            subjects.Add(Subject());
        return subjects.ToArray();
    }

    private void AppendAlternatives(StringBuilder text, int depth, int repetitions)
    {
        int branches = _random.Next(10) < 7 ? 1 : _random.Next(2, 4);
        for (int i = 0; i < branches; i++)
        {
            if (i > 0)
                text.Append('|');
            int pieces = _random.Next(depth == 0 ? 1 : 0, 4);
            for (int k = 0; k < pieces; k++)
                AppendPiece(text, depth, repetitions);
        }
    }

    private void AppendPiece(StringBuilder text, int depth, int repetitions)
    {
        if (repetitions * depth <= MostRepetitionsAroundAnchor && _random.Next(6) == 0)
        {
            text.Append(Pick(Anchors));
            return;
        }

        bool repeated = _random.Next(3) == 0;
        if (depth < 3 && _random.Next(4) == 0)
        {
            text.Append('(');
            AppendAlternatives(text, depth + 1, repeated ? repetitions + 1 : repetitions);
            text.Append(')');
        }
        else
        {
            text.Append(Pick(Atoms));
        }

        if (repeated)
            text.Append(Pick(Repetitions));
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
