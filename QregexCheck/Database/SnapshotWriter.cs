using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Database;

/// <summary>Makes the bytes of a snapshot of recipients; see <see cref="SnapshotFormat"/>.</summary>
internal sealed class SnapshotWriter
{
    private readonly SectionBytes _bytes = new();
    private readonly List<(ulong Hash, uint At)> _index = [];
    private readonly long _made;

    /// <param name="hash">The hash, with a key that nobody can guess.</param>
    /// <param name="made">When the first directory was looked at: seconds since 1970 UTC.</param>
    public SnapshotWriter(AddressHash hash, long made)
    {
        Hash = hash;
        _made = made;
    }

    /// <summary>The hash of paths and names.</summary>
    public AddressHash Hash { get; }

    /// <summary>Number of records so far.</summary>
    public int Count => _index.Count;

    /// <summary>Adds a record.</summary>
    /// <param name="path">The path: each once.</param>
    /// <param name="look">What stood there.</param>
    /// <param name="class">What is known of its content.</param>
    /// <param name="text">What belongs to the class.</param>
    /// <param name="names">With <see cref="SnapshotClass.Mailboxes"/>: the hashes of the names with their states, in any order. They are sorted here.</param>
    /// <exception cref="DatabaseException">It does not fit into a file.</exception>
    public void Add(ReadOnlySpan<byte> path, in FileLook look, SnapshotClass @class, ReadOnlySpan<byte> text, List<ulong>? names)
    {
        if (path.Length > SnapshotFormat.LongestPath || text.Length > SnapshotFormat.LongestText)
            throw new DatabaseException("a path is too long for it");
        int namesAt = 0;
        int nameCount = 0;
        if (names is not null)
            namesAt = AddNames(names, out nameCount);
        Span<byte> head = stackalloc byte[SnapshotFormat.RecordHeaderSize];
        head.Clear();
        int size = (SnapshotFormat.RecordHeaderSize + path.Length + text.Length + 7) & ~7;
        BinaryPrimitives.WriteInt32LittleEndian(head[SnapshotFormat.RecordSizeAt..], size);
        BinaryPrimitives.WriteUInt16LittleEndian(head[SnapshotFormat.PathLengthAt..], (ushort)path.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(head[SnapshotFormat.TextLengthAt..], (ushort)text.Length);
        head[SnapshotFormat.KindAt] = (byte)look.Kind;
        head[SnapshotFormat.ClassAt] = (byte)@class;
        BinaryPrimitives.WriteUInt16LittleEndian(head[SnapshotFormat.ModeAt..], (ushort)look.Mode);
        BinaryPrimitives.WriteUInt32LittleEndian(head[SnapshotFormat.OwnerAt..], look.Owner);
        BinaryPrimitives.WriteUInt32LittleEndian(head[SnapshotFormat.GroupAt..], look.Group);
        BinaryPrimitives.WriteInt32LittleEndian(head[SnapshotFormat.NamesAt..], namesAt);
        BinaryPrimitives.WriteInt32LittleEndian(head[SnapshotFormat.NameCountAt..], nameCount);
        StampBytes.Write(head[SnapshotFormat.StampAt..], look.Stamp);
        _bytes.Align(8);
        _index.Add((PathHash.Of(Hash, path), (uint)_bytes.Offset));
        _bytes.Add(head);
        _bytes.Add(path);
        _bytes.Add(text);
        _bytes.Align(8);
    }

    /// <summary>Ends the file.</summary>
    /// <exception cref="DatabaseException">It is too large, or by a rare chance two paths have one hash: another key helps.</exception>
    public SectionBytes End()
    {
        _index.Sort(static (one, other) => one.Hash.CompareTo(other.Hash));
        _bytes.Align(8);
        int indexAt = _bytes.Offset;
        for (int i = 0; i < _index.Count; i++)
        {
            if (i > 0 && _index[i].Hash == _index[i - 1].Hash)
                throw new DatabaseException("two paths have one hash; compile again");
            _bytes.Add(_index[i].Hash);
            _bytes.Add(_index[i].At);
            _bytes.Add(0U);
        }

        int checksumBlocks = BlockWriter.AddChecksums(_bytes, out int dataBlocks);
        Span<byte> header = BlockWriter.BeginHeader(_bytes, BlockFile.Recipients, dataBlocks, checksumBlocks);
        new SnapshotHeader(_index.Count, _index.Count == 0 ? 0 : indexAt, _made, Hash).Write(header);
        BlockWriter.EndHeader(_bytes, dataBlocks, checksumBlocks);
        return _bytes;
    }

    private int AddNames(List<ulong> names, out int count)
    {
        names.Sort();
        _bytes.Align(8);
        int at = _bytes.Offset;
        count = 0;
        for (int i = 0; i < names.Count; i++)
        {
            // The lowest state of a hash stands first.
            if (i > 0 && (names[i] | SnapshotFormat.NameState) == (names[i - 1] | SnapshotFormat.NameState))
                continue;
            _bytes.Add(names[i]);
            count++;
        }

        return count == 0 ? 0 : at;
    }
}
