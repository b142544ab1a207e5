using System;

namespace QregexCheck.Smtp;

/// <summary>One command line of a client: its verb, and what follows it.</summary>
/// <remarks>
/// qmail-smtpd (commands.c) ends a line at LF, strips one CR, and splits at blanks. Other servers also split at a tab, or skip blanks in front
/// of the verb, or compare it as a C string. A RCPT must not get past the rules by a form that only the server knows, so the verb is
/// recognized in all of these; where qmail-smtpd would have said 502, the rules' reply to a refused one says no as well.
/// </remarks>
internal readonly ref struct SmtpLine
{
    private SmtpLine(SmtpVerb verb, ReadOnlySpan<byte> argument)
    {
        Verb = verb;
        Argument = argument;
    }

    public SmtpVerb Verb { get; }

    /// <summary>What stands behind the verb and the blanks that follow it; may hold any byte but LF, trailing blanks included.</summary>
    public ReadOnlySpan<byte> Argument { get; }

    /// <summary>Splits a line.</summary>
    /// <param name="line">The line, without its LF.</param>
    public static SmtpLine Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length > 0 && line[^1] == (byte)'\r')
            line = line[..^1];
        int start = 0;
        while (start < line.Length && IsBlank(line[start]))
            start++;
        int end = start;
        while (end < line.Length && char.IsAsciiLetterOrDigit((char)line[end]))
            end++;
        SmtpVerb verb = VerbOf(line[start..end]);
        while (end < line.Length && (IsBlank(line[end]) || line[end] == 0))
            end++;
        return new SmtpLine(verb, line[end..]);
    }

    /// <summary>The size of a BDAT chunk; anything but one number and perhaps LAST is no size.</summary>
    /// <remarks>RFC 3030 2: <c>"BDAT" SP chunk-size [ SP "LAST" ]</c>. A form that servers may read differently is not taken for one.</remarks>
    public bool TryReadChunkSize(out long size)
    {
        const int MostDigits = 15;
        size = 0;
        int at = 0;
        while (at < Argument.Length && Argument[at] is >= (byte)'0' and <= (byte)'9')
        {
            if (at == MostDigits)
                return false;
            size = (size * 10) + Argument[at++] - '0';
        }

        ReadOnlySpan<byte> rest = Argument[at..].TrimEnd((byte)' ');
        return at > 0 && (rest.IsEmpty || (rest[0] == (byte)' ' && Is(rest.TrimStart((byte)' '), "LAST"u8)));
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    private static SmtpVerb VerbOf(ReadOnlySpan<byte> word) =>
        Is(word, "RCPT"u8) ? SmtpVerb.Rcpt
        : Is(word, "MAIL"u8) ? SmtpVerb.Mail
        : Is(word, "DATA"u8) ? SmtpVerb.Data
        : Is(word, "BDAT"u8) ? SmtpVerb.Bdat
        : Is(word, "EHLO"u8) ? SmtpVerb.Ehlo
        : Is(word, "HELO"u8) ? SmtpVerb.Helo
        : Is(word, "RSET"u8) ? SmtpVerb.Rset
        : Is(word, "AUTH"u8) ? SmtpVerb.Auth
        : Is(word, "STARTTLS"u8) ? SmtpVerb.StartTls
        : Is(word, "QUIT"u8) ? SmtpVerb.Quit
        : SmtpVerb.Other;

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(word, name);
}
