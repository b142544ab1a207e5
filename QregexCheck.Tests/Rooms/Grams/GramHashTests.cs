using System;
using QregexCheck.Grams;
using Xunit;

namespace QregexCheck.Tests.Rooms.Grams;

/// <summary>The hash is part of the format of the compiled file: a change of it needs a new version of that.</summary>
public sealed class GramHashTests
{
    [Theory]
    [InlineData("ABC")]
    [InlineData("EXAMP")]
    [InlineData(".EXAMPLE")]
    [InlineData("")]
    public void The_hash_is_what_files_have_been_written_with(string gram) => Assert.Equal(AsWritten(Bytes(gram)), GramHash.Of(Bytes(gram)));

    [Fact]
    public void Byte_by_byte_the_hash_is_the_same()
    {
        byte[] text = Bytes("JOE@MAIL");
        ulong bits = GramHash.Anywhere;
        for (int length = 1; length <= text.Length; length++)
        {
            bits = GramHash.Extend(bits, length - 1, text[length - 1]);
            Assert.Equal(AsWritten(text.AsSpan(0, length)), GramHash.Of(bits, length));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void From_one_gram_to_the_next_the_hash_is_the_same(int length)
    {
        byte[] text = Bytes("JOE@MAIL.EXAMPLE.COM\u00ff\u00ffX");
        ulong bits = GramHash.Anywhere;
        for (int i = 0; i < length; i++)
            bits = GramHash.Extend(bits, i, text[i]);
        for (int at = length; at < text.Length; at++)
        {
            bits = GramHash.Slide(bits, length, text[at - length], text[at]);
            Assert.Equal(AsWritten(text.AsSpan(at + 1 - length, length)), GramHash.Of(bits, length));
        }
    }

    [Fact]
    public void Two_changes_in_a_long_gram_do_not_undo_each_other() =>
        Assert.NotEqual(GramHash.Of(Bytes("HOST1.POOL.20.EXAMPLE")), GramHash.Of(Bytes("HOSV1.POOL.21.EXAMPLE")));

    [Fact]
    public void A_gram_at_the_start_is_another_gram()
    {
        Assert.NotEqual(Gram.Of(Bytes("SPAM")).Hash, Gram.Of(Bytes("SPAM"), isAtStart: true).Hash);
        Assert.NotEqual(Gram.Of(Bytes("SPAM")).Beginning, Gram.Of(Bytes("SPAM"), isAtStart: true).Beginning);
    }

    /// <summary>The hash as it was first written down: the length, then each byte, then two rounds of multiply and shift.</summary>
    private static ulong AsWritten(ReadOnlySpan<byte> gram)
    {
        ulong bits = (ulong)gram.Length;
        foreach (byte b in gram)
            bits = (bits << 7) ^ (bits >> 57) ^ b;
        unchecked
        {
            bits = (bits ^ (bits >> 32)) * 0x9E37_79B9_7F4A_7C15;
            bits = (bits ^ (bits >> 29)) * 0xBF58_476D_1CE4_E5B9;
            return bits ^ (bits >> 32);
        }
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
