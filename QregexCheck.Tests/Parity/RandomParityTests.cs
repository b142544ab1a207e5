using System;
using System.Collections.Generic;
using System.Globalization;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Parity;

/// <summary>Random patterns and subjects through the matrix: each seed of a run is printed, so that a failure can be had again.</summary>
public sealed class RandomParityTests
{
    private const int SubjectsPerPattern = 5;
    private const int FixedSeed = 20261124;

    private readonly ITestOutputHelper _output;

    public RandomParityTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Random_patterns_get_one_verdict_with_a_fixed_seed() => Compare(FixedSeed, 8_000);

    /// <summary><c>make fuzz</c> sets QREGEXCHECK_FUZZ to a number of patterns; without it this is a run more.</summary>
    [Fact]
    public void Random_patterns_get_one_verdict_for_as_long_as_asked()
    {
        string? wanted = Environment.GetEnvironmentVariable("QREGEXCHECK_FUZZ");
        int patterns = wanted is null ? 8_500 : int.Parse(wanted, CultureInfo.InvariantCulture);
        Compare(Seed.Choose(20261125, _output), patterns);
    }

    /// <summary>Lists of rules, some of them negated and some of them none: the first that hits is the same for all.</summary>
    [Fact]
    public void Random_lists_of_rules_have_one_first_hit()
    {
        int seed = Seed.Choose(20261125, _output);
        var random = new RandomPatterns(seed);
        var coins = new Random(seed);
        var matrix = new Matrix(_output);
        for (int list = 0; list < 1_200; list++)
        {
            var patterns = new List<byte[]>();
            int count = 1 + (list % 8);
            while (patterns.Count < count)
            {
                byte[] pattern = coins.Next(6) == 0 ? random.BrokenPattern() : random.Pattern();
                if (!Deviations.Touch(pattern) && RuleLines.Of(pattern).CanBeText)
                    patterns.Add(pattern);
            }

            matrix.Ask(RuleLines.Of(patterns, patterns.ConvertAll(_ => coins.Next(5) == 0)), random.Subjects(10));
        }

        matrix.Close($"seed {seed}:");
        Assert.Equal([], matrix.Silent);
        Assert.InRange(matrix.Hits, matrix.Pairs / 4, matrix.Pairs * 99 / 100);
    }

    private void Compare(int seed, int patterns)
    {
        var random = new RandomPatterns(seed);
        var matrix = new Matrix(_output);
        for (int i = 0; i < patterns; i++)
        {
            byte[] pattern = i % 3 == 0 ? random.BrokenPattern() : random.Pattern();
            matrix.Ask(RuleLines.Of(pattern), random.Subjects(SubjectsPerPattern));
        }

        matrix.Close($"seed {seed}:");
        Assert.Equal([], matrix.Silent);
        Assert.InRange(matrix.Hits, matrix.Pairs / 20, matrix.Pairs);
        Assert.InRange(matrix.Refusals, matrix.Pairs / 20, matrix.Pairs);
    }
}
