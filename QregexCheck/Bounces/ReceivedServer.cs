using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Bounces;

/// <summary>Finds who took over the mail, by the Received line that tells of it. What stands in comments and quoted words is not the line's own.</summary>
internal static class ReceivedServer
{
    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    private static ReadOnlySpan<byte> WordEnds => " \t;"u8;

    /// <summary>
    /// The offset behind the name of the server that wrote the line: the word behind <c>by</c>. Up to there the line is the same for all mail that goes this
    /// way.
    /// </summary>
    /// <remarks>
    /// Source: RFC 5321, 4.4; comments and quoted strings: RFC 5322, 3.2. <c>(qmail 77 invoked by uid 89)</c> and <c>by simscan 1.4.0</c> name no server: each
    /// host of the world writes the like.
    /// </remarks>
    /// <param name="line">The line, unfolded.</param>
    /// <returns>-1 when neither the server nor the client is named in a way that tells one host from others.</returns>
    public static int EndOfName(ReadOnlySpan<byte> line)
    {
        bool isFromHost = false;
        for (int at = line.IndexOf((byte)':') + 1; at > 0 && NextWord(line, ref at) is { Length: > 0 } word;)
        {
            bool isFrom = AsciiCase.Same(word, "from"u8);
            if (!isFrom && !AsciiCase.Same(word, "by"u8))
                continue;
            int begin = at + Blanked(line[at..]);
            int length = line[begin..].IndexOfAny(WordEnds);
            int end = length < 0 ? line.Length : begin + length;
            bool isHost = IsHost(line[begin..end]);
            if (!isFrom)
                return isHost || (isFromHost && end > begin) ? end : -1;
            isFromHost = isHost;
        }

        return -1;
    }

    /// <summary>True for a name or an address that no second host has.</summary>
    private static bool IsHost(ReadOnlySpan<byte> word) =>
        !word.StartsWith("("u8) && word.IndexOfAny(".:"u8) >= 0 && !word.StartsWith("127."u8) && !word.StartsWith("[127."u8)
        && !(word.Length >= "localhost".Length && AsciiCase.Same(word[.."localhost".Length], "localhost"u8));

    /// <summary>The next word that is outside of comments and quotes; empty at the end of the line, and of what comes before a semicolon.</summary>
    private static ReadOnlySpan<byte> NextWord(ReadOnlySpan<byte> line, ref int at)
    {
        int begin = -1;
        int depth = 0;
        bool isQuoted = false;
        for (; at < line.Length; at++)
        {
            byte b = line[at];
            if (b == '\\' && (isQuoted || depth > 0))
                at++;
            else if (b == '"' && depth == 0)
                isQuoted = !isQuoted;
            else if (b == '(' && !isQuoted)
                depth++;
            else if (b == ')' && depth > 0)
                depth--;
            else if (depth > 0 || isQuoted)
                continue;
            else if (!WordEnds.Contains(b))
                begin = begin < 0 ? at : begin;
            else if (begin >= 0 || b == ';')
                break;
        }

        at = Math.Min(at, line.Length);
        return begin < 0 ? default : line[begin..at];
    }

    private static int Blanked(ReadOnlySpan<byte> rest) => rest.Length - rest.TrimStart(Blanks).Length;
}
