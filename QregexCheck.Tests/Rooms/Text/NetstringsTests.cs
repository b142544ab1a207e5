using System.Text;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Text;

public sealed class NetstringsTests
{
    [Fact]
    public void What_is_put_together_is_taken_apart()
    {
        byte[][] strings = [[], [0, 10, 255], "12:hello world!,"u8.ToArray(), new byte[70000]];
        Assert.Equal(strings, Netstrings.TryRead(Netstrings.Of(strings)));
        Assert.Equal("0:,3:abc,", Encoding.ASCII.GetString(Netstrings.Of([], "abc"u8.ToArray())));
        Assert.Equal([], Netstrings.TryRead([]));
    }

    [Theory]
    [InlineData("3:abc")]
    [InlineData("3:abcd")]
    [InlineData("4:abc,")]
    [InlineData("-1:,")]
    [InlineData("+0:,")]
    [InlineData(":,")]
    [InlineData("2147483647:a,")]
    [InlineData("99999999999:a,")]
    [InlineData("0:,x")]
    [InlineData("0")]
    public void What_is_none_is_not_taken_for_one(string row) => Assert.Null(Netstrings.TryRead(Encoding.ASCII.GetBytes(row)));
}
