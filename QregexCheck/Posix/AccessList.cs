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
    public static bool IsOn(ReadOnlySpan<byte> path)
    {
        bool isOn = IsOn(path, out int error);
        return error == 0 ? isOn : throw new PosixException(error);
    }

    /// <summary>The same without an exception, which takes as long as half of a check.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <param name="error">Why it can't be told; 0 when it can.</param>
    public static unsafe bool IsOn(ReadOnlySpan<byte> path, out int error)
    {
        error = 0;
        fixed (byte* start = path, name = Attribute)
        {
            if (Libc.GetAttribute(start, name, null, 0) >= 0)
                return true;
        }

        error = Marshal.GetLastPInvokeError();
        if (error is Errno.NoAttribute or Errno.NotSupported or Errno.NoSuchFile or Errno.NotADirectory or Errno.NameTooLong or Errno.TooManyLinks)
            error = 0;
        return false;
    }
}
