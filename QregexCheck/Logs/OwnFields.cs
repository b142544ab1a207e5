using System;
using QregexCheck.Decision;

namespace QregexCheck.Logs;

/// <summary>A line of ours taken apart, by the rows that wrote it. A line from an earlier version may lack fields.</summary>
/// <remarks>Millions of lines are read. So only the places of fields are kept, and a field is made where it is asked for.</remarks>
internal readonly ref struct OwnFields
{
    private const int LongestNumber = 10;

    private readonly ReadOnlySpan<byte> _text;
    private readonly int _wordEnd;
    private readonly int _listEnd;
    private readonly int _end;
    private readonly FieldPlace _ip;
    private readonly FieldPlace _relay;
    private readonly FieldPlace _helo;
    private readonly FieldPlace _sender;
    private readonly FieldPlace _recipient;
    private readonly FieldPlace _recipients;
    private readonly FieldPlace _batv;
    private readonly FieldPlace _quotedLine;
    private readonly FieldPlace _rule;
    private readonly FieldPlace _reply;
    private readonly FieldPlace _why;

    private OwnFields(ReadOnlySpan<byte> text)
    {
        _text = text;
        int at = FieldPlace.WordEnd(text, LogLine.Prefix.Length);
        _wordEnd = at;
        _listEnd = at;
        if (!text[at..].StartsWith(LogFields.Row(LogField.Ip).Lead) && at < text.Length)
        {
            int end = FieldPlace.WordEnd(text, at + 1);
            if (TryPlace(text[(at + 1)..end], out int list, out int number))
            {
                _listEnd = at + 1 + list;
                RuleLine = number;
                at = end;
            }
        }

        _ip = FieldPlace.Take(text, ref at, LogField.Ip);
        _relay = FieldPlace.Take(text, ref at, LogField.Relay);
        _helo = FieldPlace.Take(text, ref at, LogField.Helo);
        _sender = FieldPlace.Take(text, ref at, LogField.From);
        _recipient = FieldPlace.Take(text, ref at, LogField.To);

        // Mostly the rule comes now. Fields have their order: then there is none that would stand before it.
        if (!text[at..].StartsWith(LogFields.Row(LogField.Rule).Lead))
        {
            _recipients = FieldPlace.Take(text, ref at, LogField.Recipients);
            _batv = FieldPlace.Take(text, ref at, LogField.Batv);
            _quotedLine = FieldPlace.Take(text, ref at, LogField.Line);
        }

        _rule = FieldPlace.Take(text, ref at, LogField.Rule);
        _reply = FieldPlace.Take(text, ref at, LogField.Reply);
        if (at < text.Length)
            _why = FieldPlace.Take(text, ref at, LogField.Why);
        _end = at;
    }

    /// <summary>The word behind the program's name: what was decided, or what else the line is about.</summary>
    public ReadOnlySpan<byte> Word => _text[LogLine.Prefix.Length.._wordEnd];

    /// <summary>The file whose line decided; empty when none did.</summary>
    public ReadOnlySpan<byte> List => _listEnd == _wordEnd ? default : _text[(_wordEnd + 1).._listEnd];

    public int RuleLine { get; }

    public WrittenField Ip => new(_text, _ip);

    public WrittenField Relay => new(_text, _relay);

    public WrittenField Helo => new(_text, _helo);

    public WrittenField Sender => new(_text, _sender);

    public WrittenField Recipient => new(_text, _recipient);

    /// <summary>The number of recipients; there only where the line is about a whole message.</summary>
    public WrittenField Recipients => new(_text, _recipients);

    /// <summary>What was wrong with the recipient's tag.</summary>
    public WrittenField Batv => new(_text, _batv);

    /// <summary>The line that a bounce quotes.</summary>
    public WrittenField QuotedLine => new(_text, _quotedLine);

    public WrittenField Rule => new(_text, _rule);

    public WrittenField Reply => new(_text, _reply);

    public WrittenField Why => new(_text, _why);

    /// <summary>What stands behind the fields. Nothing does in a line about an envelope.</summary>
    public ReadOnlySpan<byte> Rest => _text[_end..];

    /// <summary>All fields that say what a client has sent, from its address to the recipient.</summary>
    public ReadOnlySpan<byte> Envelope => _text[_ip.Begin.._recipient.End];

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

    /// <summary>Reads the place of a rule: the file's name, a colon, the line's number.</summary>
    private static bool TryPlace(ReadOnlySpan<byte> place, out int list, out int number)
    {
        list = place.Length - 1;
        long line = 0;
        long unit = 1;
        for (; list > 0 && place[list] is >= (byte)'0' and <= (byte)'9' and var digit && place.Length - list <= LongestNumber; list--)
        {
            line += (digit - '0') * unit;
            unit *= 10;
        }

        number = (int)Math.Min(line, int.MaxValue);
        return list > 0 && unit > 1 && place[list] == (byte)':' && line <= int.MaxValue;
    }
}
