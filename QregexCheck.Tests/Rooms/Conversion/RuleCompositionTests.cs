using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Proof;
using QregexCheck.Tests.Support;
using QregexCheck.Tests.Zoo;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Composes lists of a list of which the first rule decides with <see cref="RuleComposition"/>.</summary>
public sealed class RuleCompositionTests(ITestOutputHelper output)
{
    [Fact]
    public void An_exception_across_a_rule_in_front_of_it_is_said_with_an_address_that_it_excuses_too_much()
    {
        var rules = Composed("/bulk/ REJECT\n/@friend\\.example$/ OK\n/./ REJECT\n");
        Assert.Equal(["@friend\\.example$"], rules.Good);
        Assert.Equal("!2:0 it excuses bulk@friend.example, too, which the rule in line 1 refuses there", Assert.Single(rules.Said));
    }

    [Fact]
    public void An_exception_that_an_earlier_one_makes_needless_is_no_loss() =>
        Assert.True(Composed("/^a@b$/ OK\n/^a@/ REJECT\n/^a@b$/ OK\n/@b/ REJECT\n").IsSame);

    [Fact]
    public void An_exception_that_rules_in_front_leave_nothing_of_is_dropped()
    {
        var rules = Composed("/spam/ REJECT\n/^boss@spam/ OK\n/./ REJECT\n");
        Assert.Empty(rules.Good);
        Assert.True(rules.IsSame);
    }

    [Fact]
    public void Without_a_list_of_exceptions_only_those_that_spare_something_are_missed()
    {
        Assert.True(Composed("/@a$/ OK\n/@b$/ REJECT\n", hasGood: false).IsSame);
        Assert.StartsWith(
            "!1:0 the exception @a$, as --good names no file",
            Assert.Single(Composed("/@a$/ OK\n/a$/ REJECT\n", hasGood: false).Said),
            StringComparison.Ordinal);
        var helo = new ConvertedRules(ConversionFormat.PostfixRegexp, "/^a$/ OK\n/a/ REJECT\n", ConversionTarget.BadHelo);
        Assert.Contains("badhelo has no list of exceptions", Assert.Single(helo.Said), StringComparison.Ordinal);
    }

    /// <summary>Without case the two are one pattern; where case counts the second still refuses, and it was dropped in silence.</summary>
    [Theory]
    [InlineData("/b/i OK\n/b/ REJECT\n", "b\n+b\nnot the same")]
    [InlineData("/b/i REJECT\n/b/ OK\n/./ REJECT\n", "b\n.\nnot the same")]
    [InlineData("/b/i REJECT\n/b/ REJECT\n", "b\nnot the same")]
    [InlineData("/b/ REJECT\n/b/i OK\n", "b\nsame")]
    public void A_rule_behind_one_of_the_same_text_that_matches_less_there_is_kept(string table, string lines) => Assert.Equal(lines, Composed(table).Lines);

    /// <summary>There the second hits A@x, too, which the first leaves to it; here it hits the same as the first, or less.</summary>
    [Theory]
    [InlineData(
        "!/^a/ REJECT\n!/^a/i DUNNO\n/./ REJECT\n",
        "the rule !^a, which stands here already, but hits more there: case matters there, so more is refused")]
    [InlineData("!/^a/ REJECT\n!/^a/i 450 x\n", "the rule !^a, which stands here already, but hits more there: case matters there, so less is refused")]
    [InlineData(
        "!/^a/ REJECT\n!/^ab*/i DUNNO\n/./ REJECT\n",
        "the exception !^ab*, which is needless here, but not there: case matters there, so more is refused")]
    public void What_is_needless_here_alone_is_said(string table, string words) => Assert.Equal($"!2:0 {words}", Assert.Single(Composed(table).Said));

