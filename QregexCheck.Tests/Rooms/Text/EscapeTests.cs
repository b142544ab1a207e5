using System;
using System.Linq;
using System.Text;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Text;

public sealed class EscapeTests
{
    private static readonly byte[] AllBytes = Enumerable.Range(0, 256).Select(b => (byte)b).ToArray();

    [Theory]
    [InlineData(0, "\\x00")]
    [InlineData(0x5C, "\\x5C")]
    [InlineData(0xAF, "\\xAF")]
    [InlineData(0xFF, "\\xFF")]
    public void A_byte_is_written_with_two_capital_digits(byte b, string text)
    {
        var room = new byte[Escape.Length];
        Escape.Write(b, room);
        Assert.Equal(text, Encoding.ASCII.GetString(room));
    }

    [Fact]
    public void What_the_log_writes_of_a_client_is_read_back_whatever_it_is()
    {
        var random = new Random(20261126);
        for (int round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(20)];
            random.NextBytes(bytes);
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = random.Next(3) == 0 ? "\\xX5c"u8[random.Next(5)] : bytes[i];
            Assert.Equal(bytes, Escape.Undo(new ByteText().AddEscaped(bytes, Plain.ClientField).Bytes));
            Assert.Equal(bytes, Escape.Undo(new ByteText().AddEscaped(bytes, Plain.ClientText).Bytes));
        }
    }

    [Theory]
    [InlineData("a\\x41b", "aAb")]
    [InlineData("\\xe9", "\u00e9")]
    [InlineData("\\xE9\\x", "\u00e9\\x")]
    [InlineData("\\x4", "\\x4")]
    [InlineData("\\x4g", "\\x4g")]
    [InlineData("\\x+4", "\\x+4")]
    [InlineData("\\x 4", "\\x 4")]
    [InlineData("\\\\x41", "\\A")]
    [InlineData("\\X41", "\\X41")]
    [InlineData("", "")]
    public void What_is_no_whole_escape_stands_for_itself(string text, string bytes) =>
        Assert.Equal(Encoding.Latin1.GetBytes(bytes), Escape.Undo(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void A_text_with_escapes_is_one_line_of_UTF8() =>
        Assert.Equal("\u00e9 \\x0A\\x7F", Escape.Text(Encoding.UTF8.GetBytes("\u00e9 \n\u007f"), Plain.Message));

    [Fact]
    public void Each_set_holds_the_bytes_that_its_name_says()
    {
        Assert.Equal(AllBytes.Where(b => b is >= 0x20 and <= 0x7E), Held(Plain.Printable));
        Assert.Equal(AllBytes.Where(b => b is >= 0x21 and <= 0x7E), Held(Plain.Visible));
        Assert.Equal(Held(Plain.Visible).Except("\"\\<>"u8.ToArray()), Held(Plain.ClientField));
        Assert.Equal(Held(Plain.Printable).Except("\""u8.ToArray()), Held(Plain.OwnField));
        Assert.Equal(Held(Plain.Printable).Except("\"\\<>="u8.ToArray()), Held(Plain.ClientText));
        Assert.Equal(AllBytes.Where(b => b is >= 0x20 and not 0x7F), Held(Plain.Message));
        Assert.Equal(Held(Plain.Message).Except(" \\"u8.ToArray()), Held(Plain.FileName));
        Assert.Equal(Held(Plain.Visible).Except("\\{}"u8.ToArray()), Held(Plain.TreeLiteral));
    }

    [Fact]
    public void The_first_unprintable_byte_is_found_wherever_it_stands()
    {
        foreach (byte b in AllBytes)
        {
            byte[] bytes = [(byte)' ', (byte)'~', b, 0];
            Assert.Equal(Plain.Printable.Holds(b) ? 3 : 2, PlainBytes.IndexOfUnprintable(bytes));
        }

        Assert.Equal(-1, PlainBytes.IndexOfUnprintable(" ~"u8));
    }

    private static byte[] Held(Plain set) => Array.FindAll(AllBytes, b => set.Holds(b));
}
