using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>
/// The environment as bytes (getenv(3), setenv(3)). .NET replaces each byte that is not UTF-8, and so another address would be judged.
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

    /// <summary>Sets a variable, for programs that we run.</summary>
    /// <param name="name">The name, ending in a NUL byte.</param>
    /// <param name="value">The value, ending in a NUL byte.</param>
    /// <exception cref="PosixException">There is no memory for it.</exception>
    public static void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        CheckEnd(name);
        CheckEnd(value);
        fixed (byte* first = name, second = value)
        {
            if (Libc.SetEnvironment(first, second, 1) == -1)
                throw new PosixException(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Takes a variable away from programs that we run.</summary>
    /// <param name="name">The name, ending in a NUL byte.</param>
    public static void Unset(ReadOnlySpan<byte> name)
    {
        CheckEnd(name);
        fixed (byte* start = name)
            Libc.UnsetEnvironment(start);
    }

    private static byte* Find(ReadOnlySpan<byte> name)
    {
        CheckEnd(name);
        fixed (byte* start = name)
            return Libc.GetEnvironment(start);
    }

    private static void CheckEnd(ReadOnlySpan<byte> text)
    {
        if (text[^1] != 0)
            throw new ArgumentException("names and values end in NUL", nameof(text));
    }
}
