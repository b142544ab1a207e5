using System;
using System.Buffers.Binary;
using System.Linq;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>Compiled addresses that were damaged or made by an enemy: the answer is the text's, or the file's own exception. Who reads all finds it.</summary>
public sealed class ForgedAddressesTests
{
    private const int Block = DatabaseFormat.BlockSize;

    private static readonly string[] Recipients = ["user7@d", "USER399@d", "nobody@d", "x@e", "y@f", "-no@d", "no@d", "@d"];

    private readonly AddressesInMemory _both =
        new("-@d\n@e\n-no@d\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"user{i}@d\n")));

    [Fact]
    public void A_flipped_bit_anywhere_is_never_believed()
    {
        byte[] whole = _both.File;
        for (int at = 0; at < whole.Length; at += at < Block ? 1 : 5)
        {
            _both.File = (byte[])whole.Clone();
            _both.File[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<DatabaseException>(_both.Check);
            AssertTheTextOrNothing();
        }
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_never_believed()
    {
        byte[] whole = _both.File;
        for (int length = 0; length < whole.Length; length += 97)
        {
            _both.File = whole[..length];
            Assert.Throws<DatabaseException>(_both.Check);
            AssertTheTextOrNothing();
        }
    }

    [Fact]
    public void Blocks_that_changed_places_are_never_believed()
    {
        byte[] whole = _both.File;
        for (int first = 1; first < (whole.Length / Block) - 1; first++)
        {
            _both.File = (byte[])whole.Clone();
            whole.AsSpan(first * Block, Block).CopyTo(_both.File.AsSpan((first + 1) * Block));
            whole.AsSpan((first + 1) * Block, Block).CopyTo(_both.File.AsSpan(first * Block));
            AssertTheTextOrNothing();
            CompiledInMemory.Seal(_both.File);
            Assert.Throws<DatabaseException>(_both.Check);
        }
    }

    /// <summary>With all checksums right: nothing but the file's own exception escapes, and no search goes on without end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_lies_that_are_believed_crash_nothing(int kind)
    {
        byte[] whole = _both.File;
        var random = new Random(20261126 + kind);
        uint[] numbers = [0, 1, 2, 3, 255, 4095, 4096, 65535, (uint)whole.Length, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];
        int refused = 0;
        for (int round = 0; round < 2_000; round++)
        {
            _both.File = (byte[])whole.Clone();
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                if (kind == 1)
                    _both.File[random.Next(Block, _both.File.Length)] = (byte)random.Next(256);
                else if (kind == 2)
                    CompiledInMemory.Put(_both.File, AddressesInMemory.EntryAt + (random.Next(14, 22) * 4), numbers[random.Next(numbers.Length)]);
                else
                    CompiledInMemory.Put(_both.File, Block + (random.Next(Block) * 4 % (_both.File.Length - Block)), numbers[random.Next(numbers.Length)]);
            }

            CompiledInMemory.Seal(_both.File);
            foreach (string recipient in Recipients)
                refused += Try(recipient) is null ? 1 : 0;
            TryCheck();
        }

        Assert.InRange(refused, 20, int.MaxValue);
    }

    [Theory]
    [InlineData(EntryOffset.AddressCount, 402)]
    [InlineData(EntryOffset.AddressCount, 0)]
    [InlineData(EntryOffset.AddressCount, int.MaxValue)]
    [InlineData(EntryOffset.AddressHomes, 0)]
    [InlineData(EntryOffset.AddressHomes, 1)]
    [InlineData(EntryOffset.AddressHomes, int.MaxValue)]
    [InlineData(EntryOffset.AddressKey, 0)]
    [InlineData(EntryOffset.AddressEnd, 1)]
    [InlineData(EntryOffset.SectionLength, 100)]
    [InlineData(EntryOffset.SectionLength, 0)]
    public void A_number_of_the_entry_that_is_not_the_files_is_found(int at, int number)
    {
        CompiledInMemory.Put(_both.File, AddressesInMemory.EntryAt + at, (uint)number);
        CompiledInMemory.Seal(_both.File);
        Assert.Throws<DatabaseException>(_both.Check);
    }

    /// <summary>Each block says that the next has more, and none has what is looked for: sixteen are read, and then the file is not believed.</summary>
    [Fact]
    public void A_row_of_blocks_without_end_is_followed_for_sixteen()
    {
        var both = new AddressesInMemory(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"user{i}@d\n")));
        int from = CompiledInMemory.Read(both.File, AddressesInMemory.EntryAt + EntryOffset.SectionAt);
        int length = CompiledInMemory.Read(both.File, AddressesInMemory.EntryAt + EntryOffset.SectionLength);
        Assert.InRange(length / Block, 40, 200);
        for (int at = from; at < from + length; at += Block)
        {
            both.File.AsSpan(at, Block).Clear();
            both.File[at] = DatabaseFormat.AddressBlockHeaderSize;
            both.File[at + 2] = 1;
        }

        CompiledInMemory.Seal(both.File);
        int most = 0;
        for (int i = 0; i < 200; i++)
        {
            BlockReader reader = both.Reader();
            Assert.Throws<DatabaseException>(() => AddressesInMemory.ByCompiled($"user{i}@d", reader));
            most = Math.Max(most, reader.BlocksRead);
        }

        Assert.InRange(most, 17, 2 + DatabaseFormat.MostAddressBlocks);
    }

    /// <summary>A text that the control file can't have: it would be said in a dump, or be another entry than it was.</summary>
    [Theory]
    [InlineData('\n')]
    [InlineData('\0')]
    [InlineData('A')]
    [InlineData(' ')]
    public void A_text_that_the_control_file_cannot_have_is_found(char last)
    {
        var both = new AddressesInMemory("xyz@d\n");
        int at = both.File.AsSpan().IndexOf("xyz@d"u8);
        AddressHash hash = AddressEntry.Read(both.Reader().Header, QregexCheck.Control.AddressList.ValidRcptTo).Hash;
        both.File[at + 4] = (byte)last;
        BinaryPrimitives.WriteUInt32LittleEndian(both.File.AsSpan(at - 10), (uint)(hash.Of(both.File.AsSpan(at, 5)) >> 32));
        CompiledInMemory.Seal(both.File);
        Assert.Equal("an address in it can't be one of the control file", Assert.Throws<DatabaseException>(both.Check).Message);
        Assert.Throws<DatabaseException>(both.Dump);
    }

    [Fact]
    public void A_kind_that_this_version_does_not_know_is_not_asked()
    {
        CompiledInMemory.Put(_both.File, AddressesInMemory.EntryAt, 256 | (9 << 16));
        CompiledInMemory.Seal(_both.File);
        Assert.Equal(
            "another version of qregexcheck wrote what it holds of validrcptto", Assert.Throws<DatabaseException>(() => _both.ByCompiled("user1@d")).Message);
        Assert.Equal("validrcptto: of kind 9, which another version of qregexcheck reads; read as text\n", _both.Dump());
        Assert.Empty(DumpedText.OfUnknownLists(_both.Reader()));
    }

    private ValidEntry? Try(string recipient)
    {
        try
        {
            return _both.ByCompiled(recipient);
        }
        catch (DatabaseException)
        {
            return null;
        }
    }

    private void TryCheck()
    {
        try
        {
            _both.Check();
        }
        catch (DatabaseException)
        {
            // That is its way to say so.
        }
    }

    private void AssertTheTextOrNothing()
    {
        foreach (string recipient in Recipients)
        {
            if (Try(recipient) is { } entry)
                Assert.Equal(_both.ByText(recipient), entry);
        }
    }
}
