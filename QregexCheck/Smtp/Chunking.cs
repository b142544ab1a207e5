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

    /// <summary>The bytes of the last BDAT's chunk that are still to come.</summary>
    public int Left { get; private set; }

    /// <summary>What the server's reply to that chunk answers.</summary>
    public ReplyTo Reply { get; private set; }

    /// <summary>Tells why a BDAT is not to get to the server, and what of the client's bytes is its chunk: none where it can't be told.</summary>
    /// <param name="line">The line, all replies that were awaited before it being there.</param>
    /// <returns>The reply that refuses it; empty when it may pass, and the chunk with it.</returns>
    public ReadOnlySpan<byte> Refusal(in SmtpLine line)
    {
        Left = 0;
        if (!line.TryReadChunk(out int size, out bool isLast))
            return "501 BDAT is followed by a number and perhaps LAST (#5.5.4)"u8;
        if (_offer == Offer.InDoubt)
            return "503 EHLO first (#5.5.1)"u8;
        Left = size;
        Reply = isLast ? ReplyTo.LastChunk : ReplyTo.Chunk;
        return _hasSender && _hasRecipient ? default : "503 RCPT first (#5.5.1)"u8;
    }

    /// <summary>Takes the chunk's next bytes.</summary>
    /// <param name="available">How many bytes of the client's are there.</param>
    /// <returns>How many of them belong to it.</returns>
    public int Take(int available)
    {
        int count = Math.Min(available, Left);
        Left -= count;
        return count;
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
