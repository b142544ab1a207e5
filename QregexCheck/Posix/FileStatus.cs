using System;
using System.Runtime.InteropServices;
using QregexCheck.Control;

namespace QregexCheck.Posix;

/// <summary>What statx(2) says about a file. Its layout is the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int KindMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Directory = 0x4000;
    private const int CharacterDevice = 0x2000;
    private const int Fifo = 0x1000;
    private const int SymbolicLink = 0xA000;
    private const int Socket = 0xC000;

    [FieldOffset(0x10)]
    public uint Names;

    [FieldOffset(0x14)]
    public uint Owner;

    [FieldOffset(0x18)]
    public uint Group;

    [FieldOffset(0x1C)]
    public ushort Mode;

    [FieldOffset(0x20)]
    public ulong Inode;

    [FieldOffset(0x28)]
    public ulong Size;

    [FieldOffset(0x60)]
    public long ChangedSeconds;

    [FieldOffset(0x68)]
    public uint ChangedNanoseconds;

    [FieldOffset(0x70)]
    public long ModifiedSeconds;

    [FieldOffset(0x78)]
    public uint ModifiedNanoseconds;

    [FieldOffset(0x88)]
    public uint DeviceMajor;

    [FieldOffset(0x8C)]
    public uint DeviceMinor;

    private const int WorkingDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const int LinkItself = 0x100;
    private const uint BasicMask = 0x7FF;
    private const int MayEnter = 1;
    private const int EffectiveRights = 0x200;

    /// <summary>The status of an open file.</summary>
    /// <exception cref="PosixException">statx(2) failed.</exception>
    public static unsafe FileStatus Of(int descriptor)
    {
        FileStatus status;
        byte nothing = 0;
        if (Libc.Stat(descriptor, &nothing, EmptyPath, BasicMask, &status) == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
        return status;
    }

    /// <summary>The status of the file that a path leads to.</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    /// <param name="error">errno when it failed.</param>
    /// <returns>Null when it failed.</returns>
    public static FileStatus? Of(ReadOnlySpan<byte> path, out int error) => Of(path, 0, out error);

    /// <summary>The status of what has a name in an open directory. A symbolic link is not followed.</summary>
    /// <param name="directory">The directory's descriptor.</param>
    /// <param name="name">The name, ending in a NUL byte.</param>
    /// <param name="error">errno when it failed.</param>
    /// <returns>Null when it failed.</returns>
    public static FileStatus? OfNameIn(int directory, ReadOnlySpan<byte> name, out int error) => Of(directory, name, LinkItself, out error);

    /// <summary>The status of what stands at a path. A symbolic link at its end is not followed.</summary>
    public static FileStatus? OfName(ReadOnlySpan<byte> path, out int error) => Of(path, LinkItself, out error);

    /// <summary>True when it is sure that we may not enter a directory. Source: access(2), faccessat(2).</summary>
    /// <param name="path">The path, ending in a NUL byte.</param>
    public static unsafe bool IsClosed(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path)
            return Libc.MayAccess(WorkingDirectory, start, MayEnter, EffectiveRights) == -1 && Marshal.GetLastPInvokeError() == Errno.AccessDenied;
    }

    private static FileStatus? Of(ReadOnlySpan<byte> path, int flags, out int error) => Of(WorkingDirectory, path, flags, out error);

    private static unsafe FileStatus? Of(int directory, ReadOnlySpan<byte> path, int flags, out int error)
    {
        FileStatus status;
        fixed (byte* start = path)
        {
            bool failed = Libc.Stat(directory, start, flags, BasicMask, &status) == -1;
            error = failed ? Marshal.GetLastPInvokeError() : 0;
            return failed ? null : status;
        }
    }

    /// <summary>The size of an open file in bytes; 0 when it is no regular file, or its size can't be known.</summary>
    public static long SizeOfRegular(int descriptor)
    {
        try
        {
            FileStatus status = Of(descriptor);
            return status.IsRegular ? checked((long)status.Size) : 0;
        }
        catch (PosixException)
        {
            return 0;
        }
    }

    /// <summary>The part of the status that the compiled file keeps.</summary>
    public readonly SourceStamp ToStamp() => new(
        true, Size, new Instant(ModifiedSeconds, ModifiedNanoseconds), new Instant(ChangedSeconds, ChangedNanoseconds), Inode, DeviceMajor, DeviceMinor);

    /// <summary>True when another look has found the same file, and nobody wrote to it between the two. A name more or less does not count.</summary>
    public readonly bool IsUnchanged(in FileStatus later) => Inode == later.Inode && DeviceMajor == later.DeviceMajor && DeviceMinor == later.DeviceMinor
        && Size == later.Size && Mode == later.Mode && Owner == later.Owner && Group == later.Group
        && ModifiedSeconds == later.ModifiedSeconds && ModifiedNanoseconds == later.ModifiedNanoseconds;

    public readonly bool IsRegular => (Mode & KindMask) == Regular;

    /// <summary>What kind of file it is, as the end of a sentence.</summary>
    public readonly string Kind => (Mode & KindMask) switch
    {
        Regular => "a regular file",
        Directory => "a directory",
        Fifo => "a FIFO",
        SymbolicLink => "a symbolic link",
        _ => "no regular file",
    };

    /// <summary>True for a pipe, with or without a name.</summary>
    public readonly bool IsPipe => (Mode & KindMask) == Fifo;

    public readonly bool IsSocket => (Mode & KindMask) == Socket;

    public readonly bool IsDirectory => (Mode & KindMask) == Directory;

    /// <summary>True for <c>/dev/null</c> and its like.</summary>
    public readonly bool IsCharacterDevice => (Mode & KindMask) == CharacterDevice;
}
