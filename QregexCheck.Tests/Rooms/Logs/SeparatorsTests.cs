using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>Separators finds the places of bytes as a loop over all of them does, and cuts only where nobody else may have written.</summary>
public sealed class SeparatorsTests
{
    [Fact]
    public void Find_tells_the_places_that_a_loop_over_all_bytes_tells()
    {
        var random = new Random(20261127);
        for (int length = 0; length < 300; length++)
        {
            var text = new byte[length];
            foreach (ref byte b in text.AsSpan())
                b = (byte)"ab|>"[random.Next(random.Next(2) == 0 ? 2 : 4)];
            var expected = new List<int>();
            for (int i = 0; i < length; i++)
            {
                if (text[i] is (byte)'|' or (byte)'>')
                    expected.Add(i);
            }

            var places = new int[300];
            Assert.Equal(expected.Count, Separators.Find(text, (byte)'|', (byte)'>', places));
            Assert.Equal(expected, places[..expected.Count]);
        }
    }

    [Theory]
    [InlineData("|a|b>", 3)]
    [InlineData("|a|b>|", 4)]
    [InlineData("||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||", 4)]
    public void Find_tells_of_more_than_there_is_room_for_without_looking_further(string text, int expected) =>
        Assert.Equal(expected, Separators.Find(Encoding.ASCII.GetBytes(text), (byte)'|', (byte)'>', stackalloc int[3]));

    [Theory]
    [InlineData("a|x:b", "a", "b")]
    [InlineData("|x:", "", "")]
    [InlineData("a|y:b", null, null)]
    [InlineData("a|x:b|x:c", null, null)]
    public void TryCut_cuts_at_a_separator_that_stands_there_once(string text, string? before, string? behind)
    {
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(text);
        bool isCut = Separators.TryCut(ref rest, "|x:"u8, out ReadOnlySpan<byte> first);
        Assert.Equal(before is not null, isCut);
        Assert.Equal(before ?? string.Empty, Encoding.ASCII.GetString(first));
        Assert.Equal(behind ?? text, Encoding.ASCII.GetString(rest));
    }
}
