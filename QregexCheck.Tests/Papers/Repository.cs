using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Papers;

/// <summary>The files beside the tests: papers, samples, and the binary that <c>make</c> has published.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string name) => Path.Combine(Root, name);

    public static string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Runs a script with sh, with the published qregexcheck first in PATH and no variables but those of every shell.</summary>
    /// <returns>What it wrote, standard error among it, and its exit code.</returns>
    public static (string Output, int ExitCode) RunScript(string script, string directory)
    {
        string binary = Path.Combine(PublishedBinary.Folder, "qregexcheck");
        if (!File.Exists(binary))
            throw new FileNotFoundException("run make first: the documentation is tested with the published program", binary);
        return Run("sh", ["-c", "exec 2>&1\n" + script], directory);
    }

    /// <summary>Runs a program of this machine.</summary>
    public static (string Output, int ExitCode) Run(string program, IEnumerable<string> arguments, string directory)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C";
        start.Environment["HOME"] = directory;
        start.Environment["PATH"] = PublishedBinary.Folder + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, process.ExitCode);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "QregexCheck.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException("QregexCheck.sln stands in no directory above the tests");
    }
}
