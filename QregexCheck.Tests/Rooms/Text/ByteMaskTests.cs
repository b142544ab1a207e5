using System;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Text;

/// <summary>ByteMask has a bit for each place of a byte, and for no other one.</summary>
public sealed class ByteMaskTests
{
    [Fact]
    public void Each_place_of_the_byte_has_its_bit_whatever_the_length()
    {
        var random = new Random(20261127);
        for (int length = 0; length <= 2 * ByteMask.CountOfMany; length++)
        {
            var text = new byte[length];
            foreach (ref byte b in text.AsSpan())
                b = (byte)"\nab\xff"[random.Next(4)];
            ulong expected = 0;
            for (int i = 0; i < Math.Min(length, ByteMask.CountOfMany); i++)
                expected |= text[i] == '\n' ? 1UL << i : 0;
            Assert.Equal(expected, ByteMask.OfMany(text, (byte)'\n'));
            if (length >= ByteMask.Count)
                Assert.Equal((uint)(expected & 0xFFFF), ByteMask.Of(text, (byte)'\n'));
        }
    }
}
