using System;
using System.Buffers.Binary;

namespace QregexCheck.Database;

/// <summary>Ends a file of blocks: adds the checksums and fills the part of the header that all such files share.</summary>
internal static class BlockWriter
{
    /// <summary>Fills up the last data block and adds the blocks of checksums.</summary>
    /// <returns>Number of blocks of checksums.</returns>
    /// <exception cref="DatabaseException">The file would be too large.</exception>
    public static int AddChecksums(SectionBytes bytes, out int dataBlocks)
    {
        bytes.Align(DatabaseFormat.BlockSize);
        dataBlocks = bytes.Offset / DatabaseFormat.BlockSize;
        int checksumBlocks = (dataBlocks + DatabaseFormat.ChecksumsPerBlock - 1) / DatabaseFormat.ChecksumsPerBlock;
        for (int block = 0; block < checksumBlocks; block++)
        {
            // 0 for the header's place and behind the last one.
            int from = block * DatabaseFormat.ChecksumsPerBlock;
            for (int i = from; i < from + DatabaseFormat.ChecksumsPerBlock; i++)
                bytes.Add(i == 0 || i >= dataBlocks ? 0U : BlockReader.Checksum(bytes.Block(i)));
        }

        return checksumBlocks;
    }

    /// <summary>Clears the header and writes what stands in it before the file's own part.</summary>
    /// <returns>The header.</returns>
    public static Span<byte> BeginHeader(SectionBytes bytes, BlockFile file, int dataBlocks, int checksumBlocks)
    {
        Span<byte> header = bytes.Block(0);
        header.Clear();
        BlockFiles.Magic(file).CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[DatabaseFormat.VersionAt..], BlockFiles.Version(file));
        BinaryPrimitives.WriteUInt32LittleEndian(header[DatabaseFormat.BlockSizeAt..], DatabaseFormat.BlockSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[DatabaseFormat.LengthAt..], bytes.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(header[DatabaseFormat.DataBlocksAt..], dataBlocks);
        BinaryPrimitives.WriteInt32LittleEndian(header[DatabaseFormat.ChecksumBlocksAt..], checksumBlocks);
        return header;
    }

    /// <summary>Writes the checksums of the checksum blocks, and the header's own.</summary>
    public static void EndHeader(SectionBytes bytes, int dataBlocks, int checksumBlocks)
    {
        Span<byte> header = bytes.Block(0);
        for (int i = 0; i < checksumBlocks; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(header[DatabaseFormat.RootAt(i)..], BlockReader.Checksum(bytes.Block(dataBlocks + i)));
        BinaryPrimitives.WriteUInt32LittleEndian(
            header[DatabaseFormat.HeaderChecksumAt..], BlockReader.Checksum(header[..DatabaseFormat.HeaderChecksumAt]));
    }
}
