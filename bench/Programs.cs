using System.IO;

namespace QregexCheck.Bench;

/// <summary>Where the measured programs are, and where the bench may write.</summary>
/// <param name="Out">The directory of the published program; the bench's own things are below it.</param>
internal sealed record Programs(string Out)
{
    /// <summary>The published program.</summary>
    public string Qregexcheck => Path.Combine(Out, "qregexcheck");

    /// <summary>What the qregex patch costs as a process.</summary>
    public string Baseline => Path.Combine(Out, "bench", "regcomp-baseline");

    /// <summary>The least that a process costs.</summary>
    public string Nothing => Path.Combine(Out, "bench", "nothing");

    /// <summary>Tells the peak of a program's memory.</summary>
    public string Peak => Path.Combine(Out, "bench", "peak");

    /// <summary>Where the rule sets are written.</summary>
    public string Scratch => Path.Combine(Out, "bench", "sets");
}
