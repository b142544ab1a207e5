using System;

namespace QregexCheck.Queue;

/// <summary>What the reader of an envelope has come to.</summary>
internal enum EnvelopeStep
{
    /// <summary>All bytes are read, and the envelope goes on.</summary>
    More,

    /// <summary>The sender is whole.</summary>
    Sender,

    /// <summary>A recipient is whole.</summary>
    Recipient,

    /// <summary>Bytes of an address that is too long to be held, as they stand: with the letter in front, with the NUL behind.</summary>
    Piece,

    /// <summary>The NUL behind the last recipient. What follows belongs to nobody.</summary>
    End,

    /// <summary>Neither a sender nor a recipient stands where one must.</summary>
    Malformed,
}

/// <summary>
/// Reads the envelope of a message as it comes, cut anywhere: <c>F</c>, the sender, NUL; for each recipient <c>T</c>, the address, NUL; NUL. It holds one address.
/// Source: envelopes(5), qmail-queue(8).
/// </summary>
internal sealed class EnvelopeReader
{
    /// <summary>The longest address that is held, in bytes. qmail-queue takes none of that length, with its exit code 11.</summary>
    public const int LongestAddress = 1003;

    private readonly byte[] _held = new byte[1 + LongestAddress];
    private int _length;
    private bool _isLong;

    /// <summary>True when the sender is read, and what comes is recipients.</summary>
    public bool HasSender { get; private set; }

    /// <summary>Reads up to the next thing to tell.</summary>
    /// <param name="bytes">Bytes of the envelope; those that are read are taken off.</param>
    /// <param name="text">The address without its letter and NUL, or a piece; valid until the next call.</param>
    public EnvelopeStep Next(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (bytes.IsEmpty)
            return EnvelopeStep.More;
        if (_length == 0)
        {
            if (HasSender && bytes[0] == 0)
                return EnvelopeStep.End;
            if (bytes[0] != (HasSender ? (byte)'T' : (byte)'F'))
                return EnvelopeStep.Malformed;
            _held[_length++] = bytes[0];
            bytes = bytes[1..];
        }

        int end = bytes.IndexOf((byte)0);
        if (_isLong)
            return TakePiece(ref bytes, end, out text);
        ReadOnlySpan<byte> part = end < 0 ? bytes : bytes[..end];
        int room = _held.Length - _length;
        if (part.Length > room)
        {
            _isLong = true;
            text = _held.AsSpan(0, _length);
            return EnvelopeStep.Piece;
        }

        part.CopyTo(_held.AsSpan(_length));
        _length += part.Length;
        bytes = bytes[part.Length..];
        if (end < 0)
            return EnvelopeStep.More;
        bytes = bytes[1..];
        text = _held.AsSpan(1, _length - 1);
        return EndAddress() ? EnvelopeStep.Recipient : EnvelopeStep.Sender;
    }

    private EnvelopeStep TakePiece(ref ReadOnlySpan<byte> bytes, int end, out ReadOnlySpan<byte> text)
    {
        text = end < 0 ? bytes : bytes[..(end + 1)];
        bytes = bytes[text.Length..];
        if (end >= 0)
            EndAddress();
        return EnvelopeStep.Piece;
    }

    /// <returns>True when it was a recipient's.</returns>
    private bool EndAddress()
    {
        bool isRecipient = HasSender;
        HasSender = true;
        _isLong = false;
        _length = 0;
        return isRecipient;
    }
}
