using System;
using System.IO;

namespace QregexCheck.Tests.Papers;

/// <summary>An empty directory, gone with the test. Everybody may search it, as qmail and its users need it.</summary>
internal sealed class FreshDirectory : IDisposable
{
    public FreshDirectory() => File.SetUnixFileMode(Path, (UnixFileMode)0x1ED);

    public string Path { get; } = Directory.CreateTempSubdirectory("qregexcheck-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
