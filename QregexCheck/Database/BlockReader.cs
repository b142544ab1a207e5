using System;
using System.Buffers.Binary;
using System.Numerics;
using QregexCheck.Control;

namespace QregexCheck.Database;

/// <summary>
/// Reads the compiled file block by block, and believes no byte that its checksum does not confirm. Blocks are copied, not mapped: a
/// file cut short under a mapping would kill the process. The header is read once, and it is what all checksums hang on: so what is read later
/// belongs to the same file, whatever was written into it meanwhile.
/// </summary>
internal sealed class BlockReader
{
    /// <summary>Blocks kept for one check: few are read twice.</summary>
    public const int BlocksOfOneCheck = 8;

    /// <summary>The same for a snapshot of recipients: index and records have their checksums in different blocks, mostly.</summary>
    public const int BlocksOfOneSnapshot = 16;

    /// <summary>
    /// Blocks kept for many checks: 128 KB, so that a session of the filter takes a megabyte. Four times as many would save half of the reads.
    /// </summary>
    public const int BlocksOfManyChecks = 32;

    /// <summary>Blocks kept in the large heap: 32 MB, which hold half a million compiled rules. No block is read twice then.</summary>
    public const int BlocksOfLargeHeap = 8192;

    private readonly RandomSource _source;
    private readonly BlockFile _file;
    private readonly byte[] _header = new byte[DatabaseFormat.BlockSize];
    private readonly KeptBlocks _blocks;
    private readonly KeptBlocks _checksums;
    private readonly int _dataBlocks;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="source">The file.</param>
    /// <param name="keptBlocks">How many blocks are kept in memory at most, a power of two; and one of checksums for each eight of them.</param>
    /// <param name="file">Which file it is to be.</param>
    /// <exception cref="DatabaseException">The file is not a compiled file of this format, or is damaged.</exception>
    public BlockReader(RandomSource source, int keptBlocks = BlocksOfOneCheck, BlockFile file = BlockFile.Rules)
    {
        _source = source;
        _file = file;
        _blocks = new KeptBlocks(keptBlocks);
        _checksums = new KeptBlocks(keptBlocks / BlocksOfOneCheck);
        if (source(0, _header) != _header.Length || !_header.AsSpan().StartsWith(BlockFiles.Magic(file)))
            throw new DatabaseException(file == BlockFile.Rules ? "it is not a compiled file" : "it is not a snapshot of recipients");
        if (HeaderNumber(DatabaseFormat.VersionAt) != BlockFiles.Version(file))
            throw new DatabaseException("another version of qregexcheck wrote it");
        if (HeaderNumber(DatabaseFormat.HeaderChecksumAt) != Checksum(_header.AsSpan(0, DatabaseFormat.HeaderChecksumAt)))
            throw new DatabaseException("its header is damaged");
        long dataBlocks = HeaderNumber(DatabaseFormat.DataBlocksAt);
        long checksumBlocks = HeaderNumber(DatabaseFormat.ChecksumBlocksAt);
        long length = BinaryPrimitives.ReadInt64LittleEndian(_header.AsSpan(DatabaseFormat.LengthAt));
        bool fits = HeaderNumber(DatabaseFormat.BlockSizeAt) == DatabaseFormat.BlockSize
            && dataBlocks >= 1
            && checksumBlocks == (dataBlocks + DatabaseFormat.ChecksumsPerBlock - 1) / DatabaseFormat.ChecksumsPerBlock
            && length == (dataBlocks + checksumBlocks) * DatabaseFormat.BlockSize
            && length <= DatabaseFormat.LongestFile;
        if (!fits)
            throw new DatabaseException("its header does not fit together");
        BlockFiles.CheckHeader(file, _header, (int)checksumBlocks, dataBlocks * DatabaseFormat.BlockSize);
        _dataBlocks = (int)dataBlocks;
        Length = length;
    }

    /// <summary>The file's length as its header has it.</summary>
    public long Length { get; }

    /// <summary>Blocks read so far, the header included: what a check costs.</summary>
    public int BlocksRead { get; private set; } = 1;

    public ReadOnlySpan<byte> Header => _header;

    public ulong ReadUInt64(long offset)
    {
        Span<byte> bytes = stackalloc byte[8];
        Read(offset, bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public uint ReadUInt32(long offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(offset, bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ushort ReadUInt16(long offset)
    {
        Span<byte> bytes = stackalloc byte[2];
        Read(offset, bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public byte ReadByte(long offset)
    {
        Span<byte> bytes = stackalloc byte[1];
        Read(offset, bytes);
        return bytes[0];
    }

    /// <summary>Reads bytes of the data blocks.</summary>
    /// <exception cref="DatabaseException">They are not there, or damaged.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        CheckRange(offset, bytes.Length);
        while (bytes.Length > 0)
        {
            int number = (int)(offset / DatabaseFormat.BlockSize);
            int start = (int)(offset % DatabaseFormat.BlockSize);
            ReadOnlySpan<byte> block = Block(number).AsSpan(start);
            int count = Math.Min(block.Length, bytes.Length);
            block[..count].CopyTo(bytes);
            bytes = bytes[count..];
            offset += count;
        }
    }

    /// <summary>
    /// Reads every block, and looks at what of the header nothing stands in. A check never finds out that a block is damaged of which it needs no byte.
    /// </summary>
    /// <exception cref="DatabaseException">One is not there, or damaged.</exception>
    public void CheckBlocks()
    {
        BlockFiles.CheckUnused(_file, _header, (_dataBlocks + DatabaseFormat.ChecksumsPerBlock - 1) / DatabaseFormat.ChecksumsPerBlock);
        for (int number = 1; number < _dataBlocks; number++)
            Block(number);

        // The blocks of checksums too, where a file without rules has no block that would need one.
        for (int number = 0; number < _dataBlocks; number += DatabaseFormat.ChecksumsPerBlock)
            ChecksumOf(number);
    }

    /// <summary>Throws unless a range lies in the data blocks.</summary>
    public void CheckRange(long offset, long length)
    {
        if (offset < DatabaseFormat.BlockSize || length < 0 || offset + length > (long)_dataBlocks * DatabaseFormat.BlockSize)
            throw new DatabaseException("an offset leads out of it");
    }

    /// <summary>CRC-32C, as the format uses it.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;

        // Four words a round: each check pays for this loop at each block.
        while (bytes.Length >= 32)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
            bytes = bytes[32..];
        }

        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    private byte[] Block(int number)
    {
        if (_blocks.TryFind(number, out byte[] block))
            return block;
        ReadWhole(number, block);
        if (Checksum(block) != ChecksumOf(number))
            throw new DatabaseException("a block of it is damaged");
        _blocks.Keep(number);
        return block;
    }

    private uint ChecksumOf(int number)
    {
        int wanted = number / DatabaseFormat.ChecksumsPerBlock;
        if (!_checksums.TryFind(wanted, out byte[] checksums))
        {
            ReadWhole(_dataBlocks + wanted, checksums);
            if (Checksum(checksums) != HeaderNumber(DatabaseFormat.RootAt(wanted)))
                throw new DatabaseException("a block of its checksums is damaged");
            _checksums.Keep(wanted);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(checksums.AsSpan(number % DatabaseFormat.ChecksumsPerBlock * 4));
    }

    private void ReadWhole(int number, Span<byte> block)
    {
        BlocksRead++;
        if (_source((long)number * DatabaseFormat.BlockSize, block) != block.Length)
            throw new DatabaseException("it is cut short");
    }

    private uint HeaderNumber(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(at));
}
