using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>Tells whether a name is wanted.</summary>
internal delegate bool NameChoice(ReadOnlySpan<byte> name);

/// <summary>The names in a directory, as bytes. .NET's names are strings, and not every name is UTF-8. Source: readdir(3).</summary>
internal static unsafe class DirectoryNames
{
    // The offset of the name in glibc's struct dirent on processors of 64 bits. The name ends in NUL.
    private const int NameOffset = 19;

    /// <summary>All names in a directory, sorted by their bytes; empty when the directory can't be listed.</summary>
    /// <param name="path">The directory, ending in a NUL byte.</param>
    public static List<byte[]> Read(ReadOnlySpan<byte> path) => TryRead(path, static _ => true, out _) ?? [];

    /// <summary>Some of the names in a directory, sorted by their bytes.</summary>
    /// <param name="path">The directory, ending in a NUL byte.</param>
    /// <param name="isWanted">Which names.</param>
    /// <param name="error">errno when it failed.</param>
    /// <returns>Null when the directory can't be listed to its end.</returns>
    public static List<byte[]>? TryRead(ReadOnlySpan<byte> path, NameChoice isWanted, out int error)
    {
        nint directory;
        fixed (byte* start = path)
            directory = Libc.OpenDirectory(start);
        error = directory == 0 ? Marshal.GetLastPInvokeError() : 0;
        return directory == 0 ? null : TryRead(directory, isWanted, out error);
    }

    /// <summary>The same of an open directory.</summary>
    /// <param name="descriptor">The directory, opened for this alone. It is closed.</param>
    /// <param name="isWanted">Which names.</param>
    /// <param name="error">errno when it failed.</param>
    public static List<byte[]>? TryRead(int descriptor, NameChoice isWanted, out int error)
    {
        nint directory = Libc.OpenDirectoryOf(descriptor);
        error = directory == 0 ? Marshal.GetLastPInvokeError() : 0;
        if (directory != 0)
            return TryRead(directory, isWanted, out error);
        Descriptor.Close(descriptor);
        return null;
    }

    private static List<byte[]>? TryRead(nint directory, NameChoice isWanted, out int error)
    {
        var names = new List<byte[]>();
        error = 0;
        while (true)
        {
            // A null is the end, or a failure: then errno is set, which the call sets to 0 before.
            byte* entry = Libc.ReadDirectory(directory);
            if (entry is null)
            {
                error = Marshal.GetLastPInvokeError();
                break;
            }

            var name = new ReadOnlySpan<byte>(entry + NameOffset, checked((int)Libc.Length(entry + NameOffset)));
            if (isWanted(name))
                names.Add(name.ToArray());
        }

        Libc.CloseDirectory(directory);
        names.Sort(static (one, other) => one.AsSpan().SequenceCompareTo(other));
        return error == 0 ? names : null;
    }
}
