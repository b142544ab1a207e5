using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Cdb;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Cdb;

/// <summary>All records of a database (CdbRecords), against the reader that looks for one.</summary>
public sealed class CdbRecordsTests
{
    private static readonly byte[] Whole = CdbFile.Of(
        [.. Enumerable.Range(0, 300).Select(i => ($"user{i % 290}", $"data of {i}{new string('x', i)}")), ("", "empty key"), ("no data", "")]);

    [Fact]
    public void Each_record_comes_that_can_be_found()
    {
        List<string> keys = Read(Whole, out List<string> data);
        Assert.Equal(302, keys.Count);
        Assert.Equal(292, keys.Distinct().Count());
        Assert.All(keys, key => Assert.NotNull(Find(Whole, key)));
        Assert.Contains("data of 289" + new string('x', 289), data);
    }

    [Fact]
    public void Of_long_data_the_beginning_comes_and_a_long_key_is_an_error()
    {
        byte[] file = CdbFile.Of(("k", new string('d', 5000)));
        var lengths = new List<int>();
        CdbRecords.Read(ReadAt(file), file.Length, 100, (_, data) => lengths.Add(data.Length));
        Assert.Equal([99], lengths);
        file = CdbFile.Of((new string('k', 101), "d"));
        Assert.Throws<CdbException>(() => CdbRecords.Read(ReadAt(file), file.Length, 100, (_, _) => { }));
    }

    /// <summary>What the reader finds in a damaged file is among the records, or the file is refused: no name of a mailbox is left out.</summary>
    [Fact]
    public void In_a_file_with_a_flipped_bit_no_record_is_left_out_that_can_be_found()
    {
        byte[] small = CdbFile.Of([.. Enumerable.Range(0, 12).Select(i => ($"user{i}", "data"))]);
        int refused = 0;
        for (int at = 0; at < small.Length; at++)
        {
            byte[] file = (byte[])small.Clone();
            file[at] ^= (byte)(1 << (at % 8));
            HashSet<string> keys;
            try
            {
                keys = [.. Read(file, out _)];
            }
            catch (CdbException)
            {
                refused++;
                continue;
            }

            foreach (string key in Enumerable.Range(0, 12).Select(i => $"user{i}"))
            {
                if (!keys.Contains(key))
                    Assert.True(IsNotFound(file, key), $"byte {at}: {key}");
            }
        }

        Assert.InRange(refused, 100, small.Length);
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        foreach (int length in new[] { 0, 1, 2047, 2048, Whole.Length / 2, Whole.Length - 1 })
            Assert.Throws<CdbException>(() => Read(Whole[..length], out _));
    }

    private static bool IsNotFound(byte[] file, string key)
    {
        try
        {
            return Find(file, key) is null;
        }
        catch (CdbException)
        {
            return true;
        }
    }

    private static byte[]? Find(byte[] file, string key) => new CdbReader(ReadAt(file), file.Length).Find(Encoding.Latin1.GetBytes(key), 4096);

    private static List<string> Read(byte[] file, out List<string> data)
    {
        var keys = new List<string>();
        var found = new List<string>();
        CdbRecords.Read(ReadAt(file), file.Length, 4096, (key, value) =>
        {
            keys.Add(Encoding.Latin1.GetString(key));
            found.Add(Encoding.Latin1.GetString(value));
        });
        data = found;
        return keys;
    }

    private static QregexCheck.Control.RandomSource ReadAt(byte[] file) => (offset, buffer) =>
    {
        int count = (int)Math.Clamp(file.Length - offset, 0, buffer.Length);
        file.AsSpan((int)Math.Min(offset, file.Length), count).CopyTo(buffer);
        return count;
    };
}
