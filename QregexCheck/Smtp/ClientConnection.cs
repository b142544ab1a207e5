using System;
using QregexCheck.Posix;

namespace QregexCheck.Smtp;

/// <summary>The client at the other end of descriptors 0 and 1. Reading and writing never wait.</summary>
/// <remarks>
/// The descriptors may be one socket, or no socket at all. They are shared with the process that started us, so they are not put into
/// non-blocking mode. Each call asks a socket not to wait. Anything else takes as many bytes as a pipe takes at once, when poll(2) says that
/// it can take some (pipe(7)).
/// </remarks>
internal sealed class ClientConnection
{
    public const int Input = 0;
    public const int Output = 1;

    private const int AtomicLength = 4096;

    private bool _isSocket = true;
    private bool _inputIsSocket = true;

    /// <summary>True when the client can send no more: it has closed its side, or it is gone.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when nothing more reaches the client.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Set when poll(2) says that the client can take some bytes.</summary>
    public bool CanWrite { get; set; }

    /// <summary>Reads what has come. It is to be called when poll(2) says that something has come.</summary>
    /// <returns>How many bytes; 0 when there are none.</returns>
    public int Read(Span<byte> room)
    {
        try
        {
            int count = Descriptor.Read(Input, room);
            HasEnded |= count == 0;
            return count;
        }
        catch (PosixException exception)
        {
            if (exception.Number == Errno.TryAgain)
                return 0;
            HasEnded = true;
            IsGone = true;
            return 0;
        }
    }

    /// <summary>Reads what has come, without asking poll(2) first. It leaves an end or an error for the next poll to find.</summary>
    /// <returns>How many bytes; 0 when there are none, or this can't be known.</returns>
    public int ReadAhead(Span<byte> room)
    {
        if (!_inputIsSocket)
            return 0;
        int count = Descriptor.Receive(Input, room, out int error);
        if (error == Errno.NotASocket)
            _inputIsSocket = false;
        return Math.Max(count, 0);
    }

    /// <summary>Writes as many bytes as the client takes at once.</summary>
    /// <returns>How many bytes; 0 when the client takes none now, or is gone.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            if (!_isSocket && !CanWrite)
                return 0;
            int count = _isSocket
                ? Descriptor.Send(Output, bytes, out int error)
                : Descriptor.WriteSome(Output, bytes[..Math.Min(bytes.Length, AtomicLength)], out error);
            CanWrite = false;
            if (count >= 0)
                return count;
            if (error == Errno.NotASocket)
                _isSocket = false;
            else if (error == Errno.TryAgain)
                return 0;
            else if (error != Errno.Interrupted)
                IsGone = true;
            if (IsGone)
                return 0;
        }
    }

    /// <summary>Tells that the client sends no more, or that nobody will read what it sends.</summary>
    public void End() => HasEnded = true;

    /// <summary>Tells that nothing more reaches the client.</summary>
    public void Lose() => IsGone = true;

    /// <summary>Hangs up.</summary>
    public static void Close()
    {
        Descriptor.Close(Input);
        Descriptor.Close(Output);
    }
}
