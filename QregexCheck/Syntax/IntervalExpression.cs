using System;

namespace QregexCheck.Syntax;

/// <summary>Reads an interval expression such as <c>{2,30}</c>. Source: XBD 9.4.6, and glibc where a bound is missing or malformed.</summary>
internal static class IntervalExpression
{
    // RE_DUP_MAX of glibc's <limits.h>. The next number stands for every larger one.
    private const int LargestBound = 32767;
    private const int NoNumber = -1;
    private const int BadNumber = -2;

    /// <summary>
    /// Reads an interval from its <c>{</c>. The inside is read token by token, as glibc does. So <c>{1\,2}</c> is an interval too.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> pattern, ref int at, out int min, out int max, out SyntaxError error)
    {
        int begin = at++;
        max = NoNumber;
        min = ReadNumber(pattern, ref at, out Token stop);
        bool hasComma = stop.Kind == TokenKind.Literal;
        if (min == NoNumber)
        {
            if (!hasComma)
                return Fail(SyntaxErrorKind.BadInterval, begin, out error);
            min = 0;
        }

        if (min != BadNumber)
            max = hasComma ? ReadNumber(pattern, ref at, out stop) : min;
        if (min == BadNumber || max == BadNumber)
        {
            SyntaxErrorKind kind = stop.Kind == TokenKind.End ? SyntaxErrorKind.UnclosedInterval : SyntaxErrorKind.BadInterval;
            return Fail(kind, begin, out error);
        }

        if ((max != NoNumber && min > max) || stop.Kind != TokenKind.CloseBrace)
            return Fail(SyntaxErrorKind.BadInterval, begin, out error);
        if (Math.Max(min, max) > LargestBound)
            return Fail(SyntaxErrorKind.IntervalTooLarge, begin, out error);
        if (max == NoNumber)
            max = Node.Unbounded;
        error = default;
        return true;
    }

    private static bool Fail(SyntaxErrorKind kind, int offset, out SyntaxError error)
    {
        error = new SyntaxError(kind, offset);
        return false;
    }

    /// <summary>Reads digits up to a <c>}</c>, a comma or the end. <paramref name="stop"/> is the token that ended them.</summary>
    private static int ReadNumber(ReadOnlySpan<byte> pattern, ref int at, out Token stop)
    {
        int number = NoNumber;
        while (true)
        {
            stop = Token.Read(pattern, ref at);
            if (stop.Kind == TokenKind.BackslashEnd)
            {
                // The backslash counts as one more bad token. The token behind it is the end.
                number = BadNumber;
            }
            else if (stop.Kind == TokenKind.End)
            {
                return BadNumber;
            }
            else if (stop.Kind == TokenKind.CloseBrace || (stop.Kind == TokenKind.Literal && stop.Value == (byte)','))
            {
                return number;
            }
            else if (stop.Kind != TokenKind.Literal || stop.Value is < (byte)'0' or > (byte)'9')
            {
                number = BadNumber;
            }
            else if (number != BadNumber)
            {
                number = Math.Min(LargestBound + 1, (Math.Max(number, 0) * 10) + stop.Value - '0');
            }
        }
    }
}
