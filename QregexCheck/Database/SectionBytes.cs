using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace QregexCheck.Database;

/// <summary>A compiled file while it is made: bytes are added at the end, and where the next one will stand is known.</summary>
/// <remarks>It is kept in pieces, so that a large file need not be copied to grow.</remarks>
internal sealed class SectionBytes
{
    // A whole number of blocks.
    private const int PieceSize = 256 * DatabaseFormat.BlockSize;

    private readonly List<byte[]> _pieces = [new byte[PieceSize]];

    /// <summary>Where in the file the next byte will stand. The header's place is left free.</summary>
    public int Offset { get; private set; } = DatabaseFormat.BlockSize;

    /// <summary>What was added by now, the header's place before it, in pieces.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces
    {
        get
        {
            for (int at = 0; at < Offset; at += PieceSize)
                yield return _pieces[at / PieceSize].AsMemory(0, Math.Min(PieceSize, Offset - at));
        }
    }

    /// <summary>A block that is there as a whole.</summary>
    /// <param name="block">Its number; 0 is the header's.</param>
    public Span<byte> Block(int block)
    {
        int at = block * DatabaseFormat.BlockSize;
        return _pieces[at / PieceSize].AsSpan(at % PieceSize, DatabaseFormat.BlockSize);
    }

    /// <summary>All of it in one piece.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Offset];
        int at = 0;
        foreach (ReadOnlyMemory<byte> piece in Pieces)
        {
            piece.CopyTo(all.AsMemory(at));
            at += piece.Length;
        }

        return all;
    }

    /// <exception cref="DatabaseException">The file would be too large for its offsets.</exception>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if ((long)Offset + bytes.Length > DatabaseFormat.LongestFile - (DatabaseFormat.LongestFile / 512))
            throw new DatabaseException("the rules are too many for one file");
        while (bytes.Length > 0)
        {
            if (Offset == (long)_pieces.Count * PieceSize)
                _pieces.Add(new byte[PieceSize]);
            Span<byte> free = _pieces[^1].AsSpan(Offset % PieceSize);
            int count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free);
            bytes = bytes[count..];
            Offset += count;
        }
    }

    public void Add(ulong number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        Add(bytes);
    }

    public void Add(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        Add(bytes);
    }

    public void Add(ushort number)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, number);
        Add(bytes);
    }

    /// <summary>Fills up with zeros to a multiple of <paramref name="size"/>, which is a block's at most.</summary>
    public void Align(int size)
    {
        Span<byte> zeros = stackalloc byte[DatabaseFormat.BlockSize];
        zeros.Clear();
        Add(zeros[..((size - (Offset % size)) % size)]);
    }
}
