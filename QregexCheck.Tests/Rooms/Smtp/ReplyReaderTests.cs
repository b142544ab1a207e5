using System;
using System.Text;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

public class ReplyReaderTests
{
    [Theory]
    [InlineData("250 ok\r\n221 bye\r\n", 8, 250)]
    [InlineData("250-a\r\n250-b\r\n250 c\r\nx", 21, 250)]
    [InlineData("250-a\n250 c\nx", 12, 250)]
    [InlineData("250\r\n", 5, 250)]
    [InlineData("25\r\n", 4, 0)]
    [InlineData("\r\n", 2, 0)]
    [InlineData("nonsense\r\n", 10, 0)]
    public void A_reply_ends_with_the_first_line_that_has_no_hyphen(string text, int length, int code)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        var reader = new ReplyReader();
        Assert.Equal(length, reader.Read(bytes, out bool isComplete));
        Assert.True(isComplete);
        Assert.Equal(code, reader.Code);

        var slow = new ReplyReader();
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(i > 0, slow.IsWithin);
            Assert.Equal(1, slow.Read(bytes.AsSpan(i, 1), out isComplete));
            Assert.Equal(i == length - 1, isComplete);
        }

        Assert.Equal(code, slow.Code);
    }

    [Theory]
    [InlineData("250-x\r\n250 CHUNKING\r\n", true)]
    [InlineData("250-x\r\n250-chunking\r\n250 SIZE\r\n", true)]
    [InlineData("250-x\r\n250 CHUNKINGS\r\n", false)]
    [InlineData("250-x\r\n250 XCHUNKING\r\n", false)]
    public void The_keyword_CHUNKING_is_noticed(string text, bool isOffered)
    {
        var reader = new ReplyReader();
        reader.Read(Encoding.Latin1.GetBytes(text), out _);
        Assert.Equal(isOffered, reader.OffersChunking);
        reader.Read("250 ok\r\n"u8, out _);
        Assert.False(reader.OffersChunking);
    }

    [Theory]
    [InlineData("250-x\r\n250-STARTTLS\r\n250 SIZE\r\n", "250-x\r\n250 SIZE\r\n")]
    [InlineData("250-x\r\n250-SIZE\r\n250 starttls\r\n", "250-x\r\n250 SIZE\r\n")]
    [InlineData("250-x\r\n250 STARTTLS\r\n", "250 x\r\n")]
    [InlineData("250 STARTTLS\r\n", "250 STARTTLS\r\n")]
    [InlineData("250-x\r\n250 STARTTLSX\r\n", "250-x\r\n250 STARTTLSX\r\n")]
    public void STARTTLS_is_taken_out_of_a_reply(string reply, string without) =>
        Assert.Equal(without, Encoding.Latin1.GetString(EhloReply.WithoutStartTls(Encoding.Latin1.GetBytes(reply))));
}
