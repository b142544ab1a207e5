using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using QregexCheck.Batv;
using Xunit;

namespace QregexCheck.Tests.Rooms.Batv;

/// <summary>HMAC-SHA1 as the product makes it, against the published vectors and against .NET's own.</summary>
public sealed class TagHashTests
{
    // RFC 2202, section 3: key, text, digest. A repetition is written as BYTE*COUNT.
    public static TheoryData<string, string, string> Rfc2202 => new()
    {
        { "0b*20", Hex("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00" },
        { Hex("Jefe"), Hex("what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
        { "aa*20", "dd*50", "125d7342b9ac11cd91a39af48aa17b4f63f175d3" },
        { "0102030405060708090a0b0c0d0e0f10111213141516171819", "cd*50", "4c9007f4026250c6bc8414f9bf50c86c2d7235da" },
        { "0c*20", Hex("Test With Truncation"), "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04" },
        { "aa*80", Hex("Test Using Larger Than Block-Size Key - Hash Key First"), "aa4ae5e15272d00e95705637ce8a3b55ed402112" },
        { "aa*80", Hex("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"), "e8e99d0f45237d786d6bbaa7965c7808bbff1a91" },
    };

    [Theory]
    [MemberData(nameof(Rfc2202))]
    public void The_published_vectors_hold(string key, string text, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(TagHash.Whole(Bytes(key), Bytes(text))));

    [Fact]
    public void Keys_and_texts_of_every_length_up_to_200_give_what_the_platform_gives()
    {
        var random = new Random(22020);
        for (int length = 0; length <= 200; length++)
        {
            var key = new byte[random.Next(1, 201)];
            var text = new byte[length];
            random.NextBytes(key);
            random.NextBytes(text);
            Assert.Equal(Platform(key, text), TagHash.Whole(key, text));
        }
    }

    [Fact]
    public void The_first_three_bytes_are_compared_and_no_other()
    {
        byte[] hash = TagHash.Whole(Bytes("0b*20"), Bytes(Hex("Hi There")));
        Assert.True(TagHash.IsSame(hash, [0xB6, 0x17, 0x31]));
        Assert.False(TagHash.IsSame(hash, [0xB7, 0x17, 0x31]));
        Assert.False(TagHash.IsSame(hash, [0xB6, 0x18, 0x31]));
        Assert.False(TagHash.IsSame(hash, [0xB6, 0x17, 0x30]));
    }

    /// <summary>HMAC-SHA1 of .NET.</summary>
    internal static byte[] Platform(byte[] key, byte[] text)
    {
#pragma warning disable CA5350 // BATV is made of it.
        return HMACSHA1.HashData(key, text);
#pragma warning restore CA5350
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text));

    private static byte[] Bytes(string hex) => hex.Split('*') is [var one, var count]
        ? [.. Enumerable.Repeat(Convert.FromHexString(one)[0], int.Parse(count, System.Globalization.CultureInfo.InvariantCulture))]
        : Convert.FromHexString(hex);
}
