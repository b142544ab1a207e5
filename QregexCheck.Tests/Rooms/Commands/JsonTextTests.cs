using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using QregexCheck.Commands;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>The JSON of all commands: what was put in comes out again, byte for byte.</summary>
public sealed class JsonTextTests
{
    [Fact]
    public void Every_byte_and_every_pair_of_odd_bytes_survives_a_round_trip()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(number => (byte)number)];
        AssertSurvives(all);
        AssertSurvives([]);
        byte[] odd = [0, (byte)'\n', 0x1F, (byte)' ', (byte)'"', (byte)'\\', (byte)'u', (byte)'~', 0x7F, 0x80, 0xC3, 0xA9, 0xFF];
        foreach (byte one in odd)
        {
            foreach (byte other in odd)
                AssertSurvives([one, other, (byte)'x', other]);
        }
    }

    [Fact]
    public void A_rule_reads_as_it_is_and_all_of_a_line_is_printable_ASCII()
    {
        ReadOnlySpan<byte> line = new JsonText().BeginLine().Add("text"u8, @"@x\.ro$"u8).Add("note"u8, "é").EndLine().Bytes;
        Assert.Equal("{\"text\":\"@x\\\\.ro$\",\"note\":\"\\u00c3\\u00a9\",\"encoding\":\"latin1\"}\n", Encoding.ASCII.GetString(line));
    }

    [Fact]
    public void Objects_lists_numbers_and_truths_are_what_a_parser_reads()
    {
        JsonText json = new JsonText().BeginLine().Add("n"u8, -7).Add("yes"u8, true).BeginList("empty"u8).EndList().BeginList("list"u8);
        json.Begin(default).Add("a"u8, 1).End().Begin(default).End().EndList().Begin("o"u8).Begin("p"u8).Add("no"u8, false).End().End();
        JsonElement root = JsonDocument.Parse(json.EndLine().Bytes.ToArray()).RootElement;
        Assert.Equal(-7, root.GetProperty("n").GetInt32());
        Assert.True(root.GetProperty("yes").GetBoolean());
        Assert.Equal(0, root.GetProperty("empty").GetArrayLength());
        Assert.Equal((2, 1), (root.GetProperty("list").GetArrayLength(), root.GetProperty("list")[0].GetProperty("a").GetInt32()));
        Assert.False(root.GetProperty("o").GetProperty("p").GetProperty("no").GetBoolean());
        Assert.Equal("latin1", root.GetProperty("encoding").GetString());
    }

    [Fact]
    public void Lines_are_objects_of_their_own()
    {
        JsonText json = new JsonText().BeginLine().Add("a"u8, 1).EndLine().BeginLine().Add("b"u8, 2).EndLine();
        string[] lines = Encoding.ASCII.GetString(json.Bytes).TrimEnd('\n').Split('\n');
        Assert.Equal([1, 2],
            [JsonDocument.Parse(lines[0]).RootElement.GetProperty("a").GetInt32(), JsonDocument.Parse(lines[1]).RootElement.GetProperty("b").GetInt32()]);
    }

    private static void AssertSurvives(byte[] bytes)
    {
        ReadOnlySpan<byte> line = new JsonText().BeginLine().Add("x"u8, bytes).EndLine().Bytes;
        Assert.Equal(line.Length - 1, line.IndexOfAnyExceptInRange((byte)' ', (byte)'~'));
        JsonElement root = JsonDocument.Parse(line.ToArray()).RootElement;
        Assert.Equal(bytes, Encoding.Latin1.GetBytes(root.GetProperty("x").GetString()!));
    }
}
