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
        Shows("has answered STARTTLS with 220, where that is not hidden from the client", new ServerTraits { Tls = TlsReading.BegunInTheClear },
            "EHLO me\r\nSTARTTLS\r\nMAIL FROM:<a@b>\r\n" + Bad, hidesStartTls: false);

    [Fact]
    public void Servers_that_read_an_address_in_a_way_of_their_own() =>
        Shows("reads an address in a way of its own", new ServerTraits { Address = AddressReading.LastBrackets }, Begin + "RCPT TO:<c@d> <bad@d>\r\n");

    [Fact]
    public void Servers_with_a_buffer_too_small_for_SMTP() =>
        Shows(
            "reads commands with a buffer of fewer than 512 bytes and takes the rest of a line for the next one",
            new ServerTraits { LineBuffer = 256 },
            Begin + "NOOP " + new string('x', 251) + Bad);

    [Theory]
    [InlineData(LineTail.NextLine)]
    [InlineData(LineTail.Cut)]
    internal void Servers_that_take_the_front_of_a_line_for_the_command(LineTail tail) =>
        Shows(
            "takes the front of a line that does not fit its buffer, where its buffer has fewer than 4096 bytes",
            new ServerTraits { LineBuffer = 512, LineTail = tail },
            Begin + "RCPT TO:<" + new string('x', 498) + "@d.example>\r\n");

    [Fact]
    public void Servers_that_read_a_chunk_or_a_body_as_commands()
    {
        const string Words = "reads a chunk that it refuses, or a body, as commands";
        Shows(Words, new ServerTraits { LargestChunk = 10 }, Begin + "RCPT TO:<c@d>\r\nBDAT 17 LAST\r\n" + Bad);
        Shows(Words, new ServerTraits { OddBody = OddBody.NotBehind354 }, Begin + "RCPT TO:<c@d>\r\nDATA\r\n" + Bad);
    }

    [Fact]
    public void Servers_that_read_chunks_which_they_did_not_offer() =>
        Shows("reads a chunk though it has not offered CHUNKING", new ServerTraits { OffersChunking = false, ChunksUnasked = true },
            Begin + "BDAT 5\r\nhello" + Bad);

    [Fact]
    public void Servers_that_forget_their_334() =>
        Shows("takes the line behind its 334 to AUTH for a command", new ServerTraits { Auth = AuthReading.ChallengeForgotten },
            Begin + "AUTH LOGIN\r\n" + Bad);

    [Fact]
    public void Servers_that_see_the_start_of_a_line_within_one_of_a_body()
    {
        const string Words = "takes the end of a long line in a body, or the bytes behind a CR in the middle of a line, for a line of its own";
        const string Data = Begin + "RCPT TO:<c@d>\r\nDATA\r\n";
        Shows(Words, new ServerTraits { BodyEnding = BodyEnding.AnyOf }, Data + "hello\r.\rMAIL FROM:<a@b>\r\n" + Bad);
        Shows(Words, new ServerTraits { BodyLineBuffer = 1000 }, Data + new string('x', 1000) + ".\r\nMAIL FROM:<a@b>\r\n" + Bad);
    }

    [Fact]
    public void Servers_that_answer_twice()
    {
        // The first RCPT's second reply is taken for that to the second RCPT, whose line goes on behind its LF.
        const string Client = Begin + "RCPT TO:<c@d>\r\nRCPT TO:\n<bad@d>\r\n";
        Shows("answers a command twice", new ServerTraits { Answering = Answering.RcptTwice, LineEnd = LineEnd.CrLf }, Client);
    }

    [Fact]
    public void Servers_that_leave_out_the_eighth_bit() =>
        Shows("leaves out the eighth bit", new ServerTraits { IsSevenBit = true }, Begin + "RCP\u00d4 TO:<bad@d>\r\n");

    private static void Shows(string words, ServerTraits traits, string client, bool hidesStartTls = true)
    {
        AssertNamed(words);
        Assert.True(new ZooRun(traits, Bytes(client), hidesStartTls: hidesStartTls).Run().Unjudged() is not null,
            "the guarantee holds for these servers: take them off the list");
    }

    private static void AssertNamed(string words, [CallerFilePath] string here = "")
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../QregexCheck/man/qregexcheck.8"));
        page = page[page.IndexOf("takes for a RCPT has been judged, unless", StringComparison.Ordinal)..];
        Assert.Contains(words, Regex.Replace(page, @"\s+", " "), StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
