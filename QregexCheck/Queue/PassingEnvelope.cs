using System;
using QregexCheck.Text;

namespace QregexCheck.Queue;

/// <summary>How far an envelope has come.</summary>
internal enum EnvelopeState
{
    /// <summary>It goes on.</summary>
    Coming,

    /// <summary>Its last NUL was read. That NUL is what lets the next program queue the message, and it is not among the bytes to hand on.</summary>
    Whole,

    /// <summary>It is no envelope.</summary>
    Malformed,
}

/// <summary>An envelope on its way to the next program: what is handed on, and what is decided of the message meanwhile.</summary>
/// <remarks>
/// Recipients are handed on as they come, since nothing counts before the last NUL. So memory holds one address, however many there are.
/// </remarks>
internal sealed class PassingEnvelope
{
    private readonly EnvelopeReader _reader = new();
    private readonly AskRecipient _ask;

    /// <param name="ask">Asks about each recipient.</param>
    /// <param name="verdict">Takes what is decided of the recipients of a bounce.</param>
    public PassingEnvelope(AskRecipient ask, MessageVerdict verdict)
    {
        _ask = ask;
        Verdict = verdict;
    }

    /// <summary>The sender; null as long as it is not known, and for one that is too long to be held.</summary>
    public byte[]? Sender { get; private set; }

    /// <summary>The first recipient; null when there is none, or it is too long to be held.</summary>
    public byte[]? FirstRecipient { get; private set; }

    /// <summary>How many recipients were read. One that is too long counts when its end was read.</summary>
    public int Recipients { get; private set; }

    /// <summary>True when the sender is too long to be held. It is not the null sender, then.</summary>
    public bool HasLongSender { get; private set; }

    /// <summary>How many recipients are too long to be held. Nothing is asked about them.</summary>
    public int LongRecipients { get; private set; }

    /// <summary>What is decided of the message. It stands when the envelope is whole.</summary>
    public MessageVerdict Verdict { get; }

    /// <summary>True for a mail with the null sender: a bounce.</summary>
    public bool IsBounce => Sender is [];

    /// <summary>Reads bytes of the envelope.</summary>
    /// <param name="bytes">The bytes, cut anywhere. What stands behind the end is left alone.</param>
    /// <param name="passed">Takes the bytes to hand on.</param>
    public EnvelopeState Read(ReadOnlySpan<byte> bytes, ByteText passed)
    {
        while (true)
        {
            switch (_reader.Next(ref bytes, out ReadOnlySpan<byte> text))
            {
                case EnvelopeStep.Sender:
                    Sender = text.ToArray();
                    passed.Add((byte)'F').Add(text).Add((byte)0);
                    break;

                case EnvelopeStep.Recipient:
                    Recipients++;
                    TakeRecipient(text, passed);
                    break;

                case EnvelopeStep.Piece:
                    TakePiece(text, passed);
                    break;

                case EnvelopeStep.End:
                    return EnvelopeState.Whole;

                case EnvelopeStep.Malformed:
                    return EnvelopeState.Malformed;

                default:
                    return EnvelopeState.Coming;
            }
        }
    }

    private void TakeRecipient(ReadOnlySpan<byte> text, ByteText passed)
    {
        byte[] address = text.ToArray();
        if (Recipients == 1)
            FirstRecipient = address;
        AskedRecipient asked = _ask(address, IsBounce);
        if (IsBounce)
            Verdict.Add(address, asked);
        passed.Add((byte)'T').Add(asked.HandedOn).Add((byte)0);
    }

    /// <summary>An address that is too long to be held is not judged. qmail-queue refuses it by itself, and a longer one is its business.</summary>
    private void TakePiece(ReadOnlySpan<byte> text, ByteText passed)
    {
        passed.Add(text);
        if (IsBounce)
            Verdict.AddUnasked();
        if (text[^1] != 0)
            return;
        if (Sender is null && !HasLongSender)
        {
            HasLongSender = true;
            return;
        }

        Recipients++;
        LongRecipients++;
    }
}
