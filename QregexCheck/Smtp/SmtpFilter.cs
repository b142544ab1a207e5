using System;
using System.Diagnostics;
using QregexCheck.Posix;

namespace QregexCheck.Smtp;

/// <summary>All input and output of the filter: one loop around poll(2) that carries bytes between the client and the mail server.</summary>
/// <remarks>
/// Memory is limited to two windows. If one side does not read, the other side is not read. Only poll(2) waits, and it waits only for events
/// that can be used. So the loop never spins.
/// </remarks>
internal sealed class SmtpFilter
{
    // The server must be heard soon, and its end must be noticed soon.
    private const int MostReadsAhead = 16;

    // How long a server may take to exit after it was silent for the whole timeout.
    private const int SilentServerMilliseconds = 5000;

    private readonly SmtpSession _session;
    private readonly ServerConnection _server;
    private readonly Patience _patience;
    private readonly long _timeout;
    private readonly ClientConnection _client = new();
    private readonly Lane _up = new();
    private readonly Lane _down = new();
    private int _readsAhead;

    /// <summary>
    /// Prepares to carry bytes between the client on descriptors 0 and 1 and a server just started. The timeout is how long nothing may move.
    /// </summary>
    public SmtpFilter(SmtpSession session, ChildProcess server, int timeoutSeconds)
    {
        _session = session;
        _server = new ServerConnection(server);
        _timeout = timeoutSeconds * 1000L;
        _patience = new Patience(_timeout, Now);
    }

    private static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

    /// <summary>Carries bytes until the client or the server has gone.</summary>
    /// <returns>The server's exit code, or 128 plus the number of the signal that killed it; -1 when the code can't be known.</returns>
    public int Run()
    {
        while (true)
        {
            CarryUp();
            do
            {
                CarryDown();
            }
            while (CarryUp()); // A reply may release bytes that the client sent ahead.
            if (_client.IsGone)
                return HangUp(_patience.ForServer);
            if (_server.HasEnded && _down.IsEmpty && _down.Due.IsEmpty)
                return HangUp(_timeout);
            if (_server.HasExited && !_server.HasEnded && ReadServer())
                continue;
            if (!ReadAhead() && !Poll())
                return TimeOut();
        }
    }

    /// <summary>Carries the client's bytes to the server, as far as the session and the pipe allow.</summary>
    /// <returns>True when something moved.</returns>
    private bool CarryUp()
    {
        bool hasMoved = false;
        while (true)
        {
            hasMoved |= StepUp();
            int count = _up.IsPassing ? _server.Write(_up.Due) : 0;
            if (count == 0)
                break;
            hasMoved = true;
            _up.Written(count);
        }

        if (_session.IsOver)
            _server.BecomeDeaf();
        else if (_client.HasEnded && _up.IsEmpty)
            _server.CloseInput();
        if (hasMoved)
            _patience.Move(Now);
        return hasMoved;
    }

    /// <summary>Lets the session look at the client's bytes, as far as they can be written together.</summary>
    private bool StepUp()
    {
        bool hasMoved = false;

        // A client may fetch no replies. They must not pile up.
        while (_up.IsOpen && _down.OwnLength <= Lane.WindowSize)
        {
            SmtpStep step = _session.NextOfClient(_up.Undecided, _client.HasEnded);
            _down.Say(_session.TakeOwnReplies());
            if (step.Kind == SmtpStepKind.Wait)
                break;
            hasMoved = true;
            _up.Take(step);
        }

        return hasMoved;
    }

    /// <summary>Carries the server's bytes and our replies to the client.</summary>
    private void CarryDown()
    {
        while (!_client.IsGone)
        {
            StepDown();
            int count = _down.Due.IsEmpty ? 0 : _client.Write(_down.Due);
            if (count == 0)
                break;
            _down.Written(count);
            _patience.Move(Now);
        }
    }

    /// <summary>Lets the session look at the server's bytes, up to the place where our own reply comes in between.</summary>
    private void StepDown()
    {
        while (_down.IsOpen && _down.OwnLength == 0)
        {
            SmtpStep step = _session.NextOfServer(_down.Undecided, (_down.IsFull && !_down.IsPassing) || _server.HasEnded);
            _down.Say(_session.TakeOwnReplies());
            if (step.Kind == SmtpStepKind.Wait)
                break;
            _down.Take(step);
        }
    }

