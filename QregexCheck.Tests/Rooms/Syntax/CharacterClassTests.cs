using System;
using System.Linq;
using System.Text;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class CharacterClassTests
{
    [Theory]
    [InlineData("alpha")]
    [InlineData("upper")]
    [InlineData("lower")]
    [InlineData("digit")]
    [InlineData("alnum")]
    [InlineData("xdigit")]
    [InlineData("space")]
    [InlineData("blank")]
    [InlineData("cntrl")]
    [InlineData("print")]
    [InlineData("graph")]
    [InlineData("punct")]
    public void A_class_and_its_complement_hold_the_bytes_that_glibc_finds_in_them(string name)
    {
        Assert.True(CharacterClass.TryFind(Encoding.ASCII.GetBytes(name), out ByteSet set));
        byte[][] bytes = Enumerable.Range(1, 255).Select(b => new[] { (byte)b }).ToArray();
        string[] verdicts = Glibc.Verdicts(Encoding.ASCII.GetBytes($"[[:{name}:]]"), bytes);
        string[] complement = Glibc.Verdicts(Encoding.ASCII.GetBytes($"[^[:{name}:]]"), bytes);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte upper = CaseFolding.Upper(bytes[i][0]);
            Assert.Equal(verdicts[i] == "match", set.Contains(upper));
            Assert.Equal(complement[i] == "match", (~set).Contains(upper));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Alpha")]
    [InlineData("alphas")]
    [InlineData("alph")]
    [InlineData("word")]
    [InlineData("ascii")]
    public void Other_names_are_not_known(string name) => Assert.False(CharacterClass.TryFind(Encoding.ASCII.GetBytes(name), out _));

    [Fact]
    public void Only_ASCII_letters_have_a_case()
    {
        for (int b = 0; b < 256; b++)
            Assert.Equal(b is >= 'a' and <= 'z' ? b - 32 : b, CaseFolding.Upper((byte)b));
        Assert.Equal("AZ@[\u00e9\u00ff"u8.Length, CaseFolding.Upper("az@[\u00e9\u00ff"u8).Length);
        Assert.Equal("X-Y@Z"u8.ToArray(), CaseFolding.Upper("x-Y@z"u8));
        Assert.Empty(CaseFolding.Upper(ReadOnlySpan<byte>.Empty));
    }
}
