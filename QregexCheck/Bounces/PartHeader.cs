using System;

namespace QregexCheck.Bounces;

/// <summary>Reads the header of a part or of a message: what the body is, and, in a quoted message, the header lines that are collected.</summary>
/// <remarks>Sources: RFC 5322, 2.2; RFC 2045, 5 and 6. Of two fields of a name the first counts.</remarks>
internal sealed class PartHeader
{
    private readonly QuotedHeaders _found;
    private readonly UnfoldedLine _line = new();
    private FieldKind _kind;
    private QuotedField _field;
    private bool _collects;

    public PartHeader(QuotedHeaders found) => _found = found;

    /// <summary>What the line is that goes on.</summary>
    private enum FieldKind
    {
        None,
        ContentType,
        Encoding,
        ReturnPath,
        Quoted,
    }

    /// <summary>True when there was any line.</summary>
    public bool HasLines { get; private set; }

    /// <summary>What the body is; null when the header does not say.</summary>
    public MimeType? Type { get; private set; }

    /// <summary>How the body is written; null when the header does not say.</summary>
    public TransferEncoding? Encoding { get; private set; }

    /// <summary>The Return-Path line of the message itself; null when there is none.</summary>
    public byte[]? ReturnPath { get; private set; }

    /// <summary>Begins a header.</summary>
    /// <param name="collects">True for that of a quoted message.</param>
    public void Begin(bool collects)
    {
        _collects = collects;
        HasLines = false;
        Type = null;
        Encoding = null;
    }

    /// <summary>Takes a line that is not empty.</summary>
    public void Take(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (_kind != FieldKind.None)
                _line.GoOn(line);
            return;
        }

        End();
        HasLines = true;
        _field = _collects ? QuotedFields.Of(line) : QuotedField.None;
        _kind = _field != QuotedField.None ? FieldKind.Quoted
            : Type is null && QuotedFields.IsNamed(line, "content-type"u8) ? FieldKind.ContentType
            : Encoding is null && QuotedFields.IsNamed(line, "content-transfer-encoding"u8) ? FieldKind.Encoding
            : !_found.HasParts && ReturnPath is null && QuotedFields.IsNamed(line, "return-path"u8) ? FieldKind.ReturnPath
            : FieldKind.None;
        if (_kind != FieldKind.None)
            _line.Begin(line);
    }

    /// <summary>Ends the line that went on, if there is one.</summary>
    public void End()
    {
        FieldKind kind = _kind;
        _kind = FieldKind.None;
        if (kind == FieldKind.None)
            return;
        if (_line.IsCut && kind != FieldKind.ReturnPath)
            _found.Meet(LookLimit.LineLength);
        ReadOnlySpan<byte> value = _line.Bytes[(_line.Bytes.IndexOf((byte)':') + 1)..];
        if (kind == FieldKind.ContentType)
            Type = MimeType.Read(value);
        else if (kind == FieldKind.Encoding)
            Encoding = TransferEncodings.Read(value);
        else if (kind == FieldKind.ReturnPath)
            ReturnPath = _line.Bytes.ToArray();
        else
            _found.Add(_field, _line.Bytes);
    }
}
