using System;

namespace QregexCheck.Posix;

/// <summary>The program's arguments as bytes, as the system gave them. .NET's arguments are strings, and not every argument is UTF-8.</summary>
internal readonly unsafe struct Arguments
{
    private readonly byte** _vector;

    /// <param name="vector">C's argv, ending in a null pointer.</param>
    public Arguments(byte** vector)
    {
        _vector = vector;
        int count = 0;
        while (vector[count] is not null)
            count++;
        Count = count;
    }

    /// <summary>Number of arguments; the program's own name counts.</summary>
    public int Count { get; }

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return new ReadOnlySpan<byte>(_vector[index], checked((int)Libc.Length(_vector[index])));
        }
    }

    /// <summary>The vector from one argument on, for exec. It ends in a null pointer.</summary>
    public byte** From(int index) => _vector + index;
}
