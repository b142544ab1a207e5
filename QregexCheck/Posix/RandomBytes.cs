using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>Bytes that nobody can foresee, for keys. Source: getrandom(2).</summary>
internal static unsafe class RandomBytes
{
    /// <summary>Fills the room. It waits where the machine has just started and has no entropy yet.</summary>
    /// <exception cref="PosixException">The kernel gives none.</exception>
    public static void Fill(Span<byte> room)
    {
        fixed (byte* start = room)
        {
            int done = 0;
            while (done < room.Length)
            {
                nint count = Libc.GetRandom(start + done, (nuint)(room.Length - done), 0);
                if (count > 0)
                    done += (int)count;
                else if (Marshal.GetLastPInvokeError() is var error and not Errno.Interrupted)
                    throw new PosixException(error);
            }
        }
    }
}