    [Fact]
    public void An_exception_with_a_back_reference_is_not_proved_and_that_is_said() =>
        Assert.Contains("not proved", Assert.Single(Composed("/b/ REJECT\n/(a)\\1/ OK\n/./ REJECT\n").Said), StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_is_too_large_here_is_left_out()
    {
        var rules = Composed($"/{new string('a', 40_000)}/ REJECT\n");
        Assert.Equal("not the same", rules.Lines);
    }

    [Fact]
    public void Many_exceptions_in_a_long_list_take_seconds_and_not_hours()
    {
        string table = string.Concat(Enumerable.Range(0, 5_000).Select(
            static i => $"d{i}.example {(i % 10 == 0 ? "OK" : "REJECT")}\nu{i}@d{i}.example REJECT\n"));
        var rules = new ConvertedRules(ConversionFormat.PostfixAccess, table + "example REJECT\n");
        Assert.Equal(9_501, rules.Bad.Length);
        Assert.Equal(500, rules.Good.Length);
    }

    private static ConvertedRules Composed(string table, bool hasGood = true) => new(ConversionFormat.PostfixRegexp, table, hasGood: hasGood);

    /// <summary>The second of two that are the same never decides; that lines are missing is said once, and is no loss.</summary>
    [Theory]
    [InlineData("stock", "a@b\n@c\na@b\n", "3:0 this rule is said by another line, too, and written once")]
    [InlineData("domains", "a.example\n@a.example\na.example.\n", "2:0 this rule and 1 more are said by another line, too, and written once")]
    [InlineData("wildmat", "*@1\n2@1\n*@1\n", "1:0 this rule is said by another line, too, and written once")]
    [InlineData("postfix-regexp", "/a/ REJECT\n/a/ OK\n/b/ REJECT\n", "2:0 this rule is said by another line, too, and written once")]
    [InlineData("qregex-names", "a\nb\nc\n", "")]
    public void Rules_that_are_said_again_are_counted(string format, string text, string said)
    {
        var rules = new ConvertedRules(ConversionFormats.Find(format)!.Value, text, ConversionTarget.BadMailTo);
        Assert.Equal((said, true), (string.Join('|', rules.Said), rules.IsSame));
    }

    [Fact]
    public void Random_tables_that_are_said_to_be_the_same_are_proved_to_be() => Prove(2420, ConversionFormat.PostfixRegexp, Table);

    /// <summary>Keys count by their kind: the address, then domains, the longest first, then users; of the same key the first counts.</summary>
    [Fact]
    public void Random_access_tables_that_are_said_to_be_the_same_are_proved_to_be() => Prove(2425, ConversionFormat.PostfixAccess, AccessTable);

    /// <summary>
    /// Both directions are proved by automata, of patterns as they stand in the table: what the first rule that holds refuses is in the list that refuses and
    /// in no exception; and what is in the one and in none of the others is refused there.
    /// </summary>
    private void Prove(int usualSeed, ConversionFormat format, Func<Random, List<(Requirement[] Parts, bool Refuses)>, RuleLanguages, string> table)
    {
        int seed = Seed.Choose(usualSeed, output);
        var random = new Random(seed);
        var languages = new RuleLanguages();
        int tables = Math.Min(Fuzz.Rounds(400), 10_000);
        int proved = 0;
        for (int number = 0; number < tables; number++)
        {
            var steps = new List<(Requirement[] Parts, bool Refuses)>();
            string text = table(random, steps, languages);
            var rules = new ConvertedRules(format, text, hasGood: number % 4 > 0);
            if (!rules.IsSame)
                continue;
            proved++;
            string shown = $"in seed {seed}:\n{text}\n{rules.Lines}";
            Requirement[] bad = [.. rules.Composed.Select(rule => Part(languages, Encoding.Latin1.GetString(rule.Text)))];
            Requirement[] good = [.. rules.Good.Select(rule => Part(languages, rule))];
            Requirement[][] excused = [.. good.Select(static rule => new[] { rule })];
            for (int step = 0; step < steps.Count; step++)
            {
                Requirement[][] before = [.. steps.Take(step).Select(static earlier => earlier.Parts)];
                if (steps[step].Refuses)
                {
                    Assert.True(IsEmpty(steps[step].Parts, [.. before, .. bad.Select(static rule => new[] { rule })]), $"not refused {shown}");
                    Assert.All(good, rule => Assert.True(IsEmpty([.. steps[step].Parts, rule], before), $"excused {shown}"));
                }
                else
                {
                    Assert.All(bad, rule => Assert.True(IsEmpty([.. steps[step].Parts, rule], [.. before, .. excused]), $"not let through {shown}"));
                }
            }

            // Who has no @ is no sender, and Postfix is asked for none.
            Requirement anAt = Part(languages, "@");
            Requirement[] asked = format == ConversionFormat.PostfixAccess ? [anAt] : [];
            Requirement[][] all = [.. steps.Select(static step => step.Parts), .. excused];
            Assert.All(bad, rule => Assert.True(IsEmpty([rule, .. asked], all), $"refused {shown}"));
        }

        output.WriteLine($"{proved} of {tables} tables are proved");
        Assert.InRange(proved, tables / 4, tables);
    }

    /// <summary>An access table, and what its keys mean, in the order in which Postfix asks for them.</summary>
    private static string AccessTable(Random random, List<(Requirement[] Parts, bool Refuses)> steps, RuleLanguages languages)
    {
        string[] users = ["a", "b", "a+b"];
        string[] hosts = ["a", "b", "a.b", "b.a", "a.a.b", "b.a.b"];
        var text = new StringBuilder();
        var asked = new List<(int Turn, string Pattern, bool Refuses)>();
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int line = random.Next(2, 7); line > 0; line--)
        {
            string host = hosts[random.Next(hosts.Length)];
            string user = users[random.Next(users.Length)];
            int kind = random.Next(4);
            string key = kind switch { 0 => user + "@", 1 => $"{user}@{host}", _ => host };
            key = random.Next(5) == 0 ? key.ToUpperInvariant() : key;
            bool refuses = random.Next(5) < 3;
            text.Append(key).Append(refuses ? random.Next(3) == 0 ? " 450 later\n" : " REJECT\n" : random.Next(2) == 0 ? " OK\n" : " DUNNO\n");
            string literal = key.Replace(".", "[.]", StringComparison.Ordinal).Replace("+", "[+]", StringComparison.Ordinal);
            if (!keys.Add(key))
                continue;
            asked.Add(kind switch
            {
                0 => (99, $"^{literal}[^@]*$", refuses),
                1 => (0, $"^{literal}$", refuses),
                _ => (9 - key.Length, $"@(.*[.])?{literal}$", refuses),
            });
        }

        foreach ((_, string pattern, bool refuses) in asked.OrderBy(static step => step.Turn))
            steps.Add(([Part(languages, pattern)], refuses));
        return text.ToString();
    }

