using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Rooms.Rules;

public sealed class AnnotationParserTests
{
    [Fact]
    public void All_fields_can_stand_on_one_line()
    {
        Annotation annotation = Good("#: action=reject reply=\"550 5.7.1 no bulk mail to made-up names\" until=2027-03-31 note=\"ticket 4711\"");
        Assert.Equal(RuleAction.Reject, annotation.Action);
        Assert.Equal("550 5.7.1 no bulk mail to made-up names", Latin(annotation.Reply));
        Assert.Equal(new DateOnly(2027, 3, 31).DayNumber, annotation.UntilDay);
        Assert.Equal("ticket 4711", Latin(annotation.Note));
        Assert.Empty(annotation.Examples);
    }

    [Fact]
    public void Fields_can_stand_on_several_lines_in_any_order()
    {
        Annotation annotation = Good("#:note=n\n#+ a@b\n#:\tuntil=2026-12-24\n#: reply=\"450 later\" action=defer");
        Assert.Equal(RuleAction.Defer, annotation.Action);
        Assert.Equal("450 later", Latin(annotation.Reply));
        Assert.Equal(new DateOnly(2026, 12, 24).DayNumber, annotation.UntilDay);
        Assert.Equal("n", Latin(annotation.Note));
        Assert.Single(annotation.Examples);
    }

    [Fact]
    public void An_empty_annotation_line_says_nothing()
    {
        Annotation annotation = Good("#:");
        Assert.Equal(RuleAction.Reject, annotation.Action);
        Assert.Null(annotation.Reply);
        Assert.Null(annotation.Note);
        Assert.Equal(int.MaxValue, annotation.UntilDay);
    }

    [Theory]
    [InlineData("note=plain", "plain")]
    [InlineData("note=", "")]
    [InlineData("note=\"\"", "")]
    [InlineData("note=a=b", "a=b")]
    [InlineData("note=a\"b", "a\"b")]
    [InlineData("note=\"a b\tc\"", "a b\tc")]
    [InlineData("note=\"a \\\"b\\\" c\"", "a \"b\" c")]
    [InlineData("note=\"a\\\\\"", "a\\")]
    [InlineData("note=\"a\\n\"", "a\\n")]
    [InlineData("note=\"\u00e9\"", "\u00e9")]
    [InlineData("note=\"# x\"", "# x")]
    public void A_value_with_blanks_is_quoted(string field, string value) => Assert.Equal(value, Latin(Good("#: " + field).Note));

    [Theory]
    [InlineData("action=reject", "Reject")]
    [InlineData("action=defer", "Defer")]
    [InlineData("action=log", "Log")]
    [InlineData("action=\"log\"", "Log")]
    public void There_are_three_actions(string field, string action) => Assert.Equal(action, Good("#: " + field).Action.ToString());

