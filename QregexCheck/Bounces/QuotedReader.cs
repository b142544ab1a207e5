using System;

namespace QregexCheck.Bounces;

/// <summary>Reads a bounce line by line, and collects the header lines of the messages that it quotes.</summary>
/// <remarks>
/// It knows as much of MIME as it takes to tell where a quoted header stands. Nothing is read twice but what is decoded, and that at most once for each
/// level: the time grows with the message's length. Sources: RFC 2045, RFC 2046, RFC 5322.
/// </remarks>
internal sealed class QuotedReader
{
    private readonly QuotedHeaders _found;
    private readonly PartHeader _header;
    private readonly TextHeaders _text;
    private readonly OpenMultiparts _open = new();
    private MessageLines? _source;
    private Reading _reading = Reading.Header;
    private TransferDecoder? _decoder;
    private bool _decodesMessage;
    private bool _isQuoted;
    private bool _isInDigest;
    private int _depth;
    private int _begunParts;

    private QuotedReader(MessageLines source, LookLimit limits)
    {
        _source = source;
        _found = new QuotedHeaders(limits);
        _header = new PartHeader(_found);
        _text = new TextHeaders(_found);
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

    /// <summary>Reads a bounce.</summary>
    /// <param name="message">The message, or its beginning.</param>
    /// <param name="limits">What was met before.</param>
    public static QuotedMail Read(ReadOnlyMemory<byte> message, LookLimit limits)
    {
        var reader = new QuotedReader(new MessageLines(message, null, 0), limits);
        reader.ReadAll();
        return reader._found.ToMail(reader._header.ReturnPath);
    }

    private void ReadAll()
    {
        while (!_found.IsOver && _source is { } source)
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
        // qmail reads headers so, too: an empty line ends one, and nothing else does.
        bool isEmpty = line is [] or [(byte)'\r'];
        switch (_reading)
        {
            case Reading.Header when isEmpty:
                EndHeader();
                break;
            case Reading.Header:
                _header.Take(line);
                break;
            case Reading.Text when TextHeaders.IsCopyMark(line):
                BeginCopy(source);
                break;
            case Reading.Text:
                _text.Take(line);
                break;
            case Reading.Encoded:
                _decoder!.Add(line);
                break;
            case Reading.BeforeCopy when isEmpty:
                break;
            case Reading.BeforeCopy:
                _reading = Reading.Header;
                _header.Take(line);
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
        if (_reading == Reading.Header && _header.HasLines)
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

        _text.End();
        OpenMultipart open = _open[multipart];
        _open.CloseTo(isLast ? multipart : multipart + 1);
        if (multipart < source.BoundariesAroundCopy)
            source.BoundariesAroundCopy = 0;
        _reading = Reading.Nothing;
        if (isLast)
            return;
        if (++_begunParts > LookLimits.Parts)
        {
            _found.EndBy(LookLimit.Parts);
            return;
        }

        BeginHeader(open.Depth, open.IsQuoted, isOfMessage: false);
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

        _text.End();
        _open.CloseTo(source.FirstBoundary);
        _reading = Reading.Nothing;
        _source = source.Outer;
    }

    private void BeginHeader(int depth, bool isQuoted, bool isOfMessage)
    {
        _reading = Reading.Header;
        _depth = depth;
        _isQuoted = isQuoted;
        _isInDigest = false;
        _header.Begin(isOfMessage);
    }

    /// <summary>Goes from a header to its body.</summary>
    private void EndHeader()
    {
        _header.End();
        MimeType type = _header.Type ?? (_isInDigest ? MimeType.Message : MimeType.PlainText);
        TransferEncoding encoding = _header.Encoding ?? TransferEncoding.None;
        _reading = Reading.Nothing;
        PartKind kind = type.IsMultipart ? PartKind.Multipart
            : type.IsQuotedMessage ? PartKind.QuotedMessage
            : type.IsText ? (_isQuoted ? PartKind.QuotedText : PartKind.Text)
            : type.IsDeliveryStatus ? PartKind.DeliveryStatus
            : PartKind.Other;
        _found.Add(new BouncePart { Kind = kind, Depth = _depth, Type = type.Name, Encoding = encoding });
        if (kind is PartKind.Multipart or PartKind.QuotedMessage && _depth == LookLimits.Depth)
            _found.Meet(LookLimit.Depth);
        else if (kind == PartKind.Multipart)
            BeginMultipart(type);
        else if (kind is PartKind.QuotedMessage or PartKind.Text)
            BeginBody(kind == PartKind.QuotedMessage, encoding);
    }

    private void BeginMultipart(MimeType type)
    {
        if (type.Boundary is { } boundary)
            _open.Add(new OpenMultipart(boundary, _depth + 1, _isQuoted, type.IsDigest));
        else
            _found.Meet(LookLimit.Unreadable);
    }

    private void BeginBody(bool isMessage, TransferEncoding encoding)
    {
        if (encoding == TransferEncoding.Unknown)
            _found.Meet(LookLimit.Unreadable);
        if (encoding is TransferEncoding.Base64 or TransferEncoding.QuotedPrintable)
        {
            _reading = Reading.Encoded;
            _decoder = new TransferDecoder(encoding);
            _decodesMessage = isMessage;
        }
        else
        {
            BeginRead(isMessage);
        }
    }

    private void BeginRead(bool isMessage)
    {
        if (isMessage)
            BeginHeader(_depth + 1, isQuoted: true, isOfMessage: true);
        else
            _reading = Reading.Text;
    }

    /// <summary>Reads what was decoded, and then goes on behind its part.</summary>
    private void BeginDecoded(MessageLines source)
    {
        TransferDecoder decoder = _decoder!;
        _decoder = null;
        if (decoder.IsCut)
            _found.Meet(LookLimit.Decoded);
        _source = new MessageLines(decoder.Decoded, source, _open.Count);
        BeginRead(_decodesMessage);
    }

    /// <summary>Behind qmail's line stands a message, as in a part of its own.</summary>
    private void BeginCopy(MessageLines source)
    {
        _text.End();
        source.BoundariesAroundCopy = _open.Count;
        _found.Add(new BouncePart { Kind = PartKind.QmailCopy, Depth = _depth, Type = MimeType.Message.Name, Encoding = TransferEncoding.None });
        if (_depth == LookLimits.Depth)
        {
            _found.Meet(LookLimit.Depth);
            _reading = Reading.Nothing;
            return;
        }

        BeginHeader(_depth + 1, isQuoted: true, isOfMessage: true);
        _reading = Reading.BeforeCopy;
    }
}
