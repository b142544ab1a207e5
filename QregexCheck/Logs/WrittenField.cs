using System;
using QregexCheck.Decision;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>A field of a line of ours, as it stands there.</summary>
/// <param name="text">The line.</param>
/// <param name="place">Where the field stands.</param>
internal readonly ref struct WrittenField(ReadOnlySpan<byte> text, FieldPlace place)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly FieldPlace _place = place;

    /// <summary>False when the line has no such field.</summary>
    public bool IsThere => _place.IsThere;

    /// <summary>The value with what encloses it. The mark of a cut is with it only where nothing does.</summary>
    public ReadOnlySpan<byte> Written =>
        _place.IsEnclosed ? _text[(_place.Begin - 1)..(_place.IsClosed ? _place.End + 1 : _place.End)]
        : _text[_place.Begin..(_place.IsCut ? _place.End + ByteText.CutMark.Length : _place.End)];

    /// <summary>The value without what encloses it, escaped.</summary>
    public ReadOnlySpan<byte> Value => _text[_place.Begin.._place.End];

    /// <summary>False when the end of the line is missing, in the middle of the field. Some other program cut the line.</summary>
    public bool IsClosed => _place.IsClosed;

    /// <summary>True when the logger has cut the value.</summary>
    public bool IsCut => _place.IsCut;

    /// <summary>True for a value that the logger knew.</summary>
    public bool IsKnown => IsThere && (_place.IsEnclosed || IsCut || !Value.SequenceEqual(LogLine.Unknown));
}
