using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>The access control list of a file. Source: acl(5), getxattr(2).</summary>
internal static class AccessList
{
    private static ReadOnlySpan<byte> Attribute => "system.posix_acl_access\0"u8;

    /// <summary>True when what a path leads to has a list beside its mode.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <exception cref="PosixException">It can't be told.</exception>
    public static unsafe bool IsOn(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path, name = Attribute)
        {
            if (Libc.GetAttribute(start, name, null, 0) >= 0)
                return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error is Errno.NoAttribute or Errno.NotSupported or Errno.NoSuchFile or Errno.NotADirectory or Errno.NameTooLong or Errno.TooManyLinks ? false : throw new PosixException(error);
    }
}
