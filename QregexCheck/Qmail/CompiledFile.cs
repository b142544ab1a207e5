using System;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>The open compiled file of a control directory. It tells whether the file may be believed.</summary>
internal sealed class CompiledFile : IDisposable
{
    private readonly ControlDirectory _directory;
    private readonly BelievedFile _file;

    private CompiledFile(ControlDirectory directory, BelievedFile file)
    {
        _directory = directory;
        _file = file;
    }

    /// <summary>The file's name in the control directory.</summary>
    public static ReadOnlySpan<byte> FileName => "qregexcheck.db"u8;

    /// <summary>The file, block by block.</summary>
    public BlockReader Reader => _file.Reader;

    /// <summary>Opens the compiled file of a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="keptBlocks">How many blocks are kept in memory at most.</param>
    /// <returns>Null when there is no compiled file.</returns>
    /// <exception cref="DatabaseException">The file exists and can't be believed.</exception>
    public static CompiledFile? Open(ControlDirectory directory, int keptBlocks = BlockReader.BlocksOfOneCheck) =>
        BelievedFile.Open(directory.PathOf(FileName), BlockFile.Rules, keptBlocks) is { } file ? new CompiledFile(directory, file) : null;

    /// <summary>The compiled form of a list, if the list's control file is unchanged since it was compiled.</summary>
    /// <exception cref="DatabaseException">
    /// The control file has changed, or this can't be known, or the compiled file has nothing for the list that this version reads.
    /// </exception>
    public ListEntry Entry(ControlList list)
    {
        ListEntry entry = ListEntry.Read(Reader.Header, list);
        Confirm(entry.Source, entry.IsAmbiguous, ControlLists.Name(list), Examine(ControlLists.FileName(list)));
        return entry;
    }

    /// <summary>The same for a control file that is open.</summary>
    public ListEntry Entry(ControlList list, in FileStatus status)
    {
        ListEntry entry = ListEntry.Read(Reader.Header, list);
        Confirm(entry.Source, entry.IsAmbiguous, ControlLists.Name(list), status);
        return entry;
    }

    /// <summary>The compiled form of a control file of addresses, if that is unchanged since it was compiled.</summary>
    /// <exception cref="DatabaseException">
    /// The control file has changed, or this can't be known, or this version does not read what the compiled file holds of it.
    /// </exception>
    public AddressEntry Entry(AddressList list) => Entry(list, Examine(AddressLists.FileName(list)));

    /// <summary>The same for a control file that was looked at.</summary>
    /// <param name="list">The control file.</param>
    /// <param name="status">What it is now; null when it is missing.</param>
    public AddressEntry Entry(AddressList list, FileStatus? status)
    {
        AddressEntry entry = AddressEntry.Read(Reader.Header, list);
        if (status is not null && !entry.Source.Exists)
            throw new DatabaseException($"{AddressLists.Name(list)} is not in it");
        Confirm(entry.Source, entry.IsAmbiguous, AddressLists.Name(list), status);
        return entry;
    }

    public void Dispose() => _file.Dispose();

    private FileStatus? Examine(ReadOnlySpan<byte> fileName)
    {
        FileStatus? status = FileStatus.Of(_directory.PathOf(fileName), out int error);
        if (status is null && error != Errno.NoSuchFile)
            throw new DatabaseException($"{Encoding.ASCII.GetString(fileName)} can't be examined: {PosixException.Describe(error)}");
        return status;
    }

    private void Confirm(in SourceStamp compiled, bool isAmbiguous, string name, FileStatus? status)
    {
        if (status is { } found && _file.Status.Owner != 0 && _file.Status.Owner != found.Owner)
            throw new DatabaseException($"it belongs to user {_file.Status.Owner}, who is neither root nor the owner of {name}");
        SourceStamp stamp = status?.ToStamp() ?? default;
        if (stamp != compiled)
            throw new DatabaseException(stamp.Exists ? $"{name} was changed after it was compiled"
                : $"{name} was removed after it was compiled");
        if (isAmbiguous)
            throw new DatabaseException($"{name} was changed in the same moment in which it was compiled");
    }
}
