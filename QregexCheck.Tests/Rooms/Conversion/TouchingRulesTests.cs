using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Finds rules that may hit the same with <see cref="TouchingRules"/>.</summary>
public sealed class TouchingRulesTests(ITestOutputHelper output)
{
    private static readonly string[] Beginnings = ["", "^", "^a", "^ab", "^aba", "^b", "^a.*", "^[ab]", ".", "(a|b)"];
    private static readonly string[] Endings = ["", "$", "a$", "ba$", "\\.ba$", "@b$", "a", "b*$", "[ab]$", "|b$"];

    [Fact]
    public void The_first_rules_that_are_not_seen_to_be_apart_are_found_as_by_asking_each()
    {
        int seed = Seed.Choose(2511, output);
        var random = new Random(seed);
        for (int number = 0; number < 200; number++)
        {
            var ends = new PatternEnds[random.Next(1, 60)];
            for (int i = 0; i < ends.Length; i++)
                ends[i] = PatternEnds.Of(Encoding.Latin1.GetBytes(Pattern(random)), isNegated: random.Next(20) == 0);
            var rules = new TouchingRules(ends);
            for (int question = 0; question < 30; question++)
            {
                int rule = random.Next(ends.Length);
                int begin = random.Next(ends.Length);
                int end = random.Next(begin, ends.Length + 1);
                int most = random.Next(8);
                IEnumerable<int> asked = Enumerable.Range(begin, end - begin).Where(other => !ends[other].AreApartFrom(ends[rule])).Take(most + 1);
                Assert.True(asked.SequenceEqual(rules.Find(rule, begin, end, most)), $"seed {seed}, table {number}, question {question}");
            }
        }
    }

    [Theory]
    [InlineData("^a\\.b@c$", "A.B@C")]
    [InlineData("^a$", "A")]
    [InlineData("^a", null)]
    [InlineData("a$", null)]
    [InlineData("^$", null)]
    [InlineData("^a.b$", null)]
    [InlineData("^ab?$", null)]
    [InlineData("^a|b$", null)]
    [InlineData("^a\\d$", null)]
    public void A_pattern_that_one_address_alone_matches_is_known_by_that_address(string pattern, string? word)
    {
        PatternEnds ends = PatternEnds.Of(Encoding.Latin1.GetBytes(pattern), isNegated: false);
        Assert.Equal(word, ends.Word is { } only ? Encoding.Latin1.GetString(only) : null);
        Assert.Null(PatternEnds.Of(Encoding.Latin1.GetBytes(pattern), isNegated: true).Word);
    }

    private static string Pattern(Random random) => Beginnings[random.Next(Beginnings.Length)] + Endings[random.Next(Endings.Length)];
}
