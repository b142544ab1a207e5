using System;

namespace QregexCheck.Smtp;

/// <summary>How long a session may stand still. All times are milliseconds of one clock.</summary>
/// <remarks>
/// There are two limits. First, a session may stand still as long as qmail-smtpd waits for a client. Bytes that a client sends in vain count as
/// a move. Second, the wait is short when only the server can end it and may never do so, whatever else moves. Such a server reads no more, or
/// takes for text what may be the end of a body.
/// </remarks>
internal sealed class Patience
{
    /// <summary>The longest wait for a server that may never speak. The rest of such a session is not worth a process.</summary>
    public const long LongestForServer = 60_000;

    private readonly long _timeout;
    private long _lastMove;
    private long? _waitsSince;

    /// <param name="timeout">How long the session may stand still.</param>
    /// <param name="now">The time.</param>
    public Patience(long timeout, long now)
    {
        _timeout = timeout;
        _lastMove = now;
    }

    /// <summary>How long to wait for a server that has no client any more.</summary>
    public long ForServer => Math.Min(_timeout, LongestForServer);

    /// <summary>Tells that bytes have moved.</summary>
    public void Move(long now) => _lastMove = now;

    /// <summary>How long we may still wait.</summary>
    /// <param name="isServerAlone">True when only the server can end the wait, and may never do so.</param>
    /// <param name="now">The time.</param>
    /// <returns>0 or less when the time is up.</returns>
    public long Left(bool isServerAlone, long now)
    {
        _waitsSince = isServerAlone ? _waitsSince ?? now : null;
        return Math.Min(_lastMove + _timeout, (_waitsSince ?? now) + (_waitsSince is null ? _timeout : ForServer)) - now;
    }
}
