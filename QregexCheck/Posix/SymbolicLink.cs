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
    public static unsafe byte[]? Target(ReadOnlySpan<byte> path)
    {
        byte* buffer = stackalloc byte[Longest];
        nint length;
        fixed (byte* start = path)
            length = Libc.ReadLink(start, buffer, Longest);
        if (length >= 0)
            return new ReadOnlySpan<byte>(buffer, (int)length).ToArray();
        int error = Marshal.GetLastPInvokeError();
        return error is Errno.Invalid or Errno.NoSuchFile or Errno.NotADirectory or Errno.NameTooLong or Errno.TooManyLinks
            ? null
            : throw new PosixException(error);
    }
}
