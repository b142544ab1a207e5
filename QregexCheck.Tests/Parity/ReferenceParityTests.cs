using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Syntax;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Parity;

/// <summary>Small things exhaustively: the fast matchers against the slow one.</summary>
public sealed class ReferenceParityTests
{
    private static readonly string[] Atoms = ["a", "b", ".", "^", "$", "\\b", "\\B"];
    private static readonly string[] Repetitions = ["*", "+", "?", "{2}", "{0,2}", "{2,}"];

    private readonly ITestOutputHelper _output;

    public ReferenceParityTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Every_pattern_of_up_to_two_operators_decides_every_short_string_as_the_reference_does() =>
        CompareAll(Enumerable.Range(0, 3).SelectMany(Patterns), Strings("AB-", 4).ToArray(), atLeast: 400_000);

    [Fact]
    public void Patterns_of_three_operators_decide_short_strings_as_the_reference_does() =>
        CompareAll(Patterns(3).Where((_, i) => i % 17 == 0), Strings("A-", 3).ToArray(), atLeast: 100_000);

    [Fact]
    public void The_reference_itself_decides_as_glibc_does_where_glibc_has_no_fault()
    {
        byte[][] subjects = Strings("AB-", 4).ToArray();
        int pairs = 0;
        foreach (string pattern in Enumerable.Range(0, 3).SelectMany(Patterns))
        {
            byte[] bytes = Latin(pattern);
            if (Deviations.Touch(bytes))
                continue;
            SyntaxTree tree = Parsed.Tree(pattern);
            string[] expected = Glibc.Verdicts(bytes, subjects);
            for (int i = 0; i < subjects.Length; i++, pairs++)
                Assert.True(expected[i] == (ReferenceMatcher.IsMatch(tree, subjects[i]) ? "match" : "nomatch"), $"{pattern} on {Text(subjects[i])}");
        }

        Assert.InRange(pairs, 100_000, int.MaxValue);
    }

    [Fact]
    public void Random_patterns_with_back_references_are_decided_as_the_reference_does()
    {
        string[] pieces = ["a", "b", "(a)", "(", "(", ")", ")", "\\1", "\\1", "\\2", "\\3", "*", "+", "?", "{2}", "{1,3}", "|", ".", "(a|b)", "(.*)", "()", "^", "$", "(b?)", "[ab]"];
        byte[][] subjects = Strings("AB", 5).ToArray();
        var random = new Random(20261124);
        var tree = new SyntaxTree();
        var parser = new ExtendedRegexParser(tree);
        var engine = new OurEngine();
        var differences = new List<string>();
        int patterns = 0;
        int matches = 0;
        while (patterns < 2500)
        {
            string pattern = string.Concat(Enumerable.Range(0, random.Next(3, 11)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (!parser.TryParse(Latin(pattern), out _) || !tree.HasBackReferences)
                continue;
            patterns++;
            foreach (byte[] subject in subjects)
            {
                string expected = ReferenceMatcher.IsMatch(tree, subject) ? "match" : "nomatch";
                string actual = engine.Verdict(Latin(pattern), subject);
                matches += expected == "match" ? 1 : 0;
                if (actual != expected)
                    differences.Add($"{pattern} on {Text(subject)}: {expected}, ours {actual}");
            }
        }

        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{patterns * subjects.Length} pairs, {matches} matches"));
        Assert.Equal([], differences.Take(10));
        Assert.InRange(matches, 10_000, patterns * subjects.Length * 9 / 10);
    }

    [Fact]
    public void Intervals_far_longer_than_the_subject_are_decided_as_the_reference_does() =>
        CompareAll(
            [
                "a{3,30000}", "^a{3,30000}$", "^(a{2,300}b?){3,400}$", "^(a?){4,9}$", "^(a|){4}$", "^(a*){3,}$", "^(a{2}|b){2,50}$", "(^|a){5}b",
                "^((a{1,9}){2,9}b){1,9}$", "^(a?b?){6}$", "(a$){2}", "(\\b|a){3}b", "^a{5,}b{0,7}$", "^(a{0}b){5}$", "(a{0}){9}b", "^(()|a){7}$",
            ],
            Strings("AB", 6).ToArray(),
            atLeast: 1500);

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

    private static IEnumerable<byte[]> Strings(string alphabet, int longest)
    {
        IEnumerable<string> strings = [""];
        for (int length = 0; length <= longest; length++)
        {
            foreach (string text in strings)
                yield return Latin(text);
            strings = strings.SelectMany(text => alphabet.Select(letter => text + letter)).ToArray();
        }
    }

    private void CompareAll(IEnumerable<string> patterns, byte[][] subjects, int atLeast)
    {
        var nfa = new Nfa();
        var compiler = new NfaCompiler(nfa);
        var matcher = new NfaMatcher();
        var differences = new List<string>();
        int pairs = 0;
        int matches = 0;
        foreach (string pattern in patterns)
        {
            SyntaxTree tree = Parsed.Tree(pattern);
            int built = -1;
            foreach (byte[] subject in subjects)
            {
                if (subject.Length != built)
                    compiler.Compile(tree, built = subject.Length);
                pairs++;
                bool expected = ReferenceMatcher.IsMatch(tree, subject);
                matches += expected ? 1 : 0;
                if (matcher.IsMatch(nfa, subject) != expected)
                    differences.Add($"{pattern} on {Text(subject)}: expected {expected}");
            }
        }

        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pairs} pairs, {matches} matches"));
        Assert.Equal([], differences.Take(10));
        Assert.InRange(pairs, atLeast, int.MaxValue);
        Assert.InRange(matches, pairs / 20, pairs * 19 / 20);
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
