using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace QregexCheck.Tests.Support;

/// <summary>
/// The program as <c>make</c> publishes it: native, static, what qmail will run. It stands in <c>out</c>, or, for <c>make check-untuned</c>, where
/// QREGEXCHECK_OUT says.
/// </summary>
internal static class PublishedBinary
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Path => Found.Value;

    /// <summary>The directory that it stands in.</summary>
    public static string Folder => System.IO.Path.Combine(Root, Environment.GetEnvironmentVariable("QREGEXCHECK_OUT") ?? "out");

    /// <summary>The root of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// The least <c>softlimit -m</c>, in bytes, that a hook starts in, as <c>entry/process.c</c> reckons it: the program's own addresses, 1,000,000 bytes
    /// beside them, and the smallest heap. It grows with the program.
    /// </summary>
    public static long LeastSpace { get; } = Addresses() + 1_000_000 + (30 * 131_072);

    /// <summary>Runs it with arguments and an environment, as from <c>env -</c>.</summary>
    public static Outcome Run(IReadOnlyList<string> arguments, IReadOnlyList<string> environment, Dictionary<int, Wire>? wires = null) =>
        new Child(Path, [.. arguments]) { Environment = environment, Wires = wires ?? [] }.Run();

    private static string Find()
    {
        string path = System.IO.Path.Combine(Folder, "qregexcheck");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: these tests are for the published program; run make, or make check");
    }

    /// <summary>From the first to the last address of what the kernel maps of the file. Source: elf(5), Elf64_Ehdr and Elf64_Phdr.</summary>
    private static long Addresses()
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(Path);
        int headers = (int)BinaryPrimitives.ReadInt64LittleEndian(file[32..]);
        int size = BinaryPrimitives.ReadInt16LittleEndian(file[54..]);
        int count = BinaryPrimitives.ReadInt16LittleEndian(file[56..]);
        long first = long.MaxValue;
        long last = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.Slice(headers + (i * size), size);
            if (BinaryPrimitives.ReadInt32LittleEndian(header) != 1)
                continue;
            long address = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
            first = Math.Min(first, address);
            last = Math.Max(last, address + BinaryPrimitives.ReadInt64LittleEndian(header[40..]));
        }

        return last - first;
    }

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "QregexCheck.sln")))
                return folder;
        }

        throw new InvalidOperationException("QregexCheck.sln is in no folder above the tests");
    }
}
