using System;

namespace QregexCheck.Smtp;

/// <summary>Knows when a BDAT is followed by a chunk. Source: RFC 3030.</summary>
/// <remarks>
/// A chunk passes unread, so it must be one for the server too. That is so for the exact form alone, where the server offered CHUNKING, and has agreed to a
/// MAIL and a RCPT since whatever may have made it forget them. Servers refuse any other BDAT without reading what follows it, or read it; so it never gets there.
/// RFC 3030 has a server read the chunk also when it refuses it then.
/// </remarks>
internal sealed class Chunking
{
    private Offer _offer;
    private bool _hasSender;
    private bool _hasRecipient;

    private enum Offer
    {
        /// <summary>Never made: BDAT is a command like others.</summary>
        None,
        Made,

        /// <summary>Made once, and not by the last HELO or EHLO: some servers forget it then, others do not.</summary>
        InDoubt,
    }

    /// <summary>False where BDAT is a command like others.</summary>
    public bool IsOffered => _offer != Offer.None;

    /// <summary>Tells why a BDAT is not to get to the server.</summary>
    /// <param name="line">The line, all replies that were awaited before it being there.</param>
    /// <param name="size">The bytes of its chunk, which is the client's next; 0 where none follows.</param>
    /// <param name="to">What the server's reply answers, if it passes.</param>
    /// <returns>The reply that refuses it; empty when it may pass, and the chunk with it.</returns>
    public ReadOnlySpan<byte> Refusal(SmtpLine line, out int size, out ReplyTo to)
    {
        to = ReplyTo.Nothing;
        if (!line.TryReadChunk(out size, out bool isLast))
        {
            size = 0;
            return "501 BDAT is followed by a number and perhaps LAST (#5.5.4)"u8;
        }

        to = isLast ? ReplyTo.LastChunk : ReplyTo.Chunk;
        if (_offer == Offer.InDoubt)
        {
            size = 0;
            return "503 EHLO first (#5.5.1)"u8;
        }

        return _hasSender && _hasRecipient ? default : "503 RCPT first (#5.5.1)"u8;
    }

    /// <summary>The server has answered a command.</summary>
    /// <param name="to">Which.</param>
    /// <param name="isAgreed">True when it agreed to it.</param>
    /// <param name="offersChunking">True when the reply named CHUNKING.</param>
    public void Hear(ReplyTo to, bool isAgreed, bool offersChunking)
    {
        switch (to)
        {
            case ReplyTo.Noop:
            case ReplyTo.Chunk when isAgreed:
            case ReplyTo.Rcpt when !isAgreed:
                return;
            case ReplyTo.Rcpt:
                _hasRecipient = _hasSender;
                return;
            case ReplyTo.Ehlo when isAgreed && offersChunking:
                _offer = Offer.Made;
                break;
            case ReplyTo.Helo or ReplyTo.Ehlo when _offer != Offer.None:
                _offer = Offer.InDoubt;
                break;
        }

        _hasSender = to == ReplyTo.Mail && isAgreed;
        _hasRecipient = false;
    }
}
