using System;
using System.Text;

namespace QregexCheck.Tests.Zoo;

/// <summary>Reads a body behind DATA to where a model server sees its end.</summary>
internal sealed class ServerBody(BodyEnding ending, int lineBuffer)
{
    private readonly StringBuilder _text = new();

    // The bytes of the last line that have come, without its end, and how the line before it ended. In front of the first line that is "\r\n".
    private string _line = string.Empty;
    private string _before = "\r\n";
    private bool _isFirst = true;
    private int _length;

    public string Text => _text.ToString();

    /// <summary>True when the server hangs up for a bare LF.</summary>
    public bool IsGone { get; private set; }

    public bool HasLine => !_isFirst;

    /// <summary>Takes one byte.</summary>
    /// <returns>True when the body ends with it.</returns>
    public bool Add(char b)
    {
        _text.Append(b);
        return ending == BodyEnding.AnyOf ? EndsAnyhow(b) : EndsAtNewline(b);
    }

    /// <summary>CR, LF and CR LF all end a line; the body ends with the CR behind the dot.</summary>
    private bool EndsAnyhow(char b)
    {
        if (b is '\r' or '\n')
        {
            bool isEnd = _line == ".";
            _line = string.Empty;
            _isFirst = false;
            return isEnd;
        }

        _line = _line.Length < 3 ? _line + b : _line;
        return false;
    }

    private bool EndsAtNewline(char b)
    {
        if (b == '\0' && ending == BodyEnding.CrLfWithoutNul)
            return false;
        if (b != '\n' && lineBuffer > 0 && ++_length == lineBuffer)
        {
            (_line, _before, _length) = (string.Empty, "\r\n", 0);
            return false;
        }

        if (b == '\r' && ending == BodyEnding.CrBehindDot && _line == ".")
            return true;
        if (b != '\n')
        {
            // What matters of a line is whether it is a dot with CRs around, and whether its last byte is a CR.
            _line = _line.Length < 8 ? _line + b : _line[..7] + b;
            return false;
        }

        string end = _line.EndsWith('\r') ? "\r\n" : "\n";
        string text = end.Length == 2 ? _line[..^1] : _line;
        bool isStrict = ending is BodyEnding.CrLf or BodyEnding.CrLfOrGone or BodyEnding.CrLfWithoutNul or BodyEnding.CrLfWithin;
        IsGone = ending == BodyEnding.CrLfOrGone && end == "\n";
        bool isEnd = ending switch
        {
            BodyEnding.DotAndOneCr => _line is "." or "\r." or ".\r",
            BodyEnding.DotAndCrs => _line.Replace("\r", string.Empty, StringComparison.Ordinal) == ".",
            BodyEnding.LfBothOrCrLf => text == "." && (end == _before),
            BodyEnding.CrLfWithin => text == "." && end == "\r\n" && _before == "\r\n" && !_isFirst,
            _ => text == "." && (!isStrict || (end == "\r\n" && _before == "\r\n")),
        };
        (_before, _length) = (end, 0);
        _line = string.Empty;
        _isFirst = false;
        return isEnd;
    }
}
