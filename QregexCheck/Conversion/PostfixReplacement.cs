using System;
using System.Collections.Generic;

namespace QregexCheck.Conversion;

/// <summary>The right side of a line of a regexp or pcre table, with its <c>$</c>.</summary>
/// <param name="Text">The text, in which <c>$$</c> is <c>$</c>; as it stands, where parts are filled in.</param>
/// <param name="HighestGroup">The highest number behind a <c>$</c>; 0 when there is none.</param>
/// <param name="Problem">Why Postfix skips the line, as a clause; null when it does not.</param>
/// <remarks>Source: postfix, util/mac_parse.c, util/dict_regexp.c.</remarks>
internal readonly record struct PostfixReplacement(byte[] Text, int HighestGroup, string? Problem)
{
    private const string NoNumber = "a $ in its text is not followed by a number, and the line is skipped there; write $$ for a $";

    public static PostfixReplacement Read(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'$'))
            return new PostfixReplacement(text.ToArray(), 0, null);
        var plain = new List<byte>(text.Length);
        int highest = 0;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] != (byte)'$')
            {
                plain.Add(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == (byte)'$')
            {
                plain.Add((byte)'$');
                at += 2;
            }
            else
            {
                ReadOnlySpan<byte> name = Name(text[(at + 1)..], out int length);
                at += 1 + length;
                if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)'0', (byte)'9') || name.TrimStart((byte)'0') is not { Length: > 0 and < 6 } digits)
                    return new PostfixReplacement([], 0, NoNumber);
                highest = Math.Max(highest, int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return new PostfixReplacement(highest > 0 ? text.ToArray() : plain.ToArray(), highest, null);
    }

    /// <summary>The name behind a <c>$</c>; empty when there is none, or its bracket is not closed.</summary>
    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (text.IsEmpty)
            return default;
        if (text[0] is not ((byte)'(' or (byte)'{'))
        {
            while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] == (byte)'_'))
                length++;
            return text[..length];
        }

        byte close = text[0] == (byte)'(' ? (byte)')' : (byte)'}';
        int depth = 0;
        for (length = 0; length < text.Length; length++)
        {
            depth += text[length] == text[0] ? 1 : text[length] == close ? -1 : 0;
            if (depth == 0)
                return text[1..length++];
        }

        return default;
    }
}
