using System;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>Addresses compiled: the answers are the text's, whatever the file, and cost the same however many there are.</summary>
public sealed class AddressTableTests
{
    private static readonly string[] Locals = ["a", "b", "-a", "--a", "", "-", "A", "*", "a@d", " a", "\u00E9", "- a", "<a", "\u00EF\u00BB\u00BFa"];
    private static readonly string[] Domains = ["@d", "@D", "@e", "@d\r", "@d x", "@", "@x.d", "", "@d,", "@d y@E", "@.d"];
    private static readonly string[] Asked = ["@d", "@E", "@f"];

    /// <summary>Each small file of up to three lines in three thousand ways, and each recipient.</summary>
    [Fact]
    public void The_compiled_file_says_what_the_text_says()
    {
        var random = new Random(20261126);
        var kinds = new int[5];
        for (int round = 0; round < 3_000; round++)
        {
            var text = new StringBuilder();
            for (int line = random.Next(7); line > 0; line--)
                text.Append(Pick(random, Locals)).Append(Pick(random, Domains)).Append(random.Next(9) == 0 ? '\0' : '\n');
            var both = new AddressesInMemory(text.ToString());
            both.Check();
            foreach (string recipient in Locals.SelectMany(local => Asked.Select(domain => local + domain)).Append("a"))
            {
                ValidEntry entry = both.ByText(recipient);
                Assert.True(entry == both.ByCompiled(recipient), $"{text} {recipient}: {entry} {both.ByCompiled(recipient)}");
                kinds[(int)entry.Kind]++;
            }
        }

        Assert.All(kinds, count => Assert.InRange(count, 100, int.MaxValue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void A_check_reads_at_most_five_blocks_however_many_addresses_there_are(int count)
    {
        var both = new AddressesInMemory("-@example.com\n" + Addresses(count));
        both.Check();
        var random = new Random(count);
        int most = 0;
        for (int i = 0; i < 2_000; i++)
        {
            int user = random.Next(count * 2);
            BlockReader reader = both.Reader();
            ValidEntry entry = AddressesInMemory.ByCompiled($"User{user}@Example.com", reader);
            Assert.Equal(user < count ? new ValidEntry(ValidKind.Address, user + 2, false) : new ValidEntry(ValidKind.NotDomain, 1, true), entry);
            most = Math.Max(most, reader.BlocksRead);
        }

        // The header, a block for the address, one for its domain, and the checksums of both.
        Assert.InRange(most, 3, 5);
    }

    /// <summary>Long addresses leave little room for chance in a block, and yet all are found.</summary>
    [Theory]
    [InlineData(990)]
    [InlineData(500)]
    [InlineData(3)]
    public void Addresses_of_any_length_are_spread(int length)
    {
        string[] addresses = [.. Enumerable.Range(0, 5_000).Select(i => i.ToString(CultureInfo.InvariantCulture).PadLeft(length, 'x') + "@d")];
        var both = new AddressesInMemory(string.Join('\n', addresses));
        both.Check();
        BlockReader reader = both.Reader();
        for (int i = 0; i < addresses.Length; i += 7)
            Assert.Equal(new ValidEntry(ValidKind.Address, i + 1, false), AddressesInMemory.ByCompiled(addresses[i], reader));
    }

    [Fact]
    public void The_same_line_a_hundred_thousand_times_is_kept_once()
    {
        var both = new AddressesInMemory(string.Concat(Enumerable.Repeat("a@d\n-A@D\n-@d\n", 50_000)));
        both.Check();
        Assert.Equal(2 * DatabaseFormat.BlockSize + DatabaseFormat.BlockSize, both.File.Length);
        Assert.Equal(new ValidEntry(ValidKind.Address, 1, false), both.ByCompiled("A@d"));
        Assert.Equal(new ValidEntry(ValidKind.NotDomain, 3, true), both.ByCompiled("b@d"));
    }

    [Fact]
    public void The_same_file_gives_the_same_bytes() => Assert.Equal(new AddressesInMemory(Addresses(500)).File, new AddressesInMemory(Addresses(500)).File);

    /// <summary>A file without addresses is what it was before there were any.</summary>
    [Fact]
    public void A_file_without_addresses_has_no_entry_for_them()
    {
        byte[] file = CompiledInMemory.Write(CompiledInMemory.Compile("a@\n"u8.ToArray()));
        var reader = new BlockReader(CompiledInMemory.Source(file));
        Assert.True(ListTable.Find(reader.Header, (int)AddressList.ValidRcptTo).IsEmpty);
        Assert.False(AddressEntry.Read(reader.Header, AddressList.ValidRcptTo).Source.Exists);
    }

    [Fact]
    public void Numbers_are_on_disk_and_no_control_file_has_another_ones()
    {
        Assert.Equal([256], Enum.GetValues<AddressList>().Select(list => (int)list));
        Assert.All(Enum.GetValues<ControlList>(), list => Assert.InRange((int)list, 0, 255));
        Assert.Equal(2, (int)SectionKind.Addresses);
    }

    [Fact]
    public void A_dump_shows_each_entry_once_with_its_line_and_what_is_amiss_is_told()
    {
        var both = new AddressesInMemory("# list\nB@d\n-@d\n-x@d\r\nno\n@e\u001b\nb@d\n");
        Assert.Equal(
            ["  entry 2 b@d", "  entry 3 -@d, which has addresses, not believed for line 4", "  entry 6 @e", "validrcptto: 3 entries, 1 blocks"],
            both.Dump().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "4:1 ends in CR", "5:1 has no @; an entry is user@domain or @domain, with a - before it for no",
                "6:1 has a blank or a control byte in its domain",
            ],
            both.Warnings);
    }

    private static string Addresses(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"user{i}@example.com\n"));

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
