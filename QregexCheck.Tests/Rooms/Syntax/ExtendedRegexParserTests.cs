using System;
using System.Linq;
using System.Text;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class ExtendedRegexParserTests
{
    [Theory]
    [InlineData("?x", 0)]
    [InlineData("x|+", 2)]
    [InlineData("x(*y)", 2)]
    [InlineData("x|{2}", 2)]
    [InlineData("(|?)", 2)]
    [InlineData("^+", 1)]
    [InlineData("x$?", 2)]
    [InlineData("\\>*", 2)]
    [InlineData("x\\b{2}", 3)]
    [InlineData("\\'+", 2)]
    [InlineData("{,", 0)]
    public void A_repetition_needs_something_before_it(string pattern, int offset) => AssertError("REG_BADRPT", pattern, offset);

    [Theory]
    [InlineData("x[", 1)]
    [InlineData("xy[^", 2)]
    [InlineData("(a|[", 3)]
    public void A_pattern_cannot_end_just_after_a_bracket(string pattern, int offset) => AssertError("REG_BADPAT", pattern, offset);

    [Theory]
    [InlineData("x[]", 1)]
    [InlineData("x[^]", 1)]
    [InlineData("x[yz", 1)]
    [InlineData("[y-", 0)]
    [InlineData("[y-z", 0)]
    [InlineData("[[:digit:]", 0)]
    [InlineData("[[=x=]", 0)]
    [InlineData("x[y[:digit", 3)]
    [InlineData("[[.x", 1)]
    [InlineData("[[:digit;]]", 1)]
    [InlineData("[[:abcdefghijklmnopqrstuvwxyzabcdef:]]", 1)]
    public void A_bracket_expression_must_be_closed(string pattern, int offset) => AssertError("REG_EBRACK", pattern, offset);

    [Theory]
    [InlineData("[z-x]", 1)]
    [InlineData("[a9-1]", 2)]
    [InlineData("[x-y-z]", 4)]
    [InlineData("[_-k]", 1)]
    [InlineData("[k-@]", 1)]
    [InlineData("[x-[:digit:]]", 1)]
    [InlineData("[x-[=y=]]", 1)]
    [InlineData("[[:digit:]-x]", 10)]
    [InlineData("[[.z.]-[.x.]]", 1)]
    public void A_range_goes_upwards_between_two_bytes(string pattern, int offset) => AssertError("REG_ERANGE", pattern, offset);

    [Theory]
    [InlineData("[[.xy.]]", 1)]
    [InlineData("a[b[..]]", 3)]
    [InlineData("[[=xy=]]", 1)]
    [InlineData("[[==]]", 1)]
    [InlineData("[[.period.]]", 1)]
    [InlineData("[[.xy.]-z]", 1)]
    [InlineData("[x-[.yz.]]", 1)]
    public void A_collating_element_is_one_byte(string pattern, int offset) => AssertError("REG_ECOLLATE", pattern, offset);

    [Theory]
    [InlineData("[[:letter:]]", 1)]
    [InlineData("x[y[:Digit:]]", 3)]
    [InlineData("[[::]]", 1)]
    [InlineData("[[: digit:]]", 1)]
    public void A_character_class_must_be_known(string pattern, int offset) => AssertError("REG_ECTYPE", pattern, offset);

    [Theory]
    [InlineData("(", 0)]
    [InlineData("x(y", 1)]
    [InlineData("(x)(y(z)", 3)]
    [InlineData("(x(y", 2)]
    [InlineData("(x\\)", 0)]
    [InlineData(")(", 1)]
    public void A_group_must_be_closed(string pattern, int offset) => AssertError("REG_EPAREN", pattern, offset);

    [Theory]
    [InlineData("x{", 1)]
    [InlineData("x{3", 1)]
    [InlineData("x{3,", 1)]
    [InlineData("x{,4", 1)]
    [InlineData("x{3,4", 1)]
    [InlineData("x{y", 1)]
    [InlineData("x{3y", 1)]
    [InlineData("x{3\\", 1)]
    [InlineData("x{3\\}", 1)]
    [InlineData("(x{3)", 2)]
    public void An_interval_must_be_closed(string pattern, int offset) => AssertError("REG_EBRACE", pattern, offset);

    [Theory]
    [InlineData("x{}", 1)]
    [InlineData("x{y}", 1)]
    [InlineData("x{3y}", 1)]
    [InlineData("x{3y,", 1)]
    [InlineData("x{3,4,", 1)]
    [InlineData("x{3,2}", 1)]
    [InlineData("x{ 3}", 1)]
    [InlineData("x{-3}", 1)]
    [InlineData("x{3,4,5}", 1)]
    [InlineData("x{\\3}", 1)]
    [InlineData("xy{40000,3}", 2)]
    [InlineData("x{2}{3,2}", 4)]
    public void An_interval_is_two_numbers_at_most(string pattern, int offset) => AssertError("REG_BADBR", pattern, offset);

    [Theory]
    [InlineData("x{32768}", 1)]
    [InlineData("x{0,32768}", 1)]
    [InlineData("x{40000,}", 1)]
    [InlineData("x{123456789012345678901234567890}", 1)]
    public void An_interval_goes_to_32767(string pattern, int offset) => AssertError("REG_ESIZE", pattern, offset);

    [Theory]
    [InlineData("\\", 0)]
    [InlineData("xy\\", 2)]
    [InlineData("(x|\\", 3)]
    [InlineData("x*\\", 2)]
    public void A_backslash_cannot_be_last(string pattern, int offset) => AssertError("REG_EESCAPE", pattern, offset);

    [Theory]
    [InlineData("x\\1", 1)]
    [InlineData("\\1(x)", 0)]
    [InlineData("(x)\\2", 3)]
    [InlineData("(x\\1)", 2)]
    [InlineData("(x)|y\\1", 5)]
    [InlineData("((x)|(y)\\2)", 8)]
    [InlineData("(a)(b)(c)(d)(e)(f)(g)(h)\\9", 24)]
    public void A_back_reference_needs_a_group_that_is_closed_before_it(string pattern, int offset) => AssertError("REG_ESUBREG", pattern, offset);

    [Theory]
    [InlineData("(*", "REG_BADRPT")]
    [InlineData("[z-x](", "REG_ERANGE")]
    [InlineData("x{2,1}[", "REG_BADBR")]
    [InlineData("(\\2", "REG_ESUBREG")]
    [InlineData("([[:x:]", "REG_ECTYPE")]
    public void The_leftmost_of_several_faults_is_reported(string pattern, string name) => Assert.Equal(name, Parsed.Error(pattern).PosixName);

    [Theory]
    [InlineData("((x)|y)\\2")]
    [InlineData("(x)(y\\1)")]
    [InlineData("(x)|(y)\\2")]
    [InlineData("((x)\\2)")]
    [InlineData("(x)\\10")]
    public void A_group_counts_as_closed_behind_its_parenthesis_and_behind_its_alternatives(string pattern) =>
        Assert.True(Parsed.Tree(pattern).HasBackReferences);

    [Theory]
    [InlineData("a*\0(", "star{lit{A}}")]
    [InlineData("\0*", "emp{}")]
    public void A_NUL_ends_the_pattern(string pattern, string tree) => Assert.Equal(tree, NodePrinter.Print(Parsed.Tree(pattern)));

    [Fact]
    public void Every_error_has_a_sentence_and_the_name_that_regcomp_uses()
    {
        SyntaxErrorKind[] kinds = Enum.GetValues<SyntaxErrorKind>();
        Assert.Equal(kinds.Length, kinds.Select(SyntaxError.Describe).Distinct().Count());
        Assert.All(kinds, kind => Assert.StartsWith("REG_", new SyntaxError(kind, 0).PosixName, StringComparison.Ordinal));

        // Both limits are REG_ESPACE. regcomp never sees a line of a plain list, nor a condition.
        kinds = [.. kinds.Where(static kind => kind != SyntaxErrorKind.BadCondition && !kind.ToString().StartsWith("Plain", StringComparison.Ordinal))];
        Assert.Equal(kinds.Length - 1, kinds.Select(kind => new SyntaxError(kind, 0).PosixName).Distinct().Count());
        Assert.All(kinds, kind => Assert.False(SyntaxError.Describe(kind).EndsWith('.')));
    }

    [Fact]
    public void A_parser_is_used_again_and_remembers_nothing()
    {
        var tree = new SyntaxTree();
        var parser = new ExtendedRegexParser(tree);
        Assert.True(parser.TryParse("(a){2}\\1$"u8, out _));
        Assert.False(parser.TryParse("((("u8, out _));
        Assert.True(parser.TryParse("b"u8, out _));
        Assert.Equal("lit{B}", NodePrinter.Print(tree));
        Assert.False(tree.HasBackReferences || tree.HasIntervals);
        Assert.Equal(0, tree.ReferencedGroups);
        Assert.False(parser.TryParse("\\1"u8, out _));
    }

    [Fact]
    public void A_hundred_thousand_nested_groups_are_parsed_and_printed()
    {
        const int Depth = 100_000;
        SyntaxTree tree = Parsed.Tree(new string('(', Depth) + "a" + new string(')', Depth));
        Assert.Equal(Depth + 1, tree.Count);
        Assert.StartsWith("group1{group2{", NodePrinter.Print(tree), StringComparison.Ordinal);
        Assert.Equal(SyntaxErrorKind.UnclosedGroup, Parsed.Error(new string('(', Depth)).Kind);
    }

    [Fact]
    public void A_pattern_of_a_megabyte_makes_a_number_of_nodes_that_grows_with_it()
    {
        string unit = "a[bc]|(d)*";
        SyntaxTree tree = Parsed.Tree(string.Concat(Enumerable.Repeat(unit, 100_000)));
        Assert.InRange(tree.Count, 500_000, 1_000_000);
    }

    [Fact]
    public void A_hundred_thousand_stacked_repetitions_are_parsed() =>
        Assert.Equal(100_001, Parsed.Tree("a" + new string('*', 100_000)).Count);

    [Fact]
    public void The_offset_of_an_error_lies_within_the_pattern()
    {
        var random = new RandomPatterns(20261124);
        int errors = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] pattern = random.BrokenPattern();
            if (new ExtendedRegexParser(new SyntaxTree()).TryParse(pattern, out SyntaxError error))
                continue;
            errors++;
            Assert.True(error.Offset >= 0 && error.Offset < pattern.Length, Encoding.Latin1.GetString(pattern));
        }

        Assert.InRange(errors, 5_000, 20_000);
    }

    [Fact]
    public void Every_node_stands_behind_its_children_and_covers_their_bytes()
    {
        var random = new RandomPatterns(20261125);
        for (int i = 0; i < 5_000; i++)
        {
            string pattern = Encoding.Latin1.GetString(random.Pattern());
            if (Parsed.TryTree(pattern) is not { } tree)
                continue;
            Assert.Equal(0, tree[tree.Root].First);
            for (int k = 0; k < tree.Count; k++)
            {
                Node node = tree[k];
                Assert.InRange(node.First, 0, k);
                Assert.True(node.Begin >= 0 && node.Begin <= node.End && node.End <= pattern.Length, pattern);
                if (node.Kind is NodeKind.Cat or NodeKind.Alt)
                    Assert.Equal(node.First, tree[tree.Left(k)].First);
            }
        }
    }

    /// <summary>The error's kind, its place, and that glibc agrees about the kind.</summary>
    private static void AssertError(string name, string pattern, int offset)
    {
        SyntaxError error = Parsed.Error(pattern);
        Assert.Equal((name, offset), (error.PosixName, error.Offset));
        Assert.Equal("error:" + name, Glibc.Verdict(Encoding.Latin1.GetBytes(pattern), []));
    }
}
