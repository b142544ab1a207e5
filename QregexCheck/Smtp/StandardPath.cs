using System;

namespace QregexCheck.Smtp;

/// <summary>
/// Finds the address in the argument of MAIL or RCPT as servers do that accept the syntax of mail headers there. Comments and blanks do not
/// count. A phrase may stand in front of the angle brackets. A tab is a blank.
/// </summary>
/// <remarks>
/// Source: RFC 5322 3.2.2 and 3.4, RFC 5321 4.1.2. Of <c>(&lt;one@a&gt;)&lt;two@b&gt;</c> qmail-smtpd takes one@a, and Exim takes two@b. A dot
/// at the end of the domain is left out, as Postfix does.
/// </remarks>
internal static class StandardPath
{
    /// <summary>Reads the address, without its source route and its quotes.</summary>
    /// <returns>Null when a comment has no end and stands within brackets, or has no address before it. Such servers refuse that.</returns>
    public static byte[]? Parse(ReadOnlySpan<byte> argument)
    {
        argument = argument[(argument.IndexOf((byte)':') + 1)..];
        var address = new byte[argument.Length];
        int length = 0;
        int comments = 0;
        bool isEscaped = false;
        bool isQuoted = false;
        bool isBracketed = false;
        bool isPaused = false; // Behind a blank without brackets. The address goes on beside an @ or a dot.
        bool isEnded = false; // Any other byte behind such a blank has ended the address. Brackets begin a new one.
        foreach (byte b in argument)
        {
            bool isText = isEscaped || isQuoted;
            if (!isEscaped && b == (byte)'\\')
                isEscaped = true;
            else if (!isEscaped && b == (byte)'"' && comments == 0)
                isQuoted = !isQuoted;
            else if (!isText && b == (byte)'(')
                comments++;
            else if (!isText && b == (byte)')' && comments > 0)
                comments--;
            else if (comments > 0)
                isEscaped = false;
            else if (!isText && b == (byte)'<')
                (isBracketed, isPaused, isEnded, length) = (true, false, false, 0);
            else if (!isText && b == (byte)'>' && isBracketed)
                break;
            else if (!isText && b is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r'))
                isPaused = !isBracketed && length > 0 && !IsJoint(address[length - 1]);
            else if (!isText && b == (byte)':' && length > 0 && address[0] == (byte)'@')
                (isPaused, length) = (false, 0);
            else
            {
                isEnded |= isPaused && (isText || !IsJoint(b));
                isPaused = false;
                isEscaped = false;
                if (!isEnded)
                    address[length++] = b;
            }
        }

        ReadOnlySpan<byte> found = address.AsSpan(0, length);
        return comments > 0 && (isBracketed || length == 0) ? null : found.Contains((byte)'@') ? found.TrimEnd((byte)'.').ToArray() : found.ToArray();
    }

    /// <summary>
    /// The argument as Exim 4 changes it. Exim looks for parameters at the end, and the last word may be none. Then Exim leaves a <c>=</c> in
    /// place of the blank before that word. So Exim reads <c>&lt;one two@b&gt;</c> as one=two@b.
    /// </summary>
    /// <returns>Null when the result is no address.</returns>
    public static byte[]? FillLastBlank(ReadOnlySpan<byte> argument)
    {
        int blank = argument.TrimEnd(" \t\v\f\r"u8).LastIndexOfAny(" \t\v\f\r"u8);
        if (blank < 0 || !argument[blank..].Contains((byte)'@') || argument[blank..].IndexOfAny((byte)'=', (byte)'"') >= 0)
            return null;
        byte[] filled = argument.ToArray();
        filled[blank] = (byte)'=';
        return filled;
    }

    /// <summary>True for the bytes beside which blanks may stand within an address (RFC 5322 3.4.1, 4.4).</summary>
    private static bool IsJoint(byte b) => b is (byte)'@' or (byte)'.';
}
