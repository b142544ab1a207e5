using System;
using QregexCheck.Posix;

namespace QregexCheck.Smtp;

/// <summary>The mail server at the other end of two pipes, read and written without ever waiting.</summary>
internal sealed class ServerConnection
{
    private readonly ChildProcess _process;

    public ServerConnection(ChildProcess process) => _process = process;

    /// <summary>Our end of its standard input; -1 when that is closed.</summary>
    public int Input => _process.Input;

    /// <summary>Our end of its standard output.</summary>
    public int Output => _process.Output;

    /// <summary>Can be read once it has exited; -1 where that can't be polled for, or has been noticed.</summary>
    public int ExitDescriptor => HasExited ? -1 : _process.ExitDescriptor;

    /// <summary>True when it has exited; what it said last may still be there.</summary>
    public bool HasExited { get; set; }

    /// <summary>True when it says nothing more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when it gets no more, and not because the client has no more.</summary>
    public bool IsDeaf { get; private set; }

    /// <summary>Reads what it has said.</summary>
    /// <returns>How many bytes; 0 at the end, too; -1 when there is nothing yet.</returns>
    public int Read(Span<byte> room)
    {
        try
        {
            int count = Descriptor.Read(Output, room);
            HasEnded = count == 0;
            return count;
        }
        catch (PosixException exception) when (exception.Number == Errno.TryAgain)
        {
            // Its own child may still hold the pipe open; what it had to say is said.
            HasEnded = HasExited;
            return HasExited ? 0 : -1;
        }
    }

    /// <summary>Writes as much as fits the pipe. A server that no longer reads gets no more, and may still speak.</summary>
    /// <returns>How many bytes are dealt with.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        if (Input == -1)
            return bytes.Length;
        int count = Descriptor.WriteSome(Input, bytes, out int error);
        if (count >= 0)
            return count;
        if (error is Errno.TryAgain or Errno.Interrupted)
            return 0;
        BecomeDeaf();
        return bytes.Length;
    }

    /// <summary>The client has no more for it.</summary>
    public void CloseInput() => _process.CloseInput();

    /// <summary>It is to get no more, or has closed its end.</summary>
    public void BecomeDeaf()
    {
        IsDeaf = true;
        _process.CloseInput();
    }

    /// <summary>Closes both pipes and waits until it has exited.</summary>
    /// <param name="milliseconds">How long it may take of its own accord.</param>
    /// <returns>Its exit code, or 128 and the number of the signal that killed it; -1 when nobody can tell.</returns>
    public int HangUp(long milliseconds)
    {
        _process.CloseInput();
        _process.CloseOutput();
        return _process.WaitForExit(milliseconds);
    }
}
