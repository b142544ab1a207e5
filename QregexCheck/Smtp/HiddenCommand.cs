using System;

namespace QregexCheck.Smtp;

/// <summary>How long a line may be, and whether a server may see a command inside one.</summary>
/// <remarks>
/// <para>A server whose buffer ends in the middle of a line may read its tail as the next command, one to which CR or NUL alone ends a line what follows that. Nothing of
/// it would have been judged. What follows a CR is a line to such a server even if it is empty, and has a reply. So a line that is too long for some buffers is answered by us when a verb that we follow stands where such a tail may start.</para>
/// <para>A buffer of fewer than 512 bytes is too small for SMTP, and such a server is none that this can hold for.</para>
/// </remarks>
internal static class HiddenCommand
{
    /// <summary>Longest command line in bytes, its end included: what is longer is answered by us. Servers take 512 (RFC 5321 4.5.3.1.4) to 32,768.</summary>
    public const int LongestLine = 4096;

    /// <summary>Longest line of an AUTH exchange. Source: RFC 4954 4.</summary>
    public const int LongestAuthLine = 12_288;

    // RFC 5321 4.5.3.1.4. Some servers' buffers hold two or three bytes less, for the end of the line.
    private const int SmallestBuffer = 512;
    private const int FirstTail = SmallestBuffer - 12;

    /// <summary>True when some server may see a command in the middle of a line.</summary>
    /// <param name="line">The line, without its LF.</param>
    public static bool IsIn(ReadOnlySpan<byte> line) => IsBehindCrOrNul(line) || (line.Length >= SmallestBuffer && IsInTail(line));

    private static bool IsBehindCrOrNul(ReadOnlySpan<byte> line)
    {
        // One look for both, as nearly no line has more of them than the CR at its end.
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

    /// <summary>A verb as part of a word is none, as in base64, or in an address; but a RCPT or MAIL that has a path behind it is taken for one in any case.</summary>
    private static bool IsCommand(SmtpVerb verb, ReadOnlySpan<byte> rest) =>
        rest.IsEmpty || rest[0] is (byte)' ' or (byte)':' || (verb is SmtpVerb.Rcpt or SmtpVerb.Mail && rest.IndexOfAny((byte)'<', (byte)':') >= 0);

    private static bool IsFollowed(SmtpVerb verb) => verb is not (SmtpVerb.Other or SmtpVerb.Noop);
}
