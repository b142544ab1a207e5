using System;
using QregexCheck.Database;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>An open file of blocks that nobody but its owner may write to. Whether the owner is to be believed, the caller asks.</summary>
internal sealed class BelievedFile : IDisposable
{
    private const int GroupAndOthersMayWrite = 0x12;

    private readonly int _descriptor;

    private BelievedFile(int descriptor, FileStatus status, BlockFile file, int keptBlocks)
    {
        _descriptor = descriptor;
        Status = status;
        Reader = new BlockReader(ReadAt, keptBlocks, file);
    }

    /// <summary>What the file was when it was opened.</summary>
    public FileStatus Status { get; }

    /// <summary>The file, block by block.</summary>
    public BlockReader Reader { get; }

    /// <summary>Opens a file of blocks.</summary>
    /// <param name="path">Its path, ending in NUL.</param>
    /// <param name="file">Which file it is.</param>
    /// <param name="keptBlocks">How many blocks are kept in memory at most.</param>
    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="DatabaseException">The file exists and can't be believed.</exception>
    public static BelievedFile? Open(ReadOnlySpan<byte> path, BlockFile file, int keptBlocks)
    {
        int descriptor = Descriptor.Open(path, out int error);
        if (descriptor == -1)
            return error == Errno.NoSuchFile ? null : throw new DatabaseException($"it can't be opened: {PosixException.Describe(error)}");
        try
        {
            FileStatus status = FileStatus.Of(descriptor);
            if (!status.IsRegular)
                throw new DatabaseException("it is not a regular file");
            if ((status.Mode & GroupAndOthersMayWrite) != 0)
                throw new DatabaseException("others than its owner may write to it");
            var opened = new BelievedFile(descriptor, status, file, keptBlocks);
            if ((ulong)opened.Reader.Length != status.Size)
                throw new DatabaseException("its length is not what its header says");
            return opened;
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

    public void Dispose() => Descriptor.Close(_descriptor);

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
