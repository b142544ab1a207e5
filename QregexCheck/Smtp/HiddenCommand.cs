using System;

namespace QregexCheck.Smtp;

/// <summary>Limits the length of a line, and finds commands that a server may see inside a line.</summary>
/// <remarks>
/// <para>Some servers have a buffer that ends in the middle of a long line. They may read the rest of the line as the next command. For other
/// servers CR or NUL alone ends a line, and they read what follows as a command. Such a command would not have been judged. A server that ends a
/// line at a CR also replies to what follows it, even to an empty line.</para>
/// <para>So we answer some lines ourselves. Such a line is too long for some buffers, and a verb that the filter follows stands where the rest may
/// start.</para>
/// <para>A buffer of fewer than 512 bytes is too small for SMTP. The filter can't protect such a server.</para>
/// </remarks>
internal static class HiddenCommand
{
    /// <summary>
    /// Longest command line in bytes, its end included. We answer longer lines ourselves. Servers take 512 (RFC 5321 4.5.3.1.4) to 32,768.
    /// </summary>
    public const int LongestLine = 4096;

    /// <summary>Longest line of an AUTH exchange in bytes. Source: RFC 4954 4.</summary>
    public const int LongestAuthLine = 12_288;

    // RFC 5321 4.5.3.1.4. Some servers' buffers are two or three bytes smaller, for the end of the line.
    private const int SmallestBuffer = 512;
    private const int FirstTail = SmallestBuffer - 12;

    /// <summary>True when some server may see a command in the middle of a line.</summary>
    /// <param name="line">The line, without its LF.</param>
    public static bool IsIn(ReadOnlySpan<byte> line) => IsBehindCrOrNul(line) || (line.Length >= SmallestBuffer && IsInTail(line));

    private static bool IsBehindCrOrNul(ReadOnlySpan<byte> line)
    {
        // One search for both. Nearly every line holds none of them but the CR at its end.
        int first = line.IndexOfAny((byte)'\r', (byte)0);
        return first >= 0 && first != line.Length - 1 && (IsBehindCr(line) || IsBehindNul(line));
    }

    private static bool IsBehindCr(ReadOnlySpan<byte> line) => line.IndexOf((byte)'\r') is var cr and >= 0 && cr != line.Length - 1;

    private static bool IsBehindNul(ReadOnlySpan<byte> line)
    {
        int nul = line.IndexOf((byte)0);
        while (nul >= 0)
        {
            line = line[(nul + 1)..];
            if (IsFollowed(SmtpLine.Parse(line).Verb))
                return true;
            nul = line.IndexOf((byte)0);
        }

        return false;
    }

    private static bool IsInTail(ReadOnlySpan<byte> line)
    {
        if (line[^1] == (byte)'\r')
            line = line[..^1];
        if (line.IndexOfAnyInRange((byte)0, (byte)31) >= 0)
            return true;
        for (int at = FirstTail; at < line.Length; at++)
        {
            SmtpVerb verb = SmtpCommands.FindStart(line[at..], out int length);
            if (IsFollowed(verb) && IsCommand(verb, line[(at + length)..]))
                return true;
        }

        return false;
    }

    /// <summary>
    /// A verb inside a word is no command, as in base64 or in an address. But a RCPT or MAIL with a path behind it is always taken for one.
    /// </summary>
    private static bool IsCommand(SmtpVerb verb, ReadOnlySpan<byte> rest) =>
        rest.IsEmpty || rest[0] is (byte)' ' or (byte)':' || (verb is SmtpVerb.Rcpt or SmtpVerb.Mail && rest.IndexOfAny((byte)'<', (byte)':') >= 0);

    private static bool IsFollowed(SmtpVerb verb) => verb is not (SmtpVerb.Other or SmtpVerb.Noop);
}
