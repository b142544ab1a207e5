using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Rules;
using QregexCheck.Tests.Rooms.Control;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>
/// The header of format 2, and its table of lists: with all checksums right, each thing in it that does not fit makes the text speak, and what
/// a later version may add is passed over.
/// </summary>
public sealed class HeaderTests
{
    private const int Block = DatabaseFormat.BlockSize;
    private const string Rules = "^abc@example\\.com$\n(unclosed\n^[a-z]{6}[0-9]{3}@\n^[a-z]{7}[0-9]{4}@\n^(.)\\1@\n";

    private static readonly byte[][] Subjects = [.. new[] { "ABC@EXAMPLE.COM", "ABCDEF123@X", "AA@X", "NOBODY", "" }.Select(Encoding.ASCII.GetBytes)];

    private readonly CompiledInMemory _both = new(Rules);

    /// <summary>Where each number of the header stands, and how long it is.</summary>
    public static TheoryData<string, int, int> Fields => new()
    {
        { "format", DatabaseFormat.VersionAt, 4 },
        { "size of a block", DatabaseFormat.BlockSizeAt, 4 },
        { "length", DatabaseFormat.LengthAt, 8 },
        { "data blocks", DatabaseFormat.DataBlocksAt, 4 },
        { "checksum blocks", DatabaseFormat.ChecksumBlocksAt, 4 },
        { "list", CompiledInMemory.EntryAt(EntryOffset.List), 2 },
        { "kind", CompiledInMemory.EntryAt(EntryOffset.Kind), 2 },
        { "section", CompiledInMemory.EntryAt(EntryOffset.SectionAt), 4 },
        { "warnings", CompiledInMemory.EntryAt(EntryOffset.WarningsAt), 4 },
        { "filter", CompiledInMemory.EntryAt(EntryOffset.FilterAt), 4 },
        { "table of grams", CompiledInMemory.EntryAt(EntryOffset.TableAt), 4 },
        { "bits of the filter", CompiledInMemory.EntryAt(EntryOffset.FilterBits), 4 },
        { "slots", CompiledInMemory.EntryAt(EntryOffset.TableSlots), 4 },
        { "rules for every address", CompiledInMemory.EntryAt(EntryOffset.AlwaysAt), 4 },
        { "number of rules for every address", CompiledInMemory.EntryAt(EntryOffset.AlwaysCount), 4 },
        { "unions", CompiledInMemory.EntryAt(EntryOffset.UnionsAt), 4 },
        { "number of unions", CompiledInMemory.EntryAt(EntryOffset.UnionCount), 4 },
        { "length of the section", CompiledInMemory.EntryAt(EntryOffset.SectionLength), 4 },
        { "length of the records", CompiledInMemory.EntryAt(EntryOffset.RecordsLength), 4 },
        { "outlines", CompiledInMemory.EntryAt(EntryOffset.OutlinesAt), 4 },
        { "sets of outlines", CompiledInMemory.EntryAt(EntryOffset.OutlineSets), 4 },
        { "number of outlines", CompiledInMemory.EntryAt(EntryOffset.OutlineCount), 4 },
        { "checksum of a checksum block", DatabaseFormat.RootAt(0), 4 },
    };

    /// <summary>The numbers are on disk: none may ever change or be used again.</summary>
    [Fact]
    public void The_numbers_on_disk_are_these()
    {
        Assert.Equal(
            ["BadHelo 0", "BadMailFrom 1", "BadMailFromNoRelay 2", "BadMailTo 3", "BadMailToNoRelay 4", "GoodMailFrom 5", "GoodMailTo 6"],
            Enum.GetValues<ControlList>().Select(list => string.Create(CultureInfo.InvariantCulture, $"{list} {(int)list}")).Take(7));
        Assert.Equal((0, 1, 2), ((int)RuleAction.Reject, (int)RuleAction.Defer, (int)RuleAction.Log));
        Assert.Equal(1, (int)SectionKind.Rules);
    }

    /// <summary>The writer writes them in this order, and the table must ascend.</summary>
    [Fact]
    public void The_lists_stand_in_the_order_of_their_numbers()
    {
        int[] numbers = [.. ControlLists.All.ToArray().Select(list => (int)list)];
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.All(numbers, number => Assert.InRange(number, 0, ushort.MaxValue));
    }

