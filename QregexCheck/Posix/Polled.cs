using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>struct pollfd. Source: poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Polled
{
    public const short CanRead = 1;
    public const short CanWrite = 4;

    /// <summary>The other side sends no more (POLLRDHUP).</summary>
    public const short HasLeft = 0x2000;

    private const short Error = 8;
    private const short HangUp = 16;

    /// <summary>The descriptor. poll(2) skips a negative one.</summary>
    public int Descriptor;

    /// <summary>What is waited for.</summary>
    public short Wanted;

    /// <summary>What has happened. Errors and hang-ups are reported without being asked for.</summary>
    public short Happened;

    /// <summary>True when the other end is closed. Nothing can be written any more.</summary>
    public readonly bool HasFailed => (Happened & (Error | HangUp)) != 0;

    /// <summary>Waits until something has happened to one of the descriptors.</summary>
    /// <param name="set">The descriptors and what is waited for. The answer is written into them.</param>
    /// <param name="milliseconds">The longest wait.</param>
    /// <returns>
    /// The number of descriptors with news; 0 when the time is up; -1 when a signal interrupted the wait, and nothing is known.
    /// </returns>
    /// <exception cref="PosixException">poll(2) failed.</exception>
    public static unsafe int Wait(Span<Polled> set, int milliseconds)
    {
        int count;
        fixed (Polled* start = set)
            count = Libc.Poll(start, (nuint)set.Length, milliseconds);
        if (count == -1 && Marshal.GetLastPInvokeError() is var error and not Errno.Interrupted)
            throw new PosixException(error);
        return count;
    }
}
