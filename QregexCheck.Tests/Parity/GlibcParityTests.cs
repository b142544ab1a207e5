using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Parity;

/// <summary>Random patterns and subjects, decided by libc and by us: each seed of a run is printed, so that a failure can be had again.</summary>
public sealed class GlibcParityTests
{
    private const int SubjectsPerPattern = 5;
    private const int FixedSeed = 20261124;

    private readonly ITestOutputHelper _output;

    public GlibcParityTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Random_patterns_get_the_verdicts_of_glibc_with_a_fixed_seed() => Compare(FixedSeed, 8_000);

    /// <summary><c>make fuzz</c> sets QREGEXCHECK_FUZZ to a number of patterns; without it this is a run more.</summary>
    [Fact]
    public void Random_patterns_get_the_verdicts_of_glibc_for_as_long_as_asked()
    {
        string? wanted = Environment.GetEnvironmentVariable("QREGEXCHECK_FUZZ");
        int patterns = wanted is null ? 8_500 : int.Parse(wanted, CultureInfo.InvariantCulture);
        Compare(Seed.Choose(20261125, _output), patterns);
    }

    private void Compare(int seed, int patterns)
    {
        var random = new RandomPatterns(seed);
        var engine = new OurEngine();
        var differences = new List<string>();
        int pairs = 0;
        int matches = 0;
        int errors = 0;
        for (int i = 0; i < patterns; i++)
        {
            bool broken = i % 3 == 0;
            byte[] pattern = broken ? random.BrokenPattern() : random.Pattern();
            byte[][] subjects = random.Subjects(SubjectsPerPattern);
            if (broken && Deviations.Touch(pattern))
                continue;
            string[] expected = Glibc.Verdicts(pattern, subjects);
            for (int k = 0; k < subjects.Length; k++)
            {
                string actual = engine.Verdict(pattern, subjects[k]);
                pairs++;
                matches += actual == "match" ? 1 : 0;
                errors += actual.StartsWith("error", StringComparison.Ordinal) ? 1 : 0;
                if (actual != expected[k])
                    differences.Add($"{Latin(pattern)} on {Latin(subjects[k])}: glibc {expected[k]}, ours {actual}");
            }
        }

        _output.WriteLine($"seed {seed}: {pairs} pairs, {matches} matches, {errors} refused");
        Assert.True(differences.Count == 0, $"seed {seed}, {differences.Count} differ:\n" + string.Join('\n', differences.GetRange(0, Math.Min(20, differences.Count))));
        Assert.InRange(matches, pairs / 20, pairs);
        Assert.InRange(errors, pairs / 20, pairs);
    }

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
