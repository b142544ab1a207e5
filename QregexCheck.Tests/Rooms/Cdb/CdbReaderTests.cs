using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QregexCheck.Cdb;
using QregexCheck.Control;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Cdb;

public sealed class CdbReaderTests
{
    private const int Longest = 10_000;

    private static readonly (string Key, string Data)[] Few =
        [("", "-+"), ("!qxbob-", "qxbob\07001\07001\0/home/qxbob\0-\0"), ("postmaster", "pw:1:0:::"), ("twice", "first"), ("twice", "second"), ("empty", "")];

    [Fact]
    public void Each_key_is_found_and_no_other()
    {
        byte[] file = CdbFile.Of(Few);
        foreach ((string key, string data) in Few.Where(record => record.Data != "second"))
            Assert.Equal(data, Find(file, key));
        foreach (string key in new[] { "x", "post", "postmaster ", "Postmaster", "\0", "!qxbob" })
            Assert.Null(Find(file, key));
    }

    [Fact]
    public void Of_a_key_that_stands_twice_the_first_record_counts() => Assert.Equal("first", Find(CdbFile.Of(Few), "twice"));

    [Fact]
    public void A_database_without_records_has_no_key() => Assert.Null(Find(CdbFile.Of(), "x"));

    [Fact]
    public void Keys_and_data_of_all_lengths_come_back_whole()
    {
        var records = Enumerable.Range(0, 1100).Select(n => (new string((char)('a' + (n % 26)), n), new string((char)('A' + (n % 26)), 1100 - n))).ToArray();
        byte[] file = CdbFile.Of(records);
        Assert.All(records, record => Assert.Equal(record.Item2, Find(file, record.Item1)));
        Assert.Null(Find(file, new string('z', 1000)));
    }

    [Fact]
    public void Many_records_are_all_found()
    {
        byte[] file = CdbFile.Of(Enumerable.Range(0, 20_000).Select(n => (CdbFile.Bytes("user" + n), CdbFile.Bytes("data" + n))));
        var reader = Reader(file, out _);
        for (int n = 0; n < 20_000; n++)
            Assert.Equal(CdbFile.Bytes("data" + n), reader.Find(CdbFile.Bytes("user" + n), Longest));
        for (int n = 0; n < 20_000; n++)
            Assert.Null(reader.Find(CdbFile.Bytes("nobody" + n), Longest));
    }

    [Fact]
    public void A_search_reads_the_header_the_slots_and_the_record()
    {
        CdbReader reader = Reader(CdbFile.Of(Few), out List<(long Offset, int Count)> reads);
        Assert.NotNull(reader.Find("postmaster"u8, Longest));
        Assert.Equal(3, reads.Count);
        reads.Clear();
        Assert.NotNull(reader.Find("empty"u8, Longest));
        Assert.InRange(reads.Count, 1, 2);
        Assert.All(reads, read => Assert.InRange(read.Count, 1, 512));
    }

    /// <summary>Real writers: tinycdb's and freecdb's. They lay the file out in their own ways.</summary>
    [Theory]
    [InlineData("cdb -c \"$0\"")]
    [InlineData("cdbmake \"$0\" \"$0.tmp\"")]
    public void Files_of_other_writers_are_read(string command)
    {
        using var folder = new ControlFolder();
        folder.With("in", string.Concat(Few.Select(record => $"+{record.Key.Length},{record.Data.Length}:{record.Key}->{record.Data}\n")) + "\n");
        Outcome outcome = new Child("/bin/sh", "-c", "PATH=/usr/bin:/bin; export PATH; " + command + " <in", folder.Of("out.cdb")) { Directory = folder.Path }.Run();
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        byte[] file = File.ReadAllBytes(folder.Of("out.cdb"));
        foreach ((string key, string data) in Few.Where(record => record.Data != "second"))
            Assert.Equal(data, Find(file, key));
        Assert.Null(Find(file, "nobody"));
    }

