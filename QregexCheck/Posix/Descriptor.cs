using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>Reading and writing file descriptors, with EINTR and short counts taken care of.</summary>
internal static unsafe class Descriptor
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const int GetFlags = 1;

    /// <summary>True when the descriptor is open.</summary>
    public static bool IsOpen(int descriptor) => Libc.FileControl(descriptor, GetFlags, 0) != -1;

    /// <summary>Opens a file to read; never waits for a FIFO's other end.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <param name="error">errno, where it failed.</param>
    /// <returns>A descriptor, or -1.</returns>
    public static int Open(ReadOnlySpan<byte> path, out int error)
    {
        fixed (byte* start = path)
        {
            int descriptor = Libc.Open(start, Libc.ReadOnly | Libc.NonBlock | Libc.CloseOnExec, 0);
            error = descriptor == -1 ? Marshal.GetLastPInvokeError() : 0;
            return descriptor;
        }
    }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    /// <exception cref="PosixException">read(2) failed.</exception>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint count = Libc.Read(descriptor, start, (nuint)buffer.Length);
                if (count >= 0)
                    return (int)count;
                int error = Marshal.GetLastPInvokeError();
                if (error != Libc.Interrupted)
                    throw new PosixException(error);
            }
        }
    }

    /// <summary>Reads bytes at an offset: as many as asked, or fewer at the file's end.</summary>
    /// <exception cref="PosixException">pread(2) failed.</exception>
    public static int ReadAt(int descriptor, long offset, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            int done = 0;
            while (done < buffer.Length)
            {
                nint count = Libc.ReadAt(descriptor, start + done, (nuint)(buffer.Length - done), offset + done);
                if (count == 0)
                    break;
                if (count > 0)
                    done += (int)count;
                else if (Marshal.GetLastPInvokeError() is var error and not Libc.Interrupted)
                    throw new PosixException(error);
            }

            return done;
        }
    }

    /// <summary>Writes all bytes, in one call where the system takes them so.</summary>
    /// <returns>False when they could not be written; there is then nobody to tell.</returns>
    public static bool TryWrite(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                nint count = Libc.Write(descriptor, start + done, (nuint)(bytes.Length - done));
                if (count > 0)
                    done += (int)count;
                else if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
                    return false;
            }

            return true;
        }
    }

    public static void Close(int descriptor) => Libc.Close(descriptor);
}
