using System;

namespace QregexCheck.Posix;

/// <summary>
/// getenv(3) as bytes. .NET replaces each byte that is not UTF-8, and so another address would be judged.
/// </summary>
internal static unsafe class Environ
{
    /// <summary>The value of a variable; null when it is not set.</summary>
    /// <param name="name">The name, ending in a NUL byte.</param>
    public static byte[]? Get(ReadOnlySpan<byte> name)
    {
        byte* value = Find(name);
        return value is null ? null : new ReadOnlySpan<byte>(value, checked((int)Libc.Length(value))).ToArray();
    }

    /// <summary>True when the variable is set. An empty value counts as set.</summary>
    /// <param name="name">The name, ending in a NUL byte.</param>
    public static bool IsSet(ReadOnlySpan<byte> name) => Find(name) is not null;

    private static byte* Find(ReadOnlySpan<byte> name)
    {
        if (name[^1] != 0)
            throw new ArgumentException("a name ends in NUL", nameof(name));
        fixed (byte* start = name)
            return Libc.GetEnvironment(start);
    }
}
