using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Smtp;

/// <summary>The replies that a client has to get, in their order: the server's, and in their places ours. Source: RFC 2920.</summary>
internal sealed class ReplyQueue
{
    // A client that sends ahead for ever to a server that does not answer must not fill our memory.
    private const int Most = 1000;

    private readonly Queue<AwaitedReply> _awaited = new();
    private ByteText _own = new();

    /// <summary>True when the client may send no more until the server has answered all that it was sent.</summary>
    public bool IsHolding { get; private set; }

    public bool IsEmpty => _awaited.Count == 0;

    public bool IsFull => _awaited.Count >= Most;

    /// <summary>What the server is to answer next; null when it is to say nothing.</summary>
    public ReplyTo? Next => _awaited.TryPeek(out AwaitedReply next) ? next.To : null;

    /// <summary>A reply of the server's is awaited.</summary>
    /// <param name="to">To what.</param>
    /// <param name="isHolding">True when nothing may overtake it.</param>
    public void Await(ReplyTo to, bool isHolding)
    {
        _awaited.Enqueue(new AwaitedReply(to, null));
        IsHolding |= isHolding;
    }

    /// <summary>Answers a command ourselves, in its turn.</summary>
    /// <param name="reply">The reply, without its CR LF.</param>
    /// <param name="isWithinReply">True while the server is in the middle of one.</param>
    public void Answer(ReadOnlySpan<byte> reply, bool isWithinReply)
    {
        if (IsEmpty && !isWithinReply)
            _own.Add(reply).Add("\r\n"u8);
        else
            _awaited.Enqueue(new AwaitedReply(ReplyTo.Nothing, new ByteText().Add(reply).Add("\r\n"u8).Bytes.ToArray()));
    }

    /// <summary>Says something to the client at once, in the place of what the server said.</summary>
    public void Say(ReadOnlySpan<byte> bytes) => _own.Add(bytes);

    /// <summary>The server has said a whole reply: it is taken off, and those of ours that come next are due.</summary>
    /// <returns>What it answers; null for a reply that was not due.</returns>
    public ReplyTo? Take()
    {
        ReplyTo? to = _awaited.TryPeek(out AwaitedReply awaited) && awaited.Own is null ? _awaited.Dequeue().To : null;
        while (_awaited.TryPeek(out AwaitedReply next) && next.Own is not null)
            _own.Add(_awaited.Dequeue().Own);
        if (IsEmpty)
            IsHolding = false;
        return to;
    }

    /// <summary>Hands over what we have to say, behind all that the server has said so far.</summary>
    public ReadOnlySpan<byte> TakeOwn()
    {
        if (_own.Length == 0)
            return default;
        ReadOnlySpan<byte> bytes = _own.Bytes;
        _own = new ByteText();
        return bytes;
    }
}
