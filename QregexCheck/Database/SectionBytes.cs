using System;
using System.Buffers.Binary;

namespace QregexCheck.Database;

/// <summary>The data blocks while they are made: bytes are added at the end, and where the next one will stand is known.</summary>
internal sealed class SectionBytes
{
    private byte[] _bytes = new byte[1 << 16];
    private int _length = DatabaseFormat.BlockSize;

    /// <summary>Where in the file the next byte will stand. The header's place is left free.</summary>
    public int Offset => _length;

    public Span<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Add(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Add(uint number) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), number);

    public void Add(ushort number) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), number);

    /// <summary>Fills up with zeros to a multiple of <paramref name="size"/>.</summary>
    public void Align(int size) => Take((size - (_length % size)) % size).Clear();

    /// <summary>Makes room at the end.</summary>
    /// <exception cref="DatabaseException">The file would be too large for its offsets.</exception>
    public Span<byte> Take(int count)
    {
        long wanted = (long)_length + count;
        if (wanted > DatabaseFormat.LongestFile - (DatabaseFormat.LongestFile / 512))
            throw new DatabaseException("the rules are too many for one file");
        if (wanted > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(wanted, _bytes.Length * 2L), Array.MaxLength));
        Span<byte> taken = _bytes.AsSpan(_length, count);
        _length += count;
        return taken;
    }
}
