using System;
using System.Text;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

public class SmtpPathTests
{
    [Theory]
    [InlineData("TO:<a@b>", "a@b")]
    [InlineData("TO: <a@b>", "a@b")]
    [InlineData("FROM:<>", "")]
    [InlineData("FROM:<> SIZE=1 BODY=8BITMIME", "")]
    [InlineData("TO:<a@b> NOTIFY=NEVER", "a@b")]
    [InlineData("TO:a@b", "a@b")]
    [InlineData("TO:   a@b  x", "a@b")]
    [InlineData("TO:a@b\t", "a@b\t")]
    [InlineData("a@b", "")]
    [InlineData("<a@b", "a@b")]
    [InlineData("TO:<@one,@two:a@b>", "a@b")]
    [InlineData("TO:@one:a@b", "a@b")]
    [InlineData("TO:<@one", "")]
    [InlineData("TO:<\"a b\"@c>", "a b@c")]
    [InlineData("TO:<\"a>b\"@c>", "a>b@c")]
    [InlineData("TO:<\"a\\\"b\"@c>", "a\"b@c")]
    [InlineData("TO:<a\\>b@c>", "a>b@c")]
    [InlineData("TO:<a\\", "a")]
    [InlineData("TO:<a@b\0c>", "a@b")]
    [InlineData("TO:<u@[192.0.2.1]>", "u@me.example")]
    [InlineData("TO:<u@[448.256.2.1]>", "u@me.example")]
    [InlineData("TO:<u@[192.0.2.2]>", "u@[192.0.2.2]")]
    [InlineData("TO:<u@[192.0.2.1>", "u@[192.0.2.1")]
    [InlineData("TO:<u@[192.0.2.1]x>", "u@[192.0.2.1]x")]
    [InlineData("TO:<u@[192.0.2]>", "u@[192.0.2]")]
    public void The_address_is_the_one_that_qmail_smtpd_reads(string argument, string address) =>
        Assert.Equal(address, Encoding.Latin1.GetString(Parse(argument)));

    [Fact]
    public void An_address_that_qmail_smtpd_refuses_for_its_length_is_one_all_the_same()
    {
        foreach (int length in new[] { 899, 900, 901, 4000 })
            Assert.Equal(length, Parse("TO:<" + new string('a', length) + ">").Length);
    }

    [Theory]
    [InlineData("TO:<a@b>", "a@b")]
    [InlineData("FROM:<>", "")]
    [InlineData("FROM:<> SIZE=1", "")]
    [InlineData("TO:a@b", "a@b")]
    [InlineData("TO:\t a@b\tX=y", "a@b")]
    [InlineData("TO:a@b X=<c@d>", "c@d")]
    [InlineData("TO:(<a@b>)<c@d>", "c@d")]
    [InlineData("TO:((x)\\))<c@d>(y)", "c@d")]
    [InlineData("TO:\"x <a@b>\" <c@d>", "c@d")]
    [InlineData("TO:<a(x)@b>", "a@b")]
    [InlineData("TO:<a @ b>", "a@b")]
    [InlineData("TO:<\"a b\"@c>", "a b@c")]
    [InlineData("TO:<\"a\\\"b\"@c>", "a\"b@c")]
    [InlineData("TO:<a\\(b@c>", "a(b@c")]
    [InlineData("TO:<@one,@two:a@b>", "a@b")]
    [InlineData("TO:<a@b.>", "a@b")]
    [InlineData("TO:<a.>", "a.")]
    [InlineData("TO:<a(b@c>", null)]
    [InlineData("", "")]
    public void The_address_is_also_read_in_the_syntax_of_mail(string argument, string? address)
    {
        byte[]? read = StandardPath.Parse(Encoding.Latin1.GetBytes(argument));
        Assert.Equal(address, read is null ? null : Encoding.Latin1.GetString(read));
    }

    [Fact]
    public void Without_a_name_for_this_host_its_address_stays() =>
        Assert.Equal("u@[192.0.2.1]", Encoding.Latin1.GetString(SmtpPath.Parse("<u@[192.0.2.1]>"u8, null)));

    [Fact]
    public void Random_arguments_are_read_as_the_manner_of_C_reads_them()
    {
        const string Alphabet = "<>:@\\\"  ab.\0\t";
        var random = new Random(821);
        for (int round = 0; round < 200_000; round++)
        {
            var argument = new char[random.Next(0, 14)];
            for (int i = 0; i < argument.Length; i++)
                argument[i] = Alphabet[random.Next(Alphabet.Length)];
            string text = new(argument);
            string ours = Encoding.Latin1.GetString(Parse(text));
            Assert.True(ReadLikeC(text) == ours, $"{text.Replace("\0", "\\0")}: {ours}, not {ReadLikeC(text)}");
        }
    }

    /// <summary>addrparse told again with an index that runs until the NUL, as slowly as it likes.</summary>
    private static string ReadLikeC(string argument)
    {
        string text = argument + "\0";
        text = text[..(text.IndexOf('\0') + 1)];
        char stop = '>';
        int at = text.IndexOf('<') + 1;
        if (at == 0)
        {
            stop = ' ';
            at = Math.Max(text.IndexOf(':'), -1);
            if (at == -1)
                return string.Empty;
            at++;
            while (text[at] == ' ')
                at++;
        }

        if (text[at] == '@')
        {
            while (text[at] != '\0')
            {
                if (text[at++] == ':')
                    break;
            }
        }

        var address = new StringBuilder();
        bool escaped = false;
        bool quoted = false;
        for (; text[at] != '\0'; at++)
        {
            if (escaped)
            {
                address.Append(text[at]);
                escaped = false;
                continue;
            }

            if (!quoted && text[at] == stop)
                break;
            if (text[at] == '\\')
                escaped = true;
            else if (text[at] == '"')
                quoted = !quoted;
            else
                address.Append(text[at]);
        }

        return address.ToString();
    }

    private static byte[] Parse(string argument) =>
        SmtpPath.Parse(Encoding.Latin1.GetBytes(argument), new LocalHost("me.example"u8.ToArray(), static ip => ip == 0xC0000201));
}