    [Fact]
    public void A_file_that_is_cut_short_gives_the_right_answer_or_none()
    {
        byte[] whole = CdbFile.Of(Few);
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.All(Few.Select(record => record.Key).Append("nobody"), key => Assert.Throws<CdbException>(() => Find(cut, key)));
        }
    }

    /// <summary>The size was true when the file was opened, and then it was cut.</summary>
    [Fact]
    public void A_file_that_shrinks_while_it_is_read_gives_the_right_answer_or_none()
    {
        byte[] whole = CdbFile.Of(Few);
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            foreach ((string key, string data) in Few.Where(record => record.Data != "second"))
            {
                byte[]? found;
                try
                {
                    found = new CdbReader(Source(cut, []), whole.Length).Find(CdbFile.Bytes(key), Longest);
                }
                catch (CdbException)
                {
                    continue;
                }

                Assert.Equal(CdbFile.Bytes(data), found);
            }
        }
    }

    [Fact]
    public void A_file_with_any_bit_flipped_gives_an_answer_and_never_another_failure()
    {
        byte[] file = CdbFile.Of(Few);
        int refused = 0;
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            foreach (string key in new[] { "", "postmaster", "twice", "nobody" })
            {
                try
                {
                    _ = Find(file, key);
                }
                catch (CdbException)
                {
                    refused++;
                }
            }

            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.InRange(refused, 10_000, int.MaxValue);
    }

    [Fact]
    public void A_header_of_zeros_is_not_a_database_without_records()
    {
        byte[] file = CdbFile.Of(Few);
        file.AsSpan(0, 2048).Clear();
        Assert.Throws<CdbException>(() => Find(file, "postmaster"));
        Assert.Throws<CdbException>(() => Find(new byte[2048], "postmaster"));
    }

    [Fact]
    public void A_file_of_blanks_or_of_ones_is_malformed()
    {
        Assert.Throws<CdbException>(() => Find([.. Enumerable.Repeat((byte)' ', 5000)], "x"));
        Assert.Throws<CdbException>(() => Find([.. Enumerable.Repeat((byte)0xFF, 5000)], "x"));
    }

    [Fact]
    public void A_table_without_an_empty_slot_is_searched_once_round()
    {
        byte[] file = CdbFile.Of([.. Enumerable.Range(0, 40).Select(n => ("twice", n.ToString(System.Globalization.CultureInfo.InvariantCulture)))]);
        int pair = (int)(CdbFile.Hash("twice"u8.ToArray()) % 256) * 8;
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(pair));

        // All slots now hold records of the key's hash, and each record another key.
        for (int slot = 0; slot < 80; slot++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)start + (slot * 8)), CdbFile.Hash("twice"u8.ToArray()));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)start + (slot * 8) + 4), 2048);
        }

        file[2048 + 8] ^= 1;
        Assert.Null(Find(file, "twice"));
    }

    [Fact]
    public void A_run_of_slots_that_never_ends_is_given_up()
    {
        byte[] file = CdbFile.Of(Enumerable.Repeat(("twice"u8.ToArray(), "x"u8.ToArray()), CdbReader.MostProbes + 10));
        for (int record = 0; record < CdbReader.MostProbes + 10; record++)
            file[2048 + (record * 14) + 8] ^= 1;
        CdbReader reader = Reader(file, out List<(long Offset, int Count)> reads);
        Assert.Throws<CdbException>(() => reader.Find("twice"u8, Longest));
        Assert.InRange(reads.Count, 1, (CdbReader.MostProbes * 2) + 10);
    }

    [Fact]
    public void Data_that_is_longer_than_asked_for_is_not_read()
    {
        byte[] file = CdbFile.Of(("key", new string('x', 2000)));
        Assert.Equal(2000, Reader(file, out _).Find("key"u8, 2000)!.Length);
        Assert.Throws<CdbException>(() => Reader(file, out _).Find("key"u8, 1999));
    }

    [Fact]
    public void A_record_that_claims_four_gigabytes_takes_no_memory()
    {
        byte[] file = CdbFile.Of(("key", "data"));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(2048 + 4), uint.MaxValue);
        Assert.Throws<CdbException>(() => Reader(file, out _).Find("key"u8, int.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(2048), uint.MaxValue);
        Assert.Throws<CdbException>(() => Reader(file, out _).Find("key"u8, int.MaxValue));
    }

    /// <summary>A file of 4 GiB, of which only a few places are not zero.</summary>
    [Fact]
    public void Offsets_close_to_four_gigabytes_are_right()
    {
        const long Size = 4L * 1024 * 1024 * 1024;
        byte[] key = "key"u8.ToArray();
        uint hash = CdbFile.Hash(key);
        long table = Size - 16;
        long record = Size - 64;
        var places = new SortedDictionary<long, uint> { [record] = 3, [record + 4] = 2, [record + 8] = BinaryPrimitives.ReadUInt32LittleEndian("keyX"u8), [record + 12] = 'Y' };
        for (int i = 0; i < 256; i++)
            (places[i * 8], places[(i * 8) + 4]) = ((uint)table, i == hash % 256 ? 2u : 0u);
        long slot = table + (hash / 256 % 2 * 8);
        (places[slot], places[slot + 4]) = (hash, (uint)record);

        int Sparse(long offset, Span<byte> buffer)
        {
            Assert.InRange(offset, 0, Size - buffer.Length);
            for (int i = 0; i < buffer.Length; i++)
            {
                long at = offset + i;
                buffer[i] = places.TryGetValue(at & ~3L, out uint word) ? (byte)(word >> (int)((at & 3) * 8)) : (byte)0;
            }

            return buffer.Length;
        }

        Assert.Equal("XY"u8.ToArray(), new CdbReader(Sparse, Size).Find(key, Longest));

        // One slot more would begin behind the last number that four bytes can hold.
        places[(long)(hash % 256 * 8) + 4] = 3;
        Assert.Throws<CdbException>(() => new CdbReader(Sparse, Size).Find(key, Longest));
    }

    private static string? Find(byte[] file, string key)
    {
        byte[]? data = Reader(file, out _).Find(CdbFile.Bytes(key), Longest);
        return data is null ? null : System.Text.Encoding.Latin1.GetString(data);
    }

    private static CdbReader Reader(byte[] file, out List<(long Offset, int Count)> reads)
    {
        reads = [];
        return new CdbReader(Source(file, reads), file.Length);
    }

    private static RandomSource Source(byte[] file, List<(long Offset, int Count)> reads) => (offset, buffer) =>
    {
        reads.Add((offset, buffer.Length));
        int count = (int)Math.Clamp(file.Length - offset, 0, buffer.Length);
        if (count > 0)
            file.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    };
}
