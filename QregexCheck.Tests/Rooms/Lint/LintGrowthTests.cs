using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Lint;
using QregexCheck.Proof;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>How the work of lint grows with a file: counted in steps, since a clock tells of the machine.</summary>
public sealed class LintGrowthTests
{
    private const int Few = 1_500;

    private static readonly Dictionary<string, Func<int, string>> Kinds = new()
    {
        ["anchored HELO names"] = static i => $"^{Word(i)}\\.{Word(i * 7)}\\.example$",
        ["names that count"] = static i => $"^host-{i}\\.pool\\.example$",
        ["domains"] = static i => $"@{Word(i)}\\.example$",
        ["plain names"] = static i => $"@{Word(i)}.example",
        ["addresses of one domain"] = static i => $"^{Word(i)}[0-9]+@example\\.com$",
        ["alternatives"] = static i => $"@({string.Join('|', Enumerable.Range(0, 8).Select(k => Word((i * 8) + k)))})\\.example$",
        ["equal rules"] = static _ => "@spam\\.example$",
        ["a mixture"] = static i => (i % 3) switch
        {
            0 => $"[@.]{Word(i)}\\.example$",
            1 => $"^(a|b)?{Word(i)}@",
            _ => $"^({Word(i)}|x{Word(i)})@example\\.com$",
        },
    };

    public static TheoryData<string> Names => new(Kinds.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_is_asked_about_few_words_however_many_rules_there_are(string kind)
    {
        LintWork few = Work(Kinds[kind], Few);
        LintWork many = Work(Kinds[kind], 4 * Few);
        string what = $"{few} against {many}";
        Assert.True(many.Questions <= (4.4 * few.Questions) + 200, what);
        Assert.True(many.Automata <= (4.4 * few.Automata) + 200, what);
        Assert.True(many.Places <= (4.4 * few.Places) + 200, what);
        Assert.True(many.Questions <= 8L * 4 * Few, what);
    }

    /// <summary>Rules that share every gram, or have none, can't be told apart before they are asked: there the work has a bound.</summary>
    [Theory]
    [InlineData("^[a-z]{{{0}}}[0-9]{{{1}}}@example\\.com$")]
    [InlineData("^[a-z]{{{0},}}[0-9]{{{1}}}$")]
    [InlineData("!^[a-z]{{{0}}}[0-9]{{{1}}}@")]
    [InlineData("^.{{{0}}}(.)[0-9]{{{1}}}\\1")]
    public void Rules_that_only_a_question_tells_apart_are_asked_within_a_bound(string format)
    {
        const int Count = 6_000;
        LintWork work = Work(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, (i % 30) + 1, (i / 30) + 1), Count);
        Assert.InRange(work.Questions, 0, (2 * Coverage.QuestionsAtFirst) + (4L * Coverage.QuestionsEach * Count));
    }

    [Fact]
    public void Where_the_bound_is_met_it_is_said_once_and_what_is_proved_stays_true()
    {
        IEnumerable<string> lines = Enumerable.Range(0, 4_000).Select(static i => $"^[a-z]{{{(i % 60) + 1}}}[0-9]{{{(i / 60) + 1}}}@example\\.com$");
        IReadOnlyList<Finding> found = Linting.Lint(("badmailto", string.Join('\n', lines.Append("^abc7@example\\.com$")) + "\n"));
        Assert.Equal(["redundant", "unchecked"], found.Select(finding => finding.Kind.Id).Order());
        Assert.Equal("line 3 already refuses all that this rule hits", found.Single(finding => finding.Kind.Id == "redundant").Message);
    }

    [Fact]
    public void A_rule_is_found_by_its_alternatives()
    {
        IReadOnlyList<Finding> found = Linting.Lint(("badmailto", "^(spam|(news|offers)+-x)@\n^offers-x@\n^news-x@a\\.ro$\n^new@\n"));
        Assert.Equal([2, 3], found.Where(finding => finding.Kind.Id == "redundant").Select(finding => finding.Line));
    }

    private static LintWork Work(Func<int, string> line, int count)
    {
        string text = string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n"));
        var file = new LintedFile("badmailfrom", LintedFile.ListOf("badmailfrom"), Linting.Latin(text));
        Linter.Run([file], [], Linting.Today, static (_, _) => { }, Workers.Alone, out LintWork work);
        return work;
    }

    /// <summary>A word that looks as if by chance, and is the same each time.</summary>
    private static string Word(int number)
    {
        ulong bits = unchecked(((ulong)number + 1) * 0x9E3779B97F4A7C15);
        Span<char> word = stackalloc char[5 + (int)(bits % 6)];
        foreach (ref char letter in word)
        {
            bits = unchecked((bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9);
            letter = (char)('a' + (int)((bits >> 40) % 26));
        }

        return new string(word);
    }
}
