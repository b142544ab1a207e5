using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Database;

/// <summary>The entries of a control file of addresses, as they are compiled: in lower case and in the order of the file, one perhaps more than once.</summary>
internal sealed class AddressTexts
{
    private readonly List<int> _ends = new();
    private readonly List<int> _lines = new();
    private readonly ByteText _doubts = new();
    private readonly List<int> _doubtEnds = new();
    private readonly List<int> _doubtLines = new();
    private byte[] _bytes = new byte[64 * 1024];

    /// <summary>Number of entries.</summary>
    public int Count => _ends.Count;

    /// <summary>Number of lines that are passed over.</summary>
    public int Refused { get; private set; }

    /// <summary>Number of bytes that were read as entries.</summary>
    public int Length => Count == 0 ? 0 : _ends[^1];

    /// <summary>All entries, one behind the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>An entry's text, with its <c>-</c>.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>How often a line with something amiss names a domain; the same one in lines that follow each other counts once.</summary>
    public int Doubts => _doubtEnds.Count;

    /// <summary>A domain that such a line names, in lower case with its <c>@</c>.</summary>
    /// <param name="index">Which one, in the order of the file.</param>
    /// <param name="line">The line.</param>
    public ReadOnlySpan<byte> Doubt(int index, out int line)
    {
        line = _doubtLines[index];
        return _doubts.Bytes[(index == 0 ? 0 : _doubtEnds[index - 1]).._doubtEnds[index]];
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warn">Is told of each entry with something amiss: its line, its column, and what it is.</param>
    /// <exception cref="DatabaseException">It holds more than can be kept.</exception>
    public static AddressTexts Read(ControlFile file, Action<int, int, string> warn)
    {
        var texts = new AddressTexts();
        while (file.TryRead(out ControlLine line))
        {
            if (!line.IsComment)
                texts.Add(line, warn);
        }

        return texts;
    }

    /// <summary>An entry's line, from 1.</summary>
    public int Line(int index) => Math.Abs(_lines[index]);

    /// <summary>Where in the text of an entry that is an address its domain begins, at the <c>@</c>; -1 for another entry.</summary>
    public int DomainOfAddress(int index) => _lines[index] > 0 ? this[index].LastIndexOf((byte)'@') : -1;

    private void Add(in ControlLine line, Action<int, int, string> warn)
    {
        ValidLine entry = ValidLine.Read(line.Bytes);
        if (entry.Problem is not null)
        {
            warn(line.Number, line.Column, entry.Problem);
            AddDoubts(line);
        }

        if (entry.Text.IsEmpty)
        {
            Refused++;
            return;
        }

        int start = Length;
        if (start > DatabaseFormat.LongestFile / 4)
            throw new DatabaseException("the addresses are too many for one file");
        if (start + entry.Text.Length > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        AsciiCase.Lower(entry.Text, _bytes.AsSpan(start));
        _ends.Add(start + entry.Text.Length);
        _lines.Add(entry.IsAddress ? line.Number : -line.Number);
    }
    private void AddDoubts(in ControlLine line)
    {
        Span<byte> room = stackalloc byte[NamedDomains.Room];
        var named = new NamedDomains(line.Bytes);
        while (named.TryRead(room, out int length))
        {
            ReadOnlySpan<byte> domain = room[..length];
            if (Doubts > 0 && domain.SequenceEqual(Doubt(Doubts - 1, out _)))
                continue;
            if (_doubts.Length > DatabaseFormat.LongestFile / 4)
                throw new DatabaseException("the lines with something amiss are too many for one file");
            _doubts.Add(domain);
            _doubtEnds.Add(_doubts.Bytes.Length);
            _doubtLines.Add(line.Number);
        }
    }
}
