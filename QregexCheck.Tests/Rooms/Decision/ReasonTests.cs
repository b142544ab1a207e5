using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Rooms.Decision;

/// <summary>Each reason that a verdict can have, and all that is made of it: a new kind has to be added here.</summary>
public sealed class ReasonTests
{
    private static readonly Dictionary<string, Reason> Reasons = new()
    {
        ["rule that rejects"] = Reason.Of(Hit(RuleAction.Reject, "550 no")),
        ["rule that defers"] = Reason.Of(Hit(RuleAction.Defer, "450 later")),
        ["trouble"] = Reason.Trouble("no disk; mend it"),
    };

    [Theory]
    [InlineData("rule that rejects", "reject", "550 no", null, " rule=x reply=550 no")]
    [InlineData("rule that defers", "defer", "450 later", null, " rule=x reply=450 later")]
    [InlineData(
        "trouble", "trouble", "451 temporary problem, try again later (#4.3.0)", "no disk; mend it", " reply=451 temporary problem, try again later (#4.3.0)")]
    public void A_reason_knows_the_verdict_the_reply_its_words_and_its_fields_of_the_log(string name, string word, string reply, string? words, string fields)
    {
        Reason reason = Reasons[name];
        var verdict = Verdict.Of(reason);
        Assert.Same(reason, verdict.Reason);
        Assert.Equal(word, Text(verdict.Kind.Word()));
        Assert.Equal(reply, Text(verdict.Reply));
        Assert.Equal(words, reason.Words);
        Assert.Equal(fields, string.Concat(Enum.GetValues<LogField>().Select(field => Field(reason, field)).OfType<string>()));
    }

    [Fact]
    public void Every_kind_of_reason_is_tried_here() =>
        Assert.Equal(Enum.GetValues<ReasonKind>(), Reasons.Values.Select(reason => reason.Kind).Distinct().Order());

    [Fact]
    public void Every_field_that_a_reason_speaks_in_is_written()
    {
        HashSet<LogField> said = Reasons.Values.SelectMany(reason => Enum.GetValues<LogField>().Where(field => Field(reason, field) is not null)).ToHashSet();
        Assert.Equal(LogFields.OfReason.ToArray(), said.Order());
    }

    [Fact]
    public void Words_have_a_name_in_both_reports_and_a_reason_without_words_needs_none()
    {
        foreach (Reason reason in Reasons.Values.Where(reason => reason.Words is not null))
        {
            Assert.False(TestWords.Label(reason.Kind).IsEmpty);
            Assert.Matches("^[a-z_]+$", Text(TestWords.Member(reason.Kind)));
        }

        Assert.All(Reasons.Values, reason => Assert.True(reason.Hit is not null || reason.Words is not null));
    }

    [Fact]
    public void An_exception_is_a_reason_to_accept_and_is_told_to_nobody()
    {
        var verdict = Verdict.AcceptBy(Hit(RuleAction.Reject, "550 no"));
        Assert.Equal((VerdictKind.Accept, ReasonKind.Rule), (verdict.Kind, verdict.Reason?.Kind));
        Assert.True(verdict.Reply.IsEmpty);
        Assert.Null(Verdict.Accept.Reason);
    }

    [Fact]
    public void Each_verdict_has_a_word_of_its_own() => Assert.Equal(
        ["accept", "reject", "defer", "trouble"], Enum.GetValues<VerdictKind>().Select(kind => Text(kind.Word())));

    private static string? Field(Reason reason, LogField field) =>
        reason.TrySay(field, out ReadOnlySpan<byte> value) ? $"{Text(LogFields.Row(field).Lead)}{Text(value)}" : null;

    private static Hit Hit(RuleAction action, string reply) =>
        new(ControlList.BadMailTo, 1, "x"u8.ToArray(), new Annotation { Action = action, Reply = Encoding.ASCII.GetBytes(reply) });

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
