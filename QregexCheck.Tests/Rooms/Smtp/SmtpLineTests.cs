using System.Text;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

public class SmtpLineTests
{
    [Theory]
    [InlineData("RCPT TO:<a@b>\r", "Rcpt", "TO:<a@b>")]
    [InlineData("rcpt   TO:<a@b>  ", "Rcpt", "TO:<a@b>  ")]
    [InlineData("RcPt\tTO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData(" \tRCPT TO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData("RCPT\0 TO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData("\v\fRCPT\vTO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData("\0RCPT TO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData("R\0C\u0001PT TO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData("RCPT\r\r", "Rcpt", "")]
    [InlineData("RCPTS TO:<a@b>", "Rcpt", "S TO:<a@b>")]
    [InlineData("RCPTTO:<a@b>", "Rcpt", "TO:<a@b>")]
    [InlineData("XRCPT TO:<a@b>", "Other", "TO:<a@b>")]
    [InlineData("R CPT TO:<a@b>", "Other", "CPT TO:<a@b>")]
    [InlineData("DATAX", "Other", "")]
    [InlineData("STARTTLSX", "StartTls", "X")]
    [InlineData("STAR", "StartTls", "")]
    [InlineData("HELOX x", "Helo", "X x")]
    [InlineData("HELO:x", "Helo", ":x")]
    [InlineData("SAML FROM:<a@b>", "Mail", "FROM:<a@b>")]
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
    [InlineData("RCPT TO:<a@b>\r", true)]
    [InlineData("rcpt  TO:<a@b> X=y \r", true)]
    [InlineData("RSET\r", true)]
    [InlineData("RSET", false)]
    [InlineData("RSET\t\r", false)]
    [InlineData(" RSET\r", false)]
    [InlineData("RSET\r\r", false)]
    [InlineData("RSET\0\r", false)]
    [InlineData("RCPT\tTO:<a@b>\r", false)]
    [InlineData("RCPTS TO:<a@b>\r", false)]
    [InlineData("RCPT TO:<a\0@b>\r", false)]
    [InlineData("RCPT TO:<a\u007f@b>\r", false)]
    [InlineData("NOOPNOOPNOOP\r", false)]
    public void A_plain_line_is_one_that_all_servers_read_alike(string text, bool isPlain) =>
        Assert.Equal(isPlain, SmtpLine.Parse(Encoding.Latin1.GetBytes(text)).IsPlain);

    [Theory]
    [InlineData("RSET", true)]
    [InlineData("RSET\r", true)]
    [InlineData("RSET\t", false)]
    [InlineData(" RSET", false)]
    [InlineData("R\0SET", false)]
    public void A_clear_line_is_one_that_all_servers_read_alike_that_answer_it(string text, bool isClear) =>
        Assert.Equal(isClear, SmtpLine.Parse(Encoding.Latin1.GetBytes(text)).IsClear);

    [Theory]
    [InlineData("BDAT 5\r", 5, false)]
    [InlineData("bdat 5 last\r", 5, true)]
    [InlineData("BDAT 0\r", 0, false)]
    [InlineData("BDAT 2147483647 LAST\r", 2147483647, true)]
    public void A_chunk_has_a_size_and_may_be_the_last(string text, int size, bool isLast)
    {
        Assert.True(SmtpLine.Parse(Encoding.Latin1.GetBytes(text)).TryReadChunk(out int read, out bool readLast));
        Assert.Equal((size, isLast), (read, readLast));
    }
}
