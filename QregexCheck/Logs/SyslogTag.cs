using System;
using QregexCheck.Decision;

namespace QregexCheck.Logs;

/// <summary>What syslog puts before a program's text: the host, and the program's name as a tag, <c>qmail-smtpd[123]: </c> or <c>qmail: </c>.</summary>
internal static class SyslogTag
{
    private const int LongestTag = 64;

    /// <summary>The length of host and tag behind a stamp. Where a program's own text stands at once, it is 0.</summary>
    /// <param name="text">What stands behind the stamp.</param>
    /// <param name="isHostSure">True behind a stamp of syslog's own. Behind others a host counts only with a tag behind it.</param>
    /// <param name="process">The process in the tag, if the tag has one.</param>
    public static int Skip(ReadOnlySpan<byte> text, bool isHostSure, ref int process)
    {
        if (IsText(text))
            return 0;
        int tag = Length(text, out int found);
        if (tag > 0)
        {
            process = found;
            return tag;
        }

        int host = text.IndexOf((byte)' ') + 1;
        if (host <= 1)
            return 0;
        ReadOnlySpan<byte> rest = text[host..];
        if (IsText(rest))
            return host;
        tag = Length(rest, out found);
        if (tag == 0)
            return isHostSure ? host : 0;
        process = found;
        return host + tag;
    }

    /// <summary>The length of a tag with the blank behind it; 0 when there is none.</summary>
    public static int Length(ReadOnlySpan<byte> text, out int process)
    {
        process = 0;
        int end = text[..Math.Min(text.Length, LongestTag)].IndexOfAny((byte)':', (byte)'[', (byte)' ');
        if (end <= 0 || !IsLetter(text[0]))
            return 0;
        if (text[end] == (byte)'[')
        {
            int digits = StampReader.Digits(text, end + 1, 9);
            if (digits is 0 or > 9 || end + digits + 2 >= text.Length || text[end + 1 + digits] != (byte)']')
                return 0;
            process = (int)StampReader.Number(text.Slice(end + 1, digits));
            end += digits + 2;
        }

        if (text[end] != (byte)':')
            return 0;
        return end + 1 == text.Length ? end + 1 : text[end + 1] == (byte)' ' ? end + 2 : 0;
    }

    /// <summary>True when a text begins as the lines of some formats do, which would look like a tag or a host.</summary>
    private static bool IsText(ReadOnlySpan<byte> text) => !text.IsEmpty && text[0] switch
    {
        (byte)'q' => text.StartsWith(LogLine.Prefix) || text.StartsWith("qlogenvelope: "u8) || text.StartsWith("qlogreceived: "u8)
            || text.StartsWith("qmail-smtpd: pid "u8),
        (byte)'C' => text.StartsWith("CHKUSER "u8),
        (byte)'A' => text.StartsWith("ALLOWED from: "u8),
        (byte)'D' => text.StartsWith("DENIED_"u8),
        (byte)'T' => text.StartsWith("TIMEOUT from: "u8),
        (byte)'b' => text.StartsWith("badhelo"u8) || text.StartsWith("badmail"u8) || text.StartsWith("badrcptto"u8),
        (byte)'m' => text.StartsWith("mailfront["u8),
        (byte)'t' => text.StartsWith("tcpserver: "u8),
        (byte)'s' => text.StartsWith("sslserver: "u8) || text.StartsWith("smtpfront-"u8),
        _ => false,
    };

    private static bool IsLetter(byte b) => (b | 0x20) is >= (byte)'a' and <= (byte)'z';
}
