using System;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>A mistake in a line, and its place. Columns count bytes from 1.</summary>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Column">The column of the first byte at fault.</param>
/// <param name="Message">What is wrong and what to do, in one clause without a final stop.</param>
internal readonly record struct RuleError(int Line, int Column, string Message)
{
    /// <summary>Longest message in bytes. The longest of our messages has about 100.</summary>
    public const int LongestMessage = 256;

    /// <summary>
    /// True for a text that can be a message. Messages that are kept elsewhere must obey the same rules: printable ASCII, and nothing that
    /// looks like a line of the log.
    /// </summary>
    public static bool CanBeMessage(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= LongestMessage && PlainBytes.IndexOfUnprintable(text) < 0 && text.IndexOf("qregexcheck"u8) < 0;
}
