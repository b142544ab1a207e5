using System;
using System.Text;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Text;

public sealed class ByteTextTests
{
    [Fact]
    public void Bytes_texts_and_numbers_are_added_in_turn() => Assert.Equal(
        "a-1 \u00c3\u00a92147483647-2147483648 0",
        Text(new ByteText().Add("a"u8).Add(-1).Add((byte)' ').Add("\u00e9").Add(int.MaxValue).Add(int.MinValue).Add(" "u8).Add(0)));

    [Fact]
    public void It_grows_to_whatever_is_added()
    {
        var text = new ByteText();
        for (int i = 0; i < 10; i++)
            text.Add(new byte[700]);
        Assert.Equal(7000, text.Length);
        Assert.Equal(100_000, new ByteText().Add(new byte[100_000]).Length);
        Assert.Equal(0, new ByteText().Length);
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "...")]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("abcde", 4, "a...")]
    [InlineData("\n\n", 8, "\\x0A\\x0A")]
    [InlineData("\n\n", 7, "\\x0A...")]
    [InlineData("\n\n", 6, "...")]
    [InlineData("a\nb", 6, "a\\x0Ab")]
    [InlineData("a\nbc", 6, "a...")]
    [InlineData("", 3, "")]
    [InlineData("\u00ff\u0000", 8, "\\xFF\\x00")]
    public void Escaped_bytes_are_cut_between_two_of_them_and_never_longer_than_the_limit(string bytes, int limit, string text) =>
        Assert.Equal(text, Text(new ByteText().AddEscaped(Encoding.Latin1.GetBytes(bytes), Plain.ClientField, limit)));

    [Fact]
    public void The_limit_holds_for_any_bytes()
    {
        var random = new Random(20261124);
        for (int round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            int limit = random.Next(3, 120);
            Assert.InRange(new ByteText().AddEscaped(bytes, Plain.ClientField, limit).Length, 0, limit);
        }
    }

    private static string Text(ByteText text) => Encoding.Latin1.GetString(text.Bytes);
}
