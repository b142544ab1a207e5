using System;
using System.Linq;
using System.Text;
using QregexCheck.Bounces;
using Xunit;

namespace QregexCheck.Tests.Rooms.Bounces;

/// <summary>What <see cref="BounceLook"/> collects, and where its limits are.</summary>
public sealed class BounceLookTests
{
    private const string Report = "Return-Path: <>\nFrom: a@mx\nContent-Type: multipart/report; boundary=\"b\"\n\npreamble\n--b\n";
    private const string Quoted = "Received: from q\nFrom: <q@example.com>\n";

    [Theory]
    [InlineData("message/rfc822")]
    [InlineData("text/rfc822-headers")]
    [InlineData("message/global")]
    [InlineData("message/global-headers")]
    public void The_header_of_a_quoted_message_is_collected_and_its_body_is_not(string type) =>
        Assert.Equal(["Received: from q", "From: <q@example.com>"],
            Lines(Report + $"Content-Type: {type}\n\n{Quoted}Subject: x\n\nFrom: in the body\n> Received: there\n--b--\nFrom: behind\n"));

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("message/delivery-status")]
    [InlineData("image/png")]
    public void Nothing_is_collected_in_other_parts(string type) =>
        Assert.Equal([], Lines(Report + $"Content-Type: {type}\n\n{Quoted}\n{Quoted}--b--\n"));

    [Theory]
    [InlineData("Received: from a\n\tby b\n  with c \r\n\nx", "Received: from a by b with c")]
    [InlineData("> Received: from a\n>   by b\n> with c\n", "Received: from a by b")]
    [InlineData("    Received: from a\n        by b\n", "Received: from a by b")]
    [InlineData("> > FROM : a\n", "FROM : a")]
    [InlineData("| Return-Path: <a>\n|\n| b\n", "Return-Path: <a>")]
    [InlineData("Message-ID:\n <a@b>\n", "Message-ID: <a@b>")]
    [InlineData("<pre>Received: from a\n by b\nFrom: c</pre>\n", "Received: from a by b|From: c</pre>")]
    [InlineData("> <PRE>FROM: a\n>  b\n", "FROM: a b")]
    [InlineData("<pre><pre>From: a\n<p>From: a\n<pre> From: a\n<pre>\n", "")]
    [InlineData("From a@b Thu Nov 26\nFromage: x\nX-Received: y\nReceived from\n", "")]
    public void In_a_text_lines_of_the_four_names_are_collected_unfolded_and_without_quoting_marks(string text, string expected) =>
        Assert.Equal(expected.Length == 0 ? [] : expected.Split('|'), Lines("Return-Path: <>\n\nIt bounced.\n" + text));

    [Fact]
    public void Behind_qmails_line_stands_a_message()
    {
        QuotedMail mail = Look(
            "Return-Path: <>\n\nHi.\n--- Below this line is a copy of the message.\n\nReturn-Path: <a@b>\n" + Quoted + "\nFrom: in the body\n");
        Assert.Equal(["Return-Path: <a@b>", "Received: from q", "From: <q@example.com>"], mail.Lines.Select(line => Encoding.Latin1.GetString(line.Text)));
        Assert.Equal([PartKind.Text, PartKind.QmailCopy, PartKind.QuotedText], mail.Parts.Select(part => part.Kind));
        Assert.Equal("Return-Path: <>", Encoding.Latin1.GetString(mail.ReturnPath!));
    }

    [Fact]
    public void The_longest_line_is_2048_bytes()
    {
        Assert.Equal(LookLimit.None, Look(Copy("Received: " + new string('x', 2038) + "\n")).Limits);
        QuotedMail mail = Look(Copy("Received: " + new string('x', 2039) + "\n"));
        Assert.Equal(LookLimit.LineLength, mail.Limits);
        Assert.Equal(2048, mail.Lines[0].Text.Length);
        Assert.Equal(LookLimit.None, Look(Copy("Subject: " + new string('x', 100_000) + "\n")).Limits);
    }

    [Fact]
    public void A_thousand_lines_are_collected_and_then_the_look_ends()
    {
        Assert.Equal((1000, LookLimit.None), CountOf(Copy(Repeat("Received: x\n", 1000))));
        Assert.Equal((1000, LookLimit.Lines), CountOf(Copy(Repeat("Received: x\n", 1001))));
    }

    [Fact]
    public void Sixty_four_parts_are_read_and_then_the_look_ends()
    {
        Assert.Equal((64, LookLimit.None), CountOf(Report[..^4] + Repeat("--b\n\nFrom: x\n", 64) + "--b--\n"));
        Assert.Equal((64, LookLimit.Parts), CountOf(Report[..^4] + Repeat("--b\n\nFrom: x\n", 65) + "--b--\n"));
    }

    [Fact]
    public void What_stands_deeper_than_four_is_passed_over_and_what_follows_is_read()
    {
        string nested = Repeat("Content-Type: message/rfc822\n\nFrom: x\n", 4);
        Assert.Equal((4, LookLimit.None), CountOf(nested + "\n"));
        Assert.Equal((4, LookLimit.Depth), CountOf(nested + "Content-Type: message/rfc822\n\nFrom: x\n\n"));
        Assert.Equal((4, LookLimit.Depth), CountOf(Report + Repeat("Content-Type: message/rfc822\n\nFrom: x\n", 4) + "\n--b\n\nFrom: y\n"));
    }

    [Fact]
    public void A_part_is_decoded_up_to_64_KiB()
    {
        string text = "Content-Transfer-Encoding: base64\n\n";
        Assert.Equal((1, LookLimit.None), CountOf(text + Convert.ToBase64String(Encoding.ASCII.GetBytes("From: x\n" + new string('\n', 65536 - 8)))));
        Assert.Equal((1, LookLimit.Decoded), CountOf(text + Convert.ToBase64String(Encoding.ASCII.GetBytes("From: x\n" + new string('\n', 65536 - 7)))));
    }

    [Fact]
    public void The_first_256_KiB_are_scanned_up_to_the_last_whole_line()
    {
        string start = "Return-Path: <>\n\nFrom: x\n";
        string exact = start + Repeat("padding\n", (LookLimits.Scanned - start.Length) / 8) + new string('y', (LookLimits.Scanned - start.Length) % 8);
        Assert.Equal((1, LookLimit.None), CountOf(exact));
        Assert.Equal((1, LookLimit.Scanned), CountOf(exact + "z"));
        Assert.Equal((1, LookLimit.Scanned), CountOf(start + new string('\n', LookLimits.Scanned - start.Length - 9) + "From: cut" + "off\n"));
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed\n\n--b\n\nFrom: x\n", 0)]
    [InlineData("Content-Transfer-Encoding: x-secret\n\nFrom: x\n", 1)]
    public void What_can_not_be_understood_is_a_limit_too(string mail, int lines) => Assert.Equal((lines, LookLimit.Unreadable), CountOf(mail));

    [Fact]
    public void An_empty_message_quotes_nothing() => Assert.Equal((0, LookLimit.None), CountOf(""));

    private static string Copy(string lines) => "Return-Path: <>\n\n--- Below this line is a copy of the message.\n\n" + lines + "\nbody\n";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static (int Lines, LookLimit Limits) CountOf(string message)
    {
        QuotedMail mail = Look(message);
        return (mail.Lines.Count, mail.Limits);
    }

    private static string[] Lines(string message) => Look(message).Lines.Select(line => Encoding.Latin1.GetString(line.Text)).ToArray();

    private static QuotedMail Look(string message)
    {
        var look = new BounceLook();
        foreach (byte b in Encoding.Latin1.GetBytes(message))
            look.Read([b]);
        return look.End();
    }
}
