namespace QregexCheck.Syntax;

/// <summary>
/// One node of a <see cref="SyntaxTree"/>. A node stands behind its children, and the nodes of a subtree stand together:
/// from <see cref="First"/> to the node itself.
/// </summary>
internal struct Node
{
    /// <summary><see cref="Max"/> of a repetition without an upper bound.</summary>
    public const int Unbounded = int.MaxValue;

    /// <summary>The kind of the node.</summary>
    public NodeKind Kind;

    /// <summary>Literal: the byte, as an upper-cased subject has it. Cat and Alt: see <see cref="IsText"/> and <see cref="IsWords"/>.</summary>
    public byte Value;

    /// <summary>Anchor: which anchor.</summary>
    public Anchor Anchor;

    /// <summary>True when the subtree holds an anchor.</summary>
    public bool HoldsAnchor;

    /// <summary>Index of the first node of the subtree.</summary>
    public int First;

    /// <summary>Repeat: the fewest rounds.</summary>
    public int Min;

    /// <summary>Repeat: the most rounds, or <see cref="Unbounded"/>.</summary>
    public int Max;

    /// <summary>Offset in the pattern of the first byte that made the node.</summary>
    public int Begin;

    /// <summary>Offset in the pattern behind the last byte that made the node.</summary>
    public int End;

    /// <summary>True for one or more literals, one behind the other.</summary>
    public readonly bool IsText => Kind == NodeKind.Literal || (Kind == NodeKind.Cat && Value != 0);

    /// <summary>True for alternatives that all are text.</summary>
    public readonly bool IsWords => Kind == NodeKind.Alt && Value != 0;

    /// <summary>Set: its number in the tree. Group and BackReference: the group's number, from 1.</summary>
    public int Number
    {
        readonly get => Min;
        set => Min = value;
    }
}
