using System;
using System.Runtime.InteropServices;
using QregexCheck.Text;

namespace QregexCheck.Posix;

/// <summary>Reads and writes file descriptors. It handles EINTR and short counts.</summary>
internal static unsafe class Descriptor
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const int GetFlags = 1;
    private const int GetStatusFlags = 3;
    private const int AccessMode = 3;
    private const int WidePipe = 262_144;
    private const nuint CountWaiting = 0x541B;
    private const int FromBeginning = 0;
    private const uint MemoryCloseOnExec = 1;

    /// <summary>True when the descriptor is open.</summary>
    public static bool IsOpen(int descriptor) => Libc.FileControl(descriptor, GetFlags, 0) != -1;

    /// <summary>Opens a file to read. It never waits for a FIFO's other end.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <param name="error">errno when it failed.</param>
    /// <returns>A descriptor, or -1.</returns>
    public static int Open(ReadOnlySpan<byte> path, out int error) => Open(path, Libc.NonBlock, out error);

    /// <summary>Opens a file to read. It waits for a FIFO's other end, and reads then wait for its bytes.</summary>
    public static int OpenAndWait(ReadOnlySpan<byte> path, out int error) => Open(path, 0, out error);

    /// <summary>Makes a file in memory only (memfd_create(2)).</summary>
    /// <param name="name">The name that /proc shows, ending in a NUL byte.</param>
    /// <param name="error">errno when it failed.</param>
    /// <returns>A descriptor, or -1.</returns>
    public static int CreateInMemory(ReadOnlySpan<byte> name, out int error)
    {
        fixed (byte* start = name)
            return (int)Result(Libc.CreateMemoryFile(start, MemoryCloseOnExec), out error);
    }

    /// <summary>Makes a pipe.</summary>
    /// <param name="isInherited">True when programs that we run inherit both ends.</param>
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

    /// <summary>Lets a pipe hold 262,144 bytes. Where the system refuses it, the usual 65,536 do.</summary>
    public static void Widen(int pipe) => Libc.FileControl(pipe, Libc.SetPipeSize, WidePipe);

    /// <summary>Makes a number stand for the same file as another descriptor (dup2(2)).</summary>
    /// <returns>False when it failed.</returns>
    public static bool TryDuplicate(int descriptor, int number) => Libc.Duplicate(descriptor, number) != -1;

    /// <summary>True for a terminal.</summary>
    public static bool IsTerminal(int descriptor) => Libc.IsTerminal(descriptor) == 1;

    /// <summary>Goes back to a file's beginning. A pipe is left as it is.</summary>
    public static void Rewind(int descriptor) => Libc.Seek(descriptor, 0, FromBeginning);

    /// <summary>Reads some bytes. It answers 0 at the end.</summary>
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

    /// <summary>Reads bytes at an offset: as many as asked for, or fewer at the file's end.</summary>
    /// <exception cref="PosixException">pread(2) failed.</exception>
    public static int ReadAt(int descriptor, long offset, Span<byte> buffer) => ReadAt(descriptor, offset, buffer, long.MaxValue);

    /// <summary>The same for a file whose size is known: a read that comes up to there needs no further one to meet the end.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="buffer">The room. Where the file has grown it can take what is behind the size.</param>
    /// <param name="size">The file's size.</param>
    /// <exception cref="PosixException">pread(2) failed.</exception>
    public static int ReadAt(int descriptor, long offset, Span<byte> buffer, long size)
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
                {
                    done += (int)count;
                    if (offset + done == size)
                        break;
                }
                else if (Marshal.GetLastPInvokeError() is var error and not Errno.Interrupted)
                    throw new PosixException(error);
            }

            return done;
        }
    }

    /// <summary>Writes all bytes, in one call when the system takes them at once.</summary>
    /// <returns>False when they could not be written. Then there is nobody to tell.</returns>
    public static bool TryWrite(int descriptor, ReadOnlySpan<byte> bytes) => TryWrite(descriptor, bytes, out _);

    /// <summary>Writes all bytes, and gives errno when it failed.</summary>
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
    /// <returns>How many bytes were written; -1 when it failed.</returns>
    public static int WriteSome(int descriptor, ReadOnlySpan<byte> bytes, out int error)
    {
        fixed (byte* start = bytes)
            return (int)Result(Libc.Write(descriptor, start, (nuint)bytes.Length), out error);
    }

    /// <summary>Sends to a socket what it takes without waiting, in blocking mode too, and without SIGPIPE (send(2)).</summary>
    /// <returns>How many bytes were sent; -1 when it failed.</returns>
    public static int Send(int socket, ReadOnlySpan<byte> bytes, out int error)
    {
        fixed (byte* start = bytes)
            return (int)Result(Libc.Send(socket, start, (nuint)bytes.Length, Libc.DontWait | Libc.NoSignal), out error);
    }

    /// <summary>Receives from a socket what is there, without waiting, in blocking mode too (recv(2)).</summary>
    /// <returns>How many bytes; 0 at the end; -1 when it failed.</returns>
    public static int Receive(int socket, Span<byte> room, out int error)
    {
        fixed (byte* start = room)
            return (int)Result(Libc.Receive(socket, start, (nuint)room.Length, Libc.DontWait), out error);
    }

    /// <summary>Moves bytes from one pipe to another, without a copy. It waits until there are some and room for them (splice(2)).</summary>
    /// <returns>How many bytes; 0 at the end; -1 when it failed.</returns>
    public static long Move(int from, int to, long most, out int error) =>
        Result(Libc.Splice(from, null, to, null, (nuint)most, 0), out error);

    /// <summary>Opens the reading end of a pipe of which we have the writing end.</summary>
    /// <returns>A descriptor; -1 where /proc can't be used.</returns>
    public static int OpenOtherEnd(int writingEnd) =>
        Open(new ByteText().Add("/proc/self/fd/"u8).Add(writingEnd).Add((byte)0).Bytes, out _);

    /// <summary>How many bytes are in a pipe that nobody has read; 0 when it can't be known.</summary>
    public static int Waiting(int pipe)
    {
        int count = 0;
        return Libc.Control(pipe, CountWaiting, &count) == -1 ? 0 : count;
    }

    /// <summary>True for a pipe or a socket that is open for writing.</summary>
    public static bool IsOpenToSay(int descriptor)
    {
        if ((Libc.FileControl(descriptor, GetStatusFlags, 0) is var flags && flags == -1) || (flags & AccessMode) == Libc.ReadOnly)
            return false;
        return IsPipe(descriptor, orSocket: true);
    }

    /// <summary>True for a pipe.</summary>
    /// <param name="descriptor">Any descriptor.</param>
    /// <param name="orSocket">True where a socket will do.</param>
    public static bool IsPipe(int descriptor, bool orSocket = false)
    {
        try
        {
            FileStatus status = FileStatus.Of(descriptor);
            return status.IsPipe || (orSocket && status.IsSocket);
        }
        catch (PosixException)
        {
            return false;
        }
    }

    public static void Close(int descriptor) => Libc.Close(descriptor);

    private static int Open(ReadOnlySpan<byte> path, int flags, out int error)
    {
        fixed (byte* start = path)
            return (int)Result(Libc.Open(start, Libc.ReadOnly | Libc.CloseOnExec | flags, 0), out error);
    }

    /// <summary>The answer of a call, and errno when the answer is -1.</summary>
    private static nint Result(nint answer, out int error)
    {
        error = answer == -1 ? Marshal.GetLastPInvokeError() : 0;
        return answer;
    }
}
