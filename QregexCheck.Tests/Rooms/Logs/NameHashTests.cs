using System;
using System.Collections.Generic;
using System.Numerics;
using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class NameHashTests
{
    private static readonly NameHash Hash = new(3, 5);

    [Fact]
    public void Letters_count_without_their_case_and_other_bytes_as_they_are()
    {
        for (int length = 0; length < 70; length++)
        {
            string name = "box127905.51@mail.sender5996.example/box127905.51@mail.sender5996.example"[..length];
            Assert.Equal(Of(name), Of(name.ToUpperInvariant()));
        }

        Assert.NotEqual(Of("["), Of("{"));
        Assert.NotEqual(Of("@"), Of("`"));
    }

    [Fact]
    public void Each_bit_of_a_name_has_a_part_in_about_half_of_the_hash()
    {
        for (int length = 1; length < 50; length++)
        {
            var name = new byte[length];
            for (int bit = 0; bit < 8 * length; bit++)
            {
                // Without letters, whose case does not count.
                Array.Fill(name, (byte)'3');
                ulong before = Hash.Of(name);
                name[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.InRange(BitOperations.PopCount(before ^ Hash.Of(name)), 8, 56);
            }
        }
    }

    [Fact]
    public void Names_that_count_up_have_hashes_of_their_own_and_are_spread_over_both_ends()
    {
        var seen = new HashSet<ulong>();
        var low = new int[256];
        var high = new int[256];
        for (int i = 0; i < 200_000; i++)
        {
            ulong hash = Of($"box{i}@example.net");
            Assert.True(seen.Add(hash));
            low[hash & 255]++;
            high[hash >> 56]++;
        }

        Assert.All(low, count => Assert.InRange(count, 600, 970));
        Assert.All(high, count => Assert.InRange(count, 600, 970));
    }

    [Fact]
    public void A_name_that_ends_in_zeros_is_not_the_shorter_one()
    {
        var seen = new HashSet<ulong>();
        for (int length = 0; length < 40; length++)
            Assert.True(seen.Add(Hash.Of(new byte[length])));
    }

    [Fact]
    public void Another_key_and_another_order_make_another_hash()
    {
        Assert.NotEqual(Of("a@x.example"), new NameHash(3, 6).Of("a@x.example"u8));
        Assert.NotEqual(Of("a@x.example"), new NameHash(4, 5).Of("a@x.example"u8));
        Assert.NotEqual(Hash.Of(1, 2), Hash.Of(2, 1));
    }

    private static ulong Of(string name) => Hash.Of(Encoding.ASCII.GetBytes(name));
}
