using System;
using System.Globalization;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Text;

namespace QregexCheck.Decision;

/// <summary>
/// The line that a decision writes to standard error: one write, at most 2 KiB, for multilog, grep and fail2ban.
/// </summary>
/// <remarks>
/// What a client chose is escaped so that it can forge neither a line nor a field; what the administrator wrote is escaped as
/// little as possible, so that a rule reads as in its file. Two marks are ours, and no field can hold them: a bare <c>-</c> for what is not known, and
/// <c>...</c> behind a field that was cut.
/// </remarks>
internal static class LogLine
{
    // Together with names and blanks these stay below 2,048.
    private const int LongestIp = 64;
    private const int LongestHelo = 256;
    private const int LongestAddress = 384;
    private const int LongestRule = 384;
    private const int LongestReply = 416;

    /// <summary>
    /// Stands for what the hook was not told, or is not this stage's business: an empty field is one that was given, and empty.
    /// </summary>
    private static ReadOnlySpan<byte> Unknown => "-"u8;

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
        AddBare(line.Add(" ip="u8), ip, LongestIp);
        if (envelope.IsRelayClient)
            line.Add(" relay=1"u8);
        line.Add(" helo="u8);
        if (envelope.Helo is { } helo)
            AddBare(line, helo, LongestHelo);
        else
            line.Add(Unknown);
        AddAddress(line.Add(" from="u8), envelope.Sender);
        AddAddress(line.Add(" to="u8), envelope.Recipient);
        if (hit is not null)
        {
            AddEnclosed(line.Add(" rule="u8), (byte)'"', hit.Rule, (byte)'"', Plain.OwnField, LongestRule);
            if (!word.SequenceEqual("accept"u8) && !word.SequenceEqual("log"u8))
                AddEnclosed(line.Add(" reply="u8), (byte)'"', hit.Reply, (byte)'"', Plain.OwnField, LongestReply);
        }

        return line.Add("\n"u8).Bytes.ToArray();
    }

    /// <summary>Formats the end of a session in which something was refused.</summary>
    /// <param name="ip">The client's address as tcpserver gives it; empty when unknown.</param>
    /// <param name="mails">MAIL commands that the server agreed to.</param>
    /// <param name="recipients">RCPT commands.</param>
    /// <param name="rejected">RCPT commands that a rule refused, or deferred.</param>
    public static byte[] FormatSession(ReadOnlySpan<byte> ip, long mails, long recipients, long rejected) =>
        new ByteText().Add("qregexcheck: session ip="u8).Add(ClientIp(ip))
            .Add(string.Create(CultureInfo.InvariantCulture, $" mails={mails} rcpts={recipients} rejected={rejected}\n")).Bytes.ToArray();

    /// <summary>The client's address as every line of the log writes it.</summary>
    public static ReadOnlySpan<byte> ClientIp(ReadOnlySpan<byte> ip)
    {
        var text = new ByteText();
        AddBare(text, ip, LongestIp);
        return text.Bytes;
    }

    /// <summary>
    /// Adds a field that nothing encloses. What would read as a mark of ours has its last byte escaped: a lone <see cref="Unknown"/>, and an
    /// end like that of a cut.
    /// </summary>
    private static void AddBare(ByteText line, ReadOnlySpan<byte> bytes, int limit)
    {
        bool looksLikeMark = bytes.SequenceEqual(Unknown) || bytes.EndsWith(ByteText.CutMark);
        if (!line.TryAddEscaped(bytes, Plain.ClientField, limit, looksLikeMark))
            line.Add(ByteText.CutMark);
    }

    private static void AddAddress(ByteText line, byte[]? address)
    {
        if (address is null)
            line.Add(Unknown);
        else
            AddEnclosed(line, (byte)'<', address, (byte)'>', Plain.ClientField, LongestAddress);
    }

    /// <summary>Adds a field between two bytes that it can't hold; the mark of a cut stands behind them, where no field can put one.</summary>
    private static void AddEnclosed(ByteText line, byte open, ReadOnlySpan<byte> bytes, byte close, Plain plain, int limit)
    {
        bool isWhole = line.Add(open).TryAddEscaped(bytes, plain, limit);
        line.Add(close);
        if (!isWhole)
            line.Add(ByteText.CutMark);
    }
}
