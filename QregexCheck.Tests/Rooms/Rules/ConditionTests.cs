using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Rules;
using QregexCheck.Tests.Rooms.Control;
using Xunit;

namespace QregexCheck.Tests.Rooms.Rules;

/// <summary>What annotations say of when a rule hits, and what becomes of the rule when that can't be read.</summary>
public class ConditionTests
{
    [Fact]
    public void All_fields_together_are_read_in_any_order_beside_the_others()
    {
        (Annotation annotation, string errors) = Read(
            "#: not-ip=192.0.2.9 action=defer only-to=\"^a \\\"b\\\"|c@\"\n#: only-from=\"!@x\\.example$\" "
            + "only-ip=192.0.2.0/24,2001:db8::/32\n#: only-ip=198.51.100.1\n^r@\n");
        Assert.Equal(string.Empty, errors);
        Assert.Equal(RuleAction.Defer, annotation.Action);
        Assert.Equal(
            "only-to=\"^a \\\"b\\\"|c@\" only-from=\"!@x\\\\.example$\" only-ip=192.0.2.0/24,2001:db8::/32,198.51.100.1 not-ip=192.0.2.9",
            Encoding.Latin1.GetString(annotation.Condition!.Text));
        Assert.Equal(3, annotation.Condition.OnlyIp.Length);
        Assert.Equal("^a \"b\"|c@", Encoding.Latin1.GetString(annotation.Condition.OnlyTo!));
    }

    [Theory]
    [InlineData("#: only-to=\"(\"\n^r@\n", "1:12 ")]
    [InlineData("#: only-to=\"^(ab\" action=log\n^r@\n", "1:12 ")]
    [InlineData("#: only-to=\"a{1,99999}\"\n^r@\n", "1:12 ")]
    [InlineData("#: only-to=\"(a{1,30000}){1,30000}\"\n^r@\n", "1:12 ")]
    [InlineData("#: only-to=\"\"\n^r@\n", "1:12 ")]
    [InlineData("#: only-to=\"!\"\n^r@\n", "1:12 ")]
    [InlineData("#: only-to=a only-to=b\n^r@\n", "1:22 ")]
    [InlineData("#: only-to=\"a\n^r@\n", "1:12 ")]
    [InlineData("#: only-to\n^r@\n", "1:4 ")]
    [InlineData("#: only-ip=\n^r@\n", "1:12 ")]
    [InlineData("#: only-ip=192.0.2.0/24,\n^r@\n", "1:12 ")]
    [InlineData("#: only-ip=192.0.2.1/24\n^r@\n", "1:12 ")]
    [InlineData("#: not-ip=192.0.2.0/33\n^r@\n", "1:11 ")]
    [InlineData("#: only-form=\"a\"\n^r@\n", "1:4 ")]
    [InlineData("#: ONLY-TO=\"a\"\n^r@\n", "1:4 ")]
    [InlineData("#: not-from=\"a\"\n^r@\n", "1:4 ")]
    [InlineData("#: action=rejekt only-to=\"a\"\n^r@\n", "1:11 ")]
    [InlineData("#: only-to=\"a\"\n#: action=rejekt\n^r@\n", "2:11 ")]
    [InlineData("#: action=rejekt\n#: only-to=\"a\"\n^r@\n", "1:11 ")]
    [InlineData("#: until=2020-02-31 only-ip =192.0.2.1\n^r@\n", "1:10 ")]
    [InlineData("#: reply=\"451 later\" only-ip=192.0.2.1\n^r@\n", "1:10 ")]
    public void A_mistake_where_a_condition_was_meant_skips_the_rule_and_no_other(string text, string place)
    {
        var reader = Reader(text + "^next@\n");
        Assert.True(reader.TryRead(out Rule rule));
        Assert.Equal("^next@", Encoding.Latin1.GetString(rule.Text));
        Assert.Null(rule.Annotation.Condition);
        Assert.Equal(1, reader.Skipped);
        RuleError error = Assert.Single(reader.Errors);
        Assert.StartsWith(place, $"{error.Line}:{error.Column} ");
        Assert.EndsWith("; the rule is skipped until it is mended", error.Message);
        Assert.True(RuleError.CanBeMessage(Encoding.UTF8.GetBytes(error.Message)));
    }

