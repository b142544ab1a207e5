using System;
using System.Globalization;

namespace QregexCheck.Decision;

/// <summary>
/// The line that a decision writes to standard error: one write, at most 2 KiB, for multilog, grep and fail2ban.
/// </summary>
/// <remarks>
/// What a client chose is escaped so that it can forge neither a line nor a field; what the administrator wrote is escaped as
/// little as possible, so that a rule reads as in its file.
/// </remarks>
internal static class LogLine
{
    // Together with names and blanks these stay below 2,048.
    private const int LongestIp = 64;
    private const int LongestHelo = 256;
    private const int LongestAddress = 384;
    private const int LongestRule = 384;
    private const int LongestReply = 416;

    /// <summary>Formats a decision.</summary>
    /// <param name="word"><c>accept</c>, <c>reject</c>, <c>defer</c> or <c>log</c>.</param>
    /// <param name="hit">The rule that decided; null for a plain accept.</param>
    /// <param name="envelope">What was decided about.</param>
    /// <param name="ip">The client's address as tcpserver gives it; empty when unknown.</param>
    public static byte[] Format(ReadOnlySpan<byte> word, Hit? hit, Envelope envelope, ReadOnlySpan<byte> ip)
    {
        var line = new ByteText();
        line.Add("qregexcheck: "u8).Add(word);
        if (hit is not null)
            line.Add(" "u8).Add(ControlLists.FileName(hit.List)).Add(":"u8).Add(hit.Line);
        line.Add(" ip="u8).AddEscaped(ip, StaysInClientField, LongestIp);
        line.Add(" helo="u8).AddEscaped(envelope.Helo, StaysInClientField, LongestHelo);
        line.Add(" from=<"u8).AddEscaped(envelope.Sender, StaysInClientField, LongestAddress);
        line.Add("> to=<"u8).AddEscaped(envelope.Recipient, StaysInClientField, LongestAddress);
        line.Add(">"u8);
        if (hit is not null)
        {
            line.Add(" rule=\""u8).AddEscaped(hit.Rule, StaysInOwnField, LongestRule);
            if (!word.SequenceEqual("accept"u8) && !word.SequenceEqual("log"u8))
                line.Add("\" reply=\""u8).AddEscaped(hit.Reply, StaysInOwnField, LongestReply);
            line.Add("\""u8);
        }

        return line.Add("\n"u8).Bytes.ToArray();
    }

    /// <summary>Formats the end of a session in which something was refused.</summary>
    /// <param name="ip">The client's address as tcpserver gives it; empty when unknown.</param>
    /// <param name="mails">MAIL commands that the server agreed to.</param>
    /// <param name="recipients">RCPT commands.</param>
    /// <param name="rejected">RCPT commands that a rule refused, or deferred.</param>
    public static byte[] FormatSession(ReadOnlySpan<byte> ip, long mails, long recipients, long rejected) =>
        new ByteText().Add("qregexcheck: session ip="u8).AddEscaped(ip, StaysInClientField, LongestIp)
            .Add(string.Create(CultureInfo.InvariantCulture, $" mails={mails} rcpts={recipients} rejected={rejected}\n")).Bytes.ToArray();

    /// <summary>True for a byte of a client's that may stand in a log line as it is.</summary>
    public static bool StaysInClientField(byte b) =>
        b is > 0x20 and < 0x7F and not ((byte)'"' or (byte)'\\' or (byte)'<' or (byte)'>');

    /// <summary>True for a byte of the administrator's that may stand in a log line as it is.</summary>
    public static bool StaysInOwnField(byte b) => b is >= 0x20 and < 0x7F and not (byte)'"';
}
