using System;
using System.Buffers.Binary;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>What SnapshotWriter writes, SnapshotReader reads, and it believes no file that was damaged or forged.</summary>
public sealed class SnapshotReaderTests
{
    private static readonly AddressHash Key = new(0x0123456789abcdef, 0xfedcba9876543210);

    [Fact]
    public void What_was_added_is_found_and_nothing_else_is()
    {
        var writer = new SnapshotWriter(Key, made: 12345);
        var names = Enumerable.Range(0, 5000).Select(i => Name($"user{i}", i % 3 == 0 ? ListedName.Closed : ListedName.There)).ToList();
        for (int i = 0; i < 3000; i++)
            writer.Add(Bytes($"/home/{i}"), Look(i), SnapshotClass.Listed, [], null);
        writer.Add("/home/1/vpasswd.cdb"u8, Look(7), SnapshotClass.Mailboxes, "text"u8, names);
        SnapshotReader reader = Open(writer.End().ToArray(), out BlockReader blocks);

        Assert.Equal((12345, 3001), (reader.Made, reader.Count));
        for (int i = 0; i < 3000; i++)
        {
            KeptRecord record = reader.Find(Bytes($"/home/{i}"))!;
            Assert.Equal((Look(i), SnapshotClass.Listed, 0), (record.Look, record.Class, record.NameCount));
            Assert.Null(reader.Find(Bytes($"/home/{i}/")));
        }

        KeptRecord list = reader.Find("/home/1/vpasswd.cdb"u8)!;
        Assert.Equal("text", Encoding.ASCII.GetString(list.Text));
        for (int i = 0; i < 5000; i++)
        {
            Assert.Equal(i % 3 == 0 ? ListedName.Closed : ListedName.There, reader.FindName(list, Bytes($"user{i}")));
            Assert.Equal(ListedName.Absent, reader.FindName(list, Bytes($"other{i}")));
        }

        Assert.Equal(ListedName.Absent, reader.FindName(reader.Find("/home/5"u8)!, "user1"u8));
        Assert.InRange(blocks.BlocksRead, 1, 3000 * 10 * 5);
    }

    [Fact]
    public void A_snapshot_of_nothing_knows_nothing()
    {
        SnapshotReader reader = Open(new SnapshotWriter(Key, 1).End().ToArray(), out BlockReader blocks);
        Assert.Null(reader.Find("/"u8));
        blocks.CheckBlocks();
    }

    /// <summary>However the names of one hash come, the one that is there counts first, then the one that can't be told.</summary>
    [Fact]
    public void Of_two_names_with_one_hash_the_one_that_is_there_counts()
    {
        foreach (ListedName[] states in new ListedName[][]
        {
            [ListedName.Closed, ListedName.There], [ListedName.There, ListedName.Closed], [ListedName.Odd, ListedName.Closed, ListedName.There],
            [ListedName.Closed, ListedName.Odd],
        })
        {
            var writer = new SnapshotWriter(Key, 1);
            writer.Add("/l"u8, Look(1), SnapshotClass.Mailboxes, [], [.. states.Select(state => Name("u", state))]);
            SnapshotReader reader = Open(writer.End().ToArray(), out _);
            KeptRecord list = reader.Find("/l"u8)!;
            Assert.Equal((states.Min(), 1), (reader.FindName(list, "u"u8), list.NameCount));
        }
    }

    [Fact]
    public void A_million_names_take_a_few_blocks()
    {
        var writer = new SnapshotWriter(Key, 1);
        writer.Add("/l"u8, Look(1), SnapshotClass.Mailboxes, [], [.. Enumerable.Range(0, 1_000_000).Select(i => Name($"user{i}", ListedName.There))]);
        byte[] file = writer.End().ToArray();
        int most = 0;
        for (int i = 0; i < 200; i++)
        {
            SnapshotReader reader = Open(file, out BlockReader blocks);
            KeptRecord list = reader.Find("/l"u8)!;
            int before = blocks.BlocksRead;
            reader.FindName(list, Bytes($"user{i * 4999}"));
            reader.FindName(list, Bytes($"other{i}"));
            most = Math.Max(most, blocks.BlocksRead - before);
        }

        // Each block may need one of checksums beside it.
        Assert.InRange(most, 1, 16);
    }

