using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>How a program ended that was run for its answer.</summary>
/// <param name="Code">Its exit code; -1 when a signal killed it, or its end can't be known.</param>
/// <param name="Length">How many bytes it printed, no more than there was room for.</param>
/// <param name="TookTooLong">True when its time was up. It was killed then, with all that it started.</param>
internal readonly record struct ProgramAnswer(int Code, int Length, bool TookTooLong);

/// <summary>Runs a program for its short answer. It reads nothing, has no descriptor of ours but standard error, and may not take long.</summary>
internal static unsafe class ShortProgram
{
    private const int KillAtOnce = 9;

    // A killed program is gone at once, unless the kernel waits for a disk or a file server. We don't.
    private const int GraceMilliseconds = 100;

    /// <summary>Runs a program with one argument.</summary>
    /// <param name="path">Its path, ending in NUL.</param>
    /// <param name="argument">The argument, ending in NUL.</param>
    /// <param name="milliseconds">How long it may take.</param>
    /// <param name="answer">Takes what it prints. When this room is full, the program is not listened to any more.</param>
    /// <exception cref="PosixException">It can't be run.</exception>
    public static ProgramAnswer Run(ReadOnlySpan<byte> path, ReadOnlySpan<byte> argument, int milliseconds, Span<byte> answer)
    {
        int nothing = Descriptor.Open("/dev/null\0"u8, out int error);
        return nothing == -1 ? throw new PosixException(error) : Run(path, argument, null, nothing, milliseconds, answer);
    }

    /// <summary>Runs a program with two arguments, which reads what it is to do.</summary>
    /// <param name="path">Its path, ending in NUL.</param>
    /// <param name="first">The first argument, ending in NUL.</param>
    /// <param name="second">The second one; null for none.</param>
    /// <param name="input">The descriptor of what it reads. It is closed.</param>
    /// <param name="milliseconds">How long it may take.</param>
    /// <param name="answer">Takes what it prints.</param>
    /// <exception cref="PosixException">It can't be run.</exception>
    public static ProgramAnswer Run(
        ReadOnlySpan<byte> path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int input, int milliseconds, Span<byte> answer)
    {
        long end = Stopwatch.GetTimestamp() + (milliseconds * (Stopwatch.Frequency / 1000));
        int output = -1;
        try
        {
            Descriptor.MakePipe(isInherited: false, out output, out int itsOutput);
            int process = Start(path, first, second, input, itsOutput);
            Descriptor.Close(itsOutput);
            if (process < 0)
                throw new PosixException(-process);
            int length = 0;
            bool ended = TryListen(output, answer, end, ref length);
            Descriptor.Close(output);
            output = -1;
            return ended && TryReap(process, end, out int code) ? new ProgramAnswer(code, length, false) : Kill(process, length);
        }
        finally
        {
            Descriptor.Close(input);
            if (output != -1)
                Descriptor.Close(output);
        }
    }

    private static int Start(ReadOnlySpan<byte> path, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int input, int output)
    {
        fixed (byte* program = path, first = one, second = other)
        {
            // An empty span has no address, and so ends the vector.
            byte** vector = stackalloc byte*[4];
            vector[0] = program;
            vector[1] = first;
            vector[2] = second;
            vector[3] = null;
            return NativeEntry.SpawnApart(vector, input, output);
        }
    }

    /// <summary>Reads until the program closes its output, or the room is full.</summary>
    /// <returns>False when the time is up.</returns>
    private static bool TryListen(int output, Span<byte> answer, long end, ref int length)
    {
        Span<Polled> set = [new Polled { Descriptor = output, Wanted = Polled.CanRead }];
        while (length < answer.Length)
        {
            int left = Left(end);
            if (left == 0)
                return false;
            if (Polled.Wait(set, left) <= 0)
                continue;
            int count = Descriptor.Read(output, answer[length..]);
            if (count == 0)
                return true;
            length += count;
        }

        return true;
    }

    private static bool TryReap(int process, long end, out int code)
    {
        for (int pause = 0; ; pause = Math.Min(pause + 1, 10))
        {
            int status;
            int reaped = Libc.WaitFor(process, &status, Libc.NoWait);
            if (reaped == process)
            {
                code = (status & 0x7F) == 0 ? (status >> 8) & 0xFF : -1;
                return true;
            }

            code = -1;
            if (reaped == -1 && Marshal.GetLastPInvokeError() != Errno.Interrupted)
                return true;
            if (Left(end) == 0)
                return false;
            Polled.Wait([], pause);
        }
    }

    private static ProgramAnswer Kill(int process, int length)
    {
        Libc.Kill(-process, KillAtOnce);
        Libc.Kill(process, KillAtOnce);
        TryReap(process, Stopwatch.GetTimestamp() + (GraceMilliseconds * (Stopwatch.Frequency / 1000)), out _);
        return new ProgramAnswer(-1, length, true);
    }

    /// <summary>Milliseconds until a moment; 0 when it has passed.</summary>
    private static int Left(long end)
    {
        long left = end - Stopwatch.GetTimestamp();
        return left <= 0 ? 0 : (int)(left / (Stopwatch.Frequency / 1000)) + 1;
    }
}
