using System;
using QregexCheck.Decision;

namespace QregexCheck.Logs;

/// <summary>A line of ours taken apart, by the rows that wrote it. A line from an earlier version may lack fields.</summary>
internal readonly ref struct OwnFields
{
    private const int LongestNumber = 10;

    private OwnFields(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text[LogLine.Prefix.Length..];
        int end = rest.IndexOf((byte)' ');
        Word = end < 0 ? rest : rest[..end];
        rest = rest[Word.Length..];
        if (!rest.StartsWith(LogFields.Row(LogField.Ip).Lead) && TryPlace(rest, out ReadOnlySpan<byte> file, out int number))
        {
            List = file;
            RuleLine = number;
            rest = rest[1..];
            rest = rest.IndexOf((byte)' ') is >= 0 and var blank ? rest[blank..] : default;
        }

        Ip = WrittenField.Take(ref rest, LogField.Ip);
        Relay = WrittenField.Take(ref rest, LogField.Relay);
        Helo = WrittenField.Take(ref rest, LogField.Helo);
        Sender = WrittenField.Take(ref rest, LogField.From);
        Recipient = WrittenField.Take(ref rest, LogField.To);
        Recipients = WrittenField.Take(ref rest, LogField.Recipients);
        Batv = WrittenField.Take(ref rest, LogField.Batv);
        QuotedLine = WrittenField.Take(ref rest, LogField.Line);
        Rule = WrittenField.Take(ref rest, LogField.Rule);
        Reply = WrittenField.Take(ref rest, LogField.Reply);
        Why = WrittenField.Take(ref rest, LogField.Why);
        Rest = rest;
    }

    /// <summary>The word behind the program's name: what was decided, or what else the line is about.</summary>
    public ReadOnlySpan<byte> Word { get; }

    /// <summary>The file whose line decided; empty when none did.</summary>
    public ReadOnlySpan<byte> List { get; }

    public int RuleLine { get; }

    public WrittenField Ip { get; }

    public WrittenField Relay { get; }

    public WrittenField Helo { get; }

    public WrittenField Sender { get; }

    public WrittenField Recipient { get; }

    /// <summary>The number of recipients; there only where the line is about a whole message.</summary>
    public WrittenField Recipients { get; }

    /// <summary>What was wrong with the recipient's tag.</summary>
    public WrittenField Batv { get; }

    /// <summary>The line that a bounce quotes.</summary>
    public WrittenField QuotedLine { get; }

    public WrittenField Rule { get; }

    public WrittenField Reply { get; }

    public WrittenField Why { get; }

    /// <summary>What stands behind the fields. Nothing does in a line about an envelope.</summary>
    public ReadOnlySpan<byte> Rest { get; }

    /// <summary>Takes a line apart.</summary>
    /// <param name="text">The line from the program's name on, without its newline.</param>
    /// <param name="fields">The parts.</param>
    /// <returns>False when the line is not ours.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out OwnFields fields)
    {
        bool isOurs = text.StartsWith(LogLine.Prefix);
        fields = isOurs ? new OwnFields(text) : default;
        return isOurs;
    }

    /// <summary>Reads the place of a rule: a blank, the file's name, a colon, the line's number.</summary>
    private static bool TryPlace(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> file, out int number)
    {
        file = default;
        number = 0;
        if (!rest.StartsWith(" "u8))
            return false;
        int end = rest[1..].IndexOf((byte)' ');
        ReadOnlySpan<byte> place = end < 0 ? rest[1..] : rest.Slice(1, end);
        int colon = place.LastIndexOf((byte)':');
        if (colon <= 0)
            return false;
        int digits = StampReader.Digits(place, colon + 1, LongestNumber);
        if (digits is 0 or > LongestNumber || colon + 1 + digits != place.Length || StampReader.Number(place[(colon + 1)..]) is not (<= int.MaxValue and var line))
            return false;
        file = place[..colon];
        number = (int)line;
        return true;
    }
}
