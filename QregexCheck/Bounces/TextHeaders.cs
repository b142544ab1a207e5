using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Bounces;

/// <summary>Finds header lines in a text, with and without quoting marks in front.</summary>
internal sealed class TextHeaders
{
    private const int LongestMarks = 64;

    private readonly QuotedHeaders _found;
    private readonly UnfoldedLine _line = new();
    private readonly byte[] _marks = new byte[LongestMarks];
    private int _marksLength;
    private QuotedField _field;

    public TextHeaders(QuotedHeaders found) => _found = found;

    /// <summary>What qmail-send writes in front of the copy. Source: qmail-send.c.</summary>
    private static ReadOnlySpan<byte> CopyMark => "--- Below this line is a copy of the message."u8;

    private static ReadOnlySpan<byte> Preformatted => "<pre>"u8;

    private static ReadOnlySpan<byte> Blanks => " \t\r"u8;

    /// <summary>True for the line behind which qmail's copy stands.</summary>
    public static bool IsCopyMark(ReadOnlySpan<byte> line) => line.StartsWith(CopyMark) && line[CopyMark.Length..].Trim(Blanks).IsEmpty;

    /// <summary>Takes a line. A header line goes on where the same quoting marks and a blank stand in front.</summary>
    public void Take(ReadOnlySpan<byte> line)
    {
        if (_field != QuotedField.None)
        {
            if (line.StartsWith(_marks.AsSpan(0, _marksLength)) && line[_marksLength..] is [(byte)' ' or (byte)'\t', ..] rest && !rest.Trim(Blanks).IsEmpty)
            {
                _line.GoOn(rest);
                return;
            }

            End();
        }

        int marks = line.IndexOfAnyExcept(" \t>|"u8);
        if (marks is < 0 or > LongestMarks)
            return;
        ReadOnlySpan<byte> text = WithoutTag(line[marks..]);
        _field = QuotedFields.Of(text);
        if (_field == QuotedField.None)
            return;
        line[..marks].CopyTo(_marks);
        _marksLength = marks;
        _line.Begin(text);
    }

    /// <summary>A line of HTML without the tag behind which lines stay as they are: there stands the first header line of a quoted mail.</summary>
    private static ReadOnlySpan<byte> WithoutTag(ReadOnlySpan<byte> text)
    {
        int length = Preformatted.Length;
        return text is [(byte)'<', ..] && text.Length > length && AsciiCase.Same(text[..length], Preformatted) ? text[length..] : text;
    }

    /// <summary>Ends the header line that went on, if there is one.</summary>
    public void End()
    {
        QuotedField field = _field;
        _field = QuotedField.None;
        if (field == QuotedField.None)
            return;
        if (_line.IsCut)
            _found.Meet(LookLimit.LineLength);
        _found.Add(field, _line.Bytes);
    }
}
