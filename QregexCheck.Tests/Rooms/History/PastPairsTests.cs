using System.Collections.Generic;
using QregexCheck.History;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.History;

/// <summary>Pairs that are newly refused: each is handed out once, and the regular ones stay when there are too many.</summary>
public sealed class PastPairsTests
{
    private const long Day = 86_400_000_000_000;

    private readonly Dictionary<ulong, long> _counts = new();
    private readonly Dictionary<ulong, Risk> _risks = new();

    [Theory]
    [InlineData(0x9E37_79B9_7F4A_7C15)]
    [InlineData(1)]
    [InlineData(1024)]
    public void Nothing_is_lost_or_counted_twice_when_pairs_are_forgotten(ulong step)
    {
        const int Regulars = 50;
        const int Others = 20_000;
        var pairs = new PastPairs(1_000, Take);
        for (int day = 0; day < 4; day++)
        {
            for (ulong key = 1; key <= Regulars; key++)
                See(pairs, key, day * Day);
            for (int i = 0; i < Others; i++)
                See(pairs, unchecked(1_000_000 + ((ulong)((day * Others) + i) * step)), (day * Day) + i);
        }

        pairs.End();
        Assert.False(pairs.IsWhole);
        Assert.Equal(Regulars + (4 * Others), _counts.Count);
        foreach ((ulong key, long count) in _counts)
            Assert.Equal(key <= Regulars ? 4 : 1, count);
    }

    [Fact]
    public void A_pair_of_two_days_outlives_those_of_one()
    {
        var pairs = new PastPairs(1_000, Take);
        See(pairs, 1, 0);
        See(pairs, 1, Day);
        for (ulong i = 0; i < 50_000; i++)
            See(pairs, 1_000 + i, Day + (long)i);
        See(pairs, 1, 2 * Day);
        pairs.End();
        Assert.Equal((3L, Risk.Regular), (_counts[1], _risks[1]));
    }

    [Theory]
    [InlineData(MailEvent.NoTime)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(-Day * 30_000)]
    public void Pairs_of_one_moment_are_forgotten_too(long time)
    {
        var pairs = new PastPairs(1_000, Take);
        for (ulong i = 0; i < 5_000; i++)
            See(pairs, i, time);
        pairs.End();
        Assert.Equal(5_000, _counts.Count);
    }

    private static void See(PastPairs pairs, ulong key, long time) => pairs.Find(key).See(time);

    private void Take(in PastPair pair)
    {
        _counts[pair.Key] = _counts.GetValueOrDefault(pair.Key) + pair.Count;
        _risks[pair.Key] = pair.Risk;
    }
}
