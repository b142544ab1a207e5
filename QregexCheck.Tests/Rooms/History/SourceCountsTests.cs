using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Database;
using QregexCheck.History;
using Xunit;

namespace QregexCheck.Tests.Rooms.History;

public sealed class SourceCountsTests
{
    private static readonly AddressHash Hash = new(3, 5);

    [Fact]
    public void The_sources_with_most_hits_are_exactly_those_that_a_plain_count_finds()
    {
        var random = new Random(7);
        var plain = new Dictionary<string, long>(StringComparer.Ordinal);
        var counts = new SourceCounts(new CounterMemory(CounterMemory.OfReport), 10);
        for (int i = 0; i < 300_000; i++)
        {
            string name = $"d{(int)(20_000 * Math.Pow(random.NextDouble(), 4))}.example";
            plain[name] = plain.GetValueOrDefault(name) + 1;
            Add(counts, name);
        }

        TopSource[] top = counts.Top();
        Assert.False(counts.IsRough);
        Assert.Equal(10, top.Length);
        Assert.Equal(plain.Values.OrderDescending().Take(10), top.Select(source => source.Hits));
        Assert.All(top, source => Assert.Equal(plain[Encoding.ASCII.GetString(source.Name)], source.Hits));
    }

    [Fact]
    public void More_sources_than_are_kept_hide_none_that_has_many_hits_and_no_count_is_too_high()
    {
        var counts = new SourceCounts(new CounterMemory(CounterMemory.OfReport), 3);
        for (int i = 0; i < 200_000; i++)
        {
            Add(counts, $"once{i}.example");
            if (i % 10 == 0)
                Add(counts, "often.example");
        }

        Assert.True(counts.IsRough);
        TopSource first = counts.Top()[0];
        Assert.Equal("often.example", Encoding.ASCII.GetString(first.Name));
        Assert.InRange(first.Hits, 15_000, 20_000);
    }

    [Fact]
    public void Without_memory_a_source_of_most_hits_is_still_found()
    {
        var counts = new SourceCounts(new CounterMemory(600), 2);
        for (int i = 0; i < 10_000; i++)
        {
            Add(counts, $"once{i}.example");
            Add(counts, "often.example");
        }

        Assert.Contains(counts.Top(), source => source.Name.AsSpan().SequenceEqual("often.example"u8) && source.Hits is > 5_000 and <= 10_000);
        Assert.True(counts.IsRough);
    }

    [Fact]
    public void When_none_is_wanted_none_is_kept()
    {
        var counts = new SourceCounts(new CounterMemory(0), 0);
        Add(counts, "a.example");
        Assert.Empty(counts.Top());
    }

    private static void Add(SourceCounts counts, string name)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(name);
        if (counts.Add(Hash.Of(bytes), 1))
            counts.Name(Hash.Of(bytes), bytes);
    }
}
