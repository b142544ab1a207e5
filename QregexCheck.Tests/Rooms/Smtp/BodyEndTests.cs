using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

public class BodyEndTests
{
    [Theory]
    [InlineData(".\r\n", "End", 3)]
    [InlineData("a\r\n.\r\nQUIT\r\n", "End", 6)]
    [InlineData("a\r\r\n.\r\n", "End", 7)]
    [InlineData("a\r\n..\r\n", "More", 7)]
    [InlineData("a\r\n.\r\r\n", "FalseEnd", 5)]
    [InlineData("a\n.\nQUIT", "MaybeEnd", 4)]
    [InlineData("a\n.\r\n", "MaybeEnd", 5)]
    [InlineData("a\r\n.\n", "MaybeEnd", 5)]
    [InlineData("a\n\r.\n", "MaybeEnd", 5)]
    [InlineData("a\r\n\r.\r\n", "FalseEnd", 5)]
    [InlineData("a\r\n\r\r\r.\r\n", "FalseEnd", 7)]
    [InlineData("\r.\r\n", "FalseEnd", 2)]
    [InlineData("\r\r.\n", "FalseEnd", 3)]
    [InlineData(".\ra", "FalseEnd", 2)]
    [InlineData(".\r", "More", 2)]
    [InlineData("a\n.\ra", "FalseEnd", 4)]
    [InlineData("a\r\n.\0\r\n", "FalseEnd", 5)]
    [InlineData("a\r\n.\0\0\n", "FalseEnd", 6)]
    [InlineData("a\r\n\0.\r\n", "FalseEnd", 5)]
    [InlineData("a\r\n.\r\0\n", "FalseEnd", 5)]
    [InlineData("a\r\0\n.\r\n", "MaybeEnd", 7)]
    [InlineData("a\r\r.\r\n", "More", 6)]
    [InlineData("a\r.\ra\0.\0\r.\n", "More", 11)]
    [InlineData("a\r\n.a\r\n\0..\r\n\r.a\n", "More", 16)]
    [InlineData("a\r\n\r.\n", "MaybeEnd", 6)]
    [InlineData(".\n", "MaybeEnd", 2)]
    [InlineData("a.\r\n", "More", 4)]
    public void The_end_of_a_body_is_found(string body, string part, int length)
    {
        Assert.Equal(part, new BodyEnd().Read(Encoding.Latin1.GetBytes(body), out int read).ToString());
        Assert.Equal(length, read);
    }

    [Fact]
    public void Whatever_a_server_takes_for_the_end_is_seen_in_every_body_of_up_to_eight_bytes()
    {
        const string Alphabet = "\r\n.a";
        for (int length = 1; length <= 8; length++)
        {
            for (int number = 0; number < 1 << (2 * length); number++)
            {
                var body = new byte[length];
                for (int i = 0; i < length; i++)
                    body[i] = (byte)Alphabet[(number >> (2 * i)) & 3];
                BodyPart part = new BodyEnd().Read(body, out int read);
                if (EndOf(body, BodyRule.Strict) != (part == BodyPart.End ? read : -1) && part is not (BodyPart.MaybeEnd or BodyPart.FalseEnd))
                    Assert.Fail($"strict: {Show(body)}: {part} {read}");
                int mailfront = EndOf(body, BodyRule.Mailfront);
                if (mailfront >= 0 && (part == BodyPart.More || read > mailfront))
                    Assert.Fail($"mailfront: {Show(body)}: {part} {read}");
            }
        }
    }

    [Fact]
    public void A_line_that_is_a_dot_without_its_CRs_and_NULs_is_never_passed_over_in_a_body_of_up_to_seven_bytes()
    {
        const string Alphabet = "\r\n.a\0";
        for (int length = 1; length <= 7; length++)
        {
            int bodies = (int)Math.Pow(Alphabet.Length, length);
            for (int number = 0; number < bodies; number++)
            {
                var body = new byte[length];
                int rest = number;
                for (int i = 0; i < length; i++, rest /= Alphabet.Length)
                    body[i] = (byte)Alphabet[rest % Alphabet.Length];
                BodyPart part = new BodyEnd().Read(body, out int read);
                const string Dot = "\n[\r\0]*\\.\0*(\n|\r[^\n]|\r\n)";
                Match dot = Regex.Match("\n" + Encoding.Latin1.GetString(body), Dot);
                if (dot.Success && (part == BodyPart.More || read > dot.Index + dot.Length - 1))
                    Assert.Fail($"{Show(body)}: {part} {read}");

                // Behind a CR at the very end it may show with it, or with what comes next.
                if (part != BodyPart.More && !Regex.IsMatch("\n" + Encoding.Latin1.GetString(body) + "a", Dot))
                    Assert.Fail($"{Show(body)}: {part} {read} for nothing");
            }
        }
    }

    [Fact]
    public void Bodies_of_line_ends_are_read_to_their_end()
    {
        foreach (string filler in new[] { "\r", "\n", "\0", ".", "\n\0", "\n\r", "\n\r\r" })
        {
            byte[] body = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(filler, 1_000_000)) + "x");
            Assert.Equal(BodyPart.More, new BodyEnd().Read(body, out int length));
            Assert.Equal(body.Length, length);
        }
    }

    [Fact]
    public void Long_bodies_are_read_as_short_ones_are_and_in_every_split()
    {
        var random = new Random(4114);
        string[] pieces =
            ["\0", "\r\n", "\n", ".", "\r", "a", "..\r\n", "\r\n.\r", "\n.", "abcdefghijklmnopqrstuvwxyz0123456789", "\r\n.\r\n", "\n\r.", "\r\n\r\n"];
        for (int round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder(new string('x', random.Next(40)));
            for (int i = random.Next(30); i >= 0; i--)
                text.Append(pieces[random.Next(pieces.Length)]);
            byte[] body = Encoding.Latin1.GetBytes(text.ToString());
            BodyPart whole = new BodyEnd().Read(body, out int wholeLength);
            (BodyPart pieceByPiece, int length) = ReadSplit(body, random, 1 + random.Next(20));
            Assert.True((whole, wholeLength) == (pieceByPiece, length), $"{Show(body)}: {whole} {wholeLength}, split {pieceByPiece} {length}");
            (pieceByPiece, length) = ReadSplit(body, random, 1);
            Assert.True((whole, wholeLength) == (pieceByPiece, length), $"{Show(body)}: {whole} {wholeLength}, bytewise {pieceByPiece} {length}");
        }
    }

    private static (BodyPart Part, int Length) ReadSplit(byte[] body, Random random, int largest)
    {
        var end = new BodyEnd();
        int at = 0;
        while (at < body.Length)
        {
            BodyPart part = end.Read(body.AsSpan(at, Math.Min(body.Length - at, random.Next(1, largest + 1))), out int read);
            at += read;
            if (part != BodyPart.More)
                return (part, at);
        }

        return (BodyPart.More, at);
    }

    private static int EndOf(byte[] body, BodyRule rule)
    {
        var server = new ModelServer(rule, hasChunking: false, refusesData: false);
        server.Feed("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"u8);
        for (int i = 0; i < body.Length; i++)
        {
            server.Feed(body.AsSpan(i, 1));
            if (server.Messages.Count > 0)
                return i + 1;
        }

        return -1;
    }

    private static string Show(byte[] bytes) => Encoding.Latin1.GetString(bytes).Replace("\r", "\\r").Replace("\n", "\\n").Replace("\0", "\\0");
}
