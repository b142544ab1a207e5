using System;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Grams;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>A file that was cut, flipped, mixed up or made by an enemy: the verdict is the text's, or at least there is one.</summary>
public sealed class DamagedFileTests
{
    private const int Block = DatabaseFormat.BlockSize;

    private const string Rules =
        "^abc123@example\\.com$\n#: action=log\n@example\\.org$\n#: action=defer until=2027-01-01 note=\"soon\"\n^[a-z]{6,}[0-9]{3,}@\n(\n!@\n^news.*@\n"
        + "^(.)\\1@\n#: action=bogus\nuser[0-9]*@mail\\.example\nabc|xyz\n^abc123@example\\.com$\n#: reply=\"550 no\"\nroot@\n";

    private static readonly byte[][] Subjects =
        [.. new[] { "ABC123@EXAMPLE.COM", "QWERTYU123@X.EXAMPLE", "NOBODY", "A@EXAMPLE.ORG", "AA@B.EXAMPLE", "ROOT@B.EXAMPLE", "USER1@MAIL.EXAMPLE", "C@D.EXAMPLE", "" }.Select(Encoding.ASCII.GetBytes)];

    private readonly CompiledInMemory _both = new(Rules + string.Concat(Enumerable.Range(0, 300).Select(i => $"^filler{i}@host{i % 7}\\.example$\n")));

    [Fact]
    public void A_file_cut_short_anywhere_is_not_believed()
    {
        byte[] whole = _both.File;
        Assert.InRange(whole.Length, 6 * Block, 40 * Block);
        foreach (int length in Enumerable.Range(0, whole.Length).Where(length => length % 61 == 0 || length % Block is 0 or 1 or Block - 1))
        {
            _both.File = whole[..length];
            AssertTheText(mustAskText: true);
        }

        _both.File = [.. whole, 0];
        AssertTheText(mustAskText: true);
    }

    /// <summary>Where the length is right, as when a file system lost the end of it.</summary>
    [Fact]
    public void A_file_that_ends_in_nothing_gives_the_texts_verdict()
    {
        byte[] whole = _both.File;
        foreach (int length in Enumerable.Range(0, whole.Length).Where(length => length % 509 == 0 || length % Block == 0))
        {
            _both.File = [.. whole[..length], .. new byte[whole.Length - length]];
            AssertTheText(mustAskText: length <= Block);
        }
    }

    /// <summary>Each byte of the file. Behind the header one subject is asked a byte, in turn: so each of them meets many bytes of each block.</summary>
    [Fact]
    public void A_flipped_bit_in_any_byte_gives_the_texts_verdict()
    {
        byte[] whole = _both.File;
        string[] byText = [.. Subjects.Select(_both.ByText)];
        var random = new Random(20261125);
        int believed = 0;
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[at] ^= (byte)(1 << random.Next(8));
            _both.File = damaged;
            for (int i = at < Block ? 0 : at % Subjects.Length; i < Subjects.Length; i += at < Block ? 1 : Subjects.Length)
            {
                Assert.Equal(byText[i], _both.ByCompiled(Subjects[i]));
                Assert.True(_both.AskedText || at >= Block, $"byte {at} of the header");
            }

            believed += _both.AskedText ? 0 : 1;
        }

