using System;
using System.Collections.Generic;

namespace QregexCheck.Posix;

/// <summary>The names in a directory, as bytes. .NET's names are strings, and not every name is UTF-8. Source: readdir(3).</summary>
internal static unsafe class DirectoryNames
{
    // The offset of the name in glibc's struct dirent on x86-64. The name ends in NUL.
    private const int NameOffset = 19;

    /// <summary>All names in a directory, sorted by their bytes; empty when the directory can't be listed.</summary>
    /// <param name="path">The directory, ending in a NUL byte.</param>
    /// <param name="most">Most names that are read: of a larger directory any so many.</param>
    public static List<byte[]> Read(ReadOnlySpan<byte> path, int most = int.MaxValue)
    {
        var names = new List<byte[]>();
        nint directory;
        fixed (byte* start = path)
            directory = Libc.OpenDirectory(start);
        if (directory == 0)
            return names;
        while (names.Count < most && Libc.ReadDirectory(directory) is var entry && entry is not null)
            names.Add(new ReadOnlySpan<byte>(entry + NameOffset, checked((int)Libc.Length(entry + NameOffset))).ToArray());
        Libc.CloseDirectory(directory);
        names.Sort(static (one, other) => one.AsSpan().SequenceCompareTo(other));
        return names;
    }
}
