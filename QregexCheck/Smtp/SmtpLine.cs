using System;
using QregexCheck.Text;

namespace QregexCheck.Smtp;

/// <summary>One command line of a client: its verb, and the bytes behind it.</summary>
/// <remarks>
/// qmail-smtpd (commands.c) ends a line at LF, strips one CR, and splits at blanks. Other servers do more. Some split at a tab. Some skip what
/// they take for blanks in front of the verb. Some leave out bytes that are no text. Some compare the verb as a C string, or look only at its first
/// letters. A RCPT must not get past the rules in a form that only the server knows. So a verb is recognized in all of these forms. The next line
/// waits for the reply to a line that is not <see cref="IsPlain">plain</see>. A line that is not <see cref="IsClear">clear</see> makes the filter
/// forget nothing.
/// </remarks>
internal readonly ref struct SmtpLine
{
    private readonly int _blanks;

    private SmtpLine(SmtpVerb verb, ReadOnlySpan<byte> argument, bool isClear, bool isPlain, int blanks)
    {
        Verb = verb;
        Argument = argument;
        IsClear = isClear;
        IsPlain = isPlain;
        _blanks = blanks;
    }

    public SmtpVerb Verb { get; }

    /// <summary>The bytes behind the verb and the blanks that follow it. They may be any bytes but LF, and may end in blanks.</summary>
    public ReadOnlySpan<byte> Argument { get; }

    /// <summary>
    /// True when all servers that answer the line read it alike. The verb stands at the start, a blank or nothing follows, and the line holds no
    /// control byte. The line may end in LF alone: a server for which LF ends no line does not answer.
    /// </summary>
    public bool IsClear { get; }

    /// <summary>True when all servers read the line alike: it is clear, and it ends in CR LF.</summary>
    public bool IsPlain { get; }

    /// <summary>Splits a line.</summary>
    /// <param name="line">The line, without its LF.</param>
    public static SmtpLine Parse(ReadOnlySpan<byte> line)
    {
        bool endsInCr = line.Length > 0 && line[^1] == (byte)'\r';
        if (endsInCr)
            line = line[..^1];

        const int Longest = 8;
        Span<byte> word = stackalloc byte[Longest + 1];
        int length = 0;
        int start = 0;
        while (start < line.Length && (IsBlank(line[start]) || IsNoText(line[start])))
            start++;
        int end = start;
        while (end < line.Length && (char.IsAsciiLetterOrDigit((char)line[end]) || IsNoText(line[end])))
        {
            if (!IsNoText(line[end]) && length < word.Length)
                word[length++] = line[end];
            end++;
        }

        SmtpVerb verb = SmtpCommands.Find(word[..length], out int used);
        bool isClear = start == 0 && end == used && (end == line.Length || line[end] == (byte)' ')
            && (PlainBytes.IndexOfUnprintable(line) < 0 || (line.IndexOfAnyInRange((byte)0, (byte)31) < 0 && !line.Contains((byte)127)));

        // A server that looks only at the first letters reads on behind them.
        end = EndOfLetters(line, start, used);
        int verbEnd = end;
        while (end < line.Length && (IsBlank(line[end]) || line[end] == 0))
            end++;
        return new SmtpLine(verb, line[end..], isClear, isPlain: isClear && endsInCr, end - verbEnd);
    }

    /// <summary>Reads BDAT's argument: the size of its chunk, and whether the chunk is the last.</summary>
    /// <remarks>
    /// RFC 3030 2: <c>"BDAT" SP chunk-size [ SP "LAST" ]</c>. A form that servers may read differently is refused: for example a leading zero.
    /// </remarks>
    public bool TryReadChunk(out int size, out bool isLast)
    {
        size = 0;
        isLast = false;
        ReadOnlySpan<byte> rest = Argument;
        if (!IsPlain || _blanks != 1 || !System.Buffers.Text.Utf8Parser.TryParse(rest, out long number, out int digits))
            return false;
        if (rest[0] is < (byte)'0' or > (byte)'9' || (rest[0] == (byte)'0' && digits > 1) || number > int.MaxValue)
            return false;
        size = (int)number;
        rest = rest[digits..];
        isLast = System.Text.Ascii.EqualsIgnoreCase(rest, " LAST"u8);
        return rest.IsEmpty || isLast;
    }

    private static int EndOfLetters(ReadOnlySpan<byte> line, int at, int letters)
    {
        for (; letters > 0; at++)
        {
            if (!IsNoText(line[at]))
                letters--;
        }

        return at;
    }

    /// <summary>True for a blank of isspace(3).</summary>
    private static bool IsBlank(byte b) => b is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    /// <summary>True for bytes that some servers leave out: NUL, control bytes, and bytes above ASCII.</summary>
    private static bool IsNoText(byte b) => b is (< (byte)' ' or >= 127) && !IsBlank(b);
}
