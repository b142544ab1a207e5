using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>
/// A directory that is held open, and the names in it. Whoever renames a directory above it, or puts a link in its place, leads none of these calls astray.
/// Source: the calls that end in <c>at</c>, as openat(2).
/// </summary>
/// <remarks>Names are without a slash and without a NUL. No link is followed.</remarks>
internal sealed unsafe class OpenedDirectory : IDisposable
{
    private readonly int _descriptor;

    private OpenedDirectory(int descriptor) => _descriptor = descriptor;

    /// <summary>Opens a directory. A link at the end of the path is refused.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <exception cref="PosixException">ENOTDIR: a link, or no directory.</exception>
    public static OpenedDirectory Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = (byte[])[.. path, 0])
            return new OpenedDirectory(Check(Libc.Open(start, Libc.ReadOnly | OpenFlags.OnlyDirectory | OpenFlags.NoFollow | Libc.CloseOnExec, 0)));
    }

    /// <summary>The directory itself.</summary>
    public FileStatus Status => FileStatus.Of(_descriptor);

    /// <summary>What has a name.</summary>
    /// <returns>Null when nothing has.</returns>
    public FileStatus? Look(ReadOnlySpan<byte> name)
    {
        FileStatus? status = FileStatus.OfNameIn(_descriptor, [.. name, 0], out int error);
        return status is not null || error == Errno.NoSuchFile ? status : throw new PosixException(error);
    }

    /// <summary>Opens a file to read. A FIFO is not waited for.</summary>
    /// <exception cref="PosixException">ELOOP: a link.</exception>
    public int OpenToRead(ReadOnlySpan<byte> name) => Open(name, Libc.ReadOnly | Libc.NonBlock, 0);

    /// <summary>Opens a file to write. A FIFO is not waited for.</summary>
    public int OpenToWrite(ReadOnlySpan<byte> name) => Open(name, Libc.WriteOnly | Libc.NonBlock, 0);

    /// <summary>Makes a file that only its owner may read.</summary>
    /// <exception cref="PosixException">EEXIST: the name is taken.</exception>
    public int Create(ReadOnlySpan<byte> name) => Open(name, Libc.WriteOnly | Libc.Create | Libc.OnlyNew, 0x180);

    /// <summary>Gives a file a second name.</summary>
    /// <exception cref="PosixException">EEXIST: the name is taken.</exception>
    public void Link(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        fixed (byte* one = (byte[])[.. from, 0], other = (byte[])[.. to, 0])
            Check(Libc.LinkAt(_descriptor, one, _descriptor, other, 0));
    }

    /// <summary>Gives a file another name. A file of that name goes.</summary>
    public void Rename(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        fixed (byte* one = (byte[])[.. from, 0], other = (byte[])[.. to, 0])
            Check(Libc.RenameAt(_descriptor, one, _descriptor, other));
    }

    /// <summary>Takes a name away.</summary>
    public void Remove(ReadOnlySpan<byte> name)
    {
        fixed (byte* start = (byte[])[.. name, 0])
            Check(Libc.UnlinkAt(_descriptor, start, 0));
    }

    /// <summary>Brings the names to the disk.</summary>
    public void Synchronize() => Check(Libc.Synchronize(_descriptor));

    /// <summary>Some of the names, sorted by their bytes.</summary>
    public List<byte[]> Names(NameChoice isWanted) =>
        DirectoryNames.TryRead(Open("."u8, Libc.ReadOnly | OpenFlags.OnlyDirectory, 0), isWanted, out int error) ?? throw new PosixException(error);

    public void Dispose() => Descriptor.Close(_descriptor);

    private int Open(ReadOnlySpan<byte> name, int flags, uint mode)
    {
        fixed (byte* start = (byte[])[.. name, 0])
            return Check(Libc.OpenAt(_descriptor, start, flags | OpenFlags.NoFollow | Libc.CloseOnExec, mode));
    }

    private static int Check(int result) => result == -1 ? throw new PosixException(Marshal.GetLastPInvokeError()) : result;
}
