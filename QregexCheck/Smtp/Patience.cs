using System;

namespace QregexCheck.Smtp;

/// <summary>How long a session may stand still. All times are milliseconds of one clock.</summary>
/// <remarks>
/// There are two limits. Nothing may move for longer than qmail-smtpd waits for a client; what a client sends in vain is a move too. And where only the server can
/// end a wait, and may never do so, as it reads no more or takes for text what may be the end of a body, the wait is short, whatever moves.
/// </remarks>
internal sealed class Patience
{
    /// <summary>The longest wait for a server that may never speak: what is left of a session is not worth the process.</summary>
    public const long LongestForServer = 60_000;

    private readonly long _timeout;
    private long _lastMove;
    private long? _waitsSince;

    /// <param name="timeout">How long nothing may move.</param>
    /// <param name="now">The time.</param>
    public Patience(long timeout, long now)
    {
        _timeout = timeout;
        _lastMove = now;
    }

    /// <summary>How long to wait for a server that has nobody to serve any more.</summary>
    public long ForServer => Math.Min(_timeout, LongestForServer);

    /// <summary>Bytes have moved.</summary>
    public void Move(long now) => _lastMove = now;

    /// <summary>Tells how long may still be waited.</summary>
    /// <param name="isServerAlone">True where only the server can end the wait, and may never do so.</param>
    /// <param name="now">The time.</param>
    /// <returns>0 or less when it has been long enough.</returns>
    public long Left(bool isServerAlone, long now)
    {
        _waitsSince = isServerAlone ? _waitsSince ?? now : null;
        return Math.Min(_lastMove + _timeout, (_waitsSince ?? now) + (_waitsSince is null ? _timeout : ForServer)) - now;
    }
}
