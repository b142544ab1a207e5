using System.Text;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Smtp;

public class SmtpLineTests
{
    [Theory]
    [InlineData("RCPT TO:<a@b>\r", "Rcpt", "TO:<a@b>")]
    [InlineData("rcpt   TO:<a@b>  ", "Rcpt", "TO:<a@b>  ")]
    [InlineData("RcPt\tTO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData(" \tRCPT TO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData("RCPT\0 TO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData("RCPT\r\r", "Rcpt", "\r")]
    [InlineData("RCPTS TO:<a@b>", "Other", "TO:<a@b>")]
    [InlineData("MAIL", "Mail", "")]
    [InlineData("ehlo x", "Ehlo", "x")]
    [InlineData("HELO x", "Helo", "x")]
    [InlineData("data", "Data", "")]
    [InlineData("STARTTLS", "StartTls", "")]
    [InlineData("AUTH PLAIN x", "Auth", "PLAIN x")]
    [InlineData("", "Other", "")]
    [InlineData("\r", "Other", "")]
    public void A_line_is_a_verb_and_its_argument(string text, string verb, string argument)
    {
        SmtpLine line = SmtpLine.Parse(Encoding.Latin1.GetBytes(text));
        Assert.Equal(verb, line.Verb.ToString());
        Assert.Equal(argument, Encoding.Latin1.GetString(line.Argument));
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("5 LAST", 5)]
    [InlineData("5  last ", 5)]
    [InlineData("0", 0)]
    [InlineData("999999999999999", 999999999999999)]
    [InlineData("9999999999999999", -1)]
    [InlineData("", -1)]
    [InlineData("x", -1)]
    [InlineData("+5", -1)]
    [InlineData("-5", -1)]
    [InlineData("0x5", -1)]
    [InlineData("5LAST", -1)]
    [InlineData("5 MORE", -1)]
    [InlineData("5\tLAST", -1)]
    public void Only_a_plain_number_is_the_size_of_a_chunk(string argument, long size)
    {
        bool isSize = SmtpLine.Parse(Encoding.Latin1.GetBytes("BDAT " + argument)).TryReadChunkSize(out long read);
        Assert.Equal(size >= 0, isSize);
        if (isSize)
            Assert.Equal(size, read);
    }
}
