using System;
using QregexCheck.Posix;

namespace QregexCheck.Smtp;

/// <summary>The mail server at the other end of two pipes. Reading and writing never wait.</summary>
internal sealed class ServerConnection
{
    private readonly ChildProcess _process;

    public ServerConnection(ChildProcess process) => _process = process;

    /// <summary>Our end of its standard input; -1 when it is closed.</summary>
    public int Input => _process.Input;

    /// <summary>Our end of its standard output.</summary>
    public int Output => _process.Output;

    /// <summary>Becomes readable when the server has exited; -1 when poll(2) can't wait for that, or the exit is known.</summary>
    public int ExitDescriptor => HasExited ? -1 : _process.ExitDescriptor;

    /// <summary>True when the server has exited. Its last words may still be in the pipe.</summary>
    public bool HasExited { get; set; }

    /// <summary>True when the server says nothing more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when the server gets no more, for a reason other than the client's end.</summary>
    public bool IsDeaf { get; private set; }

    /// <summary>Reads what the server has said.</summary>
    /// <returns>How many bytes; 0 at the end too; -1 when there is nothing yet.</returns>
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
            // A child of the server may still hold the pipe open. The server itself has said all.
            HasEnded = HasExited;
            return HasExited ? 0 : -1;
        }
    }

    /// <summary>Writes as much as fits the pipe. A server that no longer reads gets no more, and may still speak.</summary>
    /// <returns>How many bytes are done with.</returns>
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

    /// <summary>Closes the server's input: the client sends no more.</summary>
    public void CloseInput() => _process.CloseInput();

    /// <summary>Tells that the server gets no more, or has closed its end.</summary>
    public void BecomeDeaf()
    {
        IsDeaf = true;
        _process.CloseInput();
    }

    /// <summary>Closes both pipes and waits until the server has exited.</summary>
    /// <param name="milliseconds">How long the server may take to exit by itself.</param>
    /// <returns>Its exit code, or 128 plus the number of the signal that killed it; -1 when the code can't be known.</returns>
    public int HangUp(long milliseconds)
    {
        _process.CloseInput();
        _process.CloseOutput();
        return _process.WaitForExit(milliseconds);
    }
}
