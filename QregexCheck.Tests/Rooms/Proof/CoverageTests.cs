using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lint;
using QregexCheck.Proof;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Lint;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Proof;

/// <summary>What is said of rules among rules, against the enumeration of all words up to a length.</summary>
public sealed class CoverageTests
{
    private const int Rounds = 400;

    private readonly ITestOutputHelper _output;

    public CoverageTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Rules_cover_another_exactly_where_enumeration_says_so()
    {
        int seed = Seed.Choose(20261124, _output);
        var matcher = new RuleMatcher();
        var languages = new RuleLanguages();
        LazyDfa small = Languages.Of(SmallPatterns.WordsPattern);
        int covered = 0;
        int together = 0;
        int missed = 0;
        foreach (List<LintedRule> rules in RuleLists(seed))
        {
            var coverage = new Coverage(languages, CountedGrams(rules[0].File));
            foreach (LintedRule rule in rules)
            {
                Requirement[] language = [new(languages.Of(rule)!, !rule.IsNegated), new(small, true)];
                CoverageResult result = coverage.Cover(language, null, static _ => true);
                var words = SmallPatterns.Words.Where(word => Hits(matcher, rule, word)).ToList();
                byte[]? expected = words.FirstOrDefault(word => !rules.TakeWhile(other => other != rule).Any(other => Hits(matcher, other, word)));
                string what = $"seed {seed}: {string.Join("   ", rules.Select(r => Encoding.Latin1.GetString(r.Text)))}, rule {rule.Line}: {result.Result}";
                Assert.True(result.Result == (expected is null ? SearchResult.None : SearchResult.Found), what);
                if (expected is not null)
                {
                    missed++;
                    Assert.True(expected.Length == result.Missed.Length && Hits(matcher, rule, result.Missed), what);
                }
                else if (words.Count > 0)
                {
                    covered++;
                    together += result.By.Count > 1 ? 1 : 0;
                    Assert.True(words.TrueForAll(word => result.By.Any(other => Hits(matcher, other, word))), what + ": by the wrong ones");
                }

                coverage.Add(rule);
            }
        }

        _output.WriteLine($"{covered} covered, {together} of them by several together, {missed} not");
        Assert.True(covered > 100 && together > 5 && missed > 100);
    }

    [Fact]
    public void The_linter_calls_redundant_only_what_can_go()
    {
        int seed = Seed.Choose(20261124, _output);
        var matcher = new RuleMatcher();
        int redundant = 0;
        foreach (List<LintedRule> rules in RuleLists(seed))
        {
            LintedFile file = rules[0].File;
            foreach (Finding finding in Linter.Run([file], [], Linting.Today, static (_, _) => { }, Workers.Alone))
            {
                if (finding.Kind != LintCatalog.Redundant && finding.Kind != LintCatalog.Duplicate)
                    continue;
                redundant++;
                LintedRule rule = rules.Single(r => r.Line == finding.Line);
                byte[]? lost = SmallPatterns.Words.FirstOrDefault(word =>
                    Hits(matcher, rule, word) && !rules.TakeWhile(other => other != rule).Any(other => Hits(matcher, other, word)));
                Assert.True(lost is null, $"seed {seed}: {Encoding.Latin1.GetString(rule.Text)}: {finding.Message}");
            }
        }

        Assert.True(redundant > 50);
    }

    [Fact]
    public void A_rule_with_back_references_makes_the_answer_unknown_where_it_hits()
    {
        var file = new LintedFile("x", null, "^(a)\\1$\n^aa$\n^ab$\n"u8.ToArray());
        var languages = new RuleLanguages();
        var coverage = new Coverage(languages, CountedGrams(file));
        coverage.Add(file.Rules[0]);
        Assert.Equal(SearchResult.Unknown, coverage.Cover([new(languages.Of(file.Rules[1])!, true)], null, static _ => true).Result);
        Assert.Equal(SearchResult.Found, coverage.Cover([new(languages.Of(file.Rules[2])!, true)], null, static _ => true).Result);
    }

    internal static bool Hits(RuleMatcher matcher, LintedRule rule, byte[] word) =>
        rule.AsRule.Hits(matcher.Match(rule.Pattern, word, out _));

    private static RuleGrams CountedGrams(LintedFile file)
    {
        var grams = new RuleGrams();
        grams.Count(file);
        return grams;
    }

    private static IEnumerable<List<LintedRule>> RuleLists(int seed)
    {
        var patterns = new SmallPatterns(seed);
        var random = new Random(seed);
        for (int i = 0; i < Rounds; i++)
        {
            var text = new StringBuilder();
            for (int k = 0; k < 6; k++)
                text.Append(random.Next(8) == 0 ? "!" : string.Empty).Append(Encoding.ASCII.GetString(patterns.Next())).Append('\n');
            var file = new LintedFile("badmailto", ControlList.BadMailTo, Encoding.ASCII.GetBytes(text.ToString()));
            file.Rules.RemoveAll(static rule => rule.Error.Kind != SyntaxErrorKind.None);
            if (file.Rules.Count > 0)
                yield return file.Rules;
        }
    }
}
