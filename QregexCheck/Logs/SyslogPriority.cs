using System;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>The parts of a syslog message as it goes over the wire, and as some loggers keep it. Source: RFC 5424, 6.</summary>
internal static class SyslogPriority
{
    // App name, process and message's number stand between the host and the structured elements.
    private const int WordsBeforeElements = 4;
    private const int ProcessWord = 2;

    /// <summary>Reads a priority: <c>&lt;22&gt;</c>.</summary>
    public static bool TrySkip(ReadOnlySpan<byte> text, out int length)
    {
        int digits = text.IsEmpty ? 0 : StampReader.Digits(text, 1, 3);
        length = digits + 2;
        return digits is > 0 and <= 3 && text.Length >= length && text[0] == (byte)'<' && text[digits + 1] == (byte)'>';
    }

    /// <summary>Reads what stands between the stamp and the message: host, program, process, number, and the structured elements.</summary>
    /// <returns>Its length; 0 when it is not of that form.</returns>
    public static int SkipFields(ReadOnlySpan<byte> text, ref int process)
    {
        int at = 0;
        int found = 0;
        for (int word = 0; word < WordsBeforeElements; word++)
        {
            int length = text[at..].IndexOf((byte)' ');
            if (length <= 0)
                return 0;
            if (word == ProcessWord && StampReader.Digits(text, at, 9) == length && length <= 9)
                found = (int)StampReader.Number(text.Slice(at, length));
            at += length + 1;
        }

        int elements = text[at..].StartsWith("-"u8) ? 1 : Elements(text[at..]);
        if (elements == 0 || at + elements >= text.Length || text[at + elements] != (byte)' ')
            return 0;
        at += elements + 1;
        process = found;
        return ByteOrderMark.Leads(text[at..]) ? at + ByteOrderMark.Bytes.Length : at;
    }

    /// <summary>The length of structured elements: each in brackets, with values in quotes, in which a backslash stands before a quote or a bracket.</summary>
    private static int Elements(ReadOnlySpan<byte> text)
    {
        bool isQuoted = false;
        bool isOpen = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (!isOpen && b != (byte)'[')
                return i;
            isOpen = true;
            if (isQuoted && b == (byte)'\\')
                i++;
            else if (b == (byte)'"')
                isQuoted = !isQuoted;
            else if (!isQuoted && b == (byte)']')
                isOpen = false;
        }

        return isOpen ? 0 : text.Length;
    }
}
