using System;

namespace QregexCheck.Bench;

/// <summary>
/// A million addresses of one length, the same ones in every run: names of letters, half of them with digits behind or before, at made-up domains.
/// </summary>
internal sealed class Addresses
{
    /// <summary>Length of each, in bytes.</summary>
    public const int Length = 30;

    /// <summary>How many there are.</summary>
    public const int Count = 1_000_000;

    private const int Seed = 2;
    private const int TopLevel = 4;

    private readonly byte[] _bytes = new byte[Length * Count];

    public Addresses()
    {
        var random = new Random(Seed);
        for (int i = 0; i < Count; i++)
        {
            Span<byte> address = _bytes.AsSpan(i * Length, Length);
            int letters = random.Next(2, 14);
            int digits = random.Next(2) == 0 ? 0 : random.Next(1, 7);
            bool areDigitsFirst = random.Next(4) == 0;
            Fill(random, address.Slice(areDigitsFirst ? digits : 0, letters), "aaeeiioubcdfghklmnprstvwxz"u8);
            Fill(random, address.Slice(areDigitsFirst ? 0 : letters, digits), "0123456789"u8);
            address[letters + digits] = (byte)'@';
            Fill(random, address[(letters + digits + 1)..^TopLevel], "aaeeiioubcdfghklmnprstvwxz"u8);
            (random.Next(2) == 0 ? ".com"u8 : ".org"u8).CopyTo(address[^TopLevel..]);
        }
    }

    /// <summary>One after the other, nothing between them.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>One of them.</summary>
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(index * Length, Length);

    private static void Fill(Random random, Span<byte> bytes, ReadOnlySpan<byte> letters)
    {
        foreach (ref byte b in bytes)
            b = letters[random.Next(letters.Length)];
    }
}
