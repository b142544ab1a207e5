using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using QregexCheck.Tests.Zoo;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>What <see cref="PostfixTable"/> makes of random tables is asked beside Postfix itself.</summary>
public sealed class PostfixTablePeerTests(ITestOutputHelper output)
{
    private const int Together = 50;
    private const int Subjects = 40;

    // Of a pattern that loses anchors; beyond that glibc may take minutes.
    private const int MostStates = 40;

    private static readonly string[] Actions =
    [
        "REJECT ", "REJECT ", "550 5.7.1 ", "450 ", "REJECT 5.1.8 ", "OK ", "DUNNO ", "WARN ", "HOLD ", "REJECT $$ ", "REJECT $x ", "reject $(1) ", "Ok  ",
        "dunno ",
    ];

    // What means something else where case counts, and groups that are repeated.
    private static readonly string[] CasedAtoms =
    [
        "\\a", "\\b", "\\A", "[a-b]", "[^a-z]", "[^A-Z]", "[Z-a]", "[a-Z]", "[`-b]", "[[:lower:]]", "[^[:upper:]]", "[[:alpha:]]", "[[=a=]x]", "[^[.A.]]",
        "a", "B", "@", "(a\\b){2}", "(\\Ba)+", "(^|[@.])+", "(b$|x){1,3}", "(()\\<a){2}", "((a)\\>|@)+",
    ];

    private static readonly string[] PerlAtoms =
        ["a", "b", "x", "\\.", "@", ".", "\\d", "\\w", "\\s", "[ab]", "[^a]", "[\\d_]", "(?:a|b)", "(a|@)", "(?:b)", "[[:alpha:]]", "\\x61", "\\Q.\\E"];

    private static readonly string[] PerlRepetitions = [string.Empty, string.Empty, string.Empty, "+", "*?", "?", "{1,2}", "+?"];

    [Theory]
    [InlineData("regexp", 1502)]
    [InlineData("pcre", 1503)]
    public void A_random_table_refuses_the_same_by_the_same_line_or_what_is_said(string type, int usual)
    {
        int seed = Seed.Choose(usual, output);
        var random = new Random(seed);
        var patterns = new RandomPatterns(seed);
        using var postmap = new Postmap();
        ConversionFormat format = type == "pcre" ? ConversionFormat.PostfixPcre : ConversionFormat.PostfixRegexp;
        int tables = Math.Min(Fuzz.Rounds(200), 10_000);
        int same = 0;
        int hits = 0;
        int wider = 0;
        int narrower = 0;
        for (int first = 0; first < tables; first += Together)
        {
            RandomTable[] asked = [.. Enumerable.Range(0, Together).Select(number => Table(random, patterns, isPerl: type == "pcre", number))];
            string[] subjects = [.. patterns.Subjects(Subjects).Select(Encoding.Latin1.GetString).Where(static subject => subject.Length > 0)];
            var answers = postmap.Ask(type, Array.ConvertAll(asked, static table => table.ToString()), subjects);
            for (int number = 0; number < Together; number++)
            {
                RandomTable table = asked[number];
                var rules = new ConvertedRules(format, table.ToString());
                ConversionRemark[] said = [.. rules.Remarks.Where(static remark => remark.IsLoss && !IsSkippedThere(remark.Words))];
                bool isWider = AllSay(said, "so more is refused");
                bool isNarrower = AllSay(said, "so less is refused");
                same += said.Length == 0 ? 1 : 0;
                foreach (string subject in subjects)
                {
                    int? refused = rules.Refusing(Encoding.Latin1.GetBytes(subject)) is { } rule ? table.Entries[rule.Source.Line] : null;
                    int? expected = answers.TryGetValue((number, subject), out var answer) && Refuses(answer.Answer) ? answer.Entry : null;
                    hits += expected is null ? 0 : 1;
                    bool isRight = said.Length == 0 ? refused == expected
                        : isWider ? expected is null || refused is not null
                        : !isNarrower || refused is null || expected is not null;
                    wider += isWider && expected is not null ? 1 : 0;
                    narrower += isNarrower && refused is not null ? 1 : 0;
                    Assert.True(
                        isRight, $"seed {seed}, <{subject}>: entry {refused}, there {expected}, in\n{table}\n{rules.Lines}\n{string.Join('\n', rules.Said)}");
                }
            }
        }

        output.WriteLine($"{same} of {tables} tables are the same; {hits} hits; {wider} where more is refused, {narrower} where less");
        Assert.InRange(same, tables / 8, tables);
        Assert.InRange(hits, 1_000, tables * Subjects);
    }

    private static bool AllSay(ConversionRemark[] said, string end) =>
        said.Length > 0 && Array.TrueForAll(said, remark => remark.Words.EndsWith(end, StringComparison.Ordinal));

    private static bool IsSkippedThere(string words) =>
        words.Contains("skipped there", StringComparison.Ordinal) || words.Contains("ignored there", StringComparison.Ordinal)
        || words.StartsWith("the reply", StringComparison.Ordinal);

