using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>What <see cref="PostfixTable"/> makes of random tables is asked beside Postfix itself.</summary>
public sealed class PostfixTablePeerTests(ITestOutputHelper output)
{
    private const int Tables = 250;
    private const int Subjects = 40;

    private static readonly string[] Actions =
        ["REJECT r", "REJECT r", "550 5.7.1 r", "450 r", "REJECT 5.1.8 r", "OK r", "DUNNO r", "WARN r", "HOLD r", "REJECT $$ r", "REJECT $x r", "reject $(1) r"];

    private static readonly string[] PerlAtoms =
        ["a", "b", "x", "\\.", "@", ".", "\\d", "\\w", "\\s", "[ab]", "[^a]", "[\\d_]", "(?:a|b)", "(a|@)", "(?:b)", "[[:alpha:]]", "\\x61", "\\Q.\\E"];

    private static readonly string[] PerlRepetitions = [string.Empty, string.Empty, string.Empty, "+", "*?", "?", "{1,2}", "+?"];

    [Theory]
    [InlineData("regexp", 1502)]
    [InlineData("pcre", 1503)]
    public void A_random_table_refuses_the_same_by_the_same_line_but_for_what_is_said(string type, int usual)
    {
        int seed = Seed.Choose(usual, output);
        var random = new Random(seed);
        var patterns = new RandomPatterns(seed);
        using var postmap = new Postmap();
        ConversionFormat format = type == "pcre" ? ConversionFormat.PostfixPcre : ConversionFormat.PostfixRegexp;
        int same = 0;
        int hits = 0;
        for (int i = 0; i < Tables; i++)
        {
            string table = Table(random, patterns, isPerl: type == "pcre");
            string[] subjects = patterns.Subjects(Subjects).Select(Encoding.Latin1.GetString).Where(static subject => subject.Length > 0).ToArray();
            var rules = new ConvertedRules(format, table);
            Dictionary<string, string> answers = postmap.Ask(type, table, subjects);
            bool isSaid = rules.Remarks.Any(static remark => remark.IsLoss && !IsSkippedThere(remark.Words));
            same += isSaid ? 0 : 1;
            foreach (string subject in subjects)
            {
                int? refused = rules.Refusing(Encoding.Latin1.GetBytes(subject))?.Source.Line;
                int? expected = answers.TryGetValue(subject, out string? answer) && Refuses(answer) ? LineOf(answer) : null;
                hits += expected is null ? 0 : 1;
                Assert.True(refused == expected || isSaid, $"seed {seed}, <{subject}>: line {refused}, there {expected}, in\n{table}\n{rules.Lines}");
            }
        }

        output.WriteLine($"{same} tables are the same; {hits} hits");
        Assert.InRange(same, Tables / 8, Tables);
        Assert.InRange(hits, 1_000, Tables * Subjects);
    }

    private static bool IsSkippedThere(string words) =>
        words.Contains("skipped there", StringComparison.Ordinal) || words.Contains("ignored there", StringComparison.Ordinal)
        || words.StartsWith("the reply", StringComparison.Ordinal);

    private static bool Refuses(string answer) => answer[0] is '4' or '5' || answer.StartsWith("REJECT", StringComparison.OrdinalIgnoreCase);

    /// <summary>Each right side ends in the number of its line.</summary>
    private static int LineOf(string answer) => int.Parse(answer[(answer.LastIndexOf('r') + 1)..], CultureInfo.InvariantCulture);

    private static string Table(Random random, RandomPatterns patterns, bool isPerl)
    {
        var table = new StringBuilder();
        int depth = 0;
        for (int line = 1; line <= 8; line++)
        {
            int kind = random.Next(12);
            byte[] pattern = isPerl ? PerlPattern(random) : random.Next(8) == 0 ? patterns.BrokenPattern() : patterns.Pattern();
            if (kind == 0)
            {
                table.Append("if ").Append(Around(random, pattern)).Append('\n');
                depth++;
            }
            else if (kind == 1 && depth > 0)
            {
                table.Append("endif\n");
                depth--;
            }
            else
            {
                table.Append(Around(random, pattern));
                if (kind == 2 && !isPerl)
                    table.Append('!').Append(Around(random, patterns.Pattern()));
                table.Append(' ').Append(Actions[random.Next(Actions.Length)]).Append(CultureInfo.InvariantCulture, $"{line}\n");
            }
        }

        return table.ToString();
    }

    private static string Around(Random random, byte[] pattern)
    {
        string flags = random.Next(10) switch { 0 => "i", 1 => "m", _ => string.Empty };
        return $"{(random.Next(6) == 0 ? "!" : string.Empty)}/{Encoding.Latin1.GetString(pattern)}/{flags}";
    }

    private static byte[] PerlPattern(Random random)
    {
        var pattern = new StringBuilder(random.Next(3) == 0 ? "^" : string.Empty);
        for (int i = random.Next(1, 4); i > 0; i--)
            pattern.Append(PerlAtoms[random.Next(PerlAtoms.Length)]).Append(PerlRepetitions[random.Next(PerlRepetitions.Length)]);
        return Encoding.Latin1.GetBytes(pattern.Append(random.Next(3) == 0 ? "$" : string.Empty).ToString());
    }
}
