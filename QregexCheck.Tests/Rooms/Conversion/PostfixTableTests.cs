using System;
using System.Linq;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads regexp tables of Postfix with <see cref="PostfixTable"/>.</summary>
public sealed class PostfixTableTests
{
    [Theory]
    [InlineData("/^a@/ REJECT", "^a@")]
    [InlineData("/^a@/m REJECT", "^a@")]
    [InlineData("!/^a@/ REJECT", "!^a@")]
    [InlineData("!!/^a@/ REJECT", "^a@")]
    [InlineData("|^a/b|\tREJECT", "^a/b")]
    [InlineData("/a\\/b/ reject", "a\\/b")]
    [InlineData("/!a/ REJECT", "[!]a")]
    [InlineData("/a / REJECT", "a[ ]")]
    [InlineData("// REJECT", "^")]
    [InlineData("/a/ REJECT go away", "554 5.7.1 go away|a")]
    [InlineData("/a/ REJECT 5.1.8 go away", "554 5.1.8 go away|a")]
    [InlineData("/a/ REJECT 4.1.8 go away", "554 5.1.8 go away|a")]
    [InlineData("/a/ 550 5.7.1 go $$ away", "550 5.7.1 go $ away|a")]
    [InlineData("/a/ 550 5.7.1", "550 5.7.1 Access denied|a")]
    [InlineData("/a/ 550 no", "550 5.7.1 no|a")]
    [InlineData("/a/ 450 no", "defer|450 4.7.1 no|a")]
    [InlineData("/a/ DEFER", "defer|a")]
    [InlineData("/a/ defer later", "defer|450 4.7.1 later|a")]
    [InlineData("/a/ DEFER_IF_PERMIT later", "defer|450 4.7.1 later|a")]
    [InlineData("/a/ 421 4.3.0 bye", "defer|451 4.3.0 bye|a")]
    [InlineData("/a/\n# comment\n\n  REJECT go\n  away", "554 5.7.1 go  away|a")]
    [InlineData("/1[.-]2/i REJECT", "1[.-]2")]
    [InlineData("if /a/\nendif\n/b/ REJECT", "b")]
    [InlineData("IF /@a/\n/^b@a/ REJECT\nENDIF", "^b@a")]
    [InlineData("/^b@a/!/^c/ REJECT", "^b@a")]
    public void A_line_that_refuses_becomes_the_same_rule(string table, string rule)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table + "\n");
        Assert.Equal(rule + "\nsame", rules.Lines);
    }

    [Theory]
    [InlineData("/a/ OK")]
    [InlineData("/a/ relay")]
    [InlineData("/a/ DUNNO some text")]
    [InlineData("/a/ permit")]
    [InlineData("/a/ INFO text")]
    [InlineData("/a/ WARN text")]
    [InlineData("/a/ 550")]
    [InlineData("/a/ 1234567890")]
    [InlineData("/a/")]
    public void What_lets_through_becomes_an_exception_in_front_of_what_it_spares_and_is_dropped_elsewhere(string line)
    {
        var before = new ConvertedRules(ConversionFormat.PostfixRegexp, line + "\n/b/ REJECT\n");
        Assert.Equal("b\n+a\nsame", before.Lines);
        var behind = new ConvertedRules(ConversionFormat.PostfixRegexp, "/b/ REJECT\n" + line + "\n");
        Assert.Equal("b\nsame", behind.Lines);
        Assert.False(new ConvertedRules(ConversionFormat.PostfixRegexp, line + "\n/b/ REJECT\n", hasGood: false).IsSame);
    }

    [Theory]
    [InlineData("/a/ HOLD", "1:5 HOLD can't be said here")]
    [InlineData("/a/ FILTER smtp:x", "1:5 FILTER can't be said here")]
    [InlineData("/a/ PREPEND X: y", "1:5 PREPEND can't be said here")]
    [InlineData("/a/ my_class", "1:5 my_class can't be said here")]
    [InlineData("/a/x REJECT", "1:2 /x makes a basic regular expression")]
    [InlineData("/a/q REJECT", "1:4 q is no flag")]
    [InlineData("/a REJECT", "1:1 the delimiter behind the pattern is missing")]
    [InlineData("/(a/ REJECT", "1:")]
    [InlineData("/a/ REJECT $x", "1:5 a $ in its text is not followed by a number")]
    [InlineData("/a/ REJECT $", "1:5 a $ in its text is not followed by a number")]
    [InlineData("/a/ REJECT ${1", "1:5 a $ in its text is not followed by a number")]
    [InlineData("/a/ REJECT $1", "1:5 a $ in its text names a group that is not there")]
    [InlineData("!/(a)/ REJECT $1", "1:8 a $ in its text names a group that is not there")]
    [InlineData("/(a)/ $1 x", "1:7 what it does is filled in")]
    [InlineData("a@b REJECT", "1:1 this is no line of such a table")]
    [InlineData("endif", "1:1 an endif without its if")]
    [InlineData("  /a/ REJECT", "1:1 a line that begins with a blank")]
    public void What_can_t_be_said_or_is_skipped_there_is_left_out_with_its_place(string line, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, line + "\n");
        Assert.Empty(rules.Bad);
        Assert.StartsWith("!" + said, Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/(a)/ REJECT no $1", "a")]
    [InlineData("/a/ REJECT caf\u00E9", "a")]
    public void A_reply_that_can_t_be_kept_becomes_the_list_s_own(string line, string pattern)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, line);
        Assert.EndsWith(pattern, Assert.Single(rules.Bad).Trim('(', ')'), StringComparison.Ordinal);
        Assert.DoesNotContain("|", rules.Bad[0], StringComparison.Ordinal);
        Assert.False(rules.IsSame);
        Assert.False(new ConvertedRules(ConversionFormat.PostfixRegexp, "/a/ REJECT " + new string('x', 400)).IsSame);
    }

    [Theory]
    [InlineData("/a/i REJECT", "more")]
    [InlineData("!/a/i REJECT", "less")]
    [InlineData("/a/i OK\n/./ REJECT", "less")]
    [InlineData("!/a/i OK\n/./ REJECT", "more")]
    [InlineData("if !/a/i\n!/a/ REJECT\nendif", "less")]
    [InlineData("/[[:upper:]]/i REJECT", "more")]
    [InlineData("/[!-a]/i REJECT", "more")]
    public void Where_case_matters_there_it_is_said_whether_more_is_refused_or_less(string table, string how)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table);
        Assert.EndsWith($"case matters there, so {how} is refused", Assert.Single(rules.Said), StringComparison.Ordinal);
        Assert.False(rules.IsSame);
    }

    /// <summary>A small letter behind a backslash matches nothing in a rule, and ranges are others when their ends are upper-cased.</summary>
    [Theory]
    [InlineData("/\\a@/i REJECT", "a@", "a@b")]
    [InlineData("/x[^a-z]y/i REJECT", "x.y", "xBy@c")]
    [InlineData("/[Z-a]1/i REJECT", "[]az\\_`[^]1", "a1@c")]
    [InlineData("/1[`-b]/i REJECT", "1[ab`]", "1b@c")]
    [InlineData("if /(\\a(x*]^||\\b)[[:alpha:]]{,2})\\b/i\n/b/ REJECT\nendif", null, "ab")]
    public void A_pattern_for_which_case_counts_becomes_one_that_matches_all_that_it_matched(string table, string? pattern, string subject)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table);
        Assert.NotNull(rules.Refusing(System.Text.Encoding.Latin1.GetBytes(subject)));
        Assert.Contains(rules.Said, static said => said.EndsWith("case matters there, so more is refused", StringComparison.Ordinal));
        if (pattern is not null)
            Assert.Equal(pattern, Assert.Single(rules.Bad));
    }

    [Fact]
    public void A_range_that_is_none_where_case_counts_is_skipped_there()
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, "/[a-Z]/i REJECT\n");
        Assert.Empty(rules.Bad);
        Assert.EndsWith("and the line is skipped there", Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    /// <summary>Postfix asks with REG_NOSUB, but in a condition, or where it fills in a group: then glibc loses more anchors.</summary>
    [Theory]
    [InlineData("/(a\\b){2}/ REJECT", "less")]
    [InlineData("!/(a\\b){2}/ REJECT", "more")]
    [InlineData("/(a\\b){2}/ REJECT no $1", null)]
    [InlineData("if /(a\\b){2}/\n/b/ REJECT\nendif", null)]
    [InlineData("/(^|[@.])+b/ REJECT", null)]
    public void An_anchor_that_Postfix_loses_and_a_rule_does_not_is_said(string table, string? how)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table);
        string[] said = [.. rules.Said.Where(static said => said.Contains("an anchor in a repeated group is forgotten there", StringComparison.Ordinal))];
        Assert.Equal(how is null ? 0 : 1, said.Length);
        if (how is not null)
            Assert.EndsWith($"so {how} is refused", said[0], StringComparison.Ordinal);
    }

    /// <summary>Where a reply has a group, glibc looks at a match once more, and drops one that only a lost anchor made.</summary>
    [Theory]
    [InlineData("/(()\\<a){2}([^[.A.]])((a)\\>|@)+/ REJECT no $1", 1)]
    [InlineData("/(()\\<a){2}([^[.A.]])((a)\\>|@)+/ REJECT no", 0)]
    [InlineData("/^(a+)@/ REJECT no $1", 0)]
    [InlineData("if /(()\\<a){2}/\n/(a)/ REJECT no $1\nendif", 0)]
    public void An_anchor_that_a_rule_loses_and_Postfix_may_keep_is_said(string table, int count)
    {
        const string Kept = "an anchor in a repeated group may count there, so more is refused";
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table);
        Assert.Equal(count, rules.Said.Count(static said => said.EndsWith(Kept, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_condition_that_Postfix_skips_leaves_its_rules_without_it_and_one_that_we_can_t_use_takes_them_along()
    {
        var skipped = new ConvertedRules(ConversionFormat.PostfixRegexp, "if /(/\n/a/ REJECT\nendif\n");
        Assert.Equal(["a"], skipped.Bad);
        Assert.Equal(2, skipped.Said.Length);
        var unusable = new ConvertedRules(ConversionFormat.PostfixRegexp, "if /a/x\n/a/ REJECT\nendif\n/b/ REJECT\n");
        Assert.Equal(["b"], unusable.Bad);
        Assert.Equal(2, unusable.Said.Length);
    }

    [Theory]
    [InlineData("if /@b/\n/^a/ REJECT\nendif\n", "a@b", "a@c")]
    [InlineData("if !/@b/\n/^a/ REJECT\nendif\n", "a@c", "a@b")]
    [InlineData("/^a/!/@b/ REJECT\n", "a@c", "a@b")]
    [InlineData("if /b$/\nif !/^x/\n!/c/ REJECT\nendif\nendif\n", "a@b", "xa@b")]
    public void What_must_hold_together_becomes_one_pattern(string table, string refused, string passing)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table);
        Assert.True(rules.IsSame, rules.Lines);
        Assert.NotNull(rules.Refusing(System.Text.Encoding.Latin1.GetBytes(refused)));
        Assert.Null(rules.Refusing(System.Text.Encoding.Latin1.GetBytes(passing)));
    }

    [Fact]
    public void A_rule_that_its_condition_never_lets_match_is_no_rule()
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, "if /^a/\n/^b/ REJECT\nendif\n");
        Assert.Equal("same", rules.Lines);
        Assert.StartsWith("2:1 its patterns and conditions never hold together", Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    /// <summary>Found by chance among 10,000 tables: without case the two are opposites, and the rule was dropped in silence.</summary>
    [Theory]
    [InlineData("if /^(a|b)/\n!/^(a|b)/i REJECT\nendif\n", true)]
    [InlineData("if /^(a|b)/i\n!/^(a|b)/ REJECT\nendif\n", false)]
    [InlineData("if /^1/\n!/^1/i REJECT\nendif\n", false)]
    public void What_holds_only_where_case_counts_is_left_out_and_said(string table, bool isSaid)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table);
        Assert.Empty(rules.Bad);
        Assert.Equal(isSaid, !rules.IsSame);
        Assert.Equal(isSaid ? 1 : 0, rules.Said.Count(static said => said.StartsWith("!2:1 its patterns and conditions", System.StringComparison.Ordinal)));
    }
}
