using System;

namespace QregexCheck.Syntax;

/// <summary>
/// A regular expression as a tree. The tree is one array, in which children come before their parents. The last node is the root.
/// </summary>
/// <remarks>
/// The array is used again for the next rule, so a check of a hundred thousand rules leaves no garbage. Walks are loops over the array,
/// so no depth of nesting can exhaust the stack.
/// </remarks>
internal sealed class SyntaxTree
{
    // Equal sets stand close together. Only a few sets are searched, since a rule of a megabyte may hold very many different ones.
    private const int SetsToSearch = 8;

    // Shorter ones are no matter.
    private const int LongPattern = 500;

    private Node[] _nodes = new Node[64];
    private int _count;
    private ByteSet[] _sets = new ByteSet[8];
    private int _setCount;

    public ReadOnlySpan<Node> Nodes => _nodes.AsSpan(0, _count);

    /// <summary>Number of nodes; 0 while nothing has been parsed.</summary>
    public int Count => _count;

    public int Root => _count - 1;

    /// <summary>True when a back-reference stands in the pattern.</summary>
    public bool HasBackReferences { get; private set; }

    /// <summary>True when an interval such as <c>{2,30}</c> stands in the pattern.</summary>
    public bool HasIntervals { get; private set; }

    /// <summary>Bit N is set when <c>\N</c> stands in the pattern.</summary>
    public int ReferencedGroups { get; private set; }

    public ref readonly Node this[int index] => ref _nodes[index];

    /// <summary>The bytes of a <see cref="NodeKind.Set"/> node.</summary>
    public ByteSet Set(int index) => _sets[_nodes[index].Number];

    /// <summary>How many sets there are to be numbered by <see cref="Node.Number"/>.</summary>
    public int SetCount => _setCount;

    /// <summary>Index of the left child of a Cat or Alt.</summary>
    public int Left(int index) => _nodes[index - 1].First - 1;

    /// <summary>Index of the right child of a Cat or Alt, and of the only child of a Repeat or Group.</summary>
    public static int Right(int index) => index - 1;

    /// <summary>Empties the tree, and makes room for a pattern: a long one would else leave half as much garbage behind as its tree takes.</summary>
    /// <param name="patternLength">The pattern's length in bytes.</param>
    public void Clear(int patternLength)
    {
        // A byte adds a node and joins it to another; an empty alternative at the end adds as many.
        if (patternLength > LongPattern && _nodes.Length < (2 * patternLength) + 2)
            _nodes = new Node[(2 * patternLength) + 2];
        _count = 0;
        _setCount = 0;
        HasBackReferences = false;
        HasIntervals = false;
        ReferencedGroups = 0;
    }

    public void AddEmpty(int at) => Add(NodeKind.Empty, at, at);

    public void AddLiteral(byte value, int begin, int end) => Add(NodeKind.Literal, begin, end).Value = value;

    /// <summary>Adds a set; one that holds a single byte becomes a literal.</summary>
    public void AddSet(ByteSet set, int begin, int end)
    {
        if (set.Count == 1)
        {
            AddLiteral(set.First, begin, end);
            return;
        }

        int number = -1;
        for (int i = _setCount - 1; i >= 0 && i >= _setCount - SetsToSearch && number < 0; i--)
        {
            if (_sets[i] == set)
                number = i;
        }

        if (number < 0)
        {
            if (_setCount == _sets.Length)
                Array.Resize(ref _sets, checked(_setCount * 2));
            number = _setCount;
            _sets[_setCount++] = set;
        }

        Add(NodeKind.Set, begin, end).Number = number;
    }

    public void AddAnchor(Anchor anchor, int begin, int end)
    {
        ref Node node = ref Add(NodeKind.Anchor, begin, end);
        node.Anchor = anchor;
        node.HoldsAnchor = true;
    }

    public void AddBackReference(int group, int begin, int end)
    {
        Add(NodeKind.BackReference, begin, end).Number = group;
        HasBackReferences = true;
        ReferencedGroups |= 1 << group;
    }

    /// <summary>Joins the two subtrees added last.</summary>
    public void AddCat() => AddBinary(NodeKind.Cat);

    /// <summary>Makes alternatives of the two subtrees added last.</summary>
    public void AddAlt() => AddBinary(NodeKind.Alt);

    /// <summary>Puts the subtree added last under a repetition.</summary>
    public void AddRepeat(int min, int max, int end, bool isInterval)
    {
        Node child = _nodes[_count - 1];
        HasIntervals |= isInterval;
        if (max == 0 || child.Kind == NodeKind.Empty)
        {
            // x{0} removes x. The empty string is left, and it stays empty however often it is repeated.
            _count = child.First;
            Add(NodeKind.Empty, child.Begin, end);
            return;
        }

        ref Node node = ref Add(NodeKind.Repeat, child.Begin, end);
        node.First = child.First;
        node.HoldsAnchor = child.HoldsAnchor;
        node.Min = min;
        node.Max = max;
    }

    /// <summary>Puts the subtree added last into a group.</summary>
    public void AddGroup(int number, int begin, int end)
    {
        Node child = _nodes[_count - 1];
        ref Node node = ref Add(NodeKind.Group, begin, end);
        node.First = child.First;
        node.HoldsAnchor = child.HoldsAnchor;
        node.Number = number;
    }

    private void AddBinary(NodeKind kind)
    {
        ref readonly Node right = ref _nodes[_count - 1];
        ref readonly Node left = ref _nodes[right.First - 1];
        bool holdsAnchor = left.HoldsAnchor | right.HoldsAnchor;
        int first = left.First;
        bool isText = right.IsText && (left.IsText || (kind == NodeKind.Alt && left.IsWords));
        ref Node node = ref Add(kind, left.Begin, right.End);
        node.First = first;
        node.HoldsAnchor = holdsAnchor;
        node.Value = isText ? (byte)1 : (byte)0;
    }

    private ref Node Add(NodeKind kind, int begin, int end)
    {
        if (_count == _nodes.Length)
            Array.Resize(ref _nodes, checked(_count * 2));
        ref Node node = ref _nodes[_count];
        node = default;
        node.Kind = kind;
        node.First = _count++;
        node.Begin = begin;
        node.End = end;
        return ref node;
    }
}
