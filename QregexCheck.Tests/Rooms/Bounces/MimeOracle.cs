using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Encodings;

namespace QregexCheck.Tests.Rooms.Bounces;

/// <summary>
/// What a bounce quotes, as MimeKit sees it: its parser says which parts there are, where headers begin and end, and decodes. How a header line is unfolded
/// and known in a text is written down here once more, by expressions.
/// </summary>
internal static partial class MimeOracle
{
    private const string CopyMark = "--- Below this line is a copy of the message.";

    /// <summary>The header lines that are to be collected from a message, in their order.</summary>
    public static List<string> Lines(byte[] message)
    {
        var lines = new List<string>();
        if (Parse(message) is { Body: { } body })
            Walk(body, false, lines);
        return lines;
    }

    /// <summary>Parses a message. A first line of our own and a newline at the end see to it that MimeKit takes whatever else comes.</summary>
    private static MimeMessage? Parse(byte[] message)
    {
        byte[] begun = [.. "X-Oracle: 1\n"u8, .. message, (byte)'\n'];
        return new MimeParser(new MemoryStream(begun), MimeFormat.Entity).ParseMessage();
    }

    private static void Walk(MimeEntity entity, bool isQuoted, List<string> lines)
    {
        switch (entity)
        {
            case Multipart multipart:
                foreach (MimeEntity part in multipart)
                    Walk(part, isQuoted, lines);
                break;
            case MessagePart { Message: { } message }:
                WalkMessage(message, lines);
                break;
            case MimePart part when IsMessage(part.ContentType) && Decoded(part) is { } decoded:
                if (Parse(decoded) is { } inner)
                    WalkMessage(inner, lines);
                break;
            case TextPart text when !isQuoted && Decoded(text) is { } body:
                WalkText(body, lines);
                break;
        }
    }

    private static void WalkMessage(MimeMessage message, List<string> lines)
    {
        foreach (Header header in message.Headers)
        {
            string line = Latin1(header.RawField) + ":" + Latin1(header.RawValue);
            if (FieldStart().IsMatch(line))
                lines.Add(Unfold(line.Split('\n')));
        }

        if (message.Body is { } body)
            Walk(body, true, lines);
    }

    private static void WalkText(byte[] body, List<string> lines)
    {
        string[] texts = Latin1(body).Split('\n');
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts[i].StartsWith(CopyMark, System.StringComparison.Ordinal) && texts[i][CopyMark.Length..].Trim(' ', '\t', '\r').Length == 0)
            {
                IEnumerable<string> copy = texts[(i + 1)..].SkipWhile(line => line is "" or "\r");
                if (Parse(Encoding.Latin1.GetBytes(string.Join('\n', copy))) is { } message)
                    WalkMessage(message, lines);
                return;
            }

            if (QuotedStart().Match(texts[i]) is not { Success: true } start)
                continue;
            string marks = start.Groups[1].Value;
            var folded = new List<string> { texts[i][(marks.Length + start.Groups[2].Length)..] };
            var further = new Regex("^" + Regex.Escape(marks) + "[ \t].*[^ \t\r]", RegexOptions.Singleline);
            while (i + 1 < texts.Length && further.IsMatch(texts[i + 1]))
                folded.Add(texts[++i][marks.Length..]);
            lines.Add(Unfold(folded));
        }
    }

    private static string Unfold(IReadOnlyList<string> folded) =>
        string.Join(
            ' ',
            folded.Select((line, i) => i == 0 ? line.TrimEnd(' ', '\t', '\r') : line.Trim(' ', '\t', '\r')).Where((line, i) => i == 0 || line.Length > 0));

    private static bool IsMessage(ContentType type) =>
        type.IsMimeType("message", "rfc822") || type.IsMimeType("message", "global") || type.IsMimeType("message", "global-headers")
        || type.IsMimeType("text", "rfc822-headers");

    private static byte[]? Decoded(MimePart part)
    {
        if (part.Content is null)
            return null;
        using var written = new MemoryStream();
        if (part.ContentTransferEncoding != ContentEncoding.QuotedPrintable)
        {
            part.Content.DecodeTo(written);
            return written.ToArray();
        }

        // Two things that MimeKit sees in another way. Blanks behind a line are not part of it, and so a = before them is at its end (RFC 2045, 6.7, rule 3).
        // And a = that begins no code stands for itself, and takes nothing with it.
        part.Content.WriteTo(written);
        string text = BlanksBehindEquals().Replace(Latin1(written.ToArray()), "=$1");
        byte[] raw = Encoding.Latin1.GetBytes(EqualsAlone().Replace(text, "=3D"));
        var decoder = new QuotedPrintableDecoder();
        byte[] decoded = new byte[decoder.EstimateOutputLength(raw.Length)];
        return decoded[..decoder.Decode(raw, 0, raw.Length, decoded)];
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    [GeneratedRegex("=[ \t\r]+(\n|$)")]
    private static partial Regex BlanksBehindEquals();

    [GeneratedRegex("=(?![0-9A-Fa-f]{2}|\n|$)")]
    private static partial Regex EqualsAlone();

    [GeneratedRegex("^(received|message-id|from|return-path)[ \t]*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FieldStart();

    [GeneratedRegex("^([ \t>|]{0,64})(<pre>)?(received|message-id|from|return-path)[ \t]*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotedStart();
}
