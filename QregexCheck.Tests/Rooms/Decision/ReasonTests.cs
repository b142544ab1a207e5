using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
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
        ["missing recipient"] = Reason.Of(Answer(RecipientState.Missing)),
        ["missing recipient that waits"] = Reason.Of(Answer(RecipientState.Missing, RuleAction.Defer)),
        ["missing recipient with a reply"] = Reason.Of(Answer(RecipientState.Missing, RuleAction.Defer, "450 4.2.1 later")),
        ["missing recipient for the log"] = Reason.Of(Answer(RecipientState.Missing, RuleAction.Log)),
        ["closed mailbox"] = Reason.Of(Answer(RecipientState.Missing, isDisabled: true)),
        ["recipient"] = Reason.Of(Answer(RecipientState.Exists)),
        ["recipient of whom nothing is known"] = Reason.Of(Answer(RecipientState.Unknown)),
        ["missing recipient without an entry"] = Reason.Of(new RecipientAnswer { State = RecipientState.Missing, Why = "w"u8.ToArray() }),
        ["rule that hits a quoted line"] = Reason.Of(Hit(RuleAction.Reject, "550 no"), "l"u8.ToArray()),
        ["bounce without a tag"] = Reason.Of(new BounceEntry([], 2, "d"u8.ToArray(), RuleAction.Reject, "550 no"u8.ToArray(), "missing"u8.ToArray())),
        ["one missing recipient too many"] = Reason.TooMany(Answer(RecipientState.Missing)),
    };

    [Theory]
    [InlineData("rule that rejects", "reject", "550 no", null, " rule=x reply=550 no")]
    [InlineData("rule that defers", "defer", "450 later", null, " rule=x reply=450 later")]
    [InlineData(
        "trouble", "trouble", "451 temporary problem, try again later (#4.3.0)", "no disk; mend it", " reply=451 temporary problem, try again later (#4.3.0)")]
    [InlineData(
        "missing recipient", "reject", "550 sorry, no mailbox here by that name (#5.1.1)", null,
        " rule=d reply=550 sorry, no mailbox here by that name (#5.1.1) why=w")]
    [InlineData("missing recipient that waits", "defer", "451 try again later (#4.7.1)", null, " rule=d reply=451 try again later (#4.7.1) why=w")]
    [InlineData("missing recipient with a reply", "defer", "450 4.2.1 later", null, " rule=d reply=450 4.2.1 later why=w")]
    [InlineData(
        "closed mailbox", "reject", "550 sorry, this mailbox is disabled (#5.2.1)", null, " rule=d reply=550 sorry, this mailbox is disabled (#5.2.1) why=w")]
    [InlineData("rule that hits a quoted line", "reject", "550 no", null, " line=l rule=x reply=550 no")]
    [InlineData("bounce without a tag", "reject", "550 no", null, " batv=missing rule=d reply=550 no")]
    [InlineData(
        "one missing recipient too many", "defer", "421 too many unknown recipients (#4.7.0)", null,
        " rule=d reply=421 too many unknown recipients (#4.7.0) why=w")]
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

    /// <summary>A no needs an entry that says so and evidence. All else accepts, and says why in the log.</summary>
    [Theory]
    [InlineData("missing recipient for the log")]
    [InlineData("recipient")]
    [InlineData("recipient of whom nothing is known")]
    [InlineData("missing recipient without an entry")]
    public void A_recipient_that_is_not_refused_is_accepted_for_a_reason_that_the_log_tells(string name)
    {
        var verdict = Verdict.Of(Reasons[name]);
        Assert.Equal((VerdictKind.Accept, string.Empty), (verdict.Kind, Text(verdict.Reply)));
        Assert.Same(Reasons[name], verdict.Reason);
        Assert.Equal(" why=w", Field(Reasons[name], LogField.Why));
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

        Assert.All(Reasons.Values, reason => Assert.True(reason.Hit is not null || reason.Words is not null || reason.Answer is not null || reason.Bounce is not null));
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

    private static RecipientAnswer Answer(RecipientState state, RuleAction action = RuleAction.Reject, string? reply = null, bool isDisabled = false) => new()
    {
        State = state,
        Why = "w"u8.ToArray(),
        IsDisabled = isDisabled,
        Entry = new CoveringEntry(
            3, "d"u8.ToArray(), new Annotation { Action = action, Reply = reply is null ? null : Encoding.ASCII.GetBytes(reply) }),
    };

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
