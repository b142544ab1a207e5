using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Smtp;

/// <summary>The replies that a client must get, in their order. They are the server's, with ours in their places. Source: RFC 2920.</summary>
internal sealed class ReplyQueue
{
    // A client may send ahead without end to a server that does not answer. That must not fill our memory.
    private const int Most = 1000;

    private readonly Queue<AwaitedReply> _awaited = new();
    private ByteText _own = new();

    /// <summary>True when the client may send no more until the server has answered all its commands.</summary>
    public bool IsHolding { get; private set; }

    public bool IsEmpty => _awaited.Count == 0;

    public bool IsFull => _awaited.Count >= Most;

    /// <summary>The command that the server answers next; null when no reply of the server's is due.</summary>
    public ReplyTo? Next => _awaited.TryPeek(out AwaitedReply next) ? next.To : null;

    /// <summary>Awaits a reply of the server's.</summary>
    /// <param name="to">The command that it answers.</param>
    /// <param name="isHolding">True when the client is held until the reply has come.</param>
    public void Await(ReplyTo to, bool isHolding)
    {
        _awaited.Enqueue(new AwaitedReply(to, null));
        IsHolding |= isHolding;
    }

    /// <summary>Adds our own reply to a command, in its turn.</summary>
    /// <param name="reply">The reply, without its CR LF.</param>
    /// <param name="isWithinReply">True while the server is in the middle of a reply.</param>
    public void Answer(ReadOnlySpan<byte> reply, bool isWithinReply)
    {
        if (IsEmpty && !isWithinReply)
            _own.Add(reply).Add("\r\n"u8);
        else
            _awaited.Enqueue(new AwaitedReply(ReplyTo.Nothing, new ByteText().Add(reply).Add("\r\n"u8).Bytes.ToArray()));
    }

    /// <summary>Says something to the client at once, in place of the server's words.</summary>
    public void Say(ReadOnlySpan<byte> bytes) => _own.Add(bytes);

    /// <summary>Takes a whole reply of the server's from the queue. Our replies behind it are then due.</summary>
    /// <returns>The command that it answers; null for a reply that was not due.</returns>
    public ReplyTo? Take()
    {
        ReplyTo? to = _awaited.TryPeek(out AwaitedReply awaited) && awaited.Own is null ? _awaited.Dequeue().To : null;
        while (_awaited.TryPeek(out AwaitedReply next) && next.Own is not null)
            _own.Add(_awaited.Dequeue().Own);
        if (IsEmpty)
            IsHolding = false;
        return to;
    }

    /// <summary>Hands over our own words. They stand behind all that the server has said so far.</summary>
    public ReadOnlySpan<byte> TakeOwn()
    {
        if (_own.Length == 0)
            return default;
        ReadOnlySpan<byte> bytes = _own.Bytes;
        _own = new ByteText();
        return bytes;
    }
}
