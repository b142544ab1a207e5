using System;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Zoo;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Support;

/// <summary>
/// Tables by chance of a form whose program can't be asked, and addresses: what becomes of a table must refuse what the form's documented meaning refuses,
/// which the test writes down plainly. Where more is said to be refused, all that is refused there must be refused here; where less, nothing else.
/// </summary>
internal sealed class TableOracle(ConversionFormat format, ConversionTarget target, int usualSeed)
{
    private const int Subjects = 20;

    /// <summary>Makes a line, without its newline.</summary>
    public required Func<Random, string> Line { get; init; }

    /// <summary>Makes an address or a name.</summary>
    public required Func<Random, string> Subject { get; init; }

    /// <summary>Tells whether the lines refuse an address.</summary>
    public required Func<string[], string, bool> Refuses { get; init; }

    public bool WithSubdomains { get; init; }

    /// <summary>True to ask about what is spelled like lines, too.</summary>
    public bool AsksForLines { get; init; }

    public string Name { get; init; } = "list";

    public void Compare(ITestOutputHelper output)
    {
        int seed = Seed.Choose(usualSeed, output);
        var random = new Random(seed);
        int tables = Math.Min(Fuzz.Rounds(300), 10_000);
        int same = 0;
        int hits = 0;
        for (int table = 0; table < tables; table++)
        {
            string[] lines = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Line(random))];
            string end = random.Next(4) == 0 ? "\n\n" : "\n";
            var rules = new ConvertedRules(format, string.Concat(lines.Select(line => line + end)), target, withSubdomains: WithSubdomains, name: Name);
            bool isWider = AllSay(rules, "so more is refused");
            bool isNarrower = AllSay(rules, "so less is refused");
            same += rules.IsSame ? 1 : 0;
            for (int i = 0; i < Subjects && (isWider || isNarrower); i++)
            {
                string subject = random.Next(2) == 0 ? Alike(random, lines) ?? Subject(random) : Subject(random);
                bool expected = Refuses(lines, subject);
                bool refused = rules.Refusing(Encoding.Latin1.GetBytes(subject)) is not null;
                hits += expected ? 1 : 0;
                Assert.True(
                    expected == refused || (!rules.IsSame && (refused ? isWider : isNarrower)),
                    $"seed {seed}, <{subject}>: {refused}, in\n{string.Join('\n', lines)}\n\n{rules.Lines}");
            }
        }

        output.WriteLine($"{same} of {tables} tables are the same; {hits} hits");
        Assert.InRange(same, tables / 20, tables);
        Assert.InRange(hits, tables, tables * Subjects);
    }

    private static bool AllSay(ConvertedRules rules, string end) =>
        rules.Remarks.All(remark => !remark.IsLoss || remark.Words.EndsWith(end, StringComparison.Ordinal));

    /// <summary>What a line of the table names, in upper case, so that there are hits; null when there is nothing.</summary>
    private string? Alike(Random random, string[] lines)
    {
        if (AsksForLines && random.Next(2) == 0)
            return (random.Next(2) == 0 ? string.Empty : "A") + lines[random.Next(lines.Length)].ToUpperInvariant();
        string text = lines[random.Next(lines.Length)].Split('#')[0].Trim(' ', '\t', '"', '@', '*', '?', '!', '.').ToUpperInvariant();
        return text.Length == 0 ? null : target == ConversionTarget.BadHelo || text.Contains('@', StringComparison.Ordinal) ? text : "A@" + text;
    }
}