    [Theory]
    [InlineData("#: action=bounce", 11, "reject, defer or log")]
    [InlineData("#: action=Reject", 11, "reject, defer or log")]
    [InlineData("#: action=", 11, "reject, defer or log")]
    [InlineData("#: Action=reject", 4, "unknown name")]
    [InlineData("#:  colour=red", 5, "unknown name")]
    [InlineData("#: =red", 4, "unknown name")]
    [InlineData("#: action", 4, "name=value")]
    [InlineData("#: action =log", 4, "name=value")]
    [InlineData("#: note=a b", 11, "name=value")]
    [InlineData("#: note=\"a", 9, "closing quote")]
    [InlineData("#: note=\"", 9, "closing quote")]
    [InlineData("#: note=\"a\\\"", 9, "closing quote")]
    [InlineData("#: note=\"a\"b", 9, "closing quote")]
    [InlineData("#: note=\"a\"action=log", 9, "closing quote")]
    [InlineData("#: until=2027-02-29", 10, "YYYY-MM-DD")]
    [InlineData("#: until=2100-02-29", 10, "YYYY-MM-DD")]
    [InlineData("#: until=2027-13-01", 10, "YYYY-MM-DD")]
    [InlineData("#: until=2027-00-10", 10, "YYYY-MM-DD")]
    [InlineData("#: until=2027-04-31", 10, "YYYY-MM-DD")]
    [InlineData("#: until=2027-04-00", 10, "YYYY-MM-DD")]
    [InlineData("#: until=0000-04-01", 10, "YYYY-MM-DD")]
    [InlineData("#: until=2027-4-1", 10, "YYYY-MM-DD")]
    [InlineData("#: until=2027/04/01", 10, "YYYY-MM-DD")]
    [InlineData("#: until=20270401", 10, "YYYY-MM-DD")]
    [InlineData("#: until=2027-04-01T00:00", 10, "YYYY-MM-DD")]
    [InlineData("#: until=-027-04-01", 10, "YYYY-MM-DD")]
    [InlineData("#: until=", 10, "YYYY-MM-DD")]
    [InlineData("#: reply=\"\"", 10, "400 to 599")]
    [InlineData("#: reply=", 10, "400 to 599")]
    [InlineData("#: reply=550", 10, "400 to 599")]
    [InlineData("#: reply=\"550 \"", 10, "400 to 599")]
    [InlineData("#: reply=\"550-no\"", 10, "400 to 599")]
    [InlineData("#: reply=\"55 no\"", 10, "400 to 599")]
    [InlineData("#: reply=\"5500 no\"", 10, "400 to 599")]
    [InlineData("#: reply=\"250 yes\"", 10, "400 to 599")]
    [InlineData("#: reply=\"354 go\"", 10, "400 to 599")]
    [InlineData("#: reply=\"600 no\"", 10, "400 to 599")]
    [InlineData("#: reply=\"no thanks\"", 10, "400 to 599")]
    [InlineData("#: reply=\"550 4.7.1 no\"", 10, "enhanced code")]
    [InlineData("#: reply=\"550 2.1.0 no\"", 10, "enhanced code")]
    [InlineData("#: reply=\"550 caf\u00e9\"", 10, "printable ASCII")]
    [InlineData("#: reply=\"550 a\rb\"", 10, "printable ASCII")]
    [InlineData("#: reply=\"550 a\tb\"", 10, "printable ASCII")]
    [InlineData("#: reply=\"550 a\u007f\"", 10, "printable ASCII")]
    public void A_mistake_is_one_error_that_points_at_it_and_leaves_a_plain_reject_rule(string line, int column, string says)
    {
        (List<Annotation> annotations, List<RuleError> errors) = RuleReaderTests.Read("first\n" + line + "\n#+ a@b\nrule\n");
        RuleError error = Assert.Single(errors);
        Assert.Equal((2, column), (error.Line, error.Column));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        AssertIsPlain(annotations[1]);
        Assert.Single(annotations[1].Examples);
    }

    [Fact]
    public void A_mistake_spoils_what_other_lines_say_of_the_same_rule_and_of_no_other()
    {
        (List<Annotation> annotations, _) = RuleReaderTests.Read("#: action=log note=n\n#: until=never\none\n#: action=log\ntwo\n");
        AssertIsPlain(annotations[0]);
        Assert.Equal(RuleAction.Log, annotations[1].Action);
    }

    [Theory]
    [InlineData("reply=\"451 later\"", "5xx")]
    [InlineData("action=reject reply=\"451 later\"", "5xx")]
    [InlineData("action=defer reply=\"550 no\"", "4xx")]
    public void A_reply_whose_code_does_not_fit_the_action_is_an_error(string fields, string says)
    {
        (List<Annotation> annotations, List<RuleError> errors) = RuleReaderTests.Read("#: " + fields + "\nrule\n");
        RuleError error = Assert.Single(errors);
        Assert.Equal((1, 4 + fields.IndexOf('"', StringComparison.Ordinal)), (error.Line, error.Column));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        AssertIsPlain(annotations[0]);
    }

    [Theory]
    [InlineData("action=defer reply=\"451 4.7.1 later\"")]
    [InlineData("reply=\"450 x\" action=defer")]
    [InlineData("action=reject reply=\"599 5.1.1 no\"")]
    [InlineData("action=log reply=\"550 no\"")]
    [InlineData("action=log reply=\"450 no\"")]
    [InlineData("reply=\"550 5 no\"")]
    [InlineData("reply=\"550 4.you\"")]
    [InlineData("reply=\"550 say \\\"please\\\"\"")]
    public void A_reply_fits_its_action(string fields) => Assert.NotNull(Good("#: " + fields).Reply);

