using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>The cases of a Perl-compatible pattern's tree.</summary>
internal enum PcreNodeKind : byte
{
    /// <summary>The empty string.</summary>
    Empty,

    /// <summary>One byte of <see cref="PcreNode.Set"/>.</summary>
    Set,

    /// <summary>A place: <see cref="PcreNode.Anchor"/>.</summary>
    Anchor,

    /// <summary>The children, one behind the other.</summary>
    Cat,

    /// <summary>One of the children.</summary>
    Alt,

    /// <summary>The child, from <see cref="PcreNode.Min"/> to <see cref="PcreNode.Max"/> times.</summary>
    Repeat,

    /// <summary>A place at which the child matches what stands behind or before it, or does not.</summary>
    Look,
}

/// <summary>A part of a Perl-compatible pattern. Groups are gone: nothing refers to them.</summary>
internal sealed class PcreNode
{
    // A long list is made of few different sets. What a node means never changes, so one can stand in many trees.
    private static readonly PcreNode?[] Known = new PcreNode?[256];

    private PcreNode(PcreNodeKind kind, params PcreNode[] children)
    {
        Kind = kind;
        Children = children;
        foreach (PcreNode child in children)
        {
            HoldsAhead |= child.HoldsAhead;
            HoldsBehind |= child.HoldsBehind;
        }
    }

    public PcreNodeKind Kind { get; }

    public PcreNode[] Children { get; }

    public PcreSet Set { get; private init; }

    /// <summary>The text of a set, once it was written.</summary>
    public EreText? Text { get; set; }

    public Anchor Anchor { get; private init; }

    public int Min { get; private init; }

    /// <summary>The most rounds, or <see cref="Node.Unbounded"/>.</summary>
    public int Max { get; private init; }

    /// <summary>A <see cref="PcreNodeKind.Look"/> that looks at what stands before it.</summary>
    public bool IsBehind { get; private init; }

    /// <summary>A <see cref="PcreNodeKind.Look"/> that wants no match.</summary>
    public bool IsNegated { get; private init; }

    /// <summary>True when a lookahead stands in it.</summary>
    public bool HoldsAhead { get; private init; }

    /// <summary>True when a lookbehind stands in it.</summary>
    public bool HoldsBehind { get; private init; }

    public bool HoldsLook => HoldsAhead || HoldsBehind;

    public static PcreNode OfNothing() => new(PcreNodeKind.Empty);

    public static PcreNode Of(PcreSet set)
    {
        ref PcreNode? place = ref Known[set.Mixed >> 24];
        PcreNode? known = place;
        return known is not null && known.Set == set ? known : place = new PcreNode(PcreNodeKind.Set) { Set = set };
    }

    public static PcreNode Of(Anchor anchor) => new(PcreNodeKind.Anchor) { Anchor = anchor };

    public static PcreNode Cat(IReadOnlyList<PcreNode> parts) => parts.Count switch
    {
        0 => OfNothing(),
        1 => parts[0],
        _ => new PcreNode(PcreNodeKind.Cat, [.. parts]),
    };

    public static PcreNode Alt(IReadOnlyList<PcreNode> parts) => parts.Count == 1 ? parts[0] : new PcreNode(PcreNodeKind.Alt, [.. parts]);

    public static PcreNode Repeat(PcreNode child, int min, int max) => new(PcreNodeKind.Repeat, child) { Min = min, Max = max };

    public static PcreNode Look(PcreNode child, bool isBehind, bool isNegated) => new(PcreNodeKind.Look, child)
    {
        IsBehind = isBehind,
        IsNegated = isNegated,
        HoldsAhead = !isBehind || child.HoldsAhead,
        HoldsBehind = isBehind || child.HoldsBehind,
    };

    /// <summary>The node and all below it, children before their parents. It does not recurse.</summary>
    public List<PcreNode> PostOrder()
    {
        var order = new List<PcreNode>();
        var stack = new Stack<PcreNode>();
        stack.Push(this);
        while (stack.TryPop(out PcreNode? node))
        {
            order.Add(node);
            foreach (PcreNode child in node.Children)
                stack.Push(child);
        }

        // Each node was written before its children, and the last child's first.
        order.Reverse();
        return order;
    }
}