    /// <summary>A forged file may lie, but it is read in bounded time and nothing outside of it is.</summary>
    [Fact]
    public void A_forged_file_ends_in_an_answer_or_is_not_believed()
    {
        var writer = new SnapshotWriter(Key, 1);
        for (int i = 0; i < 40; i++)
            writer.Add(Bytes($"/home/{i}"), Look(i), SnapshotClass.Mailboxes, "t"u8, [Name($"user{i}", ListedName.There)]);
        byte[] whole = writer.End().ToArray();
        var random = new Random(20261126);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] file = (byte[])whole.Clone();
            int at = round < 700 ? 40 + (round % 70) : DatabaseFormat.BlockSize + random.Next(DatabaseFormat.BlockSize * 2);
            byte[] value = round % 3 == 0 ? [0xFF, 0xFF, 0xFF, 0xFF] : BitConverter.GetBytes(random.Next(20000));
            value.AsSpan().CopyTo(file.AsSpan(at));
            Forge(file);
            try
            {
                SnapshotReader reader = Open(file, out _);
                for (int i = 0; i < 40; i++)
                {
                    if (reader.Find(Bytes($"/home/{i}")) is { } record)
                        reader.FindName(record, Bytes($"user{i}"));
                }

                for (int i = 0; i < reader.Count; i++)
                    reader.CheckNames(reader.ReadEntry(i));
            }
            catch (DatabaseException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 3000);
    }

    [Fact]
    public void A_compiled_file_is_no_snapshot_and_a_snapshot_is_no_compiled_file()
    {
        byte[] snapshot = new SnapshotWriter(Key, 1).End().ToArray();
        Assert.Throws<DatabaseException>(() => new BlockReader(ReadAt(snapshot)));
        byte[] rules = DatabaseWriter.Write([]).ToArray();
        Assert.Throws<DatabaseException>(() => Open(rules, out _));
        snapshot[DatabaseFormat.VersionAt]++;
        Forge(snapshot);
        Assert.Equal("another version of qregexcheck wrote it", Assert.Throws<DatabaseException>(() => Open(snapshot, out _)).Message);
    }

    [Fact]
    public void The_numbers_on_disk_do_not_change()
    {
        Assert.Equal(
            "Unread=0 Way=1 Listed=2 Mailboxes=3 CdbBackend=4 OtherBackend=5 Linked=6 DefaultDelivery=16 Nothing=17 Delivers=18 CatchAll=19 Runs=20 Defers=21 Bounces=22 "
                + "Vpopmail=23 Vmailmgr=24 FastForward=25 FastForwardDefault=26",
            string.Join(' ', Enum.GetValues<SnapshotClass>().Select(one => $"{one}={(int)one}")));
        Assert.Equal("There=0 Odd=1 Closed=2 Absent=3", string.Join(' ', Enum.GetValues<ListedName>().Select(one => $"{one}={(int)one}")));
        Assert.Equal(
            "Absent=0 Regular=1 Directory=2 Special=3 Denied=4 Failed=5", string.Join(' ', Enum.GetValues<FileKind>().Select(one => $"{one}={(int)one}")));
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private static ulong Name(string name, ListedName state) => (Key.Of(Bytes(name)) & ~SnapshotFormat.NameState) | (ulong)state;

    private static FileLook Look(int number) => new(
        FileKind.Directory, 0x1ED, (uint)number, 8, new SourceStamp(true, (ulong)number, new Instant(number, 5), new Instant(-number, 6), 77, 1, 2), null);

    /// <summary>Makes all checksums right again.</summary>
    private static void Forge(byte[] file)
    {
        int dataBlocks = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(DatabaseFormat.DataBlocksAt));
        const int Size = DatabaseFormat.BlockSize;
        if (dataBlocks < 1 || dataBlocks >= file.Length / Size)
            return;
        Span<byte> sums = file.AsSpan(dataBlocks * Size, Size);
        for (int i = 1; i < dataBlocks; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(sums[(i * 4)..], BlockReader.Checksum(file.AsSpan(i * Size, Size)));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(DatabaseFormat.RootAt(0)), BlockReader.Checksum(sums));
        BinaryPrimitives.WriteUInt32LittleEndian(
            file.AsSpan(DatabaseFormat.HeaderChecksumAt), BlockReader.Checksum(file.AsSpan(0, DatabaseFormat.HeaderChecksumAt)));
    }

    private static SnapshotReader Open(byte[] file, out BlockReader blocks)
    {
        blocks = new BlockReader(ReadAt(file), BlockReader.BlocksOfOneCheck, BlockFile.Recipients);
        return new SnapshotReader(blocks);
    }

    private static RandomSource ReadAt(byte[] file) => (offset, buffer) =>
    {
        int count = (int)Math.Clamp(file.Length - offset, 0, buffer.Length);
        file.AsSpan((int)Math.Min(offset, file.Length), count).CopyTo(buffer);
        return count;
    };
}
