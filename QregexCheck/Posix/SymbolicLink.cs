using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>A symbolic link. Source: readlink(2).</summary>
internal static class SymbolicLink
{
    // PATH_MAX. The kernel keeps no longer one.
    private const int Longest = 4096;

    // openat2(2), Linux 5.6: the number is the same on every architecture.
    private const nint CallOpen = 437;
    private const ulong PathAlone = 0x200000;
    private const ulong NoSymbolicLinks = 0x4;
    private const int WorkingDirectory = -100;

    /// <summary>True when something stands at a path, and no symbolic link on its way or at its end: one call for all of its names.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <returns>False, too, where it can't be told: by an older kernel, in a sandbox that forbids the call, or where we may not see it.</returns>
    public static unsafe bool IsNowhereOn(ReadOnlySpan<byte> path)
    {
        // struct open_how: flags, mode, resolve.
        ulong* how = stackalloc ulong[3];
        (how[0], how[1], how[2]) = (PathAlone | Libc.CloseOnExec, 0, NoSymbolicLinks);
        nint descriptor;
        fixed (byte* start = path)
            descriptor = Libc.SystemCall(CallOpen, WorkingDirectory, start, how, 3 * sizeof(ulong));
        if (descriptor < 0)
            return false;
        Descriptor.Close((int)descriptor);
        return true;
    }

    /// <summary>What a link says.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <returns>Null when no link stands there.</returns>
    /// <exception cref="PosixException">It can't be told.</exception>
    public static byte[]? Target(ReadOnlySpan<byte> path)
    {
        byte[]? target = Target(path, out int error);
        return error == 0 ? target : throw new PosixException(error);
    }

    /// <summary>The same without an exception, which takes as long as half of a check.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <param name="error">Why it can't be told; 0 when it can.</param>
    /// <returns>Null when no link stands there, or it can't be told.</returns>
    public static unsafe byte[]? Target(ReadOnlySpan<byte> path, out int error)
    {
        byte* buffer = stackalloc byte[Longest];
        nint length;
        fixed (byte* start = path)
            length = Libc.ReadLink(start, buffer, Longest);
        error = length >= 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error is Errno.Invalid or Errno.NoSuchFile or Errno.NotADirectory or Errno.NameTooLong or Errno.TooManyLinks)
            error = 0;
        return length >= 0 ? new ReadOnlySpan<byte>(buffer, (int)length).ToArray() : null;
    }
}
