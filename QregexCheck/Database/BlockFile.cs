using System;

namespace QregexCheck.Database;

/// <summary>The files that are made of blocks with checksums. They differ in their first bytes, their format and what their header says.</summary>
internal enum BlockFile : byte
{
    /// <summary><c>qregexcheck.db</c>, see <see cref="DatabaseFormat"/>.</summary>
    Rules,

    /// <summary><c>qregexcheck-rcpt.db</c>, see <see cref="SnapshotFormat"/>.</summary>
    Recipients,
}

/// <summary>What is fixed for each file of blocks.</summary>
internal static class BlockFiles
{
    /// <summary>Its first 16 bytes.</summary>
    public static ReadOnlySpan<byte> Magic(BlockFile file) => file == BlockFile.Rules ? DatabaseFormat.Magic : SnapshotFormat.Magic;

    /// <summary>Its format.</summary>
    public static uint Version(BlockFile file) => file == BlockFile.Rules ? DatabaseFormat.Version : SnapshotFormat.Version;

    /// <summary>Checks the header's own part.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The header, its checksum being right.</param>
    /// <param name="checksumBlocks">Number of checksum blocks.</param>
    /// <param name="dataEnd">Where the data blocks end.</param>
    /// <exception cref="DatabaseException">It does not fit together.</exception>
    public static void CheckHeader(BlockFile file, ReadOnlySpan<byte> header, int checksumBlocks, long dataEnd)
    {
        if (file == BlockFile.Rules)
            ListTable.Check(header, checksumBlocks, dataEnd);
        else
            SnapshotHeader.Check(header, dataEnd);
    }

    /// <summary>Throws unless all of the header is 0 that nothing stands in.</summary>
    public static void CheckUnused(BlockFile file, ReadOnlySpan<byte> header, int checksumBlocks)
    {
        if (file == BlockFile.Rules)
            ListTable.CheckUnused(header, checksumBlocks);
        else
            ListTable.CheckUnused(header[SnapshotFormat.HeaderEnd..DatabaseFormat.RootAt(checksumBlocks - 1)]);
    }
}
