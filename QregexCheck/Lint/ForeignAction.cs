using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>
/// What a line of another program says to do with mail that its pattern matches. Source: access(5) of Postfix; sendmail's access map.
/// </summary>
/// <param name="IsKnown">True when the line begins with a word or a code that is an action in some program.</param>
/// <param name="IsException">True when the line lets mail through.</param>
/// <param name="Annotation">The <c>#:</c> line that says the same here; null when none is needed.</param>
internal sealed record ForeignAction(bool IsKnown, bool IsException, byte[]? Annotation)
{
    public static readonly ForeignAction None = new(false, false, null);

    private static readonly string[] Refusing = ["REJECT", "DISCARD", "DENY", "REFUSE", "BLOCK", "HOLD", "SPAM"];
    private static readonly string[] Deferring = ["DEFER", "DEFER_IF_PERMIT", "DEFER_IF_REJECT", "TEMPFAIL"];
    private static readonly string[] Passing = ["OK", "DUNNO", "PERMIT", "ACCEPT", "ALLOW", "RELAY", "SKIP", "WHITELIST"];
    private static readonly string[] Telling = ["WARN", "INFO"];

    /// <summary>Reads the text behind a pattern.</summary>
    public static ForeignAction Read(ReadOnlySpan<byte> text)
    {
        string words = Encoding.Latin1.GetString(text).Trim();
        if (words.StartsWith("ERROR:", StringComparison.OrdinalIgnoreCase))
            words = words[6..].Trim('"');
        int end = words.IndexOfAny([' ', '\t', ':']);
        string first = end < 0 ? words : words[..end];
        string rest = end < 0 ? string.Empty : words[(end + 1)..].Trim();
        if (first.Length == 3 && first[0] is '4' or '5' && char.IsAsciiDigit(first[1]) && char.IsAsciiDigit(first[2]))
            return new ForeignAction(true, false, Annotate(first[0] == '4' ? RuleAction.Defer : RuleAction.Reject, first, rest));

        // Such a word is an action and not the first word of a reason, since it stands in capitals or alone.
        bool IsOne(string[] actions) =>
            Array.Exists(actions, action => first == action || (rest.Length == 0 && first.Equals(action, StringComparison.OrdinalIgnoreCase)));
        if (IsOne(Refusing))
            return new ForeignAction(true, false, Annotate(RuleAction.Reject, "553", rest));
        if (IsOne(Deferring))
            return new ForeignAction(true, false, Annotate(RuleAction.Defer, "450", rest));
        if (IsOne(Passing))
            return new ForeignAction(true, true, null);
        if (IsOne(Telling))
            return new ForeignAction(true, false, "#: action=log"u8.ToArray());
        words = words.TrimStart('/', '-', ';', ':', ' ');
        return new ForeignAction(false, false, words.Length == 0 ? null : Annotate(RuleAction.Reject, "553", words));
    }

    /// <summary>Writes the annotation; null when there is nothing to say, or when the reader of annotations would refuse it.</summary>
    private static byte[]? Annotate(RuleAction action, string code, string text)
    {
        var line = new StringBuilder("#:");
        if (action == RuleAction.Defer)
            line.Append(" action=defer");
        if (text.Length > 0)
            line.Append(" reply=\"").Append(code).Append(' ')
                .Append(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        byte[] annotation = Encoding.Latin1.GetBytes(line.ToString());
        if (annotation.Length == 2)
            return null;
        var errors = new List<RuleError>();
        var parser = new AnnotationParser();
        parser.Add(annotation, 1, errors);
        return parser.TryTake(errors, out _) && errors.Count == 0 ? annotation : null;
    }
}
