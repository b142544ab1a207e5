using System;
using System.Collections.Generic;

namespace QregexCheck.Bounces;

/// <summary>Reads a bounce line by line, and collects the header lines of the messages that it quotes.</summary>
/// <remarks>
/// It knows as much of MIME as it takes to tell where a quoted header stands. Nothing is read twice but what is decoded, and that at most once for each
/// level: the time grows with the message's length. Sources: RFC 2045, RFC 2046, RFC 5322; qmail-send.c.
/// </remarks>
internal sealed class QuotedReader
{
    private const int LongestMarks = 64;

    private readonly List<QuotedLine> _lines = new();
    private readonly List<BouncePart> _parts = new();
    private readonly OpenMultiparts _open = new();
    private readonly UnfoldedLine _line = new();
    private readonly byte[] _marks = new byte[LongestMarks];
    private MessageLines? _source;
    private LookLimit _limits;
    private Reading _reading = Reading.Header;
    private HeaderLine _lineKind;
    private QuotedField _field;
    private MimeType? _type;
    private TransferEncoding? _encoding;
    private TransferDecoder? _decoder;
    private bool _decodesMessage;
    private bool _hasHeader;
    private bool _isOver;
    private bool _collects;
    private bool _isQuoted;
    private bool _isInDigest;
    private int _depth;
    private int _part;
    private int _begunParts;
    private int _marksLength;

    private QuotedReader(MessageLines source, LookLimit limits)
    {
        _source = source;
        _limits = limits;
    }

    /// <summary>What the next lines are.</summary>
    private enum Reading
    {
        /// <summary>Nothing that is read, up to a boundary.</summary>
        Nothing,

        /// <summary>The header of a part or message.</summary>
        Header,

        /// <summary>A text, in which header lines may be quoted.</summary>
        Text,

        /// <summary>A text or message that is encoded.</summary>
        Encoded,

        /// <summary>Empty lines between qmail's line and the copy.</summary>
        BeforeCopy,
    }

    /// <summary>What the line of a header is that goes on.</summary>
    private enum HeaderLine
    {
        None,
        ContentType,
        Encoding,
        Quoted,
    }

    /// <summary>What qmail-send writes in front of the copy. Source: qmail-send.c.</summary>
    private static ReadOnlySpan<byte> CopyMark => "--- Below this line is a copy of the message."u8;

    /// <summary>Reads a bounce.</summary>
    /// <param name="message">The message, or its beginning.</param>
    /// <param name="limits">What was met before.</param>
    public static QuotedMail Read(ReadOnlyMemory<byte> message, LookLimit limits)
    {
        var reader = new QuotedReader(new MessageLines(message, null, 0), limits);
        reader.ReadAll();
        return new QuotedMail(reader._lines, reader._parts, reader._limits);
    }

    private void ReadAll()
    {
        while (!_isOver && _source is { } source)
        {
            if (!source.TryRead(out ReadOnlySpan<byte> line))
                EndSource(source);
            else if (_open.Find(line, source, out bool isLast) is >= 0 and var multipart)
                TakeBoundary(source, multipart, isLast);
            else
                Take(source, line);
        }
    }

    private void Take(MessageLines source, ReadOnlySpan<byte> line)
    {
        switch (_reading)
        {
            case Reading.Header:
                TakeHeader(line);
                break;
            case Reading.Text:
                TakeText(line);
                break;
            case Reading.Encoded:
                _decoder!.Add(line);
                break;
            case Reading.BeforeCopy when line.TrimEnd((byte)'\r').IsEmpty:
                break;
            case Reading.BeforeCopy:
                _reading = Reading.Header;
                TakeHeader(line);
                break;
            default:
                if (_open.Count > source.FirstBoundary)
                    source.PassToDashes();
                else
                    source.PassToEnd();
                break;
        }
    }

