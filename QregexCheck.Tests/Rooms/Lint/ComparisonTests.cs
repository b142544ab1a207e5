using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Lint;
using QregexCheck.Proof;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Lint;

public sealed class ComparisonTests
{
    private readonly ITestOutputHelper _output;

    public ComparisonTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Differences_of_random_files_are_those_that_enumeration_finds()
    {
        int seed = Seed.Choose(20261124, _output);
        var patterns = new SmallPatterns(seed);
        var matcher = new RuleMatcher();
        int same = 0;
        int differ = 0;
        for (int i = 0; i < 300; i++)
        {
            LintedFile old = Random(patterns);
            LintedFile changed = Random(patterns);
            foreach (Difference difference in Comparison.OfFiles(old, changed, Linting.Today, static (_, _) => { }))
            {
                LintedFile other = difference.IsNew ? old : changed;
                Assert.NotNull(difference.Word);
                byte[] word = QregexCheck.Syntax.CaseFolding.Upper(difference.Word);
                Assert.True(Hits(matcher, [difference.Rule], word) && !Hits(matcher, other.Rules, word), $"seed {seed}: {Encoding.Latin1.GetString(word)}");
            }

            var changes = Comparison.OfFiles(old, changed, Linting.Today, static (_, _) => { }).Select(difference => difference.Rule).ToHashSet();
            foreach ((LintedFile one, LintedFile other) in new[] { (old, changed), (changed, old) })
            {
                foreach (LintedRule rule in one.Rules)
                {
                    bool isChanged = SmallPatterns.Words.Any(word => Hits(matcher, [rule], word) && !Hits(matcher, other.Rules, word));
                    Assert.True(!isChanged || changes.Contains(rule), $"seed {seed}: {Encoding.Latin1.GetString(rule.Text)} was missed");
                    _ = changes.Contains(rule) ? differ++ : same++;
                }
            }
        }

        Assert.True(same > 100 && differ > 100);
    }

    [Theory]
    [InlineData("@x\\.ro$", "@x[.]ro$", "")]
    [InlineData("^(a|b)@x\\.ro$", "^b@x\\.ro$\n^a@x\\.ro$", "")]
    [InlineData("tim\\.ro$", "[@.]tim\\.ro$", "-1 a@atim.ro")]
    [InlineData("@x\\.ro$", "[@.]x\\.ro$", "+1 a@a.x.ro")]
    [InlineData("^a@x\\.ro$\n^b@x\\.ro$", "^b@x\\.ro$\n^c@x\\.ro$", "-1 a@x.ro, +2 c@x.ro")]
    [InlineData("!@", "!@.", "+1 @")]
    [InlineData("a.{20}b", "a.{20}[b]c|a.{20}b", "?1, ?1")]
    [InlineData("^(a)\\1@x\\.ro$", "^aa@x\\.ro$", "?1, ?1")]
    [InlineData("^(a)\\1@x\\.ro$", "^(a)\\1@x\\.ro$", "")]
    [InlineData("#: action=log\n^a@x\\.ro$", "#: until=2020-01-01\n^b@x\\.ro$", "")]
    [InlineData("*", "^a@x\\.ro$", "+1 a@x.ro")]
    public void Files_differ_by_rules_with_the_shortest_address(string old, string changed, string expected) =>
        Assert.Equal(expected, Show(Comparison.OfFiles(File("old", old), File("new", changed), Linting.Today, static (_, _) => { })));

    [Fact]
    public void Exceptions_count_in_directories()
    {
        Assert.Equal("-1 a@x.ro", Directories(["badmailto|@x\\.ro$"], ["badmailto|@x\\.ro$", "goodmailto|^a@"]));
        Assert.Equal("+1 a@x.ro", Directories(["badmailto|@x\\.ro$", "goodmailto|^a@"], ["badmailto|@x\\.ro$"]));
        Assert.Equal("", Directories(["badmailto|@x\\.ro$", "goodmailto|^a@y\\.ro$"], ["badmailto|@x\\.ro$"]));
        Assert.Equal("", Directories(["badmailto|@x\\.ro$", "goodmailto|^a@"], ["badmailto|^[^a].*@x\\.ro$\n^@x\\.ro$\n^a[^@].*@x\\.ro$", "goodmailto|^a@"]));
    }

    [Fact]
    public void Norelay_files_count_in_directories()
    {
        Assert.Equal("-1 a@x.ro relay", Directories(["badmailto|@x\\.ro$"], ["badmailtonorelay|@x\\.ro$"]));
        Assert.Equal("+1 a@x.ro relay", Directories(["badmailtonorelay|@x\\.ro$"], ["badmailto|@x\\.ro$"]));
        Assert.Equal("", Directories(["badmailto|@x\\.ro$", "badmailtonorelay|^a@x\\.ro$"], ["badmailto|@x\\.ro$"]));
        Assert.Equal("-1 a@x.ro", Directories(["badmailfromnorelay|@x\\.ro$"], ["badmailto|@y\\.ro$\n"], skipNew: true));
    }

    [Fact]
    public void The_null_sender_is_never_refused_and_so_no_difference()
    {
        Assert.Equal("", Directories(["badmailfrom|!."], []));
        Assert.Equal("-1 ", Directories(["badmailto|!."], []));
    }

    private static string Directories(string[] old, string[] changed, bool skipNew = false)
    {
        var differences = Comparison.OfDirectories(Files(old), Files(changed), Linting.Today, static (_, _) => { });
        return Show(differences.Where(difference => !skipNew || !difference.IsNew));
    }

    private static LintedFile[] Files(string[] texts) =>
        texts.Select(text => File(text[..text.IndexOf('|', StringComparison.Ordinal)], text[(text.IndexOf('|', StringComparison.Ordinal) + 1)..])).ToArray();

    private static LintedFile File(string name, string text) => new(name, LintedFile.ListOf(name), Encoding.Latin1.GetBytes(text));

    private static LintedFile Random(SmallPatterns patterns) =>
        File("badmailto", string.Join('\n', Enumerable.Range(0, 4).Select(_ => Encoding.ASCII.GetString(patterns.Next()))) + "\n");

    private static string Show(IEnumerable<Difference> differences) => string.Join(", ", differences.Select(difference =>
        difference.Word is null
            ? $"?{difference.Rule.Line}"
            : $"{(difference.IsNew ? '+' : '-')}{difference.Rule.Line} {Encoding.Latin1.GetString(difference.Word)}{(difference.IsForRelayClients ? " relay" : string.Empty)}"));

    private static bool Hits(RuleMatcher matcher, IEnumerable<LintedRule> rules, byte[] word) =>
        rules.Any(rule => rule.AsRule.Hits(matcher.Match(rule.Pattern, word, out _)));
}
