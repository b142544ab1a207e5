using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>Collects the annotation comments above a rule. Annotations are ours, not qregex's: to the patch they are plain comments.</summary>
/// <remarks>
/// <c>#: action=reject|defer|log reply="550 5.7.1 text" until=YYYY-MM-DD note="text" lint-ignore=ID,...</c>, in any order, on one line or several.
/// A value with blanks stands in double quotes; in the quotes <c>\"</c> means <c>"</c> and <c>\\</c> means <c>\</c>.
/// <c>#+ ADDRESS</c> must match, <c>#- ADDRESS</c> must not.
/// Above a rule also <c>only-to="REGEX" only-from="REGEX" only-ip=NETWORK,... not-ip=NETWORK,...</c>, which make its <see cref="Condition"/>.
/// Above an entry of control/checkrcpthosts also <c>relay=yes|no ext=yes|no age=SECONDS</c>.
/// A line with a mistake is dropped as a whole, with an error that names the place. The rule still works as one without annotations. But where a condition was
/// meant, such a rule would refuse more than was meant: then the rule is skipped.
/// </remarks>
internal sealed class AnnotationParser
{
    /// <summary>How the message about a mistake ends that keeps the rule from being used.</summary>
    public const string Skipped = "; the rule is skipped until it is mended";

    private const string Ignored = "; the annotation is ignored";

    private readonly bool _isOfRecipients;
    private readonly RuleAction _usual;
    private readonly PatternTest? _test;
    private RuleAction? _action;
    private byte[]? _reply;
    private int _replyLine;
    private int _replyColumn;
    private int? _untilDay;
    private byte[]? _note;
    private byte[]? _lintIgnore;
    private List<RuleExample>? _examples;
    private RecipientFields? _ofRecipients;
    private ConditionFields? _condition;
    private bool _broken;
    private bool _isConditional;
    private int _firstError;
    private bool _hasBegun;

    /// <param name="isOfRecipients">True for control/checkrcpthosts, whose entries have names of their own beside those of rules.</param>
    /// <param name="usual">The action of what names none.</param>
    /// <param name="test">Tells whether the expression of a condition can be used; null to believe it of each.</param>
    public AnnotationParser(bool isOfRecipients = false, RuleAction usual = RuleAction.Reject, PatternTest? test = null)
    {
        _isOfRecipients = isOfRecipients;
        _usual = usual;
        _test = test;
    }

    /// <summary>True for a comment that is an annotation.</summary>
    public static bool IsAnnotation(ReadOnlySpan<byte> comment) =>
        comment.Length >= 2 && comment[1] is (byte)':' or (byte)'+' or (byte)'-'
        && (comment.Length == 2 || comment[1] == (byte)':' || comment[2] is (byte)' ' or (byte)'\t');

    /// <summary>
    /// True for an annotation that comments can express. Annotations that are kept elsewhere must obey the same rules. The reply is one line
    /// of SMTP that fits the action. The last day is a day of the calendar. The note is one line.
    /// </summary>
    public static bool CanSay(Annotation annotation) =>
        annotation.Action is RuleAction.Reject or RuleAction.Defer or RuleAction.Log
        && (annotation.Reply is null || (ReplyText.Problem(annotation.Reply).Length == 0 && ReplyText.Fits(annotation.Reply, annotation.Action)))
        && Annotation.IsUntilDay(annotation.UntilDay)
        && (annotation.Note is null || !annotation.Note.AsSpan().Contains((byte)'\n'));

    /// <summary>Reads one annotation comment.</summary>
    public void Add(ReadOnlySpan<byte> comment, int line, List<RuleError> errors)
    {
        if (!_hasBegun)
            _firstError = errors.Count;
        _hasBegun = true;
        if (comment[1] == (byte)':')
        {
            if (!TryParseFields(comment, line, errors))
                _broken = true;
            return;
        }

        ReadOnlySpan<byte> address = comment[2..].TrimStart(" \t"u8);
        _examples ??= new List<RuleExample>();
        _examples.Add(new RuleExample(address.ToArray(), comment[1] == (byte)'+', line));
    }

    /// <summary>Hands out the annotations collected for the rule that follows, and starts afresh.</summary>
    /// <returns>False when the rule must be skipped, since it is not known when it was meant to hit.</returns>
    public bool TryTake(List<RuleError> errors, out Annotation taken)
    {
        RuleAction action = _action ?? _usual;
        if (!_broken && _reply is not null && !ReplyText.Fits(_reply, action))
        {
            string wanted = action == RuleAction.Defer ? "4xx for action=defer" : "5xx for action=reject";
            errors.Add(new RuleError(_replyLine, _replyColumn, $"the reply's code does not fit the action: write {wanted}{Ignored}"));
            _broken = true;
        }

        Condition? condition = null;
        if (!_broken && _condition is not null && (condition = _condition.Take(_test, out RuleError mistake)) is null)
        {
            errors.Add(mistake with { Message = mistake.Message + Ignored });
            _broken = true;
        }

        IReadOnlyList<RuleExample> examples = _examples is null ? Array.Empty<RuleExample>() : _examples;
        bool isUsable = !_broken || !_isConditional;
        for (int i = _firstError; i < errors.Count && !isUsable; i++)
            errors[i] = errors[i] with { Message = errors[i].Message.Replace(Ignored, Skipped, StringComparison.Ordinal) };
        taken = _broken
            ? new Annotation { Action = _usual, Examples = examples }
            : new Annotation
            {
                Action = action,
                Reply = _reply,
                UntilDay = _untilDay ?? int.MaxValue,
                Note = _note,
                LintIgnore = _lintIgnore,
                Condition = condition,
                ChecksRelayClients = _ofRecipients?.Relay ?? false,
                HasExtensions = _ofRecipients?.Extensions ?? true,
                Age = _ofRecipients?.Age ?? 0,
                Examples = examples,
            };
        _action = null;
        _reply = null;
        _untilDay = null;
        _note = null;
        _lintIgnore = null;
        _examples = null;
        _ofRecipients = null;
        _condition = null;
        _broken = false;
        _isConditional = false;
        _hasBegun = false;
        return isUsable;
    }

