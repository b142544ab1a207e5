using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace QregexCheck.Tests.Zoo;

/// <summary>The servers that the guarantee can't hold for. Each is shown, and qregexcheck(8) names it in these words.</summary>
public class ExceptionTests
{
    private const string Begin = "EHLO me\r\nMAIL FROM:<a@b>\r\n";
    private const string Bad = "RCPT TO:<bad@d>\r\n";

    [Fact]
    public void Servers_that_have_begun_TLS() =>
        Shows("have answered STARTTLS with 220, unless it is hidden from the client", new ServerTraits { Tls = TlsReading.BegunInTheClear }, "EHLO me\r\nSTARTTLS\r\nMAIL FROM:<a@b>\r\n" + Bad, hidesStartTls: false);

    [Fact]
    public void Servers_that_read_commands_behind_their_own_354_or_334()
    {
        const string Words = "read commands behind their own 354 to DATA or 334 to AUTH";
        Shows(Words, new ServerTraits { OddBody = OddBody.NotBehind354 }, Begin + "RCPT TO:<c@d>\r\nDATA\r\n" + Bad);
        Shows(Words, new ServerTraits { Auth = AuthReading.ChallengeForgotten }, Begin + "AUTH LOGIN\r\n" + Bad);
    }

    [Fact]
    public void Servers_that_refuse_a_chunk_in_its_place_and_do_not_read_it() =>
        Shows("offer CHUNKING, refuse a BDAT that is in its place, and do not read its bytes", new ServerTraits { LargestChunk = 10 }, Begin + "RCPT TO:<c@d>\r\nBDAT 17 LAST\r\n" + Bad);

    [Theory]
    [InlineData(LineTail.NextLine)]
    [InlineData(LineTail.Cut)]
    internal void Servers_that_take_the_front_of_a_line_for_the_command(LineTail tail) =>
        Shows(
            "take the front of a line that does not fit their buffer for the command, and have a buffer of less than 4,096 bytes",
            new ServerTraits { LineBuffer = 512, LineTail = tail },
            Begin + "RCPT TO:<" + new string('x', 498) + "@d.ex" + "ample>\r\n");

    [Theory]
    [InlineData(BodyEnding.AnyOf, "hello\r.\r")]
    [InlineData(BodyEnding.DotAndCrs, "hello\r\n.\r\r\n")]
    [InlineData(BodyEnding.CrLfWithoutNul, "hello\r\n.\0\r\n")]
    internal void Servers_that_end_a_body_elsewhere(BodyEnding ending, string body) =>
        Shows(
            "end a body at a dot that stands between CRs without LF, or with a NUL or several CRs beside it",
            new ServerTraits { BodyEnding = ending },
            Begin + "RCPT TO:<c@d>\r\nDATA\r\n" + body + "MAIL FROM:<a@b>\r\n" + Bad);

    [Fact]
    public void Servers_that_read_another_address() =>
        Shows("read an address in a way of their own", new ServerTraits { Address = AddressReading.LastBrackets }, Begin + "RCPT TO:<c@d> <bad@d>\r\n");

    [Fact]
    public void Servers_that_give_a_second_reply_late()
    {
        // NOOP's second reply is taken for that to MAIL, MAIL's for that to the next one, which is refused: the sender there is stays unknown.
        const string Client = "EHLO me\r\nNOOP\r\nMAIL FROM:<bad@b>\r\nMAIL FROM:<refused@b>\r\nRCPT TO:<c@d>\r\n";
        const string Words = "answer a command twice, the second time after a pause";
        AssertNamed(Words);
        for (int seed = 0; seed < 10_000; seed++)
        {
            if (new ZooRun(new ServerTraits { Answering = Answering.NoopTwice }, Bytes(Client), Split.Random, new Random(seed)).Run().Unjudged() is not null)
                return;
        }

        Assert.Fail("the guarantee holds for these servers: take them off the list");
    }

    private static void Shows(string words, ServerTraits traits, string client, bool hidesStartTls = true)
    {
        AssertNamed(words);
        Assert.True(new ZooRun(traits, Bytes(client), hidesStartTls: hidesStartTls).Run().Unjudged() is not null, "the guarantee holds for these servers: take them off the list");
    }

    private static void AssertNamed(string words, [CallerFilePath] string here = "")
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../QregexCheck/man/qregexcheck.8"));
        page = page[page.IndexOf(".Ss filter", StringComparison.Ordinal)..];
        Assert.Contains(words, Regex.Replace(page, @"\s+", " "), StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
