using QregexCheck.Database;
using QregexCheck.History;
using Xunit;

namespace QregexCheck.Tests.Rooms.History;

public sealed class DifferentCountTests
{
    private static readonly AddressHash Hash = new(3, 5);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1_000, 1_000)]
    [InlineData(65_536, 65_536)]
    public void Up_to_65536_keys_the_number_is_exact_however_often_each_comes(int keys, long expected)
    {
        var count = new DifferentCount(new CounterMemory(CounterMemory.OfReport));
        long added = 0;
        for (int round = 0; round < 3; round++)
        {
            for (int key = 0; key < keys; key++)
                added += count.Add(HashOf(key));
        }

        Assert.Equal((expected, expected, false), (count.Count, added, count.IsRough));
    }

    [Theory]
    [InlineData(65_537)]
    [InlineData(300_000)]
    [InlineData(2_000_000)]
    public void Above_that_it_is_marked_and_right_within_two_percent(int keys)
    {
        var count = new DifferentCount(new CounterMemory(CounterMemory.OfReport));
        for (int key = 0; key < keys; key++)
            count.Add(HashOf(key));
        Assert.True(count.IsRough);
        Assert.InRange(count.Count, keys * 0.98, keys * 1.02);
    }

    [Fact]
    public void Without_memory_it_counts_on_with_what_it_has()
    {
        var count = new DifferentCount(new CounterMemory(4_096));
        for (int key = 0; key < 100_000; key++)
            count.Add(HashOf(key));
        Assert.True(count.IsRough);
        Assert.InRange(count.Count, 60_000, 140_000);
    }

    [Fact]
    public void The_hash_of_zero_is_a_key_too()
    {
        var count = new DifferentCount(new CounterMemory(4_096));
        Assert.Equal((1, 0, 1), (count.Add(0), count.Add(0), count.Count));
    }

    private static ulong HashOf(int key) => Hash.Of(System.BitConverter.GetBytes(key));
}
