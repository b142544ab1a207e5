using System;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>The open compiled file of a control directory. It tells whether the file may be believed.</summary>
internal sealed class CompiledFile : IDisposable
{
    private const int GroupAndOthersMayWrite = 0x12;

    private readonly ControlDirectory _directory;
    private readonly int _descriptor;
    private readonly FileStatus _status;

    private CompiledFile(ControlDirectory directory, int descriptor, FileStatus status, int keptBlocks)
    {
        _directory = directory;
        _descriptor = descriptor;
        _status = status;
        Reader = new BlockReader(ReadAt, keptBlocks);
    }

    /// <summary>The file's name in the control directory.</summary>
    public static ReadOnlySpan<byte> FileName => "qregexcheck.db"u8;

    /// <summary>The file, block by block.</summary>
    public BlockReader Reader { get; }

    /// <summary>Opens the compiled file of a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="keptBlocks">How many blocks are kept in memory at most.</param>
    /// <returns>Null when there is no compiled file.</returns>
    /// <exception cref="DatabaseException">The file exists and can't be believed.</exception>
    public static CompiledFile? Open(ControlDirectory directory, int keptBlocks = BlockReader.BlocksOfOneCheck)
    {
        int descriptor = Descriptor.Open(directory.PathOf(FileName), out int error);
        if (descriptor == -1)
            return error == Errno.NoSuchFile ? null : throw new DatabaseException($"it can't be opened: {PosixException.Describe(error)}");
        try
        {
            FileStatus status = FileStatus.Of(descriptor);
            if (!status.IsRegular)
                throw new DatabaseException("it is not a regular file");
            if ((status.Mode & GroupAndOthersMayWrite) != 0)
                throw new DatabaseException("others than its owner may write to it");
            var file = new CompiledFile(directory, descriptor, status, keptBlocks);
            if ((ulong)file.Reader.Length != status.Size)
                throw new DatabaseException("its length is not what its header says");
            return file;
        }
        catch (PosixException exception)
        {
            Descriptor.Close(descriptor);
            throw new DatabaseException($"it can't be read: {exception.Message}");
        }
        catch (DatabaseException)
        {
            Descriptor.Close(descriptor);
            throw;
        }
    }

    /// <summary>The compiled form of a list, if the list's control file is unchanged since it was compiled.</summary>
    /// <exception cref="DatabaseException">
    /// The control file has changed, or this can't be known, or the compiled file has nothing for the list that this version reads.
    /// </exception>
    public ListEntry Entry(ControlList list)
    {
        ListEntry entry = ListEntry.Read(Reader.Header, list);
        FileStatus? status = FileStatus.Of(_directory.PathOf(ControlLists.FileName(list)), out int error);
        if (status is null && error != Errno.NoSuchFile)
            throw new DatabaseException($"{ControlLists.Name(list)} can't be examined: {PosixException.Describe(error)}");
        return Confirm(entry, list, status);
    }

    /// <summary>The same for a control file that is open.</summary>
    public ListEntry Entry(ControlList list, in FileStatus status) => Confirm(ListEntry.Read(Reader.Header, list), list, status);

    public void Dispose() => Descriptor.Close(_descriptor);

    private ListEntry Confirm(in ListEntry entry, ControlList list, FileStatus? status)
    {
        if (status is { } found && _status.Owner != 0 && _status.Owner != found.Owner)
            throw new DatabaseException($"it belongs to user {_status.Owner}, who is neither root nor the owner of {ControlLists.Name(list)}");
        SourceStamp stamp = status?.ToStamp() ?? default;
        if (stamp != entry.Source)
            throw new DatabaseException(stamp.Exists ? $"{ControlLists.Name(list)} was changed after it was compiled"
                : $"{ControlLists.Name(list)} was removed after it was compiled");
        if (entry.IsAmbiguous)
            throw new DatabaseException($"{ControlLists.Name(list)} was changed in the same moment in which it was compiled");
        return entry;
    }

    private int ReadAt(long offset, Span<byte> buffer)
    {
        try
        {
            return Descriptor.ReadAt(_descriptor, offset, buffer);
        }
        catch (PosixException exception)
        {
            throw new DatabaseException($"it can't be read: {exception.Message}");
        }
    }
}
