using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class ByteSetTests
{
    [Fact]
    public void A_set_behaves_as_a_set_of_bytes()
    {
        var random = new Random(20261124);
        for (int round = 0; round < 500; round++)
        {
            (ByteSet left, HashSet<byte> leftBytes) = Some(random);
            (ByteSet right, HashSet<byte> rightBytes) = Some(random);
            Check(left, leftBytes);
            Check(left | right, leftBytes.Union(rightBytes));
            Check(left & right, leftBytes.Intersect(rightBytes));
            Check(~left, AllBytes.Where(b => !IsLower(b)).Except(leftBytes));
            Check(left.WithoutLowerCase(), leftBytes.Where(b => !IsLower(b)));
        }
    }

    [Fact]
    public void Any_is_every_byte_but_the_lower_case_letters() => Check(ByteSet.Any, AllBytes.Where(b => !IsLower(b)));

    [Theory]
    [InlineData(0, 255)]
    [InlineData(0, 0)]
    [InlineData(255, 255)]
    [InlineData(63, 64)]
    [InlineData(127, 192)]
    public void A_range_holds_both_its_ends(byte low, byte high) =>
        Check(default(ByteSet).WithRange(low, high), AllBytes.Where(b => b >= low && b <= high));

    [Fact]
    public void Sets_with_the_same_members_are_equal()
    {
        Assert.Equal(default(ByteSet).WithRange((byte)'0', (byte)'2'), default(ByteSet).With((byte)'2').With((byte)'0').With((byte)'1'));
        Assert.NotEqual(default(ByteSet).With(0), default);
    }

    private static IEnumerable<byte> AllBytes => Enumerable.Range(0, 256).Select(b => (byte)b);

    private static bool IsLower(byte b) => b is >= (byte)'a' and <= (byte)'z';

    private static (ByteSet Set, HashSet<byte> Bytes) Some(Random random)
    {
        ByteSet set = default;
        var bytes = new HashSet<byte>();
        for (int i = random.Next(20); i > 0; i--)
        {
            var b = (byte)random.Next(256);
            set = set.With(b);
            bytes.Add(b);
        }

        return (set, bytes);
    }

    private static void Check(ByteSet set, IEnumerable<byte> wanted)
    {
        byte[] bytes = wanted.Order().ToArray();
        Assert.Equal(bytes, AllBytes.Where(set.Contains));
        Assert.Equal(bytes.Length, set.Count);
        if (bytes.Length > 0)
            Assert.Equal(bytes[0], set.First);
    }
}
