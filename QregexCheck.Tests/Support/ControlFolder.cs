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

    /// <summary>Writes a file, one byte a Latin-1 character, that all may read whatever the umask.</summary>
    public ControlFolder With(string name, string bytes)
    {
        File.WriteAllBytes(Of(name), Encoding.Latin1.GetBytes(bytes));
        File.SetUnixFileMode(Of(name), (UnixFileMode)0x1A4);
        return this;
    }

    /// <summary>Writes a shell script that can be run by its path.</summary>
    public string Script(string name, string commands) => Executable(name, "#!/bin/sh\n" + commands);

    /// <summary>Writes a file that can be run by its path.</summary>
    public string Executable(string name, string bytes)
    {
        // A program copies the file. If we wrote it, a process that another test is just starting would keep it open for writing until its exec.
        // Meanwhile the file could not be run (ETXTBSY, execve(2)).
        With(name + ".text", bytes);
        Outcome outcome = new Child("/bin/sh", "-c", "cat <\"$0.text\" >\"$0\" && chmod 755 \"$0\" && rm \"$0.text\"", Of(name)).Run();
        return outcome.ExitCode == 0 ? Of(name) : throw new IOException(outcome.Error);
    }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The text of a file.</summary>
    public string Read(string name) => File.ReadAllText(Of(name));

    /// <summary>By rm, since .NET can't name files whose names are not UTF-8.</summary>
    public void Dispose() => new Child("/bin/rm", "-rf", Path).Run();
}
