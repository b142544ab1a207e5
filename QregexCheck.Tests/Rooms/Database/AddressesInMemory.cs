using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Rooms.Mailboxes;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>A control file of addresses, as text and compiled beside the lists of rules.</summary>
internal sealed class AddressesInMemory
{
    private readonly ValidList _text;

    /// <param name="text">The control file, one byte a Latin-1 character.</param>
    public AddressesInMemory(string text)
    {
        _text = new ValidList(text);
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        AddressTexts texts = AddressTexts.Read(
            new ControlFile(new LineReader(LineReaderTests.Chunked(bytes, () => 1000))),
            (line, column, problem) => Warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{line}:{column} {problem}")));
        var lists = new List<CompiledSource>();
        foreach (ControlList list in ControlLists.All)
            lists.Add(new CompiledSource(list, default, false, null));
        SourceStamp stamp = CompiledInMemory.Stamp with { Size = (ulong)bytes.Length };
        File = DatabaseWriter.Write(lists, new AddressSource(AddressList.ValidRcptTo, stamp, false, texts)).ToArray();
    }

    /// <summary>Where the header has the file's entry: behind those of the lists of rules. A plain list that is missing has none.</summary>
    public static int EntryAt => DatabaseFormat.EntryAt(ControlLists.All.ToArray().Count(ControlLists.IsOfFirstVersion));

    /// <summary>The compiled file's bytes.</summary>
    public byte[] File { get; set; }

    public List<string> Warnings { get; } = new();

    public BlockReader Reader() => new(CompiledInMemory.Source(File));

    public ValidEntry ByText(string recipient) => _text.Find(recipient)!.Value;

    public ValidEntry ByCompiled(string recipient) => ByCompiled(recipient, Reader());

    public static ValidEntry ByCompiled(string recipient, BlockReader reader) =>
        new AddressTable(reader, AddressEntry.Read(reader.Header, AddressList.ValidRcptTo)).Find(Encoding.Latin1.GetBytes(recipient));

    /// <summary>Reads all of it, as compile --check does.</summary>
    public void Check()
    {
        BlockReader reader = Reader();
        AddressEntry entry = AddressEntry.Read(reader.Header, AddressList.ValidRcptTo);
        reader.CheckBlocks();
        AddressCheck.Run(reader, entry, read: null);
    }

    public string Dump()
    {
        var text = new StringBuilder();
        DatabaseDump.Addresses(Reader(), AddressList.ValidRcptTo, line => text.Append(line).Append('\n'));
        return text.ToString();
    }
}
