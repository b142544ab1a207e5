using System.Collections.Generic;
using System.Linq;

namespace QregexCheck.Tests.Support;

/// <summary>How a child ended, and all it wrote; texts are Latin-1, one character a byte.</summary>
/// <param name="ExitCode">Its exit code; -1 where a signal killed it.</param>
/// <param name="Signal">The signal that killed it, or 0.</param>
/// <param name="Writes">For each captured descriptor, what each write(2) handed over.</param>
internal sealed record Outcome(int ExitCode, int Signal, IReadOnlyDictionary<int, IReadOnlyList<string>> Writes)
{
    public string Output => Text(1);

    public string Error => Text(2);

    /// <summary>What came on descriptor 4.</summary>
    public string Reply => Text(4);

    /// <summary>The lines of standard error, without their newlines.</summary>
    public string[] ErrorLines => Error.Split('\n', System.StringSplitOptions.RemoveEmptyEntries);

    private string Text(int descriptor) => Writes.TryGetValue(descriptor, out var writes) ? string.Concat(writes.Select(w => w)) : string.Empty;
}
