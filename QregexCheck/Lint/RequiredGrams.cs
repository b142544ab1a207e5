using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Pieces of up to four bytes that stand in every subject a pattern matches. A rule is found by the rarest of its pieces: so a subject need only be
/// shown to the rules whose piece it holds.
/// </summary>
internal static class RequiredGrams
{
    public const int Longest = 4;

    /// <summary>Collects the pieces of a pattern; of a run of literals that is shorter than four bytes, the run.</summary>
    public static void Collect(SyntaxTree tree, List<uint> grams)
    {
        grams.Clear();
        ReadOnlySpan<Node> nodes = tree.Nodes;
        var run = new List<byte>();
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            ref readonly Node node = ref nodes[i];
            switch (node.Kind)
            {
                case NodeKind.Literal:
                    run.Add(node.Value);
                    continue;
                case NodeKind.Cat or NodeKind.Group or NodeKind.Empty or NodeKind.Anchor:
                    continue;
            }

            // What may be left out, or may be one of several things, ends a run and is passed over as a whole.
            AddRun(run, grams);
            i = node.First;
        }

        AddRun(run, grams);
    }

    /// <summary>A piece as a number: its bytes, the first one highest. No piece holds a NUL, so length needs no place of its own.</summary>
    public static uint Pack(ReadOnlySpan<byte> gram)
    {
        uint packed = 0;
        foreach (byte b in gram)
            packed = (packed << 8) | b;
        return packed;
    }

    private static void AddRun(List<byte> run, List<uint> grams)
    {
        run.Reverse();
        ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(run);
        if (bytes.Length is > 0 and < Longest)
            grams.Add(Pack(bytes));
        for (int i = 0; i + Longest <= bytes.Length; i++)
            grams.Add(Pack(bytes.Slice(i, Longest)));
        run.Clear();
    }
}