    /// <summary>
    /// Reads from the client without a poll. In the full flow of a body the next bytes are mostly there when the last ones are gone. A poll for
    /// each read would be a third of the work.
    /// </summary>
    /// <returns>True when there were more bytes.</returns>
    private bool ReadAhead()
    {
        if (_readsAhead == 0 || !_up.IsEmpty || _client.HasEnded || _server.Input == -1)
            return false;
        _readsAhead--;
        int count = _client.ReadAhead(_up.Room());
        _up.Add(count);
        if (count < Lane.WindowSize / 4)
            _readsAhead = 0;
        return count > 0;
    }

    /// <summary>Waits until something can be done, and reads what has come.</summary>
    /// <returns>False when the time is up.</returns>
    private bool Poll()
    {
        bool isServed = _server.Input != -1;
        bool wantsClient = !_client.HasEnded && isServed && !_up.IsFull;
        bool wantsServer = !_server.HasEnded && !_down.IsFull;
        Span<Polled> polled = stackalloc Polled[5];

        // When the client is not read, poll(2) still tells when it leaves. Nobody reads the bytes that it leaves behind.
        polled[0] = new Polled
        {
            Descriptor = wantsClient || (!_client.HasEnded && !isServed) ? ClientConnection.Input : -1,
            Wanted = wantsClient ? Polled.CanRead : Polled.HasLeft
        };
        polled[1] = new Polled { Descriptor = ClientConnection.Output, Wanted = _down.Due.IsEmpty ? (short)0 : Polled.CanWrite };
        polled[2] = new Polled { Descriptor = _server.Input, Wanted = _up.IsPassing ? Polled.CanWrite : (short)0 };
        polled[3] = new Polled { Descriptor = wantsServer ? _server.Output : -1, Wanted = Polled.CanRead };
        polled[4] = new Polled { Descriptor = _server.ExitDescriptor, Wanted = Polled.CanRead };

        // When the time is up, poll(2) is asked once more without a wait. Perhaps we were kept from looking, and the others have spoken.
        long left = Math.Max(0, _patience.Left(_session.IsInDoubt || (_client.HasEnded && _server.IsDeaf), Now));
        int happened = Polled.Wait(polled, (int)Math.Min(left, int.MaxValue));
        if (happened <= 0)
            return happened < 0 || left > 0;

        if (polled[1].HasFailed)
            _client.Lose();
        _client.CanWrite = polled[1].Happened != 0;
        if (polled[2].HasFailed && !_up.IsPassing)
            _server.BecomeDeaf();
        if (polled[0].Happened != 0 && !wantsClient)
            _client.End();
        else if (polled[0].Happened != 0)
            ReadClient();
        if (polled[3].Happened != 0)
            ReadServer();
        _server.HasExited |= polled[4].Happened != 0;
        return true;
    }

    private void ReadClient()
    {
        int count = _client.Read(_up.Room());
        _up.Add(count);
        _readsAhead = count >= Lane.WindowSize / 4 ? MostReadsAhead : 0;
        _patience.Move(Now);
    }

    /// <summary>Reads what the server has said.</summary>
    /// <returns>True when there was something. The server's end counts too.</returns>
    private bool ReadServer()
    {
        if (_down.IsFull)
            return false;
        int count = _server.Read(_down.Room());
        _down.Add(Math.Max(count, 0));
        return count >= 0;
    }

    /// <summary>Ends a session in which nothing has moved for too long, with qmail-smtpd's words.</summary>
    private int TimeOut()
    {
        if (_session.CanSpeak && _down.Due.IsEmpty && !_client.IsGone)
        {
            _client.CanWrite = true;
            _client.Write("451 timeout (#4.4.2)\r\n"u8);
        }

        return HangUp(SilentServerMilliseconds);
    }

    private int HangUp(long milliseconds)
    {
        ClientConnection.Close();
        return _server.HangUp(milliseconds);
    }
}
