using System;
using System.Globalization;

namespace QregexCheck.Tests.Zoo;

/// <summary>Splits a command line as a model server does.</summary>
internal static class ModelCommand
{
    private static readonly string[] Verbs =
        ["EHLO", "HELO", "MAIL", "RCPT", "RSET", "DATA", "BDAT", "AUTH", "STARTTLS", "NOOP", "QUIT", "SEND", "SOML", "SAML"];

    /// <summary>The verb in upper case, and what stands behind it and the blanks that follow.</summary>
    public static (string Verb, string Argument) Read(ServerTraits traits, string line)
    {
        if (traits.Nul == NulReading.EndsString)
            line = line.Split('\0')[0];
        int start = 0;
        while (start < line.Length && IsSkipped(traits.Leading, line[start]))
            start++;
        line = line[start..];
        if (traits.VerbEnd == VerbEnd.FourLetters)
        {
            string? verb = Array.Find(Verbs, verb => line.StartsWith(verb[..4], StringComparison.OrdinalIgnoreCase));
            return verb is null ? (string.Empty, line) : (verb, line[4..].TrimStart(' ', '\t'));
        }

        int end = 0;
        while (end < line.Length && !IsVerbEnd(traits.VerbEnd, line[end]))
            end++;
        int argument = end;
        while (argument < line.Length && (traits.VerbEnd == VerbEnd.Space ? IsSpace(line[argument]) : line[argument] == ' '))
            argument++;

        // commands.c of qmail compares a verb as a C string.
        return (line[..end].Split('\0')[0].ToUpperInvariant(), line[argument..]);
    }

    /// <summary>Reads the size behind BDAT.</summary>
    /// <returns>False when the server does not understand it; the size is what could be read of it all the same.</returns>
    public static bool TryReadChunk(ServerTraits traits, string line, string argument, out long size, out bool isLast)
    {
        string text = argument.Split('\0')[0];
        size = 0;
        bool hasSign = text.StartsWith('+') || text.StartsWith('-');
        string digits = hasSign ? text[1..] : text;
        int radix = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 16 : digits.StartsWith('0') ? 8 : 10;
        bool knowsBase = traits.ChunkForm == ChunkForm.AnyBase;
        int at = knowsBase && radix == 16 ? 2 : 0;
        int first = at;
        for (; at < digits.Length && DigitOf(digits[at]) is int digit && digit < (knowsBase ? radix : 10); at++)
            size = size > int.MaxValue * 1000L ? size : (size * (knowsBase ? radix : 10)) + digit;
        string rest = digits[at..];
        isLast = rest.Trim(' ', '\t').StartsWith("LAST", StringComparison.OrdinalIgnoreCase);
        if (traits.ChunkForm == ChunkForm.Modulo32)
            size = unchecked((uint)size);
        if (traits.ChunkForm != ChunkForm.Modulo32 && size > int.MaxValue)
            return false;
        return at > first && traits.ChunkForm switch
        {
            ChunkForm.Tabs => !hasSign && IsLastOrNothing(rest.Trim(' ', '\t')),
            ChunkForm.AnythingBehind => !hasSign,
            ChunkForm.Sign => IsLastOrNothing(rest.Trim(' ')),
            ChunkForm.AnyBase => IsLastOrNothing(rest.Trim(' ')),
            ChunkForm.Modulo32 => !hasSign && IsLastOrNothing(rest.Trim(' ')),
            _ => string.Equals(line, isLast ? $"BDAT {digits[..at]} LAST" : $"BDAT {digits[..at]}", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static bool IsLastOrNothing(string rest) => rest.Length == 0 || rest.Equals("LAST", StringComparison.OrdinalIgnoreCase);

    private static int DigitOf(char b) =>
        b is >= '0' and <= '9' ? b - '0' : int.TryParse([b], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int value) ? value : 99;

    private static bool IsSkipped(LeadingBytes leading, char b) => leading switch
    {
        LeadingBytes.Nothing => false,
        LeadingBytes.Blanks => b is ' ' or '\t',
        LeadingBytes.Space => IsSpace(b),
        _ => b is <= ' ' or '\x7f',
    };

    private static bool IsVerbEnd(VerbEnd end, char b) => end switch
    {
        VerbEnd.Blank => b == ' ',
        VerbEnd.Space => IsSpace(b),
        _ => !char.IsAsciiLetter(b),
    };

    private static bool IsSpace(char b) => b is ' ' or (>= '\t' and <= '\r');
}
