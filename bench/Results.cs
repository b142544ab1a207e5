using System.Collections.Generic;
using System.Linq;

namespace QregexCheck.Bench;

/// <summary>All that one run of the bench measures.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="Rounds">How many rounds the contest had.</param>
/// <param name="Nothing">The program that does nothing.</param>
/// <param name="Again">The program with 1 rule as text and the miss, from another copy of the same file.</param>
/// <param name="NothingCalls">What that one asks of the kernel.</param>
/// <param name="Mixed">Sets of all kinds of rules, by size.</param>
/// <param name="WithoutLiteral">The set of rules without a literal.</param>
/// <param name="Hard">The sets that are hard to find rules in, and what a compiled check of each may take.</param>
/// <param name="Addresses">The lists of recipients that exist, the one that the others are compared with first, and what a check of each may take.</param>
/// <param name="Plain">The plain lists, and what a check of each may take.</param>
/// <param name="PlainWork">What commands on whole plain lists take.</param>
/// <param name="Recipients">Look-ups of recipients in large files.</param>
/// <param name="Snapshot">Look-ups by a snapshot of homes that the check may not see.</param>
/// <param name="Long">Checks of an address of 900 bytes: the set without literal, and the hard sets.</param>
/// <param name="Compilations">What compiling them took.</param>
/// <param name="Memory">Limits and peaks of checks.</param>
/// <param name="Calls">System calls of checks.</param>
/// <param name="BinarySize">Size of the program, in bytes.</param>
internal sealed record Results(
    Machine Machine,
    int Rounds,
    Contestant Nothing,
    Contestant Again,
    SystemCalls NothingCalls,
    IReadOnlyList<TimedSet> Mixed,
    TimedSet WithoutLiteral,
    IReadOnlyList<(TimedSet Set, double Most)> Hard,
    IReadOnlyList<(AddressSet Set, double Most)> Addresses,
    IReadOnlyList<(PlainSet Set, double Most)> Plain,
    IReadOnlyList<PlainWork> PlainWork,
    IReadOnlyList<(string Name, Contestant Check)> Recipients,
    SnapshotSet Snapshot,
    IReadOnlyList<LongAddress> Long,
    IReadOnlyList<Compilation> Compilations,
    IReadOnlyList<Memory> Memory,
    IReadOnlyDictionary<Contestant, SystemCalls> Calls,
    long BinarySize)
{
    /// <summary>All sets.</summary>
    public IEnumerable<TimedSet> Sets => [.. Mixed, WithoutLiteral, .. Hard.Select(hard => hard.Set)];

    /// <summary>The mixed set of so many rules.</summary>
    public TimedSet Of(int rules)
    {
        foreach (TimedSet set in Mixed)
        {
            if (set.Set.Count == rules)
                return set;
        }

        throw new BenchException($"no set of {rules} rules");
    }

    /// <summary>What compiling the mixed set of so many rules took.</summary>
    public Compilation CompilationOf(int rules)
    {
        foreach (Compilation compilation in Compilations)
        {
            if (compilation.Set == Of(rules).Set)
                return compilation;
        }

        throw new BenchException($"no set of {rules} rules");
    }
}