    [Fact]
    public void Each_list_is_found_by_its_number()
    {
        byte[] file = AllLists();
        var reader = new BlockReader(CompiledInMemory.Source(file));
        Assert.Equal(ControlLists.All.Length, ListTable.Count(reader.Header));
        foreach (ControlList list in ControlLists.All)
        {
            ListEntry entry = ListEntry.Read(reader.Header, list);
            Assert.Equal(((ulong)list + 1, 1), (entry.Source.Inode, entry.RuleCount));
            Assert.Contains($"rule 1:1 ", DumpedText.Of(reader, list), StringComparison.Ordinal);
            Assert.EndsWith(TextOf(list), DumpedText.Of(reader, list), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_flipped_bit_of_the_header_makes_the_text_speak(string field, int at, int length)
    {
        Assert.NotEmpty(field);
        byte[] whole = _both.File;
        int step = length > 64 ? 7 : 1;
        for (int bit = 0; bit < length * 8; bit += step)
        {
            _both.File = (byte[])whole.Clone();
            _both.File[at + (bit / 8)] ^= (byte)(1 << (bit % 8));
            SealHeader(_both.File);
            AssertTheText();
        }
    }

    /// <summary>A check believes none of these bytes, and who reads all says that they are not 0.</summary>
    [Fact]
    public void A_bit_where_nothing_stands_is_found_by_who_reads_all()
    {
        byte[] whole = _both.File;
        int missing = DatabaseFormat.EntryAt((int)ControlList.BadHelo);
        int end = DatabaseFormat.EntryAt(ControlLists.All.Length);
        int[] places =
        [
            .. Enumerable.Range(DatabaseFormat.EntryCountAt + 4, DatabaseFormat.EntriesAt - DatabaseFormat.EntryCountAt - 4),
            .. Enumerable.Range(missing + EntryOffset.Source, DatabaseFormat.EntrySize - EntryOffset.Source),
            .. Enumerable.Range(end, DatabaseFormat.RootAt(0) - end),
        ];
        foreach (int at in places)
        {
            _both.File = (byte[])whole.Clone();
            _both.File[at] = 1;
            SealHeader(_both.File);
            Assert.Equal("its header holds what no part of it says", Assert.Throws<DatabaseException>(Reader().CheckBlocks).Message);
            if (at % 64 == 0)
                Assert.Equal(_both.ByText(Subjects[0]), _both.ByCompiled(Subjects[0]));
        }
    }

    /// <summary>A smaller number of these may be a lie that nothing shows; one that leads out of its part of the section is none.</summary>
    [Theory]
    [InlineData(EntryOffset.RuleCount)]
    [InlineData(EntryOffset.WarningCount)]
    [InlineData(EntryOffset.GramLengths)]
    public void A_number_that_leads_out_of_its_part_makes_the_text_speak(int offset)
    {
        byte[] whole = _both.File;
        for (int bit = 8; bit < 32; bit++)
        {
            uint was = (uint)CompiledInMemory.Read(whole, CompiledInMemory.EntryAt(offset));
            uint number = was | (1U << bit);
            if (number == was)
                continue;
            _both.File = (byte[])whole.Clone();
            CompiledInMemory.Put(_both.File, CompiledInMemory.EntryAt(offset), number);
            SealHeader(_both.File);
            AssertTheText();
        }
    }

    /// <summary>A gram of a length that is not looked up would be a rule that is never found.</summary>
    [Fact]
    public void Grams_without_a_table_and_of_unknown_lengths_make_the_text_speak()
    {
        byte[] whole = _both.File;
        foreach ((int offset, uint number) in new (int, uint)[]
        {
            (EntryOffset.GramLengths, 0), (EntryOffset.GramLengths, 8), (EntryOffset.GramLengths, 15),
            (EntryOffset.FilterBits, 0), (EntryOffset.FilterBits, 4), (EntryOffset.TableSlots, 0), (EntryOffset.FilterAt, 0),
            (EntryOffset.TableAt, 0), (EntryOffset.WarningsAt, 0), (EntryOffset.UnionsAt, 0), (EntryOffset.AlwaysAt, 0),
        })
        {
            _both.File = (byte[])whole.Clone();
            CompiledInMemory.Put(_both.File, CompiledInMemory.EntryAt(offset), number);
            SealHeader(_both.File);
            AssertTheText();
        }
    }

    /// <summary>No check needs to know how many rules there are; who reads all of them sees it.</summary>
    [Fact]
    public void A_number_of_rules_that_is_too_small_is_found_by_who_reads_all()
    {
        byte[] whole = _both.File;
        for (uint count = 0; count < 4; count++)
        {
            byte[] file = (byte[])whole.Clone();
            CompiledInMemory.Put(file, CompiledInMemory.EntryAt(EntryOffset.RuleCount), count);
            SealHeader(file);
            Assert.Throws<DatabaseException>(() => DumpedText.Of(new BlockReader(CompiledInMemory.Source(file)), ControlList.BadMailTo));
        }

        CompiledInMemory.Put(_both.File, CompiledInMemory.EntryAt(EntryOffset.RuleCount), 0);
        AssertTheText("the parts of a section do not fit together");
    }

    [Fact]
    public void A_list_that_stands_there_twice_makes_the_text_speak()
    {
        foreach (int other in new[] { 2, 4 })
        {
            _both.File = new CompiledInMemory(Rules).File;
            PutList(other, (ushort)ControlList.BadMailTo);
            AssertTheText("its lists are out of order");
        }
    }

    [Fact]
    public void Lists_out_of_order_make_the_text_speak()
    {
        byte[] whole = _both.File;
        int count = ListTable.Count(whole);
        for (int first = 0; first < count; first++)
        {
            for (int second = first + 1; second < count; second++)
            {
                _both.File = (byte[])whole.Clone();
                Entry(whole, first).CopyTo(Entry(_both.File, second));
                Entry(whole, second).CopyTo(Entry(_both.File, first));
                AssertTheText("its lists are out of order");
            }
        }
    }

    [Fact]
    public void Sections_that_overlap_or_lead_out_make_the_text_speak()
    {
        byte[] whole = AllLists();
        int dataEnd = CompiledInMemory.Read(whole, DatabaseFormat.DataBlocksAt) * Block;
        for (int list = 0; list < ControlLists.All.Length; list++)
        {
            int at = CompiledInMemory.Read(whole, DatabaseFormat.EntryAt(list) + EntryOffset.SectionAt);
            int length = CompiledInMemory.Read(whole, DatabaseFormat.EntryAt(list) + EntryOffset.SectionLength);
            foreach ((int offset, int number) in new (int, int)[]
            {
                (EntryOffset.SectionAt, 0), (EntryOffset.SectionAt, 64), (EntryOffset.SectionAt, at - 8), (EntryOffset.SectionAt, at + 8),
                (EntryOffset.SectionAt, dataEnd), (EntryOffset.SectionAt, dataEnd + Block), (EntryOffset.SectionAt, int.MaxValue), (EntryOffset.SectionAt, -1),
                (EntryOffset.SectionLength, length + 9), (EntryOffset.SectionLength, dataEnd), (EntryOffset.SectionLength, dataEnd - at + 1),
                (EntryOffset.SectionLength, int.MaxValue), (EntryOffset.SectionLength, -1),
            })
            {
                byte[] file = (byte[])whole.Clone();
                CompiledInMemory.Put(file, DatabaseFormat.EntryAt(list) + offset, unchecked((uint)number));
                SealHeader(file);
                Assert.Throws<DatabaseException>(() => ReadAll(file));
            }
        }
    }

    [Fact]
    public void A_table_that_says_another_number_of_lists_is_not_believed_beyond_its_room()
    {
        byte[] whole = _both.File;
        foreach (uint count in new uint[] { 8, 31, 32, 33, 64, 65535, 0x01FFFFFF, 0x02000000, 0x7FFFFFFF, 0x80000000, uint.MaxValue })
        {
            _both.File = (byte[])whole.Clone();
            CompiledInMemory.Put(_both.File, DatabaseFormat.EntryCountAt, count);
            AssertTheText();
        }

        // Fewer than stand there: the others are read as text, and who reads all finds what stands there.
        for (uint count = 0; count < ListTable.Count(whole); count++)
        {
            _both.File = (byte[])whole.Clone();
            CompiledInMemory.Put(_both.File, DatabaseFormat.EntryCountAt, count);
            if (count <= (int)ControlList.BadMailTo)
                AssertTheText("badmailto is not in it");
            SealHeader(_both.File);
            Assert.Throws<DatabaseException>(Reader().CheckBlocks);
        }
    }

    [Fact]
    public void A_table_without_lists_leaves_all_to_the_text()
    {
        Span<byte> header = _both.File.AsSpan(0, Block);
        header[DatabaseFormat.EntriesAt..DatabaseFormat.RootAt(0)].Clear();
        CompiledInMemory.Put(_both.File, DatabaseFormat.EntryCountAt, 0);
        AssertTheText("badmailto is not in it");
        Assert.Equal("badmailto: not in it, read as text\n", DumpedText.Of(Reader(), ControlList.BadMailTo));
        Assert.Empty(DumpedText.OfUnknownLists(Reader()));
    }

    /// <summary>As a file of an earlier version of the program, which did not know it.</summary>
    [Fact]
    public void A_list_that_is_not_in_it_is_read_as_text_and_the_others_are_not()
    {
        byte[] whole = AllLists();
        for (int left = 0; left < ControlLists.All.Length; left++)
        {
            byte[] file = (byte[])whole.Clone();
            for (int i = left; i < ControlLists.All.Length - 1; i++)
                Entry(whole, i + 1).CopyTo(Entry(file, i));
            Entry(file, ControlLists.All.Length - 1).Clear();
            CompiledInMemory.Put(file, DatabaseFormat.EntryCountAt, (uint)ControlLists.All.Length - 1);
            SealHeader(file);
            var reader = new BlockReader(CompiledInMemory.Source(file));
            foreach (ControlList list in ControlLists.All)
            {
                if (list != ControlLists.All[left])
                    Assert.Equal(1, ListEntry.Read(reader.Header, list).RuleCount);
                else if (!ControlLists.IsOfFirstVersion(list))
                    Assert.False(ListEntry.Read(reader.Header, list).Source.Exists);
                else
                    Assert.EndsWith(
                        " is not in it", Assert.Throws<DatabaseException>(() => ListEntry.Read(reader.Header, list)).Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>As a file of a later version: a list more, in a form that this one knows or does not, changes nothing for those that it knows.</summary>
    [Theory]
    [InlineData(20, 1)]
    [InlineData(20, 2)]
    [InlineData(200, 0)]
    [InlineData(65535, 65535)]
    public void A_list_that_this_version_does_not_know_is_passed_over(int list, int kind)
    {
        Add(_both.File, list, kind, 0);
        foreach (byte[] subject in Subjects)
        {
            Assert.Equal(_both.ByText(subject), _both.ByCompiled(subject));
            Assert.False(_both.AskedText);
        }

        Assert.Equal($"list {list}: of kind {kind}, which another version of qregexcheck asks; passed over\n", DumpedText.OfUnknownLists(Reader()));
        Assert.StartsWith("badmailto: 4 rules, ", DumpedText.Of(Reader(), ControlList.BadMailTo), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(257)]
    [InlineData(65535)]
    public void A_list_of_a_kind_that_this_version_does_not_know_is_read_as_text(int kind)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_both.File.AsSpan(CompiledInMemory.EntryAt(EntryOffset.Kind)), (ushort)kind);
        AssertTheText("another version of qregexcheck wrote what it holds of badmailto");
        Assert.Equal($"badmailto: of kind {kind}, which another version of qregexcheck reads; read as text\n", DumpedText.Of(Reader(), ControlList.BadMailTo));
        Assert.Equal("badhelo: missing\n", DumpedText.Of(Reader(), ControlList.BadHelo));
    }

    /// <summary>A full table: unknown lists up to where the checksum stands. One more has no room.</summary>
    [Fact]
    public void A_table_may_be_as_long_as_there_is_room()
    {
        int room = (DatabaseFormat.RootAt(0) - DatabaseFormat.EntriesAt) / DatabaseFormat.EntrySize;
        Assert.Equal(31, room);
        for (int i = ControlLists.All.Length; i < room; i++)
            Add(_both.File, 100 + i, 9, 0);
        foreach (byte[] subject in Subjects)
        {
            Assert.Equal(_both.ByText(subject), _both.ByCompiled(subject));
            Assert.False(_both.AskedText);
        }

        CompiledInMemory.Put(_both.File, DatabaseFormat.EntryCountAt, (uint)room + 1);
        AssertTheText("its table of lists is too long");
    }

    /// <summary>An unknown list must fit as all others do, since its place tells where the next may begin.</summary>
    [Fact]
    public void An_unknown_list_whose_section_does_not_fit_makes_the_text_speak()
    {
        byte[] whole = _both.File;
        int records = CompiledInMemory.Read(whole, CompiledInMemory.EntryAt(EntryOffset.SectionAt));
        foreach (int at in new[] { records, 1, Block - 1, whole.Length, int.MaxValue, -1 })
        {
            _both.File = (byte[])whole.Clone();
            Add(_both.File, 9, 2, unchecked((uint)at));
            AssertTheText();
        }
    }

    [Fact]
    public void More_lists_than_there_is_room_for_are_not_written()
    {
        CompiledList empty = CompiledInMemory.Compile([]);
        CompiledSource[] sources = [.. Enumerable.Range(0, 32).Select(i => new CompiledSource((ControlList)i, CompiledInMemory.Stamp, false, empty))];
        Assert.Throws<DatabaseException>(() => DatabaseWriter.Write(sources));
        byte[] file = DatabaseWriter.Write(sources[..31]).ToArray();
        Assert.Equal(31, ListTable.Count(new BlockReader(CompiledInMemory.Source(file)).Header));
    }

    [Fact]
    public void Every_length_up_to_the_header_is_cut_short()
    {
        byte[] whole = _both.File;
        for (int length = 0; length < Block; length += 5)
        {
            byte[] file = whole[..length];
            Assert.Equal("it is not a compiled file", Assert.Throws<DatabaseException>(() => new BlockReader(CompiledInMemory.Source(file))).Message);
        }
    }

    /// <summary>Each list with one rule of its own.</summary>
    private static string TextOf(ControlList list) => ControlLists.IsPlain(list) ? $"list{(int)list}.example\n" : $"^list{(int)list}@\n";

    private static byte[] AllLists()
    {
        var sources = new List<CompiledSource>();
        foreach (ControlList list in ControlLists.All)
        {
            CompiledList rules = ListCompiler.Compile(
                new ControlFile(new LineReader(LineReaderTests.Chunked(Encoding.ASCII.GetBytes(TextOf(list)), () => 1000))), _ => { },
                list: list);
            sources.Add(new CompiledSource(list, CompiledInMemory.Stamp with { Inode = (ulong)list + 1 }, false, rules));
        }

        return DatabaseWriter.Write(sources).ToArray();
    }

    private static void ReadAll(byte[] file)
    {
        var reader = new BlockReader(CompiledInMemory.Source(file));
        foreach (ControlList list in ControlLists.All)
            ListCheck.Run(reader, ListEntry.Read(reader.Header, list));
    }

    /// <summary>Appends an entry; its section is empty and stands at the end of the data, or where it is said.</summary>
    private static void Add(byte[] file, int list, int kind, uint at)
    {
        int count = CompiledInMemory.Read(file, DatabaseFormat.EntryCountAt);
        Span<byte> entry = Entry(file, count);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[EntryOffset.List..], (ushort)list);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[EntryOffset.Kind..], (ushort)kind);
        uint end = (uint)CompiledInMemory.Read(file, DatabaseFormat.DataBlocksAt) * Block;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[EntryOffset.State..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[EntryOffset.SectionAt..], at == 0 ? end : at);
        entry[EntryOffset.RuleCount..].Fill(0xA5);
        CompiledInMemory.Put(file, DatabaseFormat.EntryCountAt, (uint)count + 1);
        SealHeader(file);
    }

    private static Span<byte> Entry(byte[] file, int index) => file.AsSpan(DatabaseFormat.EntryAt(index), DatabaseFormat.EntrySize);

    private static void SealHeader(byte[] file) =>
        CompiledInMemory.Put(file, DatabaseFormat.HeaderChecksumAt, BlockReader.Checksum(file.AsSpan(0, DatabaseFormat.HeaderChecksumAt)));

    private void PutList(int index, ushort list) => BinaryPrimitives.WriteUInt16LittleEndian(Entry(_both.File, index)[EntryOffset.List..], list);

    private BlockReader Reader() => new(CompiledInMemory.Source(_both.File));

    private void AssertTheText(string? why = null)
    {
        SealHeader(_both.File);
        foreach (byte[] subject in Subjects)
        {
            Assert.Equal(_both.ByText(subject), _both.ByCompiled(subject));
            Assert.True(_both.AskedText);
        }

        if (why is not null)
            Assert.Equal(why, Assert.Throws<DatabaseException>(() => ListEntry.Read(Reader().Header, ControlList.BadMailTo)).Message);
    }
}
