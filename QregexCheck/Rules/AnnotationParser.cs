using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>Collects the annotation comments above a rule. Annotations are ours, not qregex's: to the patch they are plain comments.</summary>
/// <remarks>
/// <c>#: action=reject|defer|log reply="550 5.7.1 text" until=YYYY-MM-DD note="text" lint-ignore=ID,...</c>, in any order, on one line or several.
/// A value with blanks stands in double quotes; in the quotes <c>\"</c> means <c>"</c> and <c>\\</c> means <c>\</c>.
/// <c>#+ ADDRESS</c> must match, <c>#- ADDRESS</c> must not.
/// Above an entry of control/checkrcpthosts also <c>relay=yes|no ext=yes|no age=SECONDS</c>.
/// A line with a mistake is dropped as a whole, with an error that names the place. The rule still works as a rule without annotations.
/// </remarks>
internal sealed class AnnotationParser
{
    /// <summary>Longest reply in bytes. It fits an SMTP reply line (512, RFC 5321 4.5.3.1.5) and leaves room for what qmail adds.</summary>
    public const int LongestReply = 400;

    private readonly bool _isOfRecipients;
    private readonly RuleAction _usual;
    private RuleAction? _action;
    private byte[]? _reply;
    private int _replyLine;
    private int _replyColumn;
    private int? _untilDay;
    private byte[]? _note;
    private byte[]? _lintIgnore;
    private List<RuleExample>? _examples;
    private RecipientFields? _ofRecipients;
    private bool _broken;

    /// <param name="isOfRecipients">True for control/checkrcpthosts, whose entries have names of their own beside those of rules.</param>
    /// <param name="usual">The action of what names none.</param>
    public AnnotationParser(bool isOfRecipients = false, RuleAction usual = RuleAction.Reject)
    {
        _isOfRecipients = isOfRecipients;
        _usual = usual;
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
        && (annotation.Reply is null || (ReplyProblem(annotation.Reply).Length == 0 && ReplyFits(annotation.Reply, annotation.Action)))
        && Annotation.IsUntilDay(annotation.UntilDay)
        && (annotation.Note is null || !annotation.Note.AsSpan().Contains((byte)'\n'));

    /// <summary>Reads one annotation comment.</summary>
    public void Add(ReadOnlySpan<byte> comment, int line, List<RuleError> errors)
    {
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
    public Annotation Take(List<RuleError> errors)
    {
        RuleAction action = _action ?? _usual;
        if (!_broken && _reply is not null && !ReplyFits(_reply, action))
        {
            string wanted = action == RuleAction.Defer ? "4xx for action=defer" : "5xx for action=reject";
            errors.Add(new RuleError(_replyLine, _replyColumn, $"the reply's code does not fit the action: write {wanted}; the annotation is ignored"));
            _broken = true;
        }

        IReadOnlyList<RuleExample> examples = _examples is null ? Array.Empty<RuleExample>() : _examples;
        Annotation taken = _broken
            ? new Annotation { Action = _usual, Examples = examples }
            : new Annotation
            {
                Action = action,
                Reply = _reply,
                UntilDay = _untilDay ?? int.MaxValue,
                Note = _note,
                LintIgnore = _lintIgnore,
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
        _broken = false;
        return taken;
    }

    private static bool ReplyFits(byte[] reply, RuleAction action) => action switch
    {
        RuleAction.Defer => reply[0] == (byte)'4',
        RuleAction.Reject => reply[0] == (byte)'5',
        _ => true,
    };

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
                return Fail(line, nameStart, "expected name=value", errors);
            at++;
            int valueStart = at;
            if (!TryReadValue(comment, ref at, out byte[] value))
                return Fail(line, valueStart, "the value's closing quote is missing, or no blank follows it", errors);
            if (!TrySetField(name, value, line, valueStart, out string problem))
                return Fail(line, problem.StartsWith("unknown", StringComparison.Ordinal) ? nameStart : valueStart, problem, errors);
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
            problem = ReplyProblem(value);
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
        else
        {
            problem = _isOfRecipients
                ? (_ofRecipients ??= new RecipientFields()).Problem(name, value)
                : "unknown name: known are action, reply, until, note and lint-ignore";
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

    /// <summary>Says what is wrong with a reply text; empty when it is right. Source: RFC 5321 4.2, RFC 2034.</summary>
    private static string ReplyProblem(ReadOnlySpan<byte> reply)
    {
        if (reply.Length > LongestReply)
            return "the reply is longer than 400 bytes";
        if (PlainBytes.IndexOfUnprintable(reply) >= 0)
            return "the reply holds a byte that is not printable ASCII";
        bool code = reply.Length >= 3 && reply[0] is (byte)'4' or (byte)'5' && IsDigit(reply[1]) && IsDigit(reply[2]);
        if (!code || reply.Length < 5 || reply[3] != (byte)' ')
            return "a reply is a code from 400 to 599, a blank and a text";
        ReadOnlySpan<byte> text = reply[4..];
        if (text.Length >= 2 && IsDigit(text[0]) && text[1] == (byte)'.' && IsEnhancedCode(text) && text[0] != reply[0])
            return "the enhanced code's class is not the reply code's";
        return string.Empty;
    }

    private static bool IsEnhancedCode(ReadOnlySpan<byte> text)
    {
        int blank = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = blank < 0 ? text : text[..blank];
        int dots = 0;
        foreach (byte b in word)
        {
            if (b == (byte)'.')
                dots++;
            else if (!IsDigit(b))
                return false;
        }

        return dots == 2;
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

    private static bool Fail(int line, int offset, string message, List<RuleError> errors)
    {
        errors.Add(new RuleError(line, offset + 1, message + "; the annotation is ignored"));
        return false;
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
}
