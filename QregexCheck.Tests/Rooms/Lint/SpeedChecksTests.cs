using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Lint;
using QregexCheck.Proof;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>The finding about rules that cost every check some time, however they are compiled: when it is given, of which lines, and why.</summary>
public sealed class SpeedChecksTests
{
    private const string BackReference = "([a-z0-9]).{{{0}}}\\1[0-9]@";

    // Hardly two of them fit into one automaton.
    private const string Vague = "^[0-9]*[a-m]*[n-z]*[@b-{1}]*([a-z]{{0,{2}}}@[a-z]*\\.?)*[a-c]{{0,2}}$";

    [Theory]
    [InlineData(BackReference, "back-reference", "hold a back-reference")]
    [InlineData("!" + Vague, "negated", "start with a !, and only running them tells that they let pass")]
    [InlineData(Vague, "no-text", "have no text in common with all of their matches, nor anything else that is rare")]
    public void A_hundred_rules_that_are_run_for_every_address_are_one_finding_that_says_why(string rule, string why, string sentence)
    {
        Assert.Equal([], Check(Many(rule, 99)));
        Finding finding = Assert.Single(Check(Many(rule, 300)));
        Assert.Equal("asked-each-time", finding.Kind.Id);
        Assert.Contains(sentence, finding.Message, StringComparison.Ordinal);
        Assert.All(finding.Ranges, range => Assert.Equal(why, range.Why));

        // An automaton takes some of them, if it can.
        Assert.InRange(finding.Ranges.Sum(static range => range.Last - range.First + 1), 100, 300);
    }

    [Fact]
    public void It_names_the_lines_in_ranges_and_the_reasons_one_behind_the_other()
    {
        string text = "# the head\n@spam\\.example$\n" + Many(BackReference, 60) + "@more\\.example$\n\n# between\n" + Many(BackReference, 50, 70);
        Finding finding = Assert.Single(Check(text));
        Assert.Equal("110 rules cost every check some time, even when they are compiled: 110 hold a back-reference (lines 3-62, 66-115)", finding.Message);
        Assert.Equal((3, 1), (finding.Line, finding.Column));
        Assert.Equal([new LineRange(3, 62, "back-reference"), new LineRange(66, 115, "back-reference")], finding.Ranges);

        Finding both = Assert.Single(Check(text + Many("!" + Vague, 300)));
        Assert.Matches("^[0-9]{3} rules cost .*: 110 hold a back-reference \\(lines 3-62, 66-115\\); [0-9]{3} start with a !, .* \\(lines [0-9]", both.Message);

        string apart = string.Concat(Enumerable.Range(0, 100).Select(i => $"([a-z])x{{{i}}}\\1[0-9]\n@spam{i}\\.example$\n"));
        Assert.EndsWith("hold a back-reference (lines 1, 3, 5 and others down to 199)", Assert.Single(Check(apart)).Message, StringComparison.Ordinal);
    }

    /// <summary>These cost a check nothing, or so little that many are needed.</summary>
    [Theory]
    [InlineData("@spam{0}\\.example$", 2_000)]
    [InlineData("!@host{0}\\.example$", 2_000)]
    [InlineData("!(@a\\.example$|@b\\.example$|host{0})", 2_000)]
    [InlineData("^(casino{0}|poker{0})@", 2_000)]
    [InlineData("#: until=2026-11-30\n([a-z]).{{{0}}}\\1[0-9]@", 200)]
    [InlineData("!^[a-z0-9]{{1,{0}}}@[a-z.]{{20,}}$", 200)]
    [InlineData("([a-z]).{{{0}}}\\1[0-9]@spam{0}\\.example$(", 200)]
    public void Rules_that_cost_a_check_nothing_are_not_counted(string rule, int count) => Assert.Equal([], Check(Many(rule, count)));

    [Fact]
    public void Outlines_that_no_two_rules_share_are_told_of_from_20_000_on()
    {
        string text = string.Concat(Enumerable.Range(0, 20_001).Select(i => $"!^[a-z0-9]{{1,{20 + (i % 200)}}}@[a-z.]{{1,{20 + (i / 200)}}}$\n"));
        Finding finding = Assert.Single(Check(text));
        Assert.Equal([new LineRange(1, 20_001, "own-outline")], finding.Ranges);
        Assert.Equal([], Check(text[..(text.Length / 2)]));
    }

    [Fact]
    public void It_can_be_left_out_and_programs_get_all_ranges()
    {
        string text = Many(BackReference, 120);
        Assert.Contains(Linting.Lint(("badhelo", text)), static finding => finding.Kind.Id == "asked-each-time");
        Assert.DoesNotContain(Linting.Lint(("badmailto", "#: lint-ignore=asked-each-time\n" + text)), static finding => finding.Kind.Id == "asked-each-time");

        var output = new MemoryStream();
        LintJson.Write(Check(text), output);
        string json = Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains("\"id\":\"asked-each-time\"", json, StringComparison.Ordinal);
        Assert.Contains("\"ranges\":[{\"first\":1,\"last\":120,\"why\":\"back-reference\"}]", json, StringComparison.Ordinal);
    }

    private static string Many(string rule, int count, int from = 0) =>
        string.Concat(Enumerable.Range(from, count).Select(i => string.Format(CultureInfo.InvariantCulture, rule, i, (char)('c' + (i % 23)), 1 + (i / 23)) + "\n"));

    private static IReadOnlyList<Finding> Check(string text)
    {
        var findings = new Findings();
        SpeedChecks.Check(new LintedFile("badmailto", LintedFile.ListOf("badmailto"), Linting.Latin(text)), findings, Linting.Today);
        return findings.All;
    }
}
