using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>A new file beside another one, under a name that one run at a time has: the file is locked. It is closed at the end, and its name stays.</summary>
internal sealed class LockedNewFile : IDisposable
{
    private const int LockExclusiveNow = 2 | 4;
    private const uint PermissionBits = 0xFFF;

    private readonly int _descriptor;

    private LockedNewFile(int descriptor) => _descriptor = descriptor;

    /// <summary>Makes the file. One that a killed run has left is removed.</summary>
    /// <param name="file">The file that it is to replace.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The new file's name.</param>
    /// <exception cref="ChangeException">Another run has it, or something else has its name.</exception>
    public static LockedNewFile Create(GuardedFile file, OpenedDirectory directory, byte[] name)
    {
        int descriptor;
        try
        {
            descriptor = directory.Create(name);
        }
        catch (PosixException exception) when (exception.Number == Errno.FileExists)
        {
            RemoveLeft(file, directory, name);
            descriptor = directory.Create(name);
        }

        var made = new LockedNewFile(descriptor);
        if (TryLock(descriptor) && directory.Look(name)?.Inode == FileStatus.Of(descriptor).Inode)
            return made;
        made.Dispose();
        throw AtWork(file);
    }

    /// <summary>Makes an empty file with the given rights.</summary>
    public static void CreateEmpty(OpenedDirectory directory, byte[] name, uint mode)
    {
        using var made = new LockedNewFile(directory.Create(name));
        Check(Libc.ChangeMode(made._descriptor, mode));
    }

    public void Write(ReadOnlySpan<byte> content)
    {
        if (!Descriptor.TryWrite(_descriptor, content, out int error))
            throw new PosixException(error);
    }

    /// <summary>Gives it the group and the rights of the old file; where there is none, a mode.</summary>
    public void Permit(in FileStatus? old, uint mode)
    {
        // An owner can give a file to a group of his own only.
        if (old is { } status && FileStatus.Of(_descriptor).Group != status.Group)
            Check(Libc.ChangeOwner(_descriptor, uint.MaxValue, status.Group));
        Check(Libc.ChangeMode(_descriptor, old is { } it ? it.Mode & PermissionBits : mode));
    }

    /// <summary>Brings its bytes to the disk.</summary>
    public void Synchronize() => Check(Libc.Synchronize(_descriptor));

    public void Dispose() => Descriptor.Close(_descriptor);

    private static void RemoveLeft(GuardedFile file, OpenedDirectory directory, byte[] name)
    {
        if (directory.Look(name) is not { } left)
            return;
        if (!left.IsRegular || left.Owner != file.Owner)
            throw GuardedFile.Refused($"{file.Shown(name)} is none that this program has left there; look at it, and remove it");
        using var found = new LockedNewFile(directory.OpenToWrite(name));
        if (!TryLock(found._descriptor) || directory.Look(name)?.Inode != FileStatus.Of(found._descriptor).Inode)
            throw AtWork(file);
        directory.Remove(name);
    }

    private static bool TryLock(int descriptor)
    {
        if (Libc.Lock(descriptor, LockExclusiveNow) != -1)
            return true;
        int error = Marshal.GetLastPInvokeError();
        return error == Errno.TryAgain ? false : throw new PosixException(error);
    }

    private static ChangeException AtWork(GuardedFile file) => new($"{file.Shown(file.Name)} is being changed by another run; wait for it", isRefusal: false);

    private static void Check(int result)
    {
        if (result == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
    }
}