    private void TakeBoundary(MessageLines source, int multipart, bool isLast)
    {
        if (_reading == Reading.Header && _hasHeader)
        {
            // The header may have begun a multipart with the same boundary.
            source.Return();
            EndHeader();
            return;
        }

        if (_reading == Reading.Encoded)
        {
            source.Return();
            BeginDecoded(source);
            return;
        }

        EndLine();
        OpenMultipart open = _open[multipart];
        _open.CloseTo(isLast ? multipart : multipart + 1);
        if (multipart < source.BoundariesAroundCopy)
            source.BoundariesAroundCopy = 0;
        _reading = Reading.Nothing;
        if (isLast)
            return;
        if (++_begunParts > LookLimits.Parts)
        {
            EndLook(LookLimit.Parts);
            return;
        }

        BeginHeader(open.Depth, open.IsQuoted, collects: false);
        _isInDigest = open.IsDigest;
    }

    private void EndSource(MessageLines source)
    {
        if (_reading == Reading.Header)
        {
            EndHeader();
            return;
        }

        if (_reading == Reading.Encoded)
        {
            BeginDecoded(source);
            return;
        }

        EndLine();
        _open.CloseTo(source.FirstBoundary);
        _reading = Reading.Nothing;
        _source = source.Outer;
    }

    private void BeginHeader(int depth, bool isQuoted, bool collects)
    {
        _reading = Reading.Header;
        _depth = depth;
        _isQuoted = isQuoted;
        _collects = collects;
        _isInDigest = false;
        _hasHeader = false;
        _type = null;
        _encoding = null;
    }

    /// <summary>Takes a line of a header. An empty one ends it, and nothing else does: qmail reads headers so, too.</summary>
    private void TakeHeader(ReadOnlySpan<byte> line)
    {
        if (line is [] or [(byte)'\r'])
        {
            EndHeader();
            return;
        }

        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (_lineKind != HeaderLine.None)
                _line.GoOn(line);
            return;
        }

