using System;

namespace QregexCheck.Smtp;

/// <summary>
/// Finds the address in the argument of MAIL or RCPT as servers do that take mail's own syntax there: comments and blanks do not count, a phrase may stand in
/// front of the angle brackets, a tab is a blank.
/// </summary>
/// <remarks>
/// Source: RFC 5322 3.2.2 and 3.4, RFC 5321 4.1.2. Of <c>(&lt;one@a&gt;)&lt;two@b&gt;</c> qmail-smtpd takes one@a, Exim two@b. A dot at the end of the domain is left out, as
/// Postfix does it.
/// </remarks>
internal static class StandardPath
{
    /// <summary>Reads the address, without its source route and its quotes.</summary>
    /// <returns>Null where a comment has no end: such servers refuse that.</returns>
    public static byte[]? Parse(ReadOnlySpan<byte> argument)
    {
        argument = argument[(argument.IndexOf((byte)':') + 1)..];
        var address = new byte[argument.Length];
        int length = 0;
        int comments = 0;
        bool isEscaped = false;
        bool isQuoted = false;
        bool isBracketed = false;
        bool isEnded = false; // Without brackets a blank ends an address, unless brackets follow after all.
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
                (isBracketed, isEnded, length) = (true, false, 0);
            else if (!isText && b == (byte)'>' && isBracketed)
                break;
            else if (!isText && b is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r'))
                isEnded = !isBracketed && length > 0;
            else if (!isText && b == (byte)':' && length > 0 && address[0] == (byte)'@')
                length = 0;
            else if (!isEnded)
                (address[length++], isEscaped) = (b, false);
        }

        ReadOnlySpan<byte> found = address.AsSpan(0, length);
        return comments > 0 ? null : found.Contains((byte)'@') ? found.TrimEnd((byte)'.').ToArray() : found.ToArray();
    }
}
