using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>A POSIX pattern that is asked with regard to case, as the narrowest rule that matches all that it matches.</summary>
/// <param name="Pattern">The pattern of ours.</param>
/// <param name="SeesCase">True when it matches more, as the other told upper case from lower case.</param>
/// <param name="Error">What is wrong with a bracket that is read with regard to case; then there is no pattern.</param>
/// <remarks>
/// Two things differ, but for the letters themselves. Behind a backslash a small letter matches nothing in a rule. And a range between letters and other
/// bytes is another one when its ends are upper-cased, or none. Source: observed on glibc 2.36.
/// </remarks>
internal readonly record struct CaseSensitivePattern(byte[] Pattern, bool SeesCase, SyntaxError Error)
{
    /// <summary>Translates a pattern. What is wrong with it outside of brackets is for the parser to find.</summary>
    public static CaseSensitivePattern Of(ReadOnlySpan<byte> pattern)
    {
        var text = new List<byte>(pattern.Length);
        bool seesCase = false;
        int at = 0;
        while (at < pattern.Length)
        {
            int begin = at;
            Token token = Token.Read(pattern, ref at);
            if (token.Kind == TokenKind.OpenBracket)
            {
                at = begin;
                SyntaxError error = BracketExpression.ReadWithCase(pattern, ref at, out ByteSet set, out bool tellsCases);
                if (error.Kind != SyntaxErrorKind.None)
                    return new CaseSensitivePattern([], false, error);
                seesCase |= tellsCases;
                text.AddRange(Written(pattern[begin..at], set));
                continue;
            }

            bool isLetter = token.Kind == TokenKind.Literal && CaseFolding.Upper(token.Value) is >= (byte)'A' and <= (byte)'Z';
            seesCase |= isLetter;
            text.AddRange(isLetter ? pattern[(at - 1)..at] : pattern[begin..at]);
        }

        return new CaseSensitivePattern([.. text], seesCase, default);
    }

    /// <summary>The bracket as it stands there, if it means the same in a rule; else one that does.</summary>
    private static ReadOnlySpan<byte> Written(ReadOnlySpan<byte> bracket, ByteSet set)
    {
        int at = 0;
        bool isSame = BracketExpression.Read(bracket, ref at, out ByteSet ours).Kind == SyntaxErrorKind.None && ours == set;
        return isSame ? bracket : EreText.Of(set) is { Bytes.Length: > 0 } other ? other.Bytes : bracket;
    }
}
