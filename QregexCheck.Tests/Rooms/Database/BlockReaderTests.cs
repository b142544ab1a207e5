using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QregexCheck.Database;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>What a reader that is asked for long keeps, and that it believes nothing else than the file it has opened.</summary>
public sealed class BlockReaderTests
{
    private const int Block = DatabaseFormat.BlockSize;

    // 40,000 rules take some 3 MB: 700 blocks of data, and one of checksums.
    private static readonly Lazy<byte[]> Large = new(() => File("old"));

    private readonly List<long> _read = [];
    private byte[] _file = [.. Large.Value];

    [Theory]
    [InlineData(BlockReader.BlocksOfOneCheck)]
    [InlineData(BlockReader.BlocksOfManyChecks)]
    public void Blocks_are_read_once_while_they_are_kept(int kept)
    {
        var reader = new BlockReader(Read, kept);
        for (int round = 0; round < 3; round++)
        {
            for (int number = 1; number <= kept; number++)
                Assert.Equal(_file[(number * Block) + 7], reader.ReadByte((number * Block) + 7));
        }

        // The header, the blocks, and the one of checksums.
        Assert.Equal(kept + 2, _read.Count);
        Assert.Equal(_read.Count, reader.BlocksRead);
        Assert.Equal(_read.Count, _read.Distinct().Count());

        // One more takes the place of one, and it alone is read again.
        reader.ReadByte((kept + 1) * Block);
        reader.ReadByte(2 * Block);
        reader.ReadByte(1 * Block);
        Assert.Equal(kept + 4, _read.Count);
    }

    [Fact]
    public void A_reader_takes_no_more_memory_than_it_may_however_much_is_read()
    {
        var reader = new BlockReader(Read, BlockReader.BlocksOfManyChecks);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int number = 1; number < 600; number++)
            reader.ReadByte(number * Block);

        // They are two and a half megabytes; some of what is taken is this test's own.
        Assert.InRange(
            GC.GetAllocatedBytesForCurrentThread() - before, BlockReader.BlocksOfManyChecks * Block, (BlockReader.BlocksOfManyChecks * Block) + 200_000);
    }

    /// <summary>A block that was damaged when it was read is read again, and so is what stood in its place before.</summary>
    [Fact]
    public void A_damaged_block_is_not_kept()
    {
        var reader = new BlockReader(Read, BlockReader.BlocksOfOneCheck);
        Assert.Equal(_file[1 * Block], reader.ReadByte(1 * Block));
        _file[(9 * Block) + 5]++;
        for (int i = 0; i < 2; i++)
            Assert.Equal("a block of it is damaged", Assert.Throws<DatabaseException>(() => reader.ReadByte(9 * Block)).Message);
        Assert.Equal(_file[1 * Block], reader.ReadByte(1 * Block));
        _file[(9 * Block) + 5]--;
        Assert.Equal(_file[9 * Block], reader.ReadByte(9 * Block));
    }

    /// <summary>A compiled file that is overwritten in place by another one, whole and sound: the blocks that differ are no longer believed.</summary>
    [Fact]
    public void Another_compiled_file_in_the_same_place_is_not_believed()
    {
        foreach (bool hasReadOne in new[] { false, true })
        {
            _file = [.. Large.Value];
            var reader = new BlockReader(Read, BlockReader.BlocksOfManyChecks);
            if (hasReadOne)
                reader.ReadByte(1 * Block);
            byte[] other = File("new");
            Assert.Equal(other.Length, new BlockReader(CompiledInMemory.Source(other)).Length);
            _file = other;
            Assert.Throws<DatabaseException>(() => reader.ReadByte(2 * Block));
        }
    }

    private static byte[] File(string name) => CompiledInMemory.Write(CompiledInMemory.Compile([.. Enumerable.Range(0, 40_000)
        .SelectMany(i => System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"^{name}{i}@host{i}\\.example$\n")))]));

    private int Read(long offset, Span<byte> buffer)
    {
        _read.Add(offset);
        return CompiledInMemory.Source(_file)(offset, buffer);
    }
}
