using System;

namespace QregexCheck.Posix;

/// <summary>
/// The program to which a message is handed on: qmail-queue, or what stands in its place. It reads the message from descriptor 0 to its end, and then the
/// envelope from descriptor 1. Source: qmail-queue(8).
/// </summary>
internal sealed unsafe class NextQueue
{
    private const int LongestMove = 1 << 20;

    private readonly int _itsMessage;
    private readonly int _itsEnvelope;
    private RunningProcess? _process;
    private int _message;
    private int _envelope;

    // A reading end of the message's pipe, as soon as all is written: it tells whether all was read.
    private int _rest = -1;

    /// <summary>Makes the pipes.</summary>
    /// <exception cref="PosixException">There can be no pipes.</exception>
    public NextQueue()
    {
        Descriptor.MakePipe(isInherited: false, out _itsMessage, out _message);
        Descriptor.MakePipe(isInherited: false, out _itsEnvelope, out _envelope);

        // It takes in one write what we read at once.
        Descriptor.Widen(_message);
    }

    /// <summary>Its exit code; -1 when it was killed, or its end can't be known.</summary>
    public int Code => _process!.Code;

    /// <summary>The signal that killed it; 0 when none did.</summary>
    public int Signal => _process!.Signal;

    /// <summary>True when it has ended without having read all of the message. To be asked when it has exited.</summary>
    public bool HasLeftBytes { get; private set; }

    /// <summary>Runs a program without arguments.</summary>
    /// <param name="path">Its path, ending in NUL. Where it holds no slash, PATH is searched.</param>
    /// <returns>errno, or 0 when it runs.</returns>
    public int Start(ReadOnlySpan<byte> path)
    {
        fixed (byte* program = path)
        {
            byte** vector = stackalloc byte*[2];
            vector[0] = program;
            vector[1] = null;
            return Start(vector);
        }
    }

    /// <summary>Runs the program that our arguments name. PATH is searched for it.</summary>
    /// <param name="arguments">Our arguments.</param>
    /// <param name="first">The index of the program among them. The arguments behind it are the program's own.</param>
    /// <returns>errno, or 0 when it runs.</returns>
    public int Start(Arguments arguments, int first) => Start(arguments.From(first));

    /// <summary>Waits until there is something to read, or an end, on a descriptor of ours.</summary>
    /// <returns>False when the program has exited: it takes nothing any more.</returns>
    /// <exception cref="PosixException">poll(2) failed.</exception>
    public bool AwaitInput(int descriptor)
    {
        Span<Polled> set =
        [
            new Polled { Descriptor = descriptor, Wanted = Polled.CanRead },
            new Polled { Descriptor = _process!.ExitDescriptor, Wanted = Polled.CanRead },
        ];
        while (true)
        {
            // Without a descriptor for its exit we look every second.
            int happened = Polled.Wait(set, _process.ExitDescriptor == -1 ? 1000 : int.MaxValue);
            if (happened > 0 ? set[1].Happened != 0 : _process.HasExited())
                return false;
            if (happened > 0)
                return true;
        }
    }

    /// <summary>Writes bytes of the message.</summary>
    /// <returns>False when they could not be written: the program reads no more of it.</returns>
    public bool TryWriteMessage(ReadOnlySpan<byte> bytes)
    {
        HasLeftBytes |= !Descriptor.TryWrite(_message, bytes);
        return !HasLeftBytes;
    }

    /// <summary>Moves bytes of the message out of another pipe, without a copy (splice(2)).</summary>
    /// <param name="from">The pipe's reading end.</param>
    /// <param name="error">errno when it failed.</param>
    /// <returns>How many; 0 at the end; -1 when it failed.</returns>
    public long MoveMessage(int from, out int error)
    {
        long count = Descriptor.Move(from, _message, LongestMove, out error);
        HasLeftBytes |= error == Errno.BrokenPipe;
        return count;
    }

    /// <summary>Ends the message. The program then reads the envelope.</summary>
    public void EndMessage()
    {
        _rest = Descriptor.OpenOtherEnd(_message);
        Close(ref _message);
    }

    /// <summary>Writes bytes of the envelope.</summary>
    /// <returns>False when they could not be written: the program reads no more of it.</returns>
    public bool TryWriteEnvelope(ReadOnlySpan<byte> bytes) => Descriptor.TryWrite(_envelope, bytes);

    /// <summary>
    /// Ends the envelope, and the message where it has not ended, and waits until the program has exited, however long that takes. If the envelope is not
    /// whole, the program queues nothing.
    /// </summary>
    public void End()
    {
        Close(ref _message);
        Close(ref _envelope);
        _process!.Wait();
        HasLeftBytes |= _rest != -1 && Descriptor.Waiting(_rest) > 0;
    }

    private static void Close(ref int descriptor)
    {
        if (descriptor != -1)
            Descriptor.Close(descriptor);
        descriptor = -1;
    }

    private int Start(byte** vector)
    {
        int process = NativeEntry.Spawn(vector, _itsMessage, _itsEnvelope);
        Descriptor.Close(_itsMessage);
        Descriptor.Close(_itsEnvelope);
        if (process < 0)
            return -process;
        _process = new RunningProcess(process);
        return 0;
    }
}
