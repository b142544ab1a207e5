using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace QregexCheck.Posix;

/// <summary>
/// Replaces a file as a whole or not at all. A temporary file beside it is written, synced and renamed over it. Then the directory is synced.
/// </summary>
internal static unsafe class AtomicFile
{
    private const int LockExclusiveNow = 2 | 4;

    /// <summary>Writes the file.</summary>
    /// <param name="path">Its path, ending in NUL.</param>
    /// <param name="temporary">
    /// The temporary file's path, ending in NUL, in the same directory. The file is locked while it is written. A file that a killed process
    /// left there is overwritten.
    /// </param>
    /// <param name="directory">The directory's path, ending in NUL.</param>
    /// <param name="pieces">The new content, piece after piece. They are asked for when nobody else can write the file.</param>
    /// <param name="access">Who may read it.</param>
    /// <exception cref="PosixException">
    /// The file could not be written. An old file is unchanged. EAGAIN: another process is writing it.
    /// </exception>
    /// <exception cref="OccupiedPathException">Something else stands at one of the two paths. It is unchanged.</exception>
    public static void Write(
        ReadOnlySpan<byte> path, ReadOnlySpan<byte> temporary, ReadOnlySpan<byte> directory, IEnumerable<ReadOnlyMemory<byte>> pieces, Access access)
    {
        if (FileStatus.OfName(path, out _) is { IsDirectory: true })
            throw new OccupiedPathException($"{Name(path)} is a directory; remove it");
        fixed (byte* to = path, from = temporary, parent = directory)
        {
            int descriptor = OpenTemporary(temporary, access.Owner);
            try
            {
                // Nothing is changed before we hold the lock. Then the file is looked at again, so that a late process leaves an earlier one's
                // file alone.
                Check(Libc.Lock(descriptor, LockExclusiveNow));
                FileStatus opened = FileStatus.Of(descriptor);
                if (FileStatus.OfName(temporary, out _) is not { } named || named.Inode != opened.Inode)
                {
                    // It was renamed between our open and our lock. What we hold is now the file itself.
                    throw new PosixException(Errno.TryAgain);
                }

                CheckIsOurs(temporary, opened, access.Owner);
                try
                {
                    Check(Libc.Truncate(descriptor, 0));
                    foreach (ReadOnlyMemory<byte> piece in pieces)
                    {
                        if (!Descriptor.TryWrite(descriptor, piece.Span, out int writeError))
                            throw new PosixException(writeError);
                    }

                    if (access.Group is not null || access.Owner is not null)
                        Check(Libc.ChangeOwner(descriptor, access.Owner ?? uint.MaxValue, access.Group ?? uint.MaxValue));
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

            int parentDescriptor = Check(Libc.Open(parent, Libc.ReadOnly | Libc.CloseOnExec, 0));
            int result = Libc.Synchronize(parentDescriptor);
            int error = Marshal.GetLastPInvokeError();
            Descriptor.Close(parentDescriptor);
            if (result == -1)
                throw new PosixException(error);
        }
    }

    /// <summary>Opens the temporary file, new or already there. It never waits for a FIFO's reader, and never follows a link.</summary>
    private static int OpenTemporary(ReadOnlySpan<byte> temporary, uint? owner)
    {
        fixed (byte* path = temporary)
        {
            int descriptor = Libc.Open(path, Libc.WriteOnly | Libc.Create | Libc.NonBlock | OpenFlags.NoFollow | Libc.CloseOnExec, 0x180);
            int error = Marshal.GetLastPInvokeError();
            try
            {
                // If the open succeeded, the opened file counts. If it failed, what stands at the path tells why.
                if (descriptor != -1)
                    CheckIsOurs(temporary, FileStatus.Of(descriptor), owner);
                else if (FileStatus.OfName(temporary, out _) is { } standing)
                    CheckIsOurs(temporary, standing, owner);
            }
            catch (OccupiedPathException)
            {
                if (descriptor != -1)
                    Descriptor.Close(descriptor);
                throw;
            }

            return descriptor != -1 ? descriptor : throw new PosixException(error);
        }
    }

    /// <summary>
    /// Throws unless we, or a killed process of ours, made the file. A file with a second name is not ours: it would be changed under that name too.
    /// </summary>
    private static void CheckIsOurs(ReadOnlySpan<byte> path, in FileStatus status, uint? owner)
    {
        string? problem = !status.IsRegular ? $"is {status.Kind}"
            : status.Names > 1 ? $"has {status.Names} names (hard links)"
            : status.Owner != Libc.EffectiveUser() && status.Owner != owner ? $"belongs to user {status.Owner}"
            : null;
        if (problem is not null)
            throw new OccupiedPathException($"{Name(path)} {problem}; remove it");
    }

    private static string Name(ReadOnlySpan<byte> path) => Encoding.UTF8.GetString(path.TrimEnd((byte)0));

    private static int Check(int result) => result == -1 ? throw new PosixException(Marshal.GetLastPInvokeError()) : result;
}
