using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>
/// Replaces a file as a whole or not at all: a temporary file beside it is written, synced and renamed over it, and the directory synced.
/// </summary>
internal static unsafe class AtomicFile
{
    private const int LockExclusiveNow = 2 | 4;

    /// <summary>Writes the file.</summary>
    /// <param name="path">Its path, ending in NUL.</param>
    /// <param name="temporary">The temporary file's path, ending in NUL, in the same directory. It is locked while it is written.</param>
    /// <param name="directory">The directory's path, ending in NUL.</param>
    /// <param name="bytes">What it is to hold.</param>
    /// <param name="access">Who may read it.</param>
    /// <exception cref="PosixException">It could not be done; an old file is as it was. EAGAIN: another process is writing it.</exception>
    public static void Write(ReadOnlySpan<byte> path, ReadOnlySpan<byte> temporary, ReadOnlySpan<byte> directory, ReadOnlySpan<byte> bytes, Access access)
    {
        fixed (byte* to = path, from = temporary, parent = directory)
        {
            int descriptor = Check(Libc.Open(from, Libc.WriteOnly | Libc.Create | Libc.NoFollow | Libc.CloseOnExec, 0x180));
            try
            {
                // Whoever is late leaves the file of the one before alone.
                Check(Libc.Lock(descriptor, LockExclusiveNow));
                if (FileStatus.Of(temporary, out _) is not { } named || named.Inode != FileStatus.Of(descriptor).Inode)
                {
                    // It was renamed between our open and our lock: what we hold is now the file itself.
                    throw new PosixException(Libc.TryAgain);
                }

                try
                {
                    Check(Libc.Truncate(descriptor, 0));
                    if (!Descriptor.TryWrite(descriptor, bytes))
                        throw new PosixException(Marshal.GetLastPInvokeError());
                    if (access.Group is { } group)
                        Check(Libc.ChangeOwner(descriptor, uint.MaxValue, group));
                    Check(Libc.ChangeMode(descriptor, access.Mode));
                    Check(Libc.Synchronize(descriptor));
                    Check(Libc.Rename(from, to));
                }
                catch (PosixException)
                {
                    _ = Libc.Unlink(from);
                    throw;
                }
            }
            finally
            {
                Descriptor.Close(descriptor);
            }

            int opened = Check(Libc.Open(parent, Libc.ReadOnly | Libc.CloseOnExec, 0));
            int result = Libc.Synchronize(opened);
            int error = Marshal.GetLastPInvokeError();
            Descriptor.Close(opened);
            if (result == -1)
                throw new PosixException(error);
        }
    }

    private static int Check(int result) => result == -1 ? throw new PosixException(Marshal.GetLastPInvokeError()) : result;
}
