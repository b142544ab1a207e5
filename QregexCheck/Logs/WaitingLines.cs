using System;

namespace QregexCheck.Logs;

/// <summary>Tells the lines that mean something only behind those before them. Logs are read in parts, side by side; these lines wait for <see cref="LogSequence"/>.</summary>
/// <remarks>Every line of a log is asked, so the first byte decides almost always.</remarks>
internal static class WaitingLines
{
    /// <summary>The bytes that splogger hands to syslog at once. A text of this length may go on in the next line. Source: splogger.c.</summary>
    public const int FoldedLength = 799;

    /// <summary>Stands before the text of a line that goes on from the one before. Source: splogger.c.</summary>
    public const byte GoesOn = (byte)'+';

    /// <summary>True for a line that must wait.</summary>
    /// <param name="text">What the program wrote.</param>
    /// <param name="front">What stands before it.</param>
    public static bool MustWait(ReadOnlySpan<byte> text, in LineFront front) =>
        !text.IsEmpty && ((front.IsFolded && IsPartOfFold(text)) || TryName(text, front.Process, out _));

    /// <summary>True for a text of splogger's that may go on in the next line, or goes on from the one before.</summary>
    public static bool IsPartOfFold(ReadOnlySpan<byte> text) => text.Length == FoldedLength || text.StartsWith(GoesOn);

    /// <summary>Finds whose line it is, by its beginning.</summary>
    /// <param name="text">What the program wrote; not empty.</param>
    /// <param name="process">The process in syslog's tag: Postfix always has one.</param>
    /// <param name="format">The format.</param>
    public static bool TryName(ReadOnlySpan<byte> text, int process, out LogFormat format)
    {
        format = LogFormat.QmailSend;
        switch (text[0])
        {
            case (byte)'b':
                return text.StartsWith("bounce msg "u8);
            case (byte)'d':
                return text.StartsWith("delivery "u8) || text.StartsWith("double bounce: "u8);
            case (byte)'e':
                return text.StartsWith("end msg "u8);
            case (byte)'i':
                return text.StartsWith("info msg "u8);
            case (byte)'n':
                return text.StartsWith("new msg "u8);
            case (byte)'m':
                format = LogFormat.Mailfront;
                return text.StartsWith(MailfrontLine.Program);
            case (byte)'s' when text.StartsWith("starting delivery "u8) || text.StartsWith("status: "u8):
                return true;
            case (byte)'s' when text.StartsWith(MailfrontLine.OlderProgram):
                format = LogFormat.Mailfront;
                return true;
            case (byte)'s' or (byte)'t' when TcpserverLine.IsOne(text):
                format = LogFormat.Tcpserver;
                return true;
            case (byte)'t' when text.StartsWith("triple bounce: "u8):
                return true;
            case >= (byte)'0' and <= (byte)'9' when IsRecorded(text):
                format = LogFormat.Recordio;
                return true;
            default:
                format = LogFormat.Postfix;
                return process != 0 && PostfixLine.IsOne(text);
        }
    }

    /// <summary>True for recordio's <c>PID &lt; text</c> and <c>PID &gt; text</c>.</summary>
    private static bool IsRecorded(ReadOnlySpan<byte> text)
    {
        int digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits is > 0 and <= DecimalNumber.LongestProcess && digits + 2 < text.Length
            && text[digits] == (byte)' ' && text[digits + 1] is (byte)'<' or (byte)'>' && text[digits + 2] == (byte)' ';
    }
}