    /// <summary>A table with conditions, negations and what lets through, and for each of its rules all that must hold.</summary>
    private static string Table(Random random, List<(Requirement[] Parts, bool Refuses)> steps, RuleLanguages languages)
    {
        string[] atoms = ["a", "b", "@", "^a", "a$", "^b", "b@", "[ab]", "ab", "a.", "(a|@)b", "b?@", "^.$", "@[^a]", "(ab)*$"];
        var text = new StringBuilder();
        string? condition = null;
        for (int line = random.Next(2, 6); line > 0; line--)
        {
            string pattern = (random.Next(6) == 0 ? "!" : string.Empty) + atoms[random.Next(atoms.Length)];
            string written = pattern[0] == '!' ? $"!/{pattern[1..]}/" : $"/{pattern}/";
            if (condition is null && random.Next(5) == 0)
            {
                condition = pattern;
                text.Append("if ").Append(written).Append('\n');
                continue;
            }

            bool refuses = random.Next(5) < 3;
            text.Append(written).Append(refuses ? " REJECT\n" : " OK\n");
            steps.Add((condition is null ? [Part(languages, pattern)] : [Part(languages, condition), Part(languages, pattern)], refuses));
            if (condition is not null && random.Next(2) == 0)
            {
                condition = null;
                text.Append("endif\n");
            }
        }

        return text.ToString() + (condition is null ? string.Empty : "endif\n");
    }

    private static Requirement Part(RuleLanguages languages, string rule) =>
        new(languages.Of(Encoding.Latin1.GetBytes(rule.TrimStart('!')))!, MustAccept: rule[0] != '!');

    /// <summary>True when no address meets all of some, and of each of the others misses a part: proved.</summary>
    private static bool IsEmpty(Requirement[] all, ReadOnlySpan<Requirement[]> others)
    {
        if (others.IsEmpty)
            return WordSearch.Find(all, out _) == SearchResult.None;
        foreach (Requirement part in others[0])
        {
            if (!IsEmpty([.. all, part with { MustAccept = !part.MustAccept }], others[1..]))
                return false;
        }

        return true;
    }
}