    private bool TryParseFields(ReadOnlySpan<byte> comment, int line, List<RuleError> errors)
    {
        int at = 2;
        while (true)
        {
            while (at < comment.Length && IsBlank(comment[at]))
                at++;
            if (at == comment.Length)
                return true;

            int nameStart = at;
            while (at < comment.Length && comment[at] != (byte)'=' && !IsBlank(comment[at]))
                at++;
            ReadOnlySpan<byte> name = comment[nameStart..at];
            if (at == comment.Length || comment[at] != (byte)'=')
                return Fail(comment[nameStart..], line, nameStart, "expected name=value", errors);
            at++;
            int valueStart = at;
            if (!TryReadValue(comment, ref at, out byte[] value))
                return Fail(comment[nameStart..], line, valueStart, "the value's closing quote is missing, or no blank follows it", errors);
            if (!TrySetField(name, value, line, valueStart, out string problem))
                return Fail(
                    comment[nameStart..], line, problem.StartsWith("unknown", StringComparison.Ordinal) ? nameStart : valueStart, problem, errors);
        }
    }

    private bool TrySetField(ReadOnlySpan<byte> name, byte[] value, int line, int offset, out string problem)
    {
        problem = string.Empty;
        if (name.SequenceEqual("action"u8))
        {
            _action = value.AsSpan() switch
            {
                var v when v.SequenceEqual("reject"u8) => RuleAction.Reject,
                var v when v.SequenceEqual("defer"u8) => RuleAction.Defer,
                var v when v.SequenceEqual("log"u8) => RuleAction.Log,
                _ => null,
            };
            if (_action is null)
                problem = "the action is reject, defer or log";
        }
        else if (name.SequenceEqual("reply"u8))
        {
            problem = ReplyText.Problem(value);
            if (problem.Length == 0)
            {
                _reply = value;
                _replyLine = line;
                _replyColumn = offset + 1;
            }
        }
        else if (name.SequenceEqual("until"u8))
        {
            if (CalendarDay.TryParse(value, out int day))
                _untilDay = day;
            else
                problem = "until takes a date that exists, as YYYY-MM-DD";
        }
        else if (name.SequenceEqual("note"u8))
        {
            _note = value;
        }
        else if (name.SequenceEqual("lint-ignore"u8))
        {
            if (IsListOfIds(value))
                _lintIgnore = _lintIgnore is null ? value : [.. _lintIgnore, (byte)',', .. value];
            else
                problem = "lint-ignore takes ids of findings, with commas between";
        }
        else if (!_isOfRecipients && ConditionFields.IsMeant(name))
        {
            _isConditional = true;
            problem = (_condition ??= new ConditionFields()).Problem(name, value, line, offset + 1);
        }
        else
        {
            problem = _isOfRecipients
                ? (_ofRecipients ??= new RecipientFields()).Problem(name, value)
                : "unknown name: known are action, reply, until, note, lint-ignore, " + ConditionFields.Names;
        }

        return problem.Length == 0;
    }

    /// <summary>True for small letters and hyphens, with commas between. Only lint knows which ids there are.</summary>
    private static bool IsListOfIds(ReadOnlySpan<byte> value)
    {
        byte before = (byte)',';
        foreach (byte b in value)
        {
            if (b is not (>= (byte)'a' and <= (byte)'z' or (byte)'-') && (b != (byte)',' || before == (byte)','))
                return false;
            before = b;
        }

        return before != (byte)',';
    }

    private static bool TryReadValue(ReadOnlySpan<byte> comment, ref int at, out byte[] value)
    {
        if (at == comment.Length || comment[at] != (byte)'"')
        {
            int start = at;
            while (at < comment.Length && !IsBlank(comment[at]))
                at++;
            value = comment[start..at].ToArray();
            return true;
        }

        at++;
        var bytes = new List<byte>(comment.Length - at);
        while (at < comment.Length && comment[at] != (byte)'"')
        {
            if (comment[at] == (byte)'\\' && at + 1 < comment.Length && comment[at + 1] is (byte)'"' or (byte)'\\')
                at++;
            bytes.Add(comment[at++]);
        }

        value = bytes.ToArray();
        if (at == comment.Length)
            return false;
        at++;
        return at == comment.Length || IsBlank(comment[at]);
    }

    // What is left of the line begins with the field that has the mistake.
    private bool Fail(ReadOnlySpan<byte> rest, int line, int offset, string message, List<RuleError> errors)
    {
        _isConditional |= !_isOfRecipients && ConditionFields.MayStandIn(rest);
        errors.Add(new RuleError(line, offset + 1, message + Ignored));
        return false;
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
}
