using System;
using System.Linq;
using System.Numerics;
using QregexCheck.Database;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>The hash of addresses stands in compiled files, and so it must not change.</summary>
public sealed class AddressHashTests
{
    /// <summary>Source: SipHash: a fast short-input PRF, appendix A: key 00 to 0f, message 00 to 0e.</summary>
    [Fact]
    public void It_is_the_one_of_the_paper()
    {
        byte[] message = [.. Enumerable.Range(0, 15).Select(i => (byte)i)];
        Assert.Equal(0xa129ca6149be45e5UL, new AddressHash(0x0706050403020100, 0x0f0e0d0c0b0a0908).Of(message));
    }

    /// <summary>Files that an earlier version has compiled are asked by this one: an address that it did not find there would be refused.</summary>
    [Fact]
    public void It_is_the_one_of_the_paper_for_each_length()
    {
        var random = new Random(20261127);
        for (int length = 0; length < 300; length++)
        {
            var message = new byte[length];
            random.NextBytes(message);
            (ulong key0, ulong key1) = ((ulong)random.NextInt64(), (ulong)random.NextInt64());
            Assert.Equal(ByThePaper(message, key0, key1), new AddressHash(key0, key1).Of(message));
        }
    }

    [Fact]
    public void An_entry_and_its_opposite_have_the_same_one()
    {
        var hash = new AddressHash(1, 2);
        Assert.Equal(hash.Of("a@d"u8), hash.OfEntry("a@d"u8));
        Assert.Equal(hash.Of("a@d"u8), hash.OfEntry("-a@d"u8));
        Assert.Equal(hash.Of("-a@d"u8), hash.OfEntry("--a@d"u8));
        Assert.NotEqual(hash.Of("a@d"u8), new AddressHash(1, 3).Of("a@d"u8));
    }

    /// <summary>The message is filled up with zeros to seven bytes of a word of eight; the last one is its length. Source: as above, section 2.</summary>
    private static ulong ByThePaper(byte[] message, ulong key0, ulong key1)
    {
        byte[] padded = [.. message, .. new byte[7 - (message.Length % 8)], (byte)message.Length];
        ulong[] v = [key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d, key0 ^ 0x6c7967656e657261, key1 ^ 0x7465646279746573];
        for (int at = 0; at < padded.Length; at += 8)
        {
            ulong word = BitConverter.ToUInt64(padded, at);
            v[3] ^= word;
            Rounds(v, 2);
            v[0] ^= word;
        }

        v[2] ^= 0xff;
        Rounds(v, 4);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void Rounds(ulong[] v, int count)
    {
        for (; count > 0; count--)
        {
            Mix(v, 0, 1, 13);
            Mix(v, 2, 3, 16);
            v[0] = BitOperations.RotateLeft(v[0], 32);
            Mix(v, 2, 1, 17);
            Mix(v, 0, 3, 21);
            v[2] = BitOperations.RotateLeft(v[2], 32);
        }
    }

    private static void Mix(ulong[] v, int sum, int turned, int bits)
    {
        v[sum] = unchecked(v[sum] + v[turned]);
        v[turned] = BitOperations.RotateLeft(v[turned], bits) ^ v[sum];
    }
}
