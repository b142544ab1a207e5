using System;
using System.Buffers.Binary;
using QregexCheck.Mailboxes;

namespace QregexCheck.Database;

/// <summary>Asks a snapshot of recipients; see <see cref="SnapshotFormat"/>. It believes nothing that it reads but what the checksums confirm and what
/// fits.</summary>
internal sealed class SnapshotReader
{
    private readonly BlockReader _reader;
    private readonly SnapshotHeader _header;

    /// <param name="reader">The file, open as <see cref="BlockFile.Recipients"/>.</param>
    public SnapshotReader(BlockReader reader)
    {
        _reader = reader;
        _header = SnapshotHeader.Read(reader.Header);
    }

    /// <summary>When it was made: seconds since 1970 UTC.</summary>
    public long Made => _header.Made;

    /// <summary>Number of records.</summary>
    public int Count => _header.Count;

    /// <summary>The hash of paths and names.</summary>
    public AddressHash Hash => _header.Hash;

    /// <summary>Finds the record of a path, byte for byte.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="DatabaseException">The file is damaged.</exception>
    public KeptRecord? Find(ReadOnlySpan<byte> path)
    {
        long entry = SortedHashes.Find(_reader, _header.IndexAt, Count, SnapshotFormat.IndexEntrySize, PathHash.Of(_header.Hash, path), ignored: 0);
        if (entry < 0)
            return null;
        KeptRecord record = Read(_reader.ReadUInt32(entry + 8));

        // Another path with the same hash. Whether this one was there is not known then.
        return path.SequenceEqual(record.Path) ? record : throw new DatabaseException("two paths in it have one hash");
    }

    /// <summary>Looks a name up among a record's.</summary>
    /// <exception cref="DatabaseException">The file is damaged.</exception>
    public ListedName FindName(KeptRecord record, ReadOnlySpan<byte> name)
    {
        long at = SortedHashes.Find(_reader, record.NamesAt, record.NameCount, SnapshotFormat.NameSize, _header.Hash.Of(name), SnapshotFormat.NameState);
        if (at < 0)
            return ListedName.Absent;
        var state = (ListedName)(_reader.ReadUInt64(at) & SnapshotFormat.NameState);
        return state == ListedName.Absent ? throw new DatabaseException("a name in it is in an unknown state") : state;
    }

    /// <summary>The record of an entry of the index.</summary>
    /// <exception cref="DatabaseException">The file is damaged, or the index is out of order.</exception>
    public KeptRecord ReadEntry(int index)
    {
        long entry = _header.IndexAt + ((long)index * SnapshotFormat.IndexEntrySize);
        ulong hash = _reader.ReadUInt64(entry);
        if (index > 0 && _reader.ReadUInt64(entry - SnapshotFormat.IndexEntrySize) >= hash)
            throw new DatabaseException("its index is out of order");
        KeptRecord record = Read(_reader.ReadUInt32(entry + 8));
        if (PathHash.Of(_header.Hash, record.Path) != hash || _reader.ReadUInt32(entry + 12) != 0)
            throw new DatabaseException("its index does not fit to a record");
        return record;
    }

    /// <summary>Throws unless the names of a record ascend.</summary>
    public void CheckNames(KeptRecord record)
    {
        ulong before = 0;
        for (int i = 0; i < record.NameCount; i++)
        {
            ulong name = _reader.ReadUInt64(record.NamesAt + ((long)i * SnapshotFormat.NameSize));
            if ((i > 0 && (name | SnapshotFormat.NameState) <= (before | SnapshotFormat.NameState))
                || (name & SnapshotFormat.NameState) == (ulong)ListedName.Absent)
                throw new DatabaseException("the names of a list are out of order");
            before = name;
        }
    }

    private KeptRecord Read(long at)
    {
        Span<byte> head = stackalloc byte[SnapshotFormat.RecordHeaderSize];
        _reader.Read(at, head);
        int pathLength = BinaryPrimitives.ReadUInt16LittleEndian(head[SnapshotFormat.PathLengthAt..]);
        int textLength = BinaryPrimitives.ReadUInt16LittleEndian(head[SnapshotFormat.TextLengthAt..]);
        int size = (SnapshotFormat.RecordHeaderSize + pathLength + textLength + 7) & ~7;
        var kind = (FileKind)head[SnapshotFormat.KindAt];
        long namesAt = BinaryPrimitives.ReadUInt32LittleEndian(head[SnapshotFormat.NamesAt..]);
        int nameCount = BinaryPrimitives.ReadInt32LittleEndian(head[SnapshotFormat.NameCountAt..]);
        bool fits = BinaryPrimitives.ReadInt32LittleEndian(head[SnapshotFormat.RecordSizeAt..]) == size
            && pathLength is > 0 and <= SnapshotFormat.LongestPath
            && textLength <= SnapshotFormat.LongestText
            && kind <= FileKind.Failed
            && nameCount >= 0;
        if (!fits)
            throw new DatabaseException("a record in it does not fit together");
        if (nameCount > 0)
            _reader.CheckRange(namesAt, (long)nameCount * SnapshotFormat.NameSize);
        var texts = new byte[pathLength + textLength];
        _reader.Read(at + SnapshotFormat.RecordHeaderSize, texts);
        bool exists = kind is FileKind.Regular or FileKind.Directory or FileKind.Special;
        var look = new FileLook(
            kind,
            BinaryPrimitives.ReadUInt16LittleEndian(head[SnapshotFormat.ModeAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(head[SnapshotFormat.OwnerAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(head[SnapshotFormat.GroupAt..]),
            StampBytes.Read(head[SnapshotFormat.StampAt..], exists),
            null);
        return new KeptRecord(texts[..pathLength], look, (SnapshotClass)head[SnapshotFormat.ClassAt], texts[pathLength..], namesAt, nameCount, at);
    }
}
