using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>A symbolic link. Source: readlink(2).</summary>
internal static class SymbolicLink
{
    // PATH_MAX. The kernel keeps no longer one.
    private const int Longest = 4096;

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
