using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Rules;
using QregexCheck.Tests.Rooms.Control;
using Xunit;

namespace QregexCheck.Tests.Rooms.Rules;

public sealed class RuleReaderTests
{
    [Theory]
    [InlineData("abc", false, "abc", 1)]
    [InlineData("!abc", true, "abc", 2)]
    [InlineData("!!abc", true, "!abc", 2)]
    [InlineData("!", true, "", 2)]
    [InlineData(" !abc", false, " !abc", 1)]
    [InlineData("\\!abc", false, "\\!abc", 1)]
    [InlineData("a!bc", false, "a!bc", 1)]
    public void A_leading_exclamation_mark_inverts_and_is_no_part_of_the_pattern(string line, bool isNegated, string pattern, int column)
    {
        RuleReader reader = Reader(line + "\n");
        Assert.True(reader.TryRead(out Rule rule));
        Assert.Equal(isNegated, rule.IsNegated);
        Assert.Equal(pattern, Encoding.Latin1.GetString(rule.Pattern));
        Assert.Equal(line, Encoding.Latin1.GetString(rule.Text));
        Assert.Equal(column, rule.PatternColumn);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void The_parts_of_a_line_with_a_NUL_are_rules_of_their_own_with_their_columns()
    {
        RuleReader reader = Reader("ab\0!cd\n");
        Assert.True(reader.TryRead(out Rule first));
        Assert.Equal((1, 1, 1), (first.Line, first.Column, first.PatternColumn));
        Assert.True(reader.TryRead(out Rule second));
        Assert.Equal((1, 4, 5), (second.Line, second.Column, second.PatternColumn));
        Assert.True(second.IsNegated);
    }

    [Fact]
    public void Annotations_belong_to_the_next_rule_only()
    {
        (List<Annotation> annotations, List<RuleError> errors) = Read("#: action=defer\none\ntwo\n");
        Assert.Empty(errors);
        Assert.Equal([RuleAction.Defer, RuleAction.Reject], annotations.Select(a => a.Action));
        Assert.Same(Annotation.None, annotations[1]);
    }

    [Fact]
    public void Annotations_belong_to_the_first_part_of_a_line_with_a_NUL()
    {
        (List<Annotation> annotations, _) = Read("#: action=log\none\0two\n");
        Assert.Equal([RuleAction.Log, RuleAction.Reject], annotations.Select(a => a.Action));
    }

    [Fact]
    public void Blank_lines_and_comments_between_annotation_and_rule_change_nothing()
    {
        (List<Annotation> annotations, List<RuleError> errors) = Read("#: action=log\n\n# why this rule is here\n \n#: note=x\nrule\n");
        Assert.Empty(errors);
        Assert.Equal(RuleAction.Log, annotations[0].Action);
        Assert.Equal("x", Encoding.Latin1.GetString(annotations[0].Note!));
    }

    [Fact]
    public void Annotations_at_the_end_of_the_file_belong_to_nothing()
    {
        (List<Annotation> annotations, List<RuleError> errors) = Read("rule\n#: action=defer\n");
        Assert.Empty(errors);
        Assert.Equal(RuleAction.Reject, annotations.Single().Action);
    }

    [Fact]
    public void A_mistake_at_the_end_of_the_file_is_reported_all_the_same()
    {
        (_, List<RuleError> errors) = Read("rule\n#: acton=defer\n");
        Assert.Equal((2, 4), (errors.Single().Line, errors.Single().Column));
    }

    [Fact]
    public void A_comment_that_only_looks_like_one_is_no_annotation()
    {
        (List<Annotation> annotations, List<RuleError> errors) = Read(
            "# action=defer\n#---- bulk senders ----\n#-----\n#+++ good\n#+x\n#-x\n # : action=log\n## : action=log\n#action=log\nrule\n");
        Assert.Empty(errors);
        Assert.Equal(2, annotations.Count);
        Assert.All(annotations, a => Assert.Same(Annotation.None, a));
    }

    /// <summary>Reads all rules of a text: their annotations, and what was wrong with them.</summary>
    internal static (List<Annotation> Annotations, List<RuleError> Errors) Read(string text)
    {
        RuleReader reader = Reader(text);
        var annotations = new List<Annotation>();
        while (reader.TryRead(out Rule rule))
            annotations.Add(rule.Annotation);
        return (annotations, reader.Errors);
    }

    private static RuleReader Reader(string text) =>
        new(new ControlFile(new LineReader(LineReaderTests.Chunked(Encoding.Latin1.GetBytes(text), () => 7), new byte[16])));
}
