using System;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads a sender or recipient blacklist of spamdyke. <c>@d</c> stands for d and what is below it, <c>user@</c> for a user in any domain; all else is
/// a whole address. Case does not count; blanks do.
/// </summary>
/// <remarks>Source: search_file and examine_entry in search_fs.c of spamdyke.</remarks>
internal static class SpamdykeList
{
    // MAX_FILE_LINES of spamdyke.h. The CR of a line that ends in CR and LF makes a line of its own.
    private const int MostLines = 65_536;

    public static void Read(ReadOnlySpan<byte> file, ConversionSink sink)
    {
        int read = 0;
        var lines = new SourceLines(file);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.Contains((byte)'\r'))
            {
                foreach (Range part in line.Split((byte)'\r'))
                    ReadEntry(line[part], lines.Number, ref read, sink);
            }
            else
            {
                ReadEntry(line, lines.Number, ref read, sink);
            }

            if (read <= MostLines)
                continue;
            sink.LeaveOut(lines.Number, 0, "this line and those below it, which spamdyke does not read: it stops after 65536");
            return;
        }
    }

    private static void ReadEntry(ReadOnlySpan<byte> entry, int line, ref int read, ConversionSink sink)
    {
        if (++read > MostLines || entry.IsEmpty || entry[0] == (byte)'#')
            return;
        if (entry.IndexOfAnyExcept((byte)'@') < 0)
        {
            sink.LeaveOut(line, 1, "an entry of nothing but @, which means nothing there");
            return;
        }

        if (!entry.Contains((byte)'@'))
            sink.Say(line, 1, "this is a whole address without an @; a domain is written as @domain there");
        sink.Add(new SourceRule(PatternOf(entry), IsNegated: false, SourceAction.Reject, Reply: null, line));
    }

    private static byte[] PatternOf(ReadOnlySpan<byte> entry)
    {
        bool isOpenInFront = entry[0] == (byte)'@';
        bool isOpenBehind = entry[^1] == (byte)'@';
        if (isOpenInFront && isOpenBehind)
            return LiteralPattern.Between("(^|[@.])"u8, entry[1..^1], "(@|$)"u8);

        // With an @ in it, the text may be the whole address, too.
        return isOpenInFront ? LiteralPattern.Ending(entry[1..].Contains((byte)'@') ? "(^|[@.])"u8 : "[@.]"u8, entry[1..])
            : isOpenBehind ? LiteralPattern.Beginning(entry)
            : LiteralPattern.Whole(entry);
    }
}
