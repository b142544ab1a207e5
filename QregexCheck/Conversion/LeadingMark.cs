using System;

namespace QregexCheck.Conversion;

/// <summary>The byte order mark of UTF-8, which some editors put in front of a file. To a mail program it is text: three bytes of the first line.</summary>
internal static class LeadingMark
{
    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    /// <summary>What a file holds behind its mark.</summary>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> file) => file.StartsWith(Mark) ? file[Mark.Length..] : file;

    /// <summary>Says that a program takes the mark for text, where a file has one.</summary>
    public static void Say(ReadOnlySpan<byte> file, ConversionSink sink)
    {
        if (file.StartsWith(Mark))
            sink.Say(1, 1, "the file begins with a byte order mark, which is part of the first line there, and here");
    }
}
