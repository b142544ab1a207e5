using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Pieces of up to four bytes that stand in every subject a pattern matches. A rule is found by the rarest of its pieces: so a subject need only be
/// shown to the rules whose piece it holds.
/// </summary>
internal sealed class RequiredGrams
{
    public const int Longest = 4;

    private readonly RequiredRuns _runs = new();

    /// <summary>Collects the pieces of a pattern; of a run of literals that is shorter than four bytes, the run.</summary>
    public void Collect(SyntaxTree tree, List<uint> grams)
    {
        grams.Clear();
        _runs.Find(tree);
        for (int i = 0; i < _runs.Count; i++)
        {
            ReadOnlySpan<byte> run = _runs[i];
            if (run.Length < Longest)
                grams.Add(Pack(run));
            for (int at = 0; at + Longest <= run.Length; at++)
                grams.Add(Pack(run.Slice(at, Longest)));
        }
    }

    /// <summary>A piece as a number: its bytes, the first one highest. No piece holds a NUL, so length needs no place of its own.</summary>
    public static uint Pack(ReadOnlySpan<byte> gram)
    {
        uint packed = 0;
        foreach (byte b in gram)
            packed = (packed << 8) | b;
        return packed;
    }
}
