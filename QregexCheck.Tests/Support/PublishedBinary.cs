using System;
using System.Collections.Generic;
using System.IO;

namespace QregexCheck.Tests.Support;

/// <summary>The program as <c>make</c> publishes it: native, static, what qmail will run.</summary>
internal static class PublishedBinary
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Path => Found.Value;

    /// <summary>The root of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Runs it with arguments and an environment, as from <c>env -</c>.</summary>
    public static Outcome Run(IReadOnlyList<string> arguments, IReadOnlyList<string> environment, Dictionary<int, Wire>? wires = null) =>
        new Child(Path, [.. arguments]) { Environment = environment, Wires = wires ?? [] }.Run();

    private static string Find()
    {
        string path = System.IO.Path.Combine(Root, "out", "qregexcheck");
        return File.Exists(path)
            ? path : throw new InvalidOperationException($"{path} is missing: these tests are for the published program; run make, or make check");
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
