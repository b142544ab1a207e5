using System;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>
/// A small set of rules, compiled: Golden/rules.txt is what dump says of it, and Golden/rules-N.db are its bytes in format N. The one of today's format is
/// read; those before are left aside. <c>make golden</c> writes the text anew, and the bytes where a file is missing.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(PublishedBinary.Root, "QregexCheck.Tests", "Golden");

    private static readonly bool Writes = Environment.GetEnvironmentVariable("QREGEXCHECK_GOLDEN") is not null;

    [Fact]
    public void A_dump_is_what_it_was()
    {
        string expectation = Path.Combine(Folder, "rules.txt");
        string actual = Dump(Compiled());
        if (Writes)
            File.WriteAllText(expectation, actual);
        Assert.Equal(File.ReadAllText(expectation), actual);
    }

    [Fact]
    public void A_file_of_todays_format_is_read_and_says_what_its_rules_say()
    {
        string expectation = Path.Combine(Folder, $"rules-{DatabaseFormat.Version}.db");
        if (Writes && !File.Exists(expectation))
            File.WriteAllBytes(expectation, Compiled());
        byte[] golden = File.ReadAllBytes(expectation);
        Assert.Contains("badmailto: 14 rules, ", Dump(golden), StringComparison.Ordinal);
        var both = new CompiledInMemory(File.ReadAllText(Path.Combine(Folder, "rules"), Encoding.Latin1), golden);
        foreach (string subject in new[] { "INFO@EXAMPLE.COM", "ABCDEF123@EXAMPLE.ORG", "NEWS@B.EXAMPLE", "NOBODY", "AA@B.EXAMPLE", "X.BULK@B.EXAMPLE", "" })
        {
            Assert.Equal(both.ByText(Encoding.ASCII.GetBytes(subject)), both.ByCompiled(Encoding.ASCII.GetBytes(subject)));
            Assert.False(both.AskedText);
        }
    }

    /// <summary>Each format that was ever written has its file here, and a new one can't forget the last.</summary>
    [Fact]
    public void A_file_of_each_format_before_is_left_aside()
    {
        for (uint version = 1; version < DatabaseFormat.Version; version++)
        {
            byte[] golden = File.ReadAllBytes(Path.Combine(Folder, $"rules-{version}.db"));
            Assert.Equal((int)version, CompiledInMemory.Read(golden, DatabaseFormat.VersionAt));
            DatabaseException exception = Assert.Throws<DatabaseException>(() => new BlockReader(CompiledInMemory.Source(golden)));
            Assert.Equal("another version of qregexcheck wrote it", exception.Message);
            var both = new CompiledInMemory(File.ReadAllText(Path.Combine(Folder, "rules"), Encoding.Latin1), golden);
            foreach (string subject in new[] { "INFO@EXAMPLE.COM", "ABCDEF123@EXAMPLE.ORG", "NOBODY" })
            {
                Assert.Equal(both.ByText(Encoding.ASCII.GetBytes(subject)), both.ByCompiled(Encoding.ASCII.GetBytes(subject)));
                Assert.True(both.AskedText);
            }
        }
    }

    private static byte[] Compiled()
    {
        byte[] text = File.ReadAllBytes(Path.Combine(Folder, "rules"));
        var list = ListCompiler.Compile(new ControlFile(new LineReader(LineReaderTests.Chunked(text, () => 7))), _ => { });
        return CompiledInMemory.Write(list);
    }

    private static string Dump(byte[] file)
    {
        var reader = new BlockReader(CompiledInMemory.Source(file));
        var text = new StringBuilder();
        foreach (ControlList list in ControlLists.All)
            text.Append(DumpedText.Of(reader, list));
        return text.ToString();
    }
}
