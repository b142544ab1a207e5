using System;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>Tells of a byte order mark in another program's list.</summary>
internal static class LeadingMark
{
    /// <summary>Says that a program takes the mark for text, where a file has one.</summary>
    public static void Say(ReadOnlySpan<byte> file, ConversionSink sink)
    {
        if (ByteOrderMark.Leads(file))
            sink.Say(1, 1, "the file begins with a byte order mark, which is part of the first line there, and here");
    }
}
