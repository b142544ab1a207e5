using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Parity;

/// <summary>Small things exhaustively, through the matrix.</summary>
public sealed class ExhaustiveParityTests
{
    private static readonly string[] Atoms = ["a", "b", ".", "^", "$", "\\b", "\\B"];
    private static readonly string[] Repetitions = ["*", "+", "?", "{2}", "{0,2}", "{2,}"];

    private static readonly string[] Anchored = ["^a", "a$", "^$", "\\ba", "a\\b", "\\Bb", "\\<b", "b\\>", "^(a|\\b)*$", "()", "\\b", "\\B", "^[ab]*$", "-"];

    private readonly ITestOutputHelper _output;

    public ExhaustiveParityTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Every_pattern_of_up_to_two_operators_has_one_verdict_on_every_short_string() =>
        CompareAll(Enumerable.Range(0, 3).SelectMany(Patterns), ByteStrings.UpTo(4, "AB-"), atLeast: 400_000);

    [Fact]
    public void Patterns_of_three_operators_have_one_verdict_on_short_strings() =>
        CompareAll(Patterns(3).Where((_, i) => i % 17 == 0), ByteStrings.UpTo(3, "A-"), atLeast: 100_000);

    [Fact]
    public void Intervals_far_longer_than_the_subject_have_one_verdict() =>
        CompareAll(
            [
                "a{3,30000}", "^a{3,30000}$", "^(a{2,30}b?){3,40}$", "^(a?){4,9}$", "^(a|){4}$", "^(a*){3,}$", "^(a{2}|b){2,50}$", "(^|a){5}b",
                "^((a{1,9}){2,9}b){1,9}$", "^(a?b?){6}$", "(a$){2}", "(\\b|a){3}b", "^a{5,}b{0,7}$", "^(a{0}b){5}$", "(a{0}){9}b", "^(()|a){7}$",
            ],
            ByteStrings.UpTo(6, "AB"),
            atLeast: 1500);

    [Fact]
    public void Random_patterns_with_back_references_have_one_verdict()
    {
        string[] pieces =
        [
            "a", "b", "(a)", "(", "(", ")", ")", "\\1", "\\1", "\\2", "\\3", "*", "+", "?", "{2}", "{1,3}", "|", ".", "(a|b)", "(.*)", "()",
            "^", "$", "(b?)", "[ab]",
        ];
        byte[][] subjects = ByteStrings.UpTo(5, "AB");
        var random = new Random(20261124);
        var tree = new SyntaxTree();
        var parser = new ExtendedRegexParser(tree);
        var matrix = new Matrix(_output);
        while (matrix.Pairs < 2500 * subjects.Length)
        {
            string pattern = string.Concat(Enumerable.Range(0, random.Next(3, 11)).Select(_ => pieces[random.Next(pieces.Length)]));
            byte[] bytes = Encoding.ASCII.GetBytes(pattern);
            if (parser.TryParse(bytes, out _) && tree.HasBackReferences)
                matrix.Ask(RuleLines.Of(bytes), subjects);
        }

        matrix.Close();
        Assert.InRange(matrix.Hits, 10_000, matrix.Pairs * 9 / 10);
    }

    /// <summary>Where the reference of a group is plain, libc has no fault, and is asked as well.</summary>
    [Theory]
    [InlineData("^(a)\\1$")]
    [InlineData("(.)\\1")]
    [InlineData("^(.)(.)\\2\\1$")]
    [InlineData("^(a|b)\\1$")]
    [InlineData("^(a+)b\\1$")]
    [InlineData("^(.*)-\\1$")]
    [InlineData("^([ab]+)\\1")]
    [InlineData("((a)b)\\2\\1")]
    [InlineData("^(a|ab)(c|b)*\\1")]
    [InlineData("(a)b*\\1$")]
    [InlineData("^(.)\\1{2}$")]
    [InlineData("^(-)?(a)\\2")]
    [InlineData("\\b(a+)\\b.*\\b\\1\\b")]
    [InlineData("^((.).)\\2")]
    public void Plain_back_references_have_one_verdict(string pattern)
    {
        var matrix = new Matrix(_output);
        matrix.Ask(RuleLines.OfTable(Encoding.ASCII.GetBytes(pattern)), ByteStrings.UpTo(6, "ab-"));
        matrix.Close();
        Assert.InRange(matrix.Hits, 1, matrix.Pairs - 1);
    }

    /// <summary>Lists of rules on every short string: in a union the states of one rule meet those of all others.</summary>
    [Fact]
    public void Random_lists_of_rules_have_one_first_hit_on_every_short_string()
    {
        byte[][] subjects = ByteStrings.UpTo(5, "AB-0");
        var random = new RandomPatterns(20261125);
        var coins = new Random(20261125);
        var matrix = new Matrix(_output);
        for (int list = 0; list < 500; list++)
        {
            byte[][] patterns = [.. Enumerable.Range(0, coins.Next(1, 7)).Select(_ => random.Pattern())];
            matrix.Ask(RuleLines.Of(patterns, [.. patterns.Select(_ => coins.Next(4) == 0)]), subjects);
        }

        matrix.Close();
        Assert.InRange(matrix.Hits, matrix.Pairs / 4, matrix.Pairs * 99 / 100);
    }

    /// <summary>Anchors that look at words, and what stands at the very beginning and end, in every combination of three rules.</summary>
    [Fact]
    public void Anchored_rules_have_one_first_hit_in_every_combination()
    {
        byte[][] patterns = [.. Anchored.Select(Encoding.ASCII.GetBytes)];
        byte[][] subjects = ByteStrings.UpTo(4, "AB-");
        var matrix = new Matrix(_output);
        for (int mix = 0; mix < patterns.Length * patterns.Length * patterns.Length; mix++)
        {
            byte[][] rules =
                [patterns[mix % patterns.Length], patterns[mix / patterns.Length % patterns.Length], patterns[mix / patterns.Length / patterns.Length]];
            matrix.Ask(RuleLines.Of(rules, [(mix & 1) != 0, (mix & 2) != 0, (mix & 4) != 0]), subjects);
        }

        matrix.Close();
        Assert.InRange(matrix.Hits, matrix.Pairs / 4, matrix.Pairs * 99 / 100);
    }

    private static IEnumerable<string> Patterns(int operators)
    {
        if (operators == 0)
        {
            foreach (string atom in Atoms)
                yield return atom;
            yield break;
        }

        foreach (string inner in Patterns(operators - 1))
        {
            foreach (string repetition in Repetitions)
                yield return $"({inner}){repetition}";
        }

        for (int left = 0; left < operators; left++)
        {
            foreach (string first in Patterns(left))
            {
                foreach (string second in Patterns(operators - 1 - left))
                {
                    yield return $"({first})({second})";
                    yield return $"({first}|{second})";
                }
            }
        }
    }

    private void CompareAll(IEnumerable<string> patterns, byte[][] subjects, int atLeast)
    {
        var matrix = new Matrix(_output);
        foreach (string pattern in patterns)
            matrix.Ask(RuleLines.Of(Encoding.ASCII.GetBytes(pattern)), subjects);
        matrix.Close();
        Assert.InRange(matrix.Pairs, atLeast, long.MaxValue);
        Assert.InRange(matrix.Hits, matrix.Pairs / 20, matrix.Pairs * 19 / 20);
    }
}
