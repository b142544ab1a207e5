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
    private const int FromBeginning = 0;
    private const uint MemoryCloseOnExec = 1;

    /// <summary>True when the descriptor is open.</summary>
    public static bool IsOpen(int descriptor) => Libc.FileControl(descriptor, GetFlags, 0) != -1;

    /// <summary>Opens a file to read; never waits for a FIFO's other end.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <param name="error">errno, where it failed.</param>
    /// <returns>A descriptor, or -1.</returns>
    public static int Open(ReadOnlySpan<byte> path, out int error) => Open(path, Libc.NonBlock, out error);

    /// <summary>The same, but a FIFO's other end is waited for, and so is what comes out of it.</summary>
    public static int OpenAndWait(ReadOnlySpan<byte> path, out int error) => Open(path, 0, out error);

    /// <summary>Makes a file that is in memory only (memfd_create(2)).</summary>
    /// <param name="name">What /proc shows of it, ending in a NUL byte.</param>
    /// <param name="error">errno, where it failed.</param>
    /// <returns>A descriptor, or -1.</returns>
    public static int CreateInMemory(ReadOnlySpan<byte> name, out int error)
    {
        fixed (byte* start = name)
            return (int)Result(Libc.CreateMemoryFile(start, MemoryCloseOnExec), out error);
    }

    /// <summary>Makes a pipe.</summary>
    /// <param name="isInherited">True when programs that are run have both ends, too.</param>
    /// <param name="output">The end to read from.</param>
    /// <param name="input">The end to write to.</param>
    /// <exception cref="PosixException">pipe2(2) failed.</exception>
    public static void MakePipe(bool isInherited, out int output, out int input)
    {
        int* ends = stackalloc int[2];
        if (Libc.Pipe(ends, isInherited ? 0 : Libc.CloseOnExec) == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
        output = ends[0];
        input = ends[1];
    }

    /// <summary>Makes a number stand for what another descriptor stands for (dup2(2)).</summary>
    /// <returns>False when it could not be done.</returns>
    public static bool TryDuplicate(int descriptor, int number) => Libc.Duplicate(descriptor, number) != -1;

    /// <summary>True for a terminal.</summary>
    public static bool IsTerminal(int descriptor) => Libc.IsTerminal(descriptor) == 1;

    /// <summary>Goes back to a file's beginning; a pipe stays where it is.</summary>
    public static void Rewind(int descriptor) => Libc.Seek(descriptor, 0, FromBeginning);

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
                if (error != Errno.Interrupted)
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
                else if (Marshal.GetLastPInvokeError() is var error and not Errno.Interrupted)
                    throw new PosixException(error);
            }

            return done;
        }
    }

    /// <summary>Writes all bytes, in one call where the system takes them so.</summary>
    /// <returns>False when they could not be written; there is then nobody to tell.</returns>
    public static bool TryWrite(int descriptor, ReadOnlySpan<byte> bytes) => TryWrite(descriptor, bytes, out _);

    /// <summary>The same, with errno where it failed.</summary>
    public static bool TryWrite(int descriptor, ReadOnlySpan<byte> bytes, out int error)
    {
        error = 0;
        while (!bytes.IsEmpty)
        {
            int count = WriteSome(descriptor, bytes, out error);
            if (count > 0)
                bytes = bytes[count..];
            else if (error != Errno.Interrupted)
                return false;
        }

        return true;
    }

    /// <summary>Writes once (write(2)).</summary>
    /// <returns>How many bytes were taken; -1 when it failed.</returns>
    public static int WriteSome(int descriptor, ReadOnlySpan<byte> bytes, out int error)
    {
        fixed (byte* start = bytes)
            return (int)Result(Libc.Write(descriptor, start, (nuint)bytes.Length), out error);
    }

    /// <summary>Sends to a socket what it takes without waiting, whatever mode it is in, and without SIGPIPE (send(2)).</summary>
    /// <returns>How many bytes were taken; -1 when it failed.</returns>
    public static int Send(int socket, ReadOnlySpan<byte> bytes, out int error)
    {
        fixed (byte* start = bytes)
            return (int)Result(Libc.Send(socket, start, (nuint)bytes.Length, Libc.DontWait | Libc.NoSignal), out error);
    }

    /// <summary>Receives from a socket what is there without waiting, whatever mode it is in (recv(2)).</summary>
    /// <returns>How many bytes; 0 at the end; -1 when it failed.</returns>
    public static int Receive(int socket, Span<byte> room, out int error)
    {
        fixed (byte* start = room)
            return (int)Result(Libc.Receive(socket, start, (nuint)room.Length, Libc.DontWait), out error);
    }

    public static void Close(int descriptor) => Libc.Close(descriptor);

    private static int Open(ReadOnlySpan<byte> path, int flags, out int error)
    {
        fixed (byte* start = path)
            return (int)Result(Libc.Open(start, Libc.ReadOnly | Libc.CloseOnExec | flags, 0), out error);
    }

    /// <summary>What a call answered, and errno where that is -1.</summary>
    private static nint Result(nint answer, out int error)
    {
        error = answer == -1 ? Marshal.GetLastPInvokeError() : 0;
        return answer;
    }
}