    private static bool Refuses(string answer) => answer[0] is '4' or '5' || answer.StartsWith("REJECT", StringComparison.OrdinalIgnoreCase);

    private static RandomTable Table(Random random, RandomPatterns patterns, bool isPerl, int number)
    {
        var table = new RandomTable(random);
        var said = new List<string>();
        int depth = 0;
        for (int line = 1; line <= 8; line++)
        {
            int kind = random.Next(12);
            byte[] pattern = isPerl ? PerlPattern(random) : random.Next(8) == 0 ? patterns.BrokenPattern() : Pattern(random, patterns);
            if (kind == 0)
            {
                table.Add((random.Next(2) == 0 ? "if " : "IF  ") + Around(random, pattern));
                depth++;
            }
            else if (kind == 1 && depth > 0)
            {
                table.Add(random.Next(2) == 0 ? "endif" : "EndIf ");
                depth--;
            }
            else
            {
                // Some stand there twice, with another answer.
                string key = kind == 3 && said.Count > 0 ? said[random.Next(said.Count)]
                    : kind == 2 && !isPerl ? Around(random, pattern) + "!" + Around(random, Pattern(random, patterns))
                    : Around(random, pattern);
                said.Add(key);
                table.AddEntry(key, Actions[random.Next(Actions.Length)], number);
            }
        }

        return table;
    }

    /// <summary>
    /// What a rule with a <c>$1</c> rests on: where glibc tells groups, it matches no more than where it tells none, and the same where it loses no anchor.
    /// </summary>
    [Fact]
    public void Where_glibc_tells_groups_it_matches_less_only_where_it_loses_an_anchor_and_never_more()
    {
        int seed = Seed.Choose(1525, output);
        var random = new Random(seed);
        var patterns = new RandomPatterns(seed);
        var compiler = new PatternCompiler();
        int fewer = 0;
        int asked = 0;
        for (int round = Math.Min(Fuzz.Rounds(2_000), 2_000); round > 0; round--)
        {
            byte[] pattern = Pattern(random, patterns);
            if (!compiler.TryParse(pattern, out _))
                continue;
            bool losesAnchors = compiler.LosesAnchors();
            var compiled = new Glibc.Compiled(pattern);
            foreach (byte[] subject in compiled.Error is null ? patterns.Subjects(10) : [])
            {
                bool isMatch = compiled.Matches(subject);
                bool isMatchWithGroups = compiled.Matches(subject, tellsGroups: true);
                asked++;
                fewer += isMatch && !isMatchWithGroups ? 1 : 0;
                bool isRight = losesAnchors ? isMatch || !isMatchWithGroups : isMatch == isMatchWithGroups;
                string shown = $"seed {seed}, {Encoding.Latin1.GetString(pattern)} and <{Encoding.Latin1.GetString(subject)}>";
                Assert.True(isRight, $"{shown}: {isMatch}, with groups {isMatchWithGroups}");
            }

            compiled.Release();
        }

        output.WriteLine($"{fewer} of {asked} match no more when groups are told");
        Assert.InRange(fewer, 1, asked / 10);
    }

    /// <summary>
    /// A pattern, but none with back-references, which glibc does not take to the letter, and no large one in whose copies it loses an anchor: glibc's time
    /// grows by a power with them, and one made postmap take ten minutes. A limit of time would make the test hang on the machine.
    /// </summary>
    private static byte[] Pattern(Random random, RandomPatterns patterns)
    {
        if (random.Next(4) == 0)
            return Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => CasedAtoms[random.Next(CasedAtoms.Length)])));
        var compiler = new PatternCompiler();
        while (true)
        {
            byte[] pattern = patterns.Pattern();
            if (!Deviations.Touch(pattern) && !(compiler.TryParse(pattern, out _) && compiler.LosesAnchors() && compiler.Nfa.States.Length > MostStates))
                return pattern;
        }
    }

    private static string Around(Random random, byte[] pattern)
    {
        string flags = random.Next(8) switch { 0 => "i", 1 => "m", _ => string.Empty };
        return $"{(random.Next(6) == 0 ? "!" : string.Empty)}/{Encoding.Latin1.GetString(pattern)}/{flags}";
    }

    /// <summary>A pattern of ordinary pieces that is the same to Perl and PCRE, but for quotations.</summary>
    internal static byte[] PerlPattern(Random random)
    {
        var pattern = new StringBuilder(random.Next(3) == 0 ? "^" : string.Empty);
        for (int i = random.Next(1, 4); i > 0; i--)
            pattern.Append(PerlAtoms[random.Next(PerlAtoms.Length)]).Append(PerlRepetitions[random.Next(PerlRepetitions.Length)]);
        return Encoding.Latin1.GetBytes(pattern.Append(random.Next(3) == 0 ? "$" : string.Empty).ToString());
    }
}
