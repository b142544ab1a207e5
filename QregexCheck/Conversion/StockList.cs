using System;
using QregexCheck.Control;
using QregexCheck.Proof;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads badmailfrom and badrcptto of a qmail without qregex. A line is a whole address, or <c>@host</c>, which stands for what follows the last <c>@</c>
/// of an address. Case does not count.
/// </summary>
/// <remarks>Source: qmail-control(5); bmcheck of qmail-smtpd.c, by constmap.</remarks>
internal static class StockList
{
    public static void Read(byte[] file, ConversionTarget target, ConversionSink sink)
    {
        ControlFile lines = new LintedFile(target.ToString(), file).Read();
        while (lines.TryRead(out ControlLine line))
        {
            if (line.IsComment)
                continue;
            ReadOnlySpan<byte> name = line.Bytes;
            if (name.IsEmpty)
                sink.LeaveOut(line.Number, line.Column, "an entry without a byte, which no address is");
            else if (name[^1] == (byte)'\r')
                sink.LeaveOut(line.Number, line.Column + name.Length - 1, "the line ends in a CR, and no address there does, so it never matches");
            else
                sink.Add(new SourceRule(PatternOf(name), IsNegated: false, SourceAction.Reject, Reply: null, line.Number));
        }
    }

    /// <summary>A name behind a single <c>@</c> at the front is a host; all else is a whole address.</summary>
    public static byte[] PatternOf(ReadOnlySpan<byte> name) =>
        name[0] == (byte)'@' && !name[1..].Contains((byte)'@') ? LiteralPattern.Ending(default, name) : LiteralPattern.Whole(name);
}