        // Blocks that a subject does not need are not read; that is the point of them.
        Assert.InRange(believed, 1, whole.Length);
    }

    [Fact]
    public void Blocks_that_changed_places_give_the_texts_verdict()
    {
        byte[] whole = _both.File;
        int blocks = whole.Length / Block;
        for (int first = 0; first < blocks; first++)
        {
            for (int second = first + 1; second < blocks; second++)
            {
                _both.File = (byte[])whole.Clone();
                whole.AsSpan(first * Block, Block).CopyTo(_both.File.AsSpan(second * Block));
                whole.AsSpan(second * Block, Block).CopyTo(_both.File.AsSpan(first * Block));
                AssertTheText(mustAskText: first == 0);
            }
        }
    }

    /// <summary>The half of one compile and the half of another, as after a crash without fsync.</summary>
    [Fact]
    public void Blocks_of_another_file_give_the_texts_verdict()
    {
        byte[] whole = _both.File;
        byte[] other = new CompiledInMemory(string.Concat(Enumerable.Range(0, 400).Select(i => $"^other{i}@host{i % 5}\\.example$\n"))).File;
        for (int at = 0; at < Math.Min(whole.Length, other.Length); at += Block)
        {
            _both.File = [.. other.AsSpan(0, at), .. whole.AsSpan(at)];
            AssertTheText(mustAskText: at > 0 && other.Length != whole.Length);
            _both.File = (byte[])whole.Clone();
            other.AsSpan(at, Block).CopyTo(_both.File.AsSpan(at));
            AssertTheText(mustAskText: false);
        }
    }

    [Fact]
    public void Another_version_is_not_believed()
    {
        byte[] whole = _both.File;
        foreach (uint version in new uint[] { 0, 1, 3, 256, uint.MaxValue })
        {
            _both.File = (byte[])whole.Clone();
            CompiledInMemory.Put(_both.File, DatabaseFormat.VersionAt, version);
            CompiledInMemory.Seal(_both.File);
            AssertTheText(mustAskText: true);
            DatabaseException exception = Assert.Throws<DatabaseException>(() => new BlockReader(CompiledInMemory.Source(_both.File)));
            Assert.Equal("another version of qregexcheck wrote it", exception.Message);
        }
    }

    /// <summary>With all checksums right: nothing but the file's own exception escapes, and nothing is read from outside.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_lies_that_are_believed_crash_nothing(int kind)
    {
        byte[] whole = _both.File;
        var random = new Random(20261125 + kind);
        uint[] numbers = [0, 1, 2, 3, 255, 256, 4095, 4096, 65535, 65536, (uint)whole.Length, (uint)whole.Length - 4, 0x7FFFFFFF, 0x80000000, 0x80001000, 0xFFFFFFFF, 0xFFFFFFFE];
        int differences = 0;
        for (int round = 0; round < 2500; round++)
        {
            byte[] file = (byte[])whole.Clone();
            int changes = random.Next(1, 5);
            for (int i = 0; i < changes; i++)
            {
                uint number = numbers[random.Next(numbers.Length)];
                switch (kind)
                {
                    case 1:
                        file[random.Next(file.Length)] = (byte)random.Next(256);
                        break;
                    case 2:
                        CompiledInMemory.Put(file, random.Next(file.Length / 4) * 4, number);
                        break;
                    case 3:
                        CompiledInMemory.Put(file, CompiledInMemory.EntryAt(random.Next(30) * 4), number);
                        break;
                    default:
                        int from = random.Next(file.Length - 300) & ~3;
                        file.AsSpan(from, random.Next(300)).ToArray().CopyTo(file.AsSpan(random.Next(file.Length - 300) & ~3));
                        break;
                }
            }

            DatabaseFormat.Magic.CopyTo(file);
            CompiledInMemory.Seal(file);
            _both.File = file;
            foreach (byte[] subject in Subjects)
                differences += _both.ByCompiled(subject) != _both.ByText(subject) ? 1 : 0;
            TryDump(file);
        }

        // It was believed, or nothing was tried here.
        Assert.InRange(differences, 20, 2500 * Subjects.Length);
    }

    /// <summary>What one number of the entry can be made to cost, at worst: every search is bounded by rules, probes or bytes.</summary>
    [Theory]
    [InlineData("RuleCount", EntryOffset.RuleCount)]
    [InlineData("WarningCount", EntryOffset.WarningCount)]
    [InlineData("FilterBits", EntryOffset.FilterBits)]
    [InlineData("TableSlots", EntryOffset.TableSlots)]
    [InlineData("AlwaysCount", EntryOffset.AlwaysCount)]
    [InlineData("UnionCount", EntryOffset.UnionCount)]
    [InlineData("RecordsLength", EntryOffset.RecordsLength)]
    public void A_huge_count_is_followed_no_further_than_the_file(string name, int offset)
    {
        Assert.NotNull(name);
        byte[] whole = _both.File;
        foreach (uint number in new uint[] { 0x40000000, 0x7FFFFFFF, 0x10000, 1000 })
        {
            _both.File = (byte[])whole.Clone();
            CompiledInMemory.Put(_both.File, CompiledInMemory.EntryAt(offset), number);
            CompiledInMemory.Seal(_both.File);
            foreach (byte[] subject in Subjects)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                _both.ByCompiled(subject);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_500_000);
                TryDump(_both.File);
            }
        }
    }

    /// <summary>A table without an empty slot, in which every slot has the wanted tag and names a list of all rules.</summary>
    [Fact]
    public void A_table_without_end_and_lists_that_overlap_cost_no_more_than_there_are_rules()
    {
        byte[] file = (byte[])_both.File.Clone();
        int table = CompiledInMemory.Read(file, CompiledInMemory.EntryAt(EntryOffset.TableAt));
        int slots = CompiledInMemory.Read(file, CompiledInMemory.EntryAt(EntryOffset.TableSlots));
        int filter = CompiledInMemory.Read(file, CompiledInMemory.EntryAt(EntryOffset.FilterAt));
        int bits = CompiledInMemory.Read(file, CompiledInMemory.EntryAt(EntryOffset.FilterBits));
        int records = CompiledInMemory.Read(file, CompiledInMemory.EntryAt(EntryOffset.SectionAt));
        file.AsSpan(filter, bits / 8).Fill(0xFF);
        uint tag = (uint)(GramHash.Of("ABC12"u8) >> 32);
        for (int i = 0; i < slots; i++)
        {
            CompiledInMemory.Put(file, table + (i * 8), tag);
            CompiledInMemory.Put(file, table + (i * 8) + 4, (uint)records);
        }

        CompiledInMemory.Seal(file);
        _both.File = file;
        foreach (byte[] subject in Subjects)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _both.ByCompiled(subject);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_500_000);
        }
    }

    [Fact]
    public void A_rule_or_a_warning_of_gigabytes_is_not_believed()
    {
        byte[] whole = _both.File;
        int records = CompiledInMemory.Read(whole, CompiledInMemory.EntryAt(EntryOffset.SectionAt));
        int warnings = CompiledInMemory.Read(whole, CompiledInMemory.EntryAt(EntryOffset.WarningsAt));
        foreach (int at in new[] { records + 12, warnings + 12 })
        {
            foreach (uint length in new uint[] { uint.MaxValue, 0x7FFFFFFF, (uint)whole.Length, 40_000 })
            {
                _both.File = (byte[])whole.Clone();
                CompiledInMemory.Put(_both.File, at, length);
                CompiledInMemory.Seal(_both.File);
                long before = GC.GetAllocatedBytesForCurrentThread();
                AssertTheText(mustAskText: false);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
            }
        }
    }

    [Fact]
    public void A_header_with_numbers_that_do_not_fit_is_not_believed()
    {
        byte[] whole = _both.File;
        var random = new Random(20261125);
        foreach (int at in new[] { DatabaseFormat.BlockSizeAt, DatabaseFormat.LengthAt, DatabaseFormat.LengthAt + 4, DatabaseFormat.DataBlocksAt, DatabaseFormat.ChecksumBlocksAt })
        {
            foreach (uint number in new uint[] { 0, 1, 7, 0x7FFFFFFF, 0x80000000, uint.MaxValue, (uint)random.Next() })
            {
                _both.File = (byte[])whole.Clone();
                if (CompiledInMemory.Read(whole, at) == (int)number)
                    continue;
                CompiledInMemory.Put(_both.File, at, number);
                CompiledInMemory.Seal(_both.File);
                AssertTheText(mustAskText: true);
            }
        }
    }

    private static void TryDump(byte[] file)
    {
        try
        {
            var reader = new BlockReader(CompiledInMemory.Source(file));
            foreach (ControlList list in ControlLists.All)
                DumpedText.Of(reader, list);
        }
        catch (DatabaseException)
        {
            // That is its way to say so.
        }
    }

    private void AssertTheText(bool mustAskText)
    {
        foreach (byte[] subject in Subjects)
        {
            Assert.Equal(_both.ByText(subject), _both.ByCompiled(subject));
            Assert.True(_both.AskedText || !mustAskText);
        }
    }
}