    [Theory]
    [InlineData("#: action=rejekt note=\"only for them\"\n^r@\n")]
    [InlineData("#: note=\"not-so only\" actio=log\n^r@\n")]
    [InlineData("#: note=\"not for us\n^r@\n")]
    public void A_mistake_elsewhere_leaves_a_plain_rule_as_it_always_did(string text)
    {
        var reader = Reader(text);
        Assert.True(reader.TryRead(out Rule rule));
        Assert.Equal("^r@", Encoding.Latin1.GetString(rule.Text));
        Assert.EndsWith("; the annotation is ignored", Assert.Single(reader.Errors).Message);
    }

    [Fact]
    public void More_than_a_compiled_file_can_hold_skips_the_rule()
    {
        string networks = string.Join(',', Enumerable.Repeat("192.0.2.1", 4_000));
        var reader = Reader($"#: only-ip={networks}\n^r@\n");
        Assert.False(reader.TryRead(out _));
        Assert.Contains("longer than 32768 bytes; the rule is skipped", Assert.Single(reader.Errors).Message);
    }

    [Fact]
    public void What_is_written_is_read_again_and_nothing_else_is()
    {
        (Annotation annotation, _) = Read("#: only-to=\"a\\\\b \\\"c\" not-ip=2001:db8::/32\n^r@\n");
        byte[] text = annotation.Condition!.Text;
        Assert.True(Condition.AreEqual(annotation.Condition, Condition.Read(text)));
        foreach (string other in new[] { "", "only-to=\"a\"x", "only-to=a", "action=log", "only-to=\"a\" only-to=\"b\"", "only-to=\"a\"\nonly-from=\"b\"" })
            Assert.Null(Condition.Read(Encoding.Latin1.GetBytes(other)));
    }

    [Theory]
    [InlineData("only-ip=192.0.2.1,198.51.100.0/24", "only-ip=198.51.100.0/24,::ffff:192.0.2.1", true)]
    [InlineData("only-ip=192.0.2.1", "not-ip=192.0.2.1", false)]
    [InlineData("only-to=a", "only-to=\"a\"", true)]
    [InlineData("only-to=a", "only-from=a", false)]
    [InlineData("only-to=a only-ip=192.0.2.1", "only-to=a", false)]
    public void Conditions_are_equal_when_they_ask_the_same(string left, string right, bool areEqual)
    {
        Condition one = Read($"#: {left}\n^r@\n").Annotation.Condition!;
        Condition other = Read($"#: {right}\n^r@\n").Annotation.Condition!;
        Assert.Equal(areEqual, Condition.AreEqual(one, other));
        Assert.Equal(areEqual, one.Key().AsSpan().SequenceEqual(other.Key()));
        Assert.False(Condition.AreEqual(one, null));
    }

    [Fact]
    public void A_line_of_checkrcpthosts_has_no_condition()
    {
        var errors = new List<RuleError>();
        var parser = new AnnotationParser(isOfRecipients: true);
        parser.Add("#: only-ip=192.0.2.1"u8, 1, errors);
        Assert.True(parser.TryTake(errors, out Annotation annotation));
        Assert.Null(annotation.Condition);
        Assert.Contains("unknown name", Assert.Single(errors).Message);
    }

    private static (Annotation Annotation, string Errors) Read(string text)
    {
        var reader = Reader(text);
        Assert.True(reader.TryRead(out Rule rule));
        return (rule.Annotation, string.Join('\n', reader.Errors));
    }

    private static RuleReader Reader(string text) => new(
        new ControlFile(new LineReader(LineReaderTests.Chunked(Encoding.Latin1.GetBytes(text), () => 100))), null, new PatternCompiler().Mistake);
}
