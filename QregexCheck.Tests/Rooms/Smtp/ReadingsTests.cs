using System;
using System.Linq;
using System.Text;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>What servers may read in an argument. The short way for plain paths may never hide a reading.</summary>
public class ReadingsTests
{
    private static readonly LocalHost[] NoHosts = [];

    private static readonly LocalHost[] Hosts =
    [
        new LocalHost("one.example"u8.ToArray(), static ip => ip == 0xC0000201),
        new LocalHost("two.example"u8.ToArray(), static ip => ip == 0xC0000201),
    ];

    [Theory]
    [InlineData("TO:<a@b>", "a@b")]
    [InlineData("FROM:<>", "")]
    [InlineData("TO:<a@b.>", "a@b. a@b")]
    [InlineData("TO:<@a>", " @a")]
    [InlineData("TO:<@a,b@c>", " @a,b@c")]
    [InlineData("TO:<a@[192.0.2.1]>", "a@one.example a@two.example")]
    [InlineData("TO:<a@[192.0.2.2]>", "a@[192.0.2.2]")]
    [InlineData("TO:<a(x)@b>", "a(x)@b a@b")]
    [InlineData("TO:<a@b> NOTIFY=NEVER", "a@b")]
    [InlineData("FROM:<a@b> SIZE=1000 BODY=8BITMIME", "a@b")]
    [InlineData("TO:<a@b> c@d", "a@b")]
    [InlineData("TO:<a@b>\0 <c@d>", "a@b")]
    [InlineData("TO:<a@b> <c@d>", "a@b")]
    [InlineData("TO:<a@b", "a@b")]
    [InlineData("TO:<a\tb@c>", "a\tb@c ab@c a=b@c")]
    [InlineData("TO:<a\0b@c>", "a ab@c")]
    [InlineData("<a@b>", "a@b")]
    [InlineData("TO:<a@b>c", "a@b")]
    [InlineData("TO:<", "")]
    [InlineData("TO:", "")]
    [InlineData("", "")]
    public void No_two_readings_are_equal_and_the_first_is_that_of_qmail_smtpd(string argument, string readings) =>
        Assert.Equal(readings, Text(Readings.OfPath(Encoding.Latin1.GetBytes(argument), Hosts, [])));

    [Fact]
    public void Each_byte_at_each_place_of_a_plain_path_has_all_its_readings()
    {
        byte[] plain = "TO:<one.two@[192.0.2.1].example>"u8.ToArray();
        for (int at = 0; at < plain.Length; at++)
        {
            for (int b = 0; b <= byte.MaxValue; b++)
            {
                byte[] argument = [.. plain];
                argument[at] = (byte)b;
                HoldAlike(argument);
                HoldAlike([.. plain[..at], (byte)b, .. plain[at..]]);
            }

            HoldAlike(plain[..at]);
        }
    }

    [Fact]
    public void Random_arguments_have_all_their_readings()
    {
        string[] words =
            ["TO:", "<", ">", ":", "@", "a", "b", ".", "[192.0.2.1]", "[", "]", "(", ")", "\"", "\\", " ", "\t", "\r", "\0", "\u007f", "\u00e9", "=", ","];
        string[] beginnings = [string.Empty, "TO:<a", "TO:<a@b>", "FROM:<> SIZE=1"];
        var random = new Random(5321);
        for (int round = 0; round < 100_000; round++)
        {
            var argument = new StringBuilder(beginnings[random.Next(beginnings.Length)]);
            for (int count = random.Next(8); count > 0; count--)
                argument.Append(words[random.Next(words.Length)]);
            if (random.Next(2) == 0)
                argument.Append('>');
            HoldAlike(Encoding.Latin1.GetBytes(argument.ToString()));
        }
    }

    private static void HoldAlike(byte[] argument)
    {
        foreach (LocalHost[] hosts in new[] { NoHosts, Hosts })
        {
            foreach (byte[] suffix in new[] { Array.Empty<byte>(), "@c"u8.ToArray() })
            {
                string all = Text(Readings.OfAnyPath(argument, hosts, suffix));
                string read = Text(Readings.OfPath(argument, hosts, suffix));
                Assert.True(all == read, $"{Encoding.Latin1.GetString(argument)}: {read}, not {all}");
            }
        }
    }

    private static string Text(byte[][] readings) => string.Join(' ', readings.Select(Encoding.Latin1.GetString));
}
