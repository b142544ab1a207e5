using System;
using System.IO;
using System.Text;

namespace QregexCheck.Tests.Support;

/// <summary>A directory of control files for one test; gone with it.</summary>
internal sealed class ControlFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("qregexcheck-test-").FullName;

    /// <summary>The variable that leads the program here.</summary>
    public string Variable => "QREGEXCHECK_CONTROL=" + Path;

    /// <summary>Writes a file, one byte a Latin-1 character.</summary>
    public ControlFolder With(string name, string bytes)
    {
        File.WriteAllBytes(Of(name), Encoding.Latin1.GetBytes(bytes));
        return this;
    }

    /// <summary>Writes a shell script that can be run by its path.</summary>
    public string Script(string name, string commands)
    {
        With(name, "#!/bin/sh\n" + commands);
        File.SetUnixFileMode(Of(name), (UnixFileMode)0x1ED);
        return Of(name);
    }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>By rm, since .NET can't name files whose names are not UTF-8.</summary>
    public void Dispose() => new Child("/bin/rm", "-rf", Path).Run();
}
