using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>Entries of plain lists are found in the compiled file by what they say, and by nothing that costs more where there are more of them.</summary>
public sealed class PlainKeyTests
{
    private static readonly string[] Asked = ["JOHN.DOE@MAIL.EXAMPLE.NET", "A@HOST77.SHOP.EXAMPLE", "A@B.HOST99.SHOP.EXAMPLE", "X@Y"];

    private readonly ITestOutputHelper _output;

    public PlainKeyTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Each_entry_that_hits_a_subject_is_among_those_it_is_looked_up_by()
    {
        var random = new Random(Seed.Choose(1530, _output));
        int hits = 0;
        for (int i = 0; i < 60_000; i++)
        {
            PlainKind kind = random.Next(3) == 0 ? PlainKind.HostName : PlainKind.Address;
            string name = Name(random);
            string subject = kind == PlainKind.HostName || random.Next(9) == 0 ? name : User(random) + "@" + name;
            int cut = random.Next(name.Length + 1);
            byte[] entry = Encoding.ASCII.GetBytes(random.Next(5) switch
            {
                0 => name,
                1 => "." + name,
                2 => subject,
                3 => name[cut..],
                _ => User(random) + "@" + name,
            });
            byte[] upper = CaseFolding.Upper(Encoding.ASCII.GetBytes(subject));
            if (PlainEntry.Mistake(entry, kind).Kind != SyntaxErrorKind.None || !PlainEntry.Hits(entry, kind, upper))
                continue;
            hits++;
            Assert.Contains(PlainKey.Of(entry).Hash, Keys(upper, kind));
        }

        Assert.InRange(hits, 5_000, 50_000);
    }

    [Fact]
    public void An_entry_as_long_as_one_can_be_is_found_and_longer_names_are_looked_up_by_no_more_than_that()
    {
        string longest = string.Concat(Enumerable.Repeat("a.", (PlainEntry.Longest / 2) - 1)) + "bc";
        Assert.Equal(PlainEntry.Longest, longest.Length);
        byte[] subject = Encoding.ASCII.GetBytes("U@" + longest.ToUpperInvariant());
        Assert.Contains(PlainKey.Of(Encoding.ASCII.GetBytes(longest)).Hash, Keys(subject, PlainKind.Address));
        string dotted = "." + longest[1..];
        Assert.Equal(SyntaxErrorKind.PlainEmptyLabel, PlainEntry.Mistake(Encoding.ASCII.GetBytes(dotted), PlainKind.HostName).Kind);
        dotted = "." + longest[3..].Replace("a.a.bc", "a.abcd", StringComparison.Ordinal);
        string below = string.Concat(Enumerable.Repeat("x.", 5_000)) + "y" + dotted;
        Assert.True(PlainEntry.Hits(Encoding.ASCII.GetBytes(dotted), PlainKind.HostName, Encoding.ASCII.GetBytes(below.ToUpperInvariant())));
        List<ulong> keys = Keys(Encoding.ASCII.GetBytes(below.ToUpperInvariant()), PlainKind.HostName);
        Assert.Contains(PlainKey.Of(Encoding.ASCII.GetBytes(dotted)).Hash, keys);
        Assert.InRange(keys.Count, 400, PlainEntry.Longest);
    }

    [Fact]
    public void A_check_reads_as_few_blocks_with_200_000_entries_as_with_100()
    {
        foreach (int count in (int[])[100, 200_000])
        {
            byte[] file = Compiled(ControlList.BadMailToHosts, string.Concat(Enumerable.Range(0, count).Select(i => $"host{i}.shop.example\n")));
            foreach (byte[] subject in Asked.Select(Encoding.ASCII.GetBytes))
            {
                var blocks = new HashSet<long>();
                var reader = new BlockReader((offset, buffer) =>
                {
                    blocks.Add(offset / DatabaseFormat.BlockSize);
                    return CompiledInMemory.Source(file)(offset, buffer);
                });
                ListEntry entry = ListEntry.Read(reader.Header, ControlList.BadMailToHosts);
                Candidates candidates = CandidateRules.Find(reader, entry, subject, () => RulesInMemory.Today);
                int found = 0;
                while (candidates.TryNext(out _))
                    found++;
                Assert.InRange(found, subject.AsSpan().IndexOf("@HOST77"u8) > 0 ? 1 : 0, 1);

                // The header, a block of the filter for each of six keys, one of the table for two, and checksums.
                Assert.InRange(blocks.Count, 1, 12);
            }
        }
    }

    [Theory]
    [InlineData(ControlList.BadMailToHosts, SectionKind.Rules)]
    [InlineData(ControlList.BadMailToHosts, SectionKind.RulesWithConditions)]
    [InlineData(ControlList.BadMailTo, SectionKind.PlainEntries)]
    public void What_is_found_by_keys_and_what_by_grams_is_told_by_the_kind_and_never_mixed_up(object which, object other)
    {
        var list = (ControlList)which;
        byte[] file = Compiled(list, "a.example\n");
        Assert.Equal(1, ListEntry.Read(new BlockReader(CompiledInMemory.Source(file)).Header, list).RuleCount);
        int at = 0;
        while (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(DatabaseFormat.EntryAt(at) + EntryOffset.List)) != (ushort)list)
            at++;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(DatabaseFormat.EntryAt(at) + EntryOffset.Kind), (ushort)(SectionKind)other);
        CompiledInMemory.Seal(file);
        DatabaseException refused =
            Assert.Throws<DatabaseException>(() => ListEntry.Read(new BlockReader(CompiledInMemory.Source(file)).Header, list));
        Assert.StartsWith("another version of qregexcheck wrote what it holds of ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_on_disk_are_these()
    {
        Assert.Equal((1, 2, 4, 8), ((int)SectionKind.Rules, (int)SectionKind.Addresses, (int)SectionKind.RulesWithConditions, (int)SectionKind.PlainEntries));
        Assert.Equal("48a8be791d131048", PlainKey.Of(".Shop.example"u8).Hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static List<ulong> Keys(ReadOnlySpan<byte> subject, PlainKind kind)
    {
        var keys = new List<ulong>();
        PlainKey.AddAll(subject, kind, keys);
        return keys;
    }

    private static byte[] Compiled(ControlList list, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        CompiledList compiled = ListCompiler.Compile(
            new ControlFile(new LineReader(LineReaderTests.Chunked(bytes, () => 1000))), static _ => { }, list: list);
        return DatabaseWriter.Write([new CompiledSource(list, CompiledInMemory.Stamp, false, compiled)]).ToArray();
    }

    private static string Name(Random random)
    {
        string[] labels = ["a", "example", "B", "mail", "com", "", "[192.0.2.7]", "x-y_z"];
        return string.Join('.', Enumerable.Range(0, random.Next(1, 6)).Select(_ => labels[random.Next(labels.Length - (random.Next(4) == 0 ? 0 : 3))]));
    }

    private static string User(Random random) => ((string[])["u", "User.x", "a@b", ""])[random.Next(4)];
}
