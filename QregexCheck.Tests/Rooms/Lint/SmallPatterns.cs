using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>Random patterns over four bytes, and all words over them up to a length: small enough to try everything.</summary>
internal sealed class SmallPatterns
{
    public const int LongestWord = 5;

    private static readonly string[] Atoms = ["a", "a", "b", "b", "@", "-", ".", "[ab]", "[^a]", "[@b]", "\\w", "\\W", "\\a", "[^ab@]", "x"];
    private static readonly string[] Anchors = ["^", "$", "\\<", "\\>", "\\b", "\\B"];
    private static readonly string[] Repetitions = ["*", "+", "?", "{2}", "{0}", "{1,2}", "{2,}", "{,1}"];

    private readonly Random _random;
    private readonly SyntaxTree _tree = new();
    private readonly ExtendedRegexParser _parser;
    private readonly Nfa _nfa = new();
    private readonly NfaCompiler _compiler;

    public SmallPatterns(int seed)
    {
        _random = new Random(seed);
        _parser = new ExtendedRegexParser(_tree);
        _compiler = new NfaCompiler(_nfa);
    }

    /// <summary>Every word over <c>a b @ -</c>, the shortest first.</summary>
    public static IReadOnlyList<byte[]> Words { get; } = MakeWords();

    /// <summary>The language of those words.</summary>
    public static string WordsPattern => "^[ab@-]{0,5}$";

    /// <summary>A pattern; none from which glibc loses an anchor, as lint leaves those out of its comparisons.</summary>
    public byte[] Next()
    {
        while (true)
        {
            var text = new StringBuilder();
            Append(text, 0);
            byte[] pattern = Encoding.ASCII.GetBytes(text.ToString());
            if (!_parser.TryParse(pattern, out _))
                return pattern;
            _compiler.Compile(_tree);
            if (!_nfa.HasInertAnchors)
                return pattern;
        }
    }

    private static List<byte[]> MakeWords()
    {
        var words = new List<byte[]> { Array.Empty<byte>() };
        for (int at = 0; at < words.Count && words[at].Length < LongestWord; at++)
        {
            foreach (byte b in "AB@-"u8)
                words.Add([.. words[at], b]);
        }

        return words;
    }

    private void Append(StringBuilder text, int depth)
    {
        int branches = _random.Next(4) == 0 ? 2 : 1;
        for (int i = 0; i < branches; i++)
        {
            if (i > 0)
                text.Append('|');
            int pieces = _random.Next(depth == 0 ? 1 : 0, 4);
            for (int k = 0; k < pieces; k++)
            {
                if (_random.Next(5) == 0)
                {
                    text.Append(Anchors[_random.Next(Anchors.Length)]);
                    continue;
                }

                if (depth < 2 && _random.Next(4) == 0)
                {
                    text.Append('(');
                    Append(text, depth + 1);
                    text.Append(')');
                }
                else
                {
                    text.Append(Atoms[_random.Next(Atoms.Length)]);
                }

                if (_random.Next(3) == 0)
                    text.Append(Repetitions[_random.Next(Repetitions.Length)]);
            }
        }
    }
}
