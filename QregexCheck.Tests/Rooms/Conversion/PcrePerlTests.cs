using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Perl is the judge of what its patterns match: each translation is compared with it on random addresses.</summary>
public sealed class PcrePerlTests
{
    private const int SubjectsPerPattern = 12;

    private readonly ITestOutputHelper _output;
    private readonly OurEngine _ours = new();

    public PcrePerlTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void A_pattern_without_lookarounds_matches_what_Perl_matches() => Compare(20261126, 10_000, random => random.Pattern(looks: false), 9_500);

    [Fact]
    public void A_pattern_with_lookarounds_matches_what_Perl_matches() => Compare(20261127, 10_000, random => random.Pattern(looks: true), 7_500);

    [Fact]
    public void A_pattern_that_is_soup_is_refused_or_matches_what_Perl_matches() => Compare(20261128, 10_000, random => random.BrokenPattern(), 1_000);

    private void Compare(int usualSeed, int patterns, Func<RandomPcrePatterns, byte[]> make, int fewestCompared)
    {
        int seed = Seed.Choose(usualSeed, _output);
        var random = new RandomPcrePatterns(seed);
        var questions = new List<PerlPatterns.Question>();
        var rules = new List<PcreTranslation>();
        var problems = new Dictionary<string, int>();
        for (int i = 0; i < patterns; i++)
        {
            byte[] pattern = make(random);
            bool isCaseless = i % 2 == 0;
            PcreTranslation rule = PcreTranslator.Of(pattern, PcreOptions.Perl | (isCaseless ? PcreOptions.Caseless : PcreOptions.None));
            if (rule.Pattern is null)
            {
                Assert.InRange(rule.Column, 1, pattern.Length + 1);
                problems[rule.Problem!] = problems.GetValueOrDefault(rule.Problem!) + 1;
                continue;
            }

            Assert.Null(rule.Problem);
            rules.Add(rule);
            string letters = (isCaseless ? "i" : "-") + (rule.Mark is null ? string.Empty : "v");
            questions.Add(new PerlPatterns.Question(letters, pattern, random.Subjects(SubjectsPerPattern)));
        }

        foreach ((string problem, int count) in problems.OrderByDescending(pair => pair.Value))
            _output.WriteLine($"{count} {problem}");
        bool[]?[] answers = PerlPatterns.Ask(questions);
        var differences = new List<string>();
        int matches = 0;
        for (int i = 0; i < questions.Count; i++)
        {
            if (answers[i] is not bool[] expected)
            {
                differences.Add($"{questions[i]} is refused by Perl, and became {Encoding.Latin1.GetString(rules[i].Pattern!)}");
                continue;
            }

            for (int k = 0; k < expected.Length; k++)
            {
                string verdict = _ours.Verdict(rules[i].Pattern!, questions[i].Subjects[k]);
                matches += expected[k] ? 1 : 0;
                if (verdict != (expected[k] ? "match" : "nomatch"))
                {
                    differences.Add($"{questions[i]} became {Encoding.Latin1.GetString(rules[i].Pattern!)}, which says {verdict} of "
                        + $"'{Encoding.Latin1.GetString(questions[i].Subjects[k])}'");
                }
            }
        }

        _output.WriteLine($"{questions.Count} patterns compared, {matches} matches, {differences.Count} differences");
        foreach (string difference in differences.Take(40))
            _output.WriteLine(difference);
        Assert.Empty(differences);
        Assert.InRange(questions.Count, fewestCompared, patterns);
        Assert.InRange(matches, questions.Count, questions.Count * SubjectsPerPattern * 3 / 4);
    }
}
