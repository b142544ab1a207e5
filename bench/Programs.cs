using System.IO;

namespace QregexCheck.Bench;

/// <summary>Where the measured programs are, and where the bench may write.</summary>
/// <param name="Out">The directory of the published program; the bench's own things are below it.</param>
/// <remarks>
/// What is timed is a copy, of each program alike: a file as the linker left it and its copy lie otherwise in the page cache, and start in other times.
/// </remarks>
internal sealed record Programs(string Out)
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The published program.</summary>
    public string Qregexcheck => Path.Combine(Measured, "qregexcheck");

    /// <summary>The published program once more: its ratio to itself is what chance makes of a ratio of one.</summary>
    public string QregexcheckAgain => Path.Combine(Measured, "qregexcheck-again");

    /// <summary>What the qregex patch costs as a process.</summary>
    public string Baseline => Path.Combine(Measured, "regcomp-baseline");

    /// <summary>The least that a process costs.</summary>
    public string Nothing => Path.Combine(Measured, "nothing");

    /// <summary>Tells the peak of a program's memory.</summary>
    public string Peak => Path.Combine(Out, "bench", "peak");

    /// <summary>Where the rule sets are written.</summary>
    public string Scratch => Path.Combine(Out, "bench", "sets");

    private string Measured => Path.Combine(Out, "bench", "measured");

    /// <summary>Copies what is to be timed.</summary>
    public void Copy()
    {
        if (Directory.Exists(Measured))
            Directory.Delete(Measured, recursive: true);
        Directory.CreateDirectory(Measured);
        foreach ((string from, string to) in ((string, string)[])
        [
            (Path.Combine(Out, "qregexcheck"), Qregexcheck),
            (Path.Combine(Out, "qregexcheck"), QregexcheckAgain),
            (Path.Combine(Out, "bench", "regcomp-baseline"), Baseline),
            (Path.Combine(Out, "bench", "nothing"), Nothing),
        ])
        {
            // Bytes, not blocks: a file system that shares blocks between copies would give back the original.
            File.WriteAllBytes(to, File.ReadAllBytes(from));
            File.SetUnixFileMode(to, Executable);
        }
    }
}
