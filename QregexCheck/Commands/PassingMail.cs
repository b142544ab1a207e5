using System;
using QregexCheck.Bounces;
using QregexCheck.Posix;
using QregexCheck.Queue;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>How the handing on of a message has ended.</summary>
internal enum PassageEnd
{
    /// <summary>The next program has all but the last NUL, and waits for it.</summary>
    Whole,

    /// <summary>The envelope ended too early. Whoever sends it has given up, as qmail-smtpd does with a message that is too large.</summary>
    Cut,

    /// <summary>The envelope is none.</summary>
    Malformed,

    /// <summary>The next program takes no more, or the message can't be read. The next program's exit code says what is wrong.</summary>
    Stopped,
}

/// <summary>
/// A message and its envelope on their way to the next program: bytes are read and written, the message first. Each is handed on at once and as it is; only the
/// look keeps the beginning of a message, for itself.
/// </summary>
internal sealed class PassingMail
{
    private const int Message = 0;
    private const int EnvelopeInput = 1;

    // What a pipe holds. A message that is longer fills it, and then its writer, we and the next program wait for one another at each of these.
    private const int Long = 65_536;

    private readonly NextQueue _next;
    private readonly BounceLook? _look;
    private readonly byte[] _buffer = new byte[65_536];
    private readonly ByteText _passed = new();

    private long _seen;

    /// <param name="next">The next program.</param>
    /// <param name="envelope">What becomes of the envelope.</param>
    /// <param name="look">Is shown the beginning of the message; null when nobody looks.</param>
    public PassingMail(NextQueue next, PassingEnvelope envelope, BounceLook? look)
    {
        _next = next;
        _look = look;
        Envelope = envelope;
    }

    public PassingEnvelope Envelope { get; }

    /// <summary>Hands all on but the NUL at the envelope's end, without which nothing is queued.</summary>
    /// <exception cref="PosixException">poll(2) failed.</exception>
    public PassageEnd Pass()
    {
        if (!PassMessage())
        {
            // The caller sees a broken pipe, as he would if the next program were his own child.
            Descriptor.Close(Message);
            return PassageEnd.Stopped;
        }

        _next.EndMessage();
        return PassEnvelope();
    }

    /// <summary>Hands the last NUL on, and waits until the next program has exited.</summary>
    /// <returns>False when the NUL could not be handed on.</returns>
    public bool Finish()
    {
        bool isWritten = _next.TryWriteEnvelope("\0"u8);
        _next.End();
        return isWritten;
    }

    // One byte more than is looked at tells that there is more.
    private bool IsLookedAt => _look is not null && _seen <= LookLimits.Scanned;

    /// <returns>False when the next program takes no more of it, or no more can be read.</returns>
    private bool PassMessage()
    {
        bool isPipe = Descriptor.IsPipe(Message);
        bool isNarrow = isPipe;
        long passed = 0;
        while (_next.AwaitInput(Message))
        {
            long count;
            if (isPipe && !IsLookedAt)
            {
                count = _next.MoveMessage(Message, out int error);
                if (error is not (0 or Errno.Interrupted or Errno.TryAgain or Errno.BrokenPipe))
                {
                    // A kernel or a sandbox that does not move bytes. Nothing was moved.
                    isPipe = false;
                }
            }
            else
            {
                count = Read(Message);
                if (count > 0 && IsLookedAt)
                    _look!.Read(_buffer.AsSpan(0, (int)count));
                _seen += Math.Max(count, 0);
                if (count > 0 && !_next.TryWriteMessage(_buffer.AsSpan(0, (int)count)))
                    return false;
            }

            if (count == 0)
                return true;
            if (_next.HasLeftBytes)
                return false;
            passed += Math.Max(count, 0);
            if (isNarrow && passed > Long)
            {
                // Only for such messages: a system lets the pipes of a user have a number of bytes in all.
                Descriptor.Widen(Message);
                isNarrow = false;
            }
        }

        return false;
    }

    private PassageEnd PassEnvelope()
    {
        while (_next.AwaitInput(EnvelopeInput))
        {
            int count = Read(EnvelopeInput);
            if (count == 0)
                return PassageEnd.Cut;
            if (count < 0)
                continue;
            _passed.Clear();
            EnvelopeState state = Envelope.Read(_buffer.AsSpan(0, count), _passed);
            if (state == EnvelopeState.Malformed)
                return PassageEnd.Malformed;
            if (!_next.TryWriteEnvelope(_passed.Bytes))
                return PassageEnd.Stopped;
            if (state == EnvelopeState.Whole)
                return PassageEnd.Whole;
        }

        return PassageEnd.Stopped;
    }

    /// <returns>How many bytes; 0 at the end; -1 when there are none yet.</returns>
    private int Read(int descriptor)
    {
        try
        {
            return Descriptor.Read(descriptor, _buffer);
        }
        catch (PosixException exception) when (exception.Number == Errno.TryAgain)
        {
            return -1;
        }
    }
}
