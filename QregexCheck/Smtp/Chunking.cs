using System;

namespace QregexCheck.Smtp;

/// <summary>Knows when a chunk follows a BDAT. Source: RFC 3030.</summary>
/// <remarks>
/// A chunk passes unread, so the server must take it for a chunk too. That is certain only for a BDAT in its exact form. The server must have offered
/// CHUNKING. It must have agreed to a MAIL and a RCPT, and nothing since may have made it forget them. Of any other BDAT some servers read the chunk
/// and others do not. So such a BDAT never reaches the server. By RFC 3030 a server reads the chunk even when it refuses the BDAT.
/// </remarks>
internal sealed class Chunking
{
    private Offer _offer;
    private bool _hasSender;
    private bool _hasRecipient;

    private enum Offer
    {
        /// <summary>The server never offered CHUNKING. BDAT is a command like others.</summary>
        None,
        Made,

        /// <summary>
        /// The server offered CHUNKING once, but not at the last HELO or EHLO. Some servers then forget the offer, others do not.
        /// </summary>
        InDoubt,
    }

    /// <summary>False when BDAT is a command like others.</summary>
    public bool IsOffered => _offer != Offer.None;

    /// <summary>The bytes of the last BDAT's chunk that are still to come.</summary>
    public int Left { get; private set; }

    /// <summary>The command that the server's reply to that chunk answers.</summary>
    public ReplyTo Reply { get; private set; }

    /// <summary>
    /// Tells why a BDAT must not reach the server, and how many of the client's next bytes are its chunk. There is no chunk when this can't be known.
    /// </summary>
    /// <param name="line">The line. All replies to earlier commands have come.</param>
    /// <returns>The reply that refuses the BDAT; empty when the BDAT and its chunk may pass.</returns>
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
    /// <param name="available">How many bytes of the client are there.</param>
    /// <returns>How many of them belong to the chunk.</returns>
    public int Take(int available)
    {
        int count = Math.Min(available, Left);
        Left -= count;
        return count;
    }

    /// <summary>Learns from the server's reply to a command.</summary>
    /// <param name="to">The command.</param>
    /// <param name="isAgreed">True when the server agreed to the command.</param>
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