    [Fact]
    public void A_reply_holds_at_most_400_bytes()
    {
        string longest = "550 " + new string('x', 396);
        Assert.Equal(400, Good($"#: reply=\"{longest}\"").Reply!.Length);
        (_, List<RuleError> errors) = RuleReaderTests.Read($"#: reply=\"{longest}x\"\nrule\n");
        Assert.Contains("400", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-03-31")]
    [InlineData("2028-02-29")]
    [InlineData("2000-02-29")]
    [InlineData("2026-12-31")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void A_rule_is_awake_on_its_last_day_and_sleeps_from_the_next_on(string date)
    {
        Annotation annotation = Good("#: until=" + date);
        int day = DateOnly.ParseExact(date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).DayNumber;
        Assert.False(annotation.SleepsOn(day - 1));
        Assert.False(annotation.SleepsOn(day));
        Assert.True(annotation.SleepsOn(day + 1));
    }

    [Fact]
    public void A_rule_without_a_date_never_sleeps() => Assert.False(Annotation.None.SleepsOn(DateOnly.MaxValue.DayNumber));

    [Fact]
    public void Examples_keep_their_line_and_what_they_must_do()
    {
        Annotation annotation = Good("#+ abc123@example.com\n#-\tinfo@example.com \n#+   a b\n#-\n#+");
        Assert.Equal(
            [("abc123@example.com", true, 1), ("info@example.com", false, 2), ("a b", true, 3), ("", false, 4), ("", true, 5)],
            annotation.Examples.Select(e => (Latin(e.Address), e.MustMatch, e.Line)));
    }

    [Theory]
    [InlineData("#:", true)]
    [InlineData("#:x", true)]
    [InlineData("#+", true)]
    [InlineData("#-", true)]
    [InlineData("#+ x", true)]
    [InlineData("#-\tx", true)]
    [InlineData("#", false)]
    [InlineData("# :", false)]
    [InlineData("#--", false)]
    [InlineData("#---- decoration", false)]
    [InlineData("#++", false)]
    [InlineData("#+x", false)]
    [InlineData("#x", false)]
    public void Annotations_are_told_from_comments(string comment, bool isAnnotation) =>
        Assert.Equal(isAnnotation, AnnotationParser.IsAnnotation(Encoding.Latin1.GetBytes(comment)));

    [Fact]
    public void Random_annotations_never_throw_and_never_lose_their_rule()
    {
        string[] pieces =
            ["action=", "reply=", "until=", "note=", "log", "defer", "\"", "\\", " ", "550 no", "451 x", "2027-01-01", "=", "\u00e9", "\r", "-", "5.7.1 "];
        var random = new Random(20261124);
        for (int round = 0; round < 20_000; round++)
        {
            var line = new StringBuilder("#:");
            for (int i = random.Next(8); i > 0; i--)
                line.Append(pieces[random.Next(pieces.Length)]);
            (List<Annotation> annotations, List<RuleError> errors) = RuleReaderTests.Read(line + "\nrule\n");
            Annotation annotation = Assert.Single(annotations);
            if (errors.Count > 0)
                AssertIsPlain(annotation);
            Assert.All(errors, e => Assert.InRange(e.Column, 1, line.Length + 1));
        }
    }

    private static void AssertIsPlain(Annotation annotation)
    {
        Assert.Equal(RuleAction.Reject, annotation.Action);
        Assert.Null(annotation.Reply);
        Assert.Null(annotation.Note);
        Assert.Equal(int.MaxValue, annotation.UntilDay);
    }

    private static Annotation Good(string lines)
    {
        (List<Annotation> annotations, List<RuleError> errors) = RuleReaderTests.Read(lines + "\nrule\n");
        Assert.Empty(errors);
        return Assert.Single(annotations);
    }

    private static string Latin(byte[]? bytes) => Encoding.Latin1.GetString(bytes!);
}
