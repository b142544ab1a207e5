using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using Xunit;

namespace QregexCheck.Tests.Rooms.Control;

public sealed class LineReaderTests
{
    private const int FixedSeed = 20261124;

    [Theory]
    [InlineData("")]
    [InlineData("\n", "")]
    [InlineData("\n\n", "", "")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo", "one", "two")]
    [InlineData("one\n\ntwo\n", "one", "", "two")]
    [InlineData(" a\t\r\n", " a\t\r")]
    public void A_newline_ends_a_line_and_the_last_one_may_be_missing(string text, params string[] lines) =>
        Assert.Equal(lines, Read(Chunked(Latin(text), () => 1 << 20), new byte[64]));

    [Fact]
    public void A_line_longer_than_the_buffer_is_read_whole()
    {
        string line = new('x', 1_000_000);
        var reader = new LineReader(Chunked(Latin("a\n" + line + "\nb"), () => 4096));
        Assert.True(reader.TryRead(out ReadOnlySpan<byte> first));
        Assert.Equal(1, first.Length);
        Assert.True(reader.TryRead(out ReadOnlySpan<byte> second));
        Assert.Equal(1_000_000, second.Length);
        Assert.True(reader.TryRead(out ReadOnlySpan<byte> third));
        Assert.Equal((byte)'b', third[0]);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void The_grown_buffer_can_be_handed_to_the_next_reader()
    {
        var first = new LineReader(Chunked(Latin(new string('x', 5000) + "\nleft over"), () => 4096), new byte[16]);
        Assert.True(first.TryRead(out _));
        Assert.True(first.Buffer.Length >= 5000);
        Assert.Equal(["p", "q"], Read(Chunked(Latin("p\nq"), () => 1), first.Buffer));
    }

    [Fact]
    public void No_more_is_held_than_one_line_and_one_read()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
            text.Append("^[a-z]+@example\\.com$\n");
        var reader = new LineReader(Chunked(Latin(text.ToString()), () => 1 << 20));
        int lines = 0;
        while (reader.TryRead(out _))
            lines++;
        Assert.Equal(100_000, lines);
        Assert.True(reader.Buffer.Length <= 16 * 1024);
    }

    [Fact]
    public void Nothing_is_read_before_it_is_needed()
    {
        int reads = 0;
        byte[] text = Latin("one\ntwo\n");
        var reader = new LineReader(buffer =>
        {
            reads++;
            text.CopyTo(buffer);
            return text.Length;
        });
        Assert.True(reader.TryRead(out _));
        Assert.True(reader.TryRead(out _));
        Assert.Equal(1, reads);
    }

    [Fact]
    public void What_a_failing_source_throws_comes_through()
    {
        var reader = new LineReader(_ => throw new InvalidOperationException("disk on fire"));
        Assert.Throws<InvalidOperationException>(() => reader.TryRead(out _));
    }

    [Fact]
    public void Any_split_of_the_source_into_reads_gives_the_same_lines()
    {
        var random = new Random(FixedSeed);
        for (int round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(0, 200)];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = random.Next(5) == 0 ? (byte)'\n' : (byte)random.Next(256);
            int longest = random.Next(1, 70);
            List<string> lines = Read(Chunked(bytes, () => random.Next(1, longest + 1)), new byte[random.Next(1, 40)]);
            Assert.Equal(SlowLines(bytes), lines);
        }
    }

    /// <summary>A source that hands out its bytes in reads of the sizes that <paramref name="size"/> gives.</summary>
    internal static ByteSource Chunked(byte[] bytes, Func<int> size)
    {
        int at = 0;
        return buffer =>
        {
            int count = Math.Min(Math.Min(size(), buffer.Length), bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(buffer);
            at += count;
            return count;
        };
    }

    private static List<string> Read(ByteSource source, byte[] buffer)
    {
        var reader = new LineReader(source, buffer);
        var lines = new List<string>();
        while (reader.TryRead(out ReadOnlySpan<byte> line))
            lines.Add(Encoding.Latin1.GetString(line));
        Assert.False(reader.TryRead(out _));
        return lines;
    }

    private static string[] SlowLines(byte[] bytes)
    {
        string[] lines = Encoding.Latin1.GetString(bytes).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