        EndLine();
        _hasHeader = true;
        _field = _collects ? QuotedFields.Of(line) : QuotedField.None;
        _lineKind = _field != QuotedField.None ? HeaderLine.Quoted
            : _type is null && QuotedFields.IsNamed(line, "content-type"u8) ? HeaderLine.ContentType
            : _encoding is null && QuotedFields.IsNamed(line, "content-transfer-encoding"u8) ? HeaderLine.Encoding
            : HeaderLine.None;
        if (_lineKind != HeaderLine.None)
            _line.Begin(line);
    }

    /// <summary>Takes a line of a text. A quoted line goes on where the same quoting marks and a blank stand in front.</summary>
    private void TakeText(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(CopyMark) && line[CopyMark.Length..].Trim(" \t\r"u8).IsEmpty)
        {
            EndLine();
            _source!.BoundariesAroundCopy = _open.Count;
            BeginCopy();
            return;
        }

        if (_lineKind == HeaderLine.Quoted)
        {
            if (line.StartsWith(_marks.AsSpan(0, _marksLength)) && line[_marksLength..] is [(byte)' ' or (byte)'\t', ..] rest
                && !rest.Trim(" \t\r"u8).IsEmpty)
            {
                _line.GoOn(rest);
                return;
            }

            EndLine();
        }

        int marks = line.IndexOfAnyExcept(" \t>|"u8);
        if (marks is < 0 or > LongestMarks)
            return;
        _field = QuotedFields.Of(line[marks..]);
        if (_field == QuotedField.None)
            return;
        line[..marks].CopyTo(_marks);
        _marksLength = marks;
        _lineKind = HeaderLine.Quoted;
        _line.Begin(line[marks..]);
    }

    /// <summary>Ends the header line that went on, if there is one.</summary>
    private void EndLine()
    {
        HeaderLine kind = _lineKind;
        _lineKind = HeaderLine.None;
        if (kind == HeaderLine.None)
            return;
        if (_line.IsCut)
            Meet(LookLimit.LineLength);
        ReadOnlySpan<byte> value = _line.Bytes[(_line.Bytes.IndexOf((byte)':') + 1)..];
        if (kind == HeaderLine.ContentType)
        {
            _type = MimeType.Read(value);
        }
        else if (kind == HeaderLine.Encoding)
        {
            _encoding = TransferEncodings.Read(value);
        }
        else if (_lines.Count == LookLimits.Lines)
        {
            EndLook(LookLimit.Lines);
        }
        else
        {
            _lines.Add(new QuotedLine(_field, _line.Bytes.ToArray(), _part));
            _parts[_part].Lines++;
        }
    }

    /// <summary>Goes from a header to its body.</summary>
    private void EndHeader()
    {
        EndLine();
        MimeType type = _type ?? (_isInDigest ? MimeType.Message : MimeType.PlainText);
        TransferEncoding encoding = _encoding ?? TransferEncoding.None;
        _reading = Reading.Nothing;
        PartKind kind = type.IsMultipart ? PartKind.Multipart
            : type.IsQuotedMessage ? PartKind.QuotedMessage
            : type.IsText ? (_isQuoted ? PartKind.QuotedText : PartKind.Text)
            : type.IsDeliveryStatus ? PartKind.DeliveryStatus
            : PartKind.Other;
        AddPart(kind, type.Name, encoding);
        if (kind is PartKind.Multipart or PartKind.QuotedMessage && _depth == LookLimits.Depth)
            Meet(LookLimit.Depth);
        else if (kind == PartKind.Multipart)
            BeginMultipart(type);
        else if (kind is PartKind.QuotedMessage or PartKind.Text)
            BeginRead(kind == PartKind.QuotedMessage, encoding);
    }

    private void BeginMultipart(MimeType type)
    {
        if (type.Boundary is { } boundary)
            _open.Add(new OpenMultipart(boundary, _depth + 1, _isQuoted, type.IsDigest));
        else
            Meet(LookLimit.Unreadable);
    }

    private void BeginRead(bool isMessage, TransferEncoding encoding)
    {
        if (encoding == TransferEncoding.Unknown)
            Meet(LookLimit.Unreadable);
        if (encoding is TransferEncoding.Base64 or TransferEncoding.QuotedPrintable)
        {
            _reading = Reading.Encoded;
            _decoder = new TransferDecoder(encoding);
            _decodesMessage = isMessage;
        }
        else if (isMessage)
        {
            BeginHeader(_depth + 1, isQuoted: true, collects: true);
        }
        else
        {
            _reading = Reading.Text;
        }
    }

    /// <summary>Reads what was decoded, and then goes on behind its part.</summary>
    private void BeginDecoded(MessageLines source)
    {
        TransferDecoder decoder = _decoder!;
        _decoder = null;
        if (decoder.IsCut)
            Meet(LookLimit.Decoded);
        _source = new MessageLines(decoder.Decoded, source, _open.Count);
        if (_decodesMessage)
            BeginHeader(_depth + 1, isQuoted: true, collects: true);
        else
            _reading = Reading.Text;
    }

    /// <summary>Behind qmail's line stands a message, as in a part of its own.</summary>
    private void BeginCopy()
    {
        AddPart(PartKind.QmailCopy, MimeType.Message.Name, TransferEncoding.None);
        BeginHeader(_depth + 1, isQuoted: true, collects: true);
        _reading = Reading.BeforeCopy;
        if (_depth <= LookLimits.Depth)
            return;
        Meet(LookLimit.Depth);
        _reading = Reading.Nothing;
    }

    private void AddPart(PartKind kind, byte[] type, TransferEncoding encoding)
    {
        _part = _parts.Count;
        _parts.Add(new BouncePart { Kind = kind, Depth = _depth, Type = type, Encoding = encoding });
    }

    private void Meet(LookLimit limit)
    {
        _limits |= limit;
        if (_parts.Count > 0)
            _parts[^1].Limits |= limit;
    }

    private void EndLook(LookLimit limit)
    {
        Meet(limit);
        _isOver = true;
    }
}
