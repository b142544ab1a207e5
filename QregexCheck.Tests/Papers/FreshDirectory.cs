using System;
using System.IO;

namespace QregexCheck.Tests.Papers;

/// <summary>An empty directory, gone with the test.</summary>
internal sealed class FreshDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("qregexcheck-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
