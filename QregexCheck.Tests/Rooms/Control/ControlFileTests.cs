using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using Xunit;

namespace QregexCheck.Tests.Rooms.Control;

/// <summary>The statements of qmail-control(5) and of control_readfile, one by one. Entries are written <c>line:column:bytes</c>.</summary>
public sealed class ControlFileTests
{
    private const int FixedSeed = 20261124;

    [Theory]
    [InlineData("")]
    [InlineData("\n\n \n\t\n \t \t\n")]
    [InlineData("a\n\n  \nb\n", "1:1:a", "4:1:b")]
    public void Lines_that_are_empty_after_cutting_are_dropped_but_counted(string text, params string[] entries) =>
        Assert.Equal(entries, Read(text));

    [Theory]
    [InlineData("# a comment\n", "1:1:# a comment (comment)")]
    [InlineData("#\n", "1:1:# (comment)")]
    [InlineData("#foo \t\n", "1:1:#foo (comment)")]
    [InlineData("foo # x\n", "1:1:foo # x")]
    [InlineData("foo#\n", "1:1:foo#")]
    [InlineData(" # x\n", "1:1: # x")]
    [InlineData("\\#foo\n", "1:1:\\#foo")]
    [InlineData("!#foo\n", "1:1:!#foo")]
    public void A_hash_makes_a_comment_in_column_1_only(string text, params string[] entries) => Assert.Equal(entries, Read(text));

    [Theory]
    [InlineData("a \n", "1:1:a")]
    [InlineData("a\t\n", "1:1:a")]
    [InlineData("a \t \t\n", "1:1:a")]
    [InlineData("a \t", "1:1:a")]
    [InlineData(" \ta\n", "1:1: \ta")]
    [InlineData("a b \n", "1:1:a b")]
    public void Blanks_and_tabs_are_cut_at_the_end_only(string text, params string[] entries) => Assert.Equal(entries, Read(text));

    [Theory]
    [InlineData("a\r\n", "1:1:a\r")]
    [InlineData("\r\n", "1:1:\r")]
    [InlineData("a \r\n", "1:1:a \r")]
    [InlineData("a\r \n", "1:1:a\r")]
    [InlineData("a\f\n", "1:1:a\f")]
    [InlineData("a\v\n", "1:1:a\v")]
    [InlineData("a\u00a0\n", "1:1:a\u00a0")]
    [InlineData("\u00ef\u00bb\u00bfa\n", "1:1:\u00ef\u00bb\u00bfa")]
    [InlineData("\u00ef\u00bb\u00bf# a\n", "1:1:\u00ef\u00bb\u00bf# a")]
    public void Other_white_space_and_a_byte_order_mark_are_data(string text, params string[] entries) => Assert.Equal(entries, Read(text));

    [Theory]
    [InlineData("a\0b\n", "1:1:a", "1:3:b")]
    [InlineData("a\0\n", "1:1:a", "1:3:")]
    [InlineData("a\0 \t\n", "1:1:a", "1:3:")]
    [InlineData("a \0b\n", "1:1:a ", "1:4:b")]
    [InlineData("a\0\0b\n", "1:1:a", "1:3:", "1:4:b")]
    [InlineData("a\0#b\n", "1:1:a", "1:3:#b")]
    [InlineData("a\0!b\nc\n", "1:1:a", "1:3:!b", "2:1:c")]
    [InlineData("a\0", "1:1:a", "1:3:")]
    [InlineData("#a\0b\n", "1:1:#a\0b (comment)")]
    public void A_NUL_splits_a_line_into_entries(string text, params string[] entries) => Assert.Equal(entries, Read(text));

    [Theory]
    [InlineData("\0\n")]
    [InlineData("\0a\nb\n", "2:1:b")]
    [InlineData(" \0a\n", "1:1: ", "1:3:a")]
    public void A_line_whose_first_byte_is_NUL_is_dropped(string text, params string[] entries) => Assert.Equal(entries, Read(text));

    [Theory]
    [InlineData("a", "1:1:a")]
    [InlineData("a\nb", "1:1:a", "2:1:b")]
    [InlineData("a\n#b", "1:1:a", "2:1:#b (comment)")]
    [InlineData("a\n ", "1:1:a")]
    public void The_last_newline_may_be_missing(string text, params string[] entries) => Assert.Equal(entries, Read(text));

    [Fact]
    public void A_line_longer_than_any_buffer_is_one_entry()
    {
        string line = new('y', 300_000);
        Assert.Equal(["1:1:" + line, "2:1:z"], Read(line + " \nz"));
    }

    [Fact]
    public void Entries_of_a_split_line_outlive_the_next_read_of_the_source()
    {
        var file = new ControlFile(new LineReader(LineReaderTests.Chunked(Encoding.Latin1.GetBytes("ab\0cd\nef\n"), () => 1), new byte[2]));
        Assert.True(file.TryRead(out ControlLine first));
        Assert.Equal("ab", Encoding.Latin1.GetString(first.Bytes));
        Assert.True(file.TryRead(out ControlLine second));
        Assert.Equal("cd", Encoding.Latin1.GetString(second.Bytes));
    }

    [Fact]
    public void Any_bytes_in_any_reads_give_what_a_slow_reader_gives()
    {
        byte[] telling = Encoding.Latin1.GetBytes("\n\n\n\0\0 \t#!ab\r\f\v\u00e9");
        var random = new Random(FixedSeed);
        for (int round = 0; round < 3000; round++)
        {
            var bytes = new byte[random.Next(0, 60)];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = telling[random.Next(telling.Length)];
            var lines = new LineReader(LineReaderTests.Chunked(bytes, () => random.Next(1, 9)), new byte[random.Next(1, 20)]);
            string text = Encoding.Latin1.GetString(bytes);
            Assert.Equal(SlowEntries(text), Read(lines));
        }
    }

    private static List<string> Read(string text) =>
        Read(new LineReader(LineReaderTests.Chunked(Encoding.Latin1.GetBytes(text), () => 1000), new byte[8]));

    private static List<string> Read(LineReader lines)
    {
        var file = new ControlFile(lines);
        var entries = new List<string>();
        while (file.TryRead(out ControlLine line))
            entries.Add($"{line.Number}:{line.Column}:{Encoding.Latin1.GetString(line.Bytes)}{(line.IsComment ? " (comment)" : "")}");
        return entries;
    }

    private static List<string> SlowEntries(string text)
    {
        var entries = new List<string>();
        foreach ((string whole, int i) in text.Split('\n').Select((line, i) => (line, i)))
        {
            string line = whole.TrimEnd(' ', '\t');
            if (line.Length == 0 || line[0] == '\0')
                continue;
            if (line[0] == '#')
            {
                entries.Add($"{i + 1}:1:{line} (comment)");
                continue;
            }

            int column = 1;
            foreach (string piece in line.Split('\0'))
            {
                entries.Add($"{i + 1}:{column}:{piece}");
                column += piece.Length + 1;
            }
        }

        return entries;
    }
}
