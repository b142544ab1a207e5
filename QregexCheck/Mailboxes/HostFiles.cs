using System;
using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary>The files and programs of the host that qmail asks for a recipient, as the user sees them who runs the check.</summary>
/// <remarks>The look-ups themselves are pure: the edge gives them the real files, and the tests made-up ones and faults.</remarks>
internal abstract class HostFiles
{
    /// <summary>Looks at a path with stat(2). Links are followed.</summary>
    /// <param name="path">The path, without a NUL. A path that holds a NUL is a failure.</param>
    public abstract FileLook Look(ReadOnlySpan<byte> path);

    /// <summary>Opens a regular file. It never waits for a FIFO.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <returns>Null when there is nothing: ENOENT. qmail's programs take no other failure for a file that is not there.</returns>
    /// <exception cref="HostFileException">It can't be opened, or is no regular file.</exception>
    public abstract HostFile? Open(ReadOnlySpan<byte> path);

    /// <summary>The same, for a file that we perhaps may not read: to throw takes as long as half of a check.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <param name="isDenied">True when it is there and we may not read it.</param>
    /// <returns>Null when there is nothing, or we may not read it.</returns>
    /// <exception cref="HostFileException">It is there and can't be opened for another reason, or is no regular file.</exception>
    public virtual HostFile? OpenUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied)
    {
        isDenied = false;
        try
        {
            return Open(path);
        }
        catch (HostFileException exception) when (exception.IsDenied)
        {
            isDenied = true;
            return null;
        }
    }

    /// <summary>What a symbolic link says. Source: readlink(2).</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <returns>Null when no link stands there.</returns>
    /// <exception cref="HostFileException">It can't be told.</exception>
    public virtual byte[]? ReadLink(ReadOnlySpan<byte> path) => null;

    /// <summary>The same, for a path that we perhaps may not see.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <param name="isDenied">True when we may not see it.</param>
    /// <returns>Null when no link stands there, or we may not see it.</returns>
    /// <exception cref="HostFileException">It can't be told for another reason.</exception>
    public virtual byte[]? ReadLinkUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied)
    {
        isDenied = false;
        try
        {
            return ReadLink(path);
        }
        catch (HostFileException exception) when (exception.IsDenied)
        {
            isDenied = true;
            return null;
        }
    }

    /// <summary>True when what a path leads to has an access control list beside its mode. Source: acl(5).</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <exception cref="HostFileException">It can't be told.</exception>
    public virtual bool HasAccessList(ReadOnlySpan<byte> path) => false;

    /// <summary>The same, for a path that we perhaps may not see.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <param name="isDenied">True when we may not see it.</param>
    /// <exception cref="HostFileException">It can't be told for another reason.</exception>
    public virtual bool HasAccessListUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied)
    {
        isDenied = false;
        try
        {
            return HasAccessList(path);
        }
        catch (HostFileException exception) when (exception.IsDenied)
        {
            isDenied = true;
            return false;
        }
    }

    /// <summary>True when it is sure that something stands at a path and that no symbolic link is on its way or at its end.</summary>
    /// <param name="path">The path from the root, without a NUL.</param>
    /// <returns>False where it is not known: then each name is to be asked with <see cref="ReadLink"/>.</returns>
    public virtual bool LeadsOverNoLink(ReadOnlySpan<byte> path) => false;

    /// <summary>True when it is sure that we may not enter a directory: then we see none of the names in it.</summary>
    /// <param name="directory">The path of the directory, without a NUL.</param>
    public virtual bool IsClosed(ReadOnlySpan<byte> directory) => false;

    /// <summary>Runs <c>qmail-getpw LOCAL</c>. Source: qmail-getpw(8).</summary>
    /// <param name="local">The local part.</param>
    /// <returns>What it printed: user, uid, gid, home, dash and ext, each with a NUL behind it.</returns>
    /// <exception cref="HostFileException">It can't be run, failed, or took too long.</exception>
    public abstract byte[] RunGetpw(ReadOnlySpan<byte> local);

    /// <summary>What root's snapshot says of files that can't be read; null where there is no snapshot to ask.</summary>
    public virtual SnapshotFiles? Snapshot => null;

    /// <summary>Waits until any further change of a file would show another stamp: as long as one tick of the clock.</summary>
    /// <param name="stamp">The file's stamp.</param>
    /// <returns>
    /// True when the stamp was older already. False when the file was seen within the tick of a change, so that it must be looked at again, or when the
    /// file system's ticks are too long to wait for.
    /// </returns>
    public virtual bool Settles(in SourceStamp stamp) => true;
}
