using System;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Rooms.Database;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Parity;

/// <summary>Whole control files, with annotations, warnings and rules for the log: wherever the rules are kept, the same is said.</summary>
public sealed class ControlFileParityTests
{
    private readonly ITestOutputHelper _output;

    public ControlFileParityTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData(1, 1200, 6, 100)]
    [InlineData(2, 150, 50, 10)]
    [InlineData(3, 8, 400, 0)]
    [InlineData(4, 400, 40, 10)]
    public void Random_control_files_say_the_same_wherever_they_are_kept(int seed, int files, int most, int leastLogged)
    {
        const int Subjects = 20;
        int begin = Seed.Choose(20261125, _output) + seed;
        var random = new RandomRules(begin);
        RuleSetEngine[] engines = Engines.RuleSets();
        int pairs = files * Subjects;
        int hits = 0;
        int logged = 0;
        int warned = 0;
        for (int i = 0; i < files; i++)
        {
            string text = random.File(most);
            byte[] file = Encoding.Latin1.GetBytes(text);
            byte[][] subjects = [.. Enumerable.Range(0, Subjects).Select(_ => random.Address())];
            RuleSetEngine.Said[] expected = engines[0].Listen(file, subjects);
            foreach (RuleSetEngine engine in engines.Skip(1))
            {
                RuleSetEngine.Said[] said = engine.Listen(file, subjects);
                for (int k = 0; k < Subjects; k++)
                {
                    string where = $"{text}\non {Encoding.Latin1.GetString(subjects[k])}: text and {engine.Name}, seed {begin}";
                    Assert.True(expected[k].Decision == said[k].Decision, $"{where}:\n{expected[k].Decision}\n{said[k].Decision}");

                    // Rules that are kept are warned of when they are read.
                    if (engine is CompiledEngine)
                        Assert.True(expected[k].Warnings == said[k].Warnings, $"{where}:\n{expected[k].Warnings}\n{said[k].Warnings}");
                    else
                        Assert.True(expected[k].Warnings.Split('\n').All(said[^1].Warnings.Contains), $"{where}:\n{expected[k].Warnings}\n{said[^1].Warnings}");
                }
            }

            hits += expected.Count(said => !said.Decision.EndsWith("no hit", StringComparison.Ordinal));
            logged += expected.Count(said => said.Decision.StartsWith("log ", StringComparison.Ordinal));
            warned += expected.Count(said => said.Warnings.Length > 0);
        }

        _output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{pairs} pairs in {engines.Length} places, {hits} hits, {logged} logged, {warned} with warnings"));
        Assert.InRange(hits, pairs / 4, pairs - 1);
        Assert.InRange(logged, leastLogged, pairs);
        Assert.InRange(warned, pairs / 30, pairs);
    }
}
