using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Control;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>The chunks of a log: each line once and whole, whatever lies in the file and whatever happens to it meanwhile.</summary>
public sealed class LogLinesTests : IDisposable
{
    private const int Longest = LogLines.LongestLine;
    private const long Now = long.MaxValue;

    private readonly ControlFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Longest + 2)]
    [InlineData(Longest + 77)]
    [InlineData(2 * Longest)]
    [InlineData(256 * 1024)]
    public void Every_line_comes_once_and_one_that_is_too_long_is_cut(int chunk)
    {
        var random = new Random(chunk);
        int[] lengths = [0, 1, Longest - 1, Longest, Longest + 1, Longest + 2, 2 * Longest, 3 * Longest, 1_000_000, 256 * 1024];
        for (int round = 0; round < 12; round++)
        {
            var files = new List<string>();
            var expected = new List<string>();
            for (int file = 0; file < 3; file++)
            {
                var text = new StringBuilder();
                int count = random.Next(30);
                for (int line = 0; line < count; line++)
                {
                    string written = new((char)('a' + random.Next(26)), random.Next(3) == 0 ? lengths[random.Next(lengths.Length)] : random.Next(400));
                    bool isLast = line == count - 1 && written.Length > 0 && random.Next(2) == 0;
                    text.Append(written).Append(isLast ? string.Empty : "\n");
                    expected.Add(written.Length > Longest ? written[..(Longest + 1)] : written);
                }

                _folder.With($"f{file}", text.ToString());
                files.Add($"f{file}");
            }

            Assert.Equal(expected, Read(chunk, [.. files]));
        }
    }

    [Fact]
    public void A_NUL_and_bytes_above_127_are_bytes_like_others()
    {
        _folder.With("log", "a\0b\n\0\n\xFF\xFE\r\n\n");
        Assert.Equal(["a\0b", "\0", "\xFF\xFE\r", string.Empty], Read(Longest + 2, "log"));
    }

    [Fact]
    public void What_gzip_packed_is_inflated_whatever_its_name_is_and_member_behind_member()
    {
        string[] lines = [.. Enumerable.Range(0, 30_000).Select(number => $"line {number} {number * 7919 % 1000}")];
        byte[] packed = [.. Packed(lines[..10_000]), .. Packed([]), .. Packed(lines[10_000..])];
        File.WriteAllBytes(_folder.Of("log"), packed);
        Assert.Equal(lines, Read(Longest + 2, "log"));
        Assert.Empty(_warnings);
    }

    /// <summary>Cut anywhere, what is told is a beginning of the lines that were packed, and it is told that there were more.</summary>
    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void A_packed_log_that_is_cut_gives_the_lines_before_the_cut_and_a_warning(CompressionLevel level)
    {
        string[] lines = [.. Enumerable.Range(0, 4_000).Select(number => $"line {number} {number * 7919 % 1000}")];
        byte[] packed = [.. Packed(lines[..1_000], level), .. Packed(lines[1_000..], level)];
        int member = Packed(lines[..1_000], level).Length;
        int most = 0;
        foreach (int cut in Enumerable.Range(2, 60).Concat(Enumerable.Range(1, 60).Select(back => packed.Length - back))
            .Concat(Enumerable.Range(-30, 60).Select(beside => member + beside)).Concat(Enumerable.Range(1, 200).Select(part => packed.Length * part / 201)))
        {
            _warnings.Clear();
            File.WriteAllBytes(_folder.Of("log"), packed[..cut]);
            string[] read = Read(256 * 1024, "log");
            Assert.Equal(lines[..read.Length], read);
            bool isTold = _warnings is [{ } warning] && warning.Contains("damaged or cut", StringComparison.Ordinal);
            Assert.True(cut == member ? _warnings is [] : isTold, $"cut at {cut}");
            most = Math.Max(most, read.Length);
        }

        Assert.InRange(most, 3_900, 4_000);
    }

    [Theory]
    [InlineData("BZh91AY&SY....", "bzcat")]
    [InlineData("\xFD" + "7zXZ\0....", "xzcat")]
    [InlineData("\x28\xB5\x2F\xFD....", "zstdcat")]
    [InlineData("\x1F\x9D....", "zcat")]
    public void What_another_program_packed_is_refused_with_the_command_that_unpacks_it(string bytes, string program)
    {
        _folder.With("log", bytes);
        Assert.Contains($"write: {program} ", Assert.Throws<ControlReadException>(() => Read(Longest + 2, "log")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_grows_is_read_up_to_the_end_of_the_line_that_was_being_written()
    {
        _folder.With("log", "one\ntwo");
        using LogLines lines = Open("log");
        using (FileStream more = File.Open(_folder.Of("log"), FileMode.Append))
            more.Write("2\nthree\nfour"u8);
        Assert.Equal(["one", "two2"], Read(lines, Longest + 2));
    }

    [Fact]
    public void A_log_that_ended_with_a_line_is_read_up_to_there_however_it_grows()
    {
        _folder.With("log", "one\ntwo\n");
        using LogLines lines = Open("log");
        using (FileStream more = File.Open(_folder.Of("log"), FileMode.Append))
            more.Write(Encoding.ASCII.GetBytes(new string('x', 500_000)));
        Assert.Equal(["one", "two"], Read(lines, Longest + 2));
    }

    [Fact]
    public void A_log_that_is_renamed_removed_or_made_shorter_is_read_as_far_as_it_is_there()
    {
        _folder.With("renamed", "one\n").With("removed", "two\n").With("shorter", "three\nfour\nfive\n");
        using LogLines lines = Open("renamed", "removed", "shorter");
        File.Move(_folder.Of("renamed"), _folder.Of("renamed.1"));
        _folder.With("renamed", "another\n");
        File.Delete(_folder.Of("removed"));
        using (FileStream shorter = File.OpenWrite(_folder.Of("shorter")))
            shorter.SetLength(11);
        Assert.Equal(["one", "two", "three", "four"], Read(lines, Longest + 2));
    }

    private static byte[] Packed(string[] lines, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var bytes = new MemoryStream();
        using (var packer = new GZipStream(bytes, level))
            packer.Write(Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        return bytes.ToArray();
    }

    private LogLines Open(params string[] names) =>
        new([.. names.Select(name => LogFile.Open(Encoding.UTF8.GetBytes(_folder.Of(name)), mayHaveGone: false)!)], Now, _warnings.Add);

    private string[] Read(int chunk, params string[] names)
    {
        using LogLines lines = Open(names);
        return Read(lines, chunk);
    }

    private static string[] Read(LogLines lines, int size)
    {
        var chunk = new byte[size];
        var read = new List<string>();
        while (lines.Fill(chunk) is > 0 and var length)
        {
            string text = Encoding.Latin1.GetString(chunk.AsSpan(0, length));
            string[] found = text.Split('\n');
            read.AddRange((text.EndsWith('\n') ? found[..^1] : found).Select(line => line.Length > Longest ? line[..(Longest + 1)] : line));
        }

        return [.. read];
    }
}
