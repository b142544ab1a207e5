using System;
using System.Linq;
using QregexCheck.Database;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>What KeptBlocks keeps is found again, and is never another block.</summary>
public sealed class KeptBlocksTests
{
    [Fact]
    public void While_there_is_room_no_block_drives_another_out()
    {
        var blocks = new KeptBlocks(16);
        int[] numbers = [1622, 166, 1623, 167, 6, 22, 15, 31, 47, 0];
        Assert.All(numbers, number => Assert.False(Finds(blocks, number)));
        Assert.All(numbers, number => Assert.True(Finds(blocks, number)));
    }

    [Fact]
    public void With_a_place_for_each_block_all_are_kept()
    {
        var blocks = new KeptBlocks(1024);
        int[] numbers = [.. Enumerable.Range(0, 1024)];
        new Random(20261127).Shuffle(numbers);
        Assert.All(numbers, number => Assert.False(Finds(blocks, number)));
        Assert.All(numbers, number => Assert.True(Finds(blocks, number)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1024)]
    public void With_more_blocks_than_places_each_one_that_is_found_is_the_one_that_was_asked_for(int places)
    {
        var blocks = new KeptBlocks(places);
        var random = new Random(20261126);
        int found = 0;
        for (int i = 0; i < 20_000; i++)
            found += Finds(blocks, random.Next(3 * places), isSound: random.Next(4) > 0) ? 1 : 0;
        Assert.InRange(found, 2_000, 10_000);
    }

    /// <summary>Looks for a block, whose bytes begin with its number, and reads it where it is not kept. One that is not sound is not kept.</summary>
    private static bool Finds(KeptBlocks blocks, int number, bool isSound = true)
    {
        if (blocks.TryFind(number, out byte[] block))
        {
            Assert.Equal(number, BitConverter.ToInt32(block));
            return true;
        }

        BitConverter.TryWriteBytes(block, isSound ? number : -7);
        if (isSound)
            blocks.Keep(number);
        return false;
    }
}
