using System.Collections.Generic;

namespace QregexCheck.Conversion;

/// <summary>A group that is still open. The first level is the whole pattern.</summary>
internal sealed class PcreLevel
{
    /// <summary>So many looks may be open, one in the other: each multiplies what its automaton must keep in mind.</summary>
    public const int MostLooks = 8;

    private readonly List<PcreNode> _parts = new();
    private readonly List<PcreNode> _branches = new();

    /// <param name="begin">Where its parenthesis stands.</param>
    /// <param name="options">The options behind it.</param>
    public PcreLevel(int begin, PcreOptions options)
    {
        Begin = begin;
        Options = options;
    }

    public int Begin { get; }

    public PcreOptions Options { get; }

    /// <summary>True when nothing stands in the branch yet.</summary>
    public bool IsAtStart => _parts.Count == 0;

    public PcreGroupKind Group { get; init; }

    /// <summary>How many looks are open, one in the other.</summary>
    public static int OpenLooks(IEnumerable<PcreLevel> levels)
    {
        int looks = 0;
        foreach (PcreLevel level in levels)
            looks += level.Group == PcreGroupKind.Group ? 0 : 1;
        return looks;
    }

    public void Add(PcreNode part) => _parts.Add(part);

    public void EndBranch()
    {
        _branches.Add(PcreNode.Cat(_parts));
        _parts.Clear();
    }

    /// <summary>What stood in the group.</summary>
    public PcreNode Close()
    {
        EndBranch();
        return PcreNode.Alt(_branches);
    }
}
