using System;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads a list of HELO names: one a line, each meant as a whole. A <c>#</c> in front makes a remark. A byte order mark is no part of the first.
/// </summary>
internal static class HeloNames
{
    public static void Read(ReadOnlySpan<byte> file, ConversionSink sink)
    {
        var lines = new SourceLines(ByteOrderMark.Without(file));
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> name = line.Trim(" \t\r"u8);
            if (name.IsEmpty || name[0] == (byte)'#')
                continue;
            sink.Add(new SourceRule(LiteralPattern.Whole(name), IsNegated: false, SourceAction.Reject, Reply: null, lines.Number));
        }
    }
}
