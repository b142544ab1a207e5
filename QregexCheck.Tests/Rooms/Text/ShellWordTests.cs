using System.Text;
using QregexCheck.Tests.Support;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Text;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("/home/joe/.qmail-a:b", "/home/joe/.qmail-a:b")]
    [InlineData("/home/sp ace", "'/home/sp ace'")]
    [InlineData("/home/semi;touch X", "'/home/semi;touch X'")]
    [InlineData("/home/$(id)", "'/home/$(id)'")]
    [InlineData("/home/`id`", "'/home/`id`'")]
    [InlineData("/home/o'brien", "'/home/o'\\''brien'")]
    [InlineData("/home/back\\slash", "'/home/back\\slash'")]
    [InlineData("~joe", "'~joe'")]
    [InlineData("/home/é", "/home/é")]
    [InlineData("/home/a\nb", null)]
    [InlineData("/home/a\u001bb", null)]
    [InlineData("-x", null)]
    [InlineData("", null)]
    public void A_name_is_one_word_for_the_shell_or_none(string name, string? word) => Assert.Equal(word, ShellWord.Of(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Bytes_that_are_no_UTF_8_can_not_be_pasted() => Assert.Null(ShellWord.Of([(byte)'/', 0xE9]));

    /// <summary>The shell itself says what it reads.</summary>
    [Fact]
    public void The_shell_reads_the_name_and_nothing_else()
    {
        for (byte b = 0x20; b < 0x7F; b++)
        {
            byte[] name = [(byte)'/', b, (byte)'\'', b, (byte)'x'];
            Outcome outcome = new Child("/bin/sh", "-c", $"printf %s {ShellWord.Of(name)}").Run();
            Assert.Equal((0, Encoding.ASCII.GetString(name)), (outcome.ExitCode, outcome.Output));
        }
    }
}
