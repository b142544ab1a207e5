using System;
using System.Text;
using QregexCheck.Rules;

namespace QregexCheck.Conversion;

/// <summary>What the right side of a table of Postfix says, in our terms.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Reply">The reply; null for the list's own.</param>
/// <param name="Problem">Why it can't be said here, as a clause; null when it can.</param>
/// <param name="LostReply">Why the reply is not kept, as a clause; null when it is.</param>
/// <param name="Note">What is worth saying; null when nothing is.</param>
/// <remarks>Source: access(5), and check_table_result in postfix, smtpd/smtpd_check.c.</remarks>
internal readonly record struct PostfixAction(
    SourceAction Action, byte[]? Reply = null, string? Problem = null, string? LostReply = null, string? Note = null)
{
    /// <summary>Reads the right side.</summary>
    /// <param name="text">What stands behind the key.</param>
    /// <param name="isFilledIn">True when it holds parts that are filled in for each address.</param>
    public static PostfixAction Read(ReadOnlySpan<byte> text, bool isFilledIn)
    {
        int end = text.IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
        ReadOnlySpan<byte> rest = (end < 0 ? default : text[end..]).TrimStart(BlankBytes.All);
        string name = Encoding.Latin1.GetString(word).ToUpperInvariant();
        if (isFilledIn && word.Contains((byte)'$'))
            return Unsaid("what it does is filled in for each address");
        switch (name)
        {
            case "REJECT":
                return Refuse(SourceAction.Reject, "554"u8, "5.7.1"u8, rest, isFilledIn);
            case "DEFER":
                return Refuse(SourceAction.Defer, "450"u8, "4.7.1"u8, rest, isFilledIn);
            case "DEFER_IF_PERMIT":
                return Refuse(SourceAction.Defer, "450"u8, "4.7.1"u8, rest, isFilledIn) with
                {
                    Note = "DEFER_IF_PERMIT becomes action=defer: whether another rule would refuse for good is not asked",
                };
            case "OK" or "RELAY" or "DUNNO":
            case "PERMIT" when rest.IsEmpty:
                return new PostfixAction(SourceAction.Accept);
            case "INFO" or "WARN":
                return new PostfixAction(SourceAction.Accept, Note: $"{name} lets pass and logs; its line in the log is lost");
        }

        if (IsNumber(text))
            return new PostfixAction(SourceAction.Accept, Note: "a number alone means OK there");
        if (word.Length == 3 && word[0] is (byte)'4' or (byte)'5' && IsNumber(word))
            return Numbered(word, rest, isFilledIn);
        if (text.IsEmpty)
            return new PostfixAction(SourceAction.Accept, Note: "nothing stands behind the key, which means OK there");
        string shown = Text.Escape.Text(word[..Math.Min(word.Length, 60)], Text.Plain.Printable);
        return Unsaid($"{shown} can't be said here, so what stands behind it may refuse more than there");
    }

    private static PostfixAction Unsaid(string why) => new(SourceAction.Accept, Problem: why);

    private static PostfixAction Numbered(ReadOnlySpan<byte> code, ReadOnlySpan<byte> rest, bool isFilledIn)
    {
        // 421 would say that the connection is closed, and a rule does not close it.
        ReadOnlySpan<byte> said = code.SequenceEqual("421"u8) ? "451"u8 : code;
        PostfixAction action = code[0] == (byte)'4' ? Refuse(SourceAction.Defer, said, "4.7.1"u8, rest, isFilledIn)
            : Refuse(SourceAction.Reject, said, "5.7.1"u8, rest, isFilledIn);
        return said == code ? action : action with { Note = "421 closes the connection there; it becomes 451" };
    }

    private static PostfixAction Refuse(
        SourceAction action, ReadOnlySpan<byte> code, ReadOnlySpan<byte> enhanced, ReadOnlySpan<byte> rest, bool isFilledIn)
    {
        if (isFilledIn)
            return new PostfixAction(action, LostReply: "the reply is filled in for each address, which none here is; the list's own is given");
        int length = EnhancedCode(rest);
        ReadOnlySpan<byte> words = length == 0 ? rest : rest[length..].TrimStart(BlankBytes.All);
        if (length > 0)
            enhanced = rest[..length];
        else if (words.IsEmpty && code.SequenceEqual(action == SourceAction.Defer ? "450"u8 : "554"u8))
            return new PostfixAction(action);
        byte[] reply = [.. code, (byte)' ', .. enhanced, (byte)' ', .. words.IsEmpty ? "Access denied"u8 : words];

        // The class of both codes is the same there, whatever the table says.
        reply[4] = reply[0];
        var annotation = new Annotation { Action = action == SourceAction.Defer ? RuleAction.Defer : RuleAction.Reject, Reply = reply };
        return AnnotationParser.CanSay(annotation) ? new PostfixAction(action, reply)
            : new PostfixAction(action, LostReply: "the reply is too long, or not printable; the list's own is given");
    }

    /// <summary>The length of an enhanced status code at a text's front; 0 when there is none. Source: RFC 3463 2.</summary>
    private static int EnhancedCode(ReadOnlySpan<byte> text)
    {
        if (text.Length < 5 || text[0] is not ((byte)'2' or (byte)'4' or (byte)'5') || text[1] != (byte)'.')
            return 0;
        int subject = Digits(text[2..]);
        int at = 2 + subject;
        if (subject is 0 or > 3 || at >= text.Length || text[at] != (byte)'.')
            return 0;
        int detail = Digits(text[(at + 1)..]);
        at += 1 + detail;
        return detail is 0 or > 3 || (at < text.Length && !BlankBytes.Holds(text[at])) ? 0 : at;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (count < text.Length && char.IsAsciiDigit((char)text[count]))
            count++;
        return count;
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => !text.IsEmpty && Digits(text) == text.Length;
}
