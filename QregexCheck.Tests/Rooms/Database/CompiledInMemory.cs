using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Lists;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>One control file, as text and compiled, and all that either says of a subject.</summary>
internal sealed class CompiledInMemory
{
    public static readonly SourceStamp Stamp = new(true, 1_000_000_000, new Instant(1_700_000_000, 5), new Instant(1_700_000_001, 6), 77, 8, 9);

    private readonly byte[] _text;
    private readonly RuleMatcher _matcher = new();

    /// <param name="text">The control file, one Latin-1 character a byte.</param>
    /// <param name="file">A compiled file to use in place of the one that belongs to the text.</param>
    public CompiledInMemory(string text, byte[]? file = null)
    {
        _text = Encoding.Latin1.GetBytes(text);
        File = file ?? Write(Compile(_text));
    }

    /// <summary>The compiled file's bytes.</summary>
    public byte[] File { get; set; }

    /// <summary>True when the compiled rules had to ask the text.</summary>
    public bool AskedText { get; private set; }

    public static CompiledList Compile(byte[] text) =>
        ListCompiler.Compile(new ControlFile(new LineReader(LineReaderTests.Chunked(text, () => 1000))), _ => { });

    /// <summary>A file in which badmailto is this list, and all others are missing.</summary>
    public static byte[] Write(CompiledList list) => DatabaseWriter.Write(
        [.. ControlLists.All.ToArray().Select(
            of => of == ControlList.BadMailTo ? new CompiledSource(of, Stamp, false, list) : new CompiledSource(of, default, false, null))]).ToArray();

    /// <summary>Bytes as a file that can be read at any place.</summary>
    public static RandomSource Source(byte[] file) => (offset, buffer) =>
    {
        if (offset >= file.Length)
            return 0;
        int count = Math.Min(buffer.Length, file.Length - (int)offset);
        file.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    };

    /// <summary>Makes all checksums right again, so that whatever was changed is believed.</summary>
    public static void Seal(byte[] file)
    {
        const int Block = DatabaseFormat.BlockSize;
        int dataBlocks = Read(file, DatabaseFormat.DataBlocksAt);
        int checksumBlocks = Read(file, DatabaseFormat.ChecksumBlocksAt);
        if (dataBlocks >= 1 && checksumBlocks >= 1 && checksumBlocks <= 512 && (long)dataBlocks + checksumBlocks <= file.Length / Block
            && checksumBlocks * (long)DatabaseFormat.ChecksumsPerBlock >= dataBlocks)
        {
            int checksums = dataBlocks * Block;
            for (int i = 1; i < dataBlocks; i++)
                Put(file, checksums + (i * 4), BlockReader.Checksum(file.AsSpan(i * Block, Block)));
            for (int i = 0; i < checksumBlocks; i++)
                Put(file, DatabaseFormat.RootAt(i), BlockReader.Checksum(file.AsSpan(checksums + (i * Block), Block)));
        }

        Put(file, DatabaseFormat.HeaderChecksumAt, BlockReader.Checksum(file.AsSpan(0, DatabaseFormat.HeaderChecksumAt)));
    }

    public static int Read(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    public static void Put(byte[] file, int at, uint number) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), number);

    /// <summary>Where a number of badmailto's entry stands.</summary>
    public static int EntryAt(int offset) => DatabaseFormat.EntryAt((int)ControlList.BadMailTo) + offset;

    /// <summary>What the text says: the hit, and in order the warnings and the hits of rules for the log.</summary>
    public string ByText(byte[] subject)
    {
        var said = new StringBuilder();
        return Describe(Text(said).FirstHit(subject, hit => said.Append("log ").Append(Describe(hit, null))), said);
    }

    /// <summary>What the compiled file says, the text being asked where it can't be believed.</summary>
    public string ByCompiled(byte[] subject)
    {
        AskedText = false;
        var said = new StringBuilder();
        RuleSet rules;
        try
        {
            rules = Open(said, () => RulesInMemory.Today);
        }
        catch (DatabaseException)
        {
            AskedText = true;
            rules = Text(said);
        }

        return Describe(rules.FirstHit(subject, hit => said.Append("log ").Append(Describe(hit, null))), said);
    }

    public bool HasRulesByText() => Text(new StringBuilder()).HasRules();

    public bool HasRulesByCompiled() => Open(new StringBuilder(), () => RulesInMemory.Today).HasRules();

    /// <summary>Opens the compiled file, to be asked as often as one likes.</summary>
    /// <param name="said">Is told of warnings, and that the text is asked.</param>
    /// <param name="today">The day.</param>
    public CompiledRules Open(StringBuilder said, Func<int> today)
    {
        var reader = new BlockReader(Source(File));
        if (reader.Length != File.Length)
            throw new DatabaseException("its length is not what its header says");
        return new CompiledRules(
            ControlList.BadMailTo,
            reader,
            ListEntry.Read(reader.Header, ControlList.BadMailTo),
            _matcher,
            today,
            (_, error) => said.Append(CultureInfo.InvariantCulture, $"warning {error.Line}:{error.Column} {error.Message}\n"),
            () =>
            {
                AskedText = true;
                return Text(said);
            });
    }

    private TextRules Text(StringBuilder said) => new(
        ControlList.BadMailTo,
        new ControlFile(new LineReader(LineReaderTests.Chunked(_text, () => 1000))),
        _matcher,
        () => RulesInMemory.Today,
        (_, error) => said.Append(CultureInfo.InvariantCulture, $"warning {error.Line}:{error.Column} {error.Message}\n"));

    private static string Describe(Hit? hit, StringBuilder? said)
    {
        string what = hit is null ? "no hit" : string.Create(
            CultureInfo.InvariantCulture,
            $"hit {hit.List}:{hit.Line} {Encoding.Latin1.GetString(hit.Rule)} {hit.Annotation.Action} {hit.Annotation.UntilDay} {Encoding.Latin1.GetString(hit.Reply)} {Encoding.Latin1.GetString(hit.Annotation.Note ?? [])}\n");
        return said is null ? what : said + what;
    }
}
