using System;
using System.Diagnostics;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Thompson's construction, from right to left: each node is given the state that follows it and answers with the state that begins it.
/// </summary>
internal sealed class NfaCompiler
{
    private readonly Nfa _nfa;
    private Frame[] _frames = new Frame[32];
    private int _depth;
    private int[] _setOf = new int[8];
    private long[] _sizes = new long[64];

    public NfaCompiler(Nfa nfa) => _nfa = nfa;

    private enum FrameKind : byte
    {
        /// <summary>Compile a node in front of the state at hand.</summary>
        Visit,

        /// <summary>The right alternative is to come; then join.</summary>
        AltRight,
        AltJoin,

        /// <summary>Close the loop of a star, or of a plus.</summary>
        StarClose,
        PlusClose,

        /// <summary>Make what was compiled optional.</summary>
        OptionJoin,

        /// <summary>Some more copies are to come in front: optional ones, then ones that must be there.</summary>
        Copies,
        GroupOpen,
    }

    /// <summary>How many states a tree unfolds to, or <see cref="long.MaxValue"/> where that is more than can be told.</summary>
    public long CountStates(SyntaxTree tree)
    {
        ReadOnlySpan<Node> nodes = tree.Nodes;
        if (_sizes.Length < nodes.Length)
            _sizes = new long[Math.Max(nodes.Length, checked(_sizes.Length * 2))];
        const long Huge = long.MaxValue / 65536;
        for (int i = 0; i < nodes.Length; i++)
        {
            ref readonly Node node = ref nodes[i];
            long size = node.Kind switch
            {
                NodeKind.Empty => 0,
                NodeKind.Cat => _sizes[tree.Left(i)] + _sizes[i - 1],
                NodeKind.Alt => _sizes[tree.Left(i)] + _sizes[i - 1] + 1,
                NodeKind.Group => _sizes[i - 1] + 2,
                NodeKind.Repeat when node.Max == Node.Unbounded => (_sizes[i - 1] * Math.Max(node.Min, 1)) + 1,
                NodeKind.Repeat => (_sizes[i - 1] * node.Max) + node.Max - node.Min,
                _ => 1,
            };
            _sizes[i] = Math.Min(size, Huge);
        }

        return _sizes[nodes.Length - 1] + 1;
    }

    /// <summary>Builds the automaton of <paramref name="tree"/>, for any subject.</summary>
    public void Compile(SyntaxTree tree) => Compile(tree, Node.Unbounded - 1);

    /// <summary>Builds the automaton of <paramref name="tree"/>, for subjects of at most <paramref name="longestSubject"/> bytes.</summary>
    /// <remarks>
    /// On a subject of L bytes a repetition of more than L+1 rounds has two rounds that take nothing, one of which can be left
    /// out; so bounds above L+1 mean the same as L+1, and fewer copies are made. With back-references every round may count.
    /// </remarks>
    public void Compile(SyntaxTree tree, int longestSubject)
    {
        int mostRounds = tree.HasBackReferences ? Node.Unbounded - 1 : longestSubject + 1;
        _nfa.Clear();
        if (_setOf.Length < tree.Count)
            _setOf = new int[Math.Max(tree.Count, checked(_setOf.Length * 2))];
        _setOf.AsSpan(0, tree.Count).Fill(-1);

        int next = Nfa.AcceptState;
        _depth = 0;
        Push(new Frame { Kind = FrameKind.Visit, Node = tree.Root });
        while (_depth > 0)
        {
            Frame frame = _frames[--_depth];
            switch (frame.Kind)
            {
                case FrameKind.Visit:
                    next = Visit(tree, frame.Node, next, mostRounds);
                    break;

                case FrameKind.AltRight:
                    Push(new Frame { Kind = FrameKind.AltJoin, State = next });
                    Push(new Frame { Kind = FrameKind.Visit, Node = frame.Node });
                    next = frame.State;
                    break;

                case FrameKind.AltJoin:
                    next = _nfa.Add(NfaOperation.Split, 0, frame.State, next);
                    break;

                case FrameKind.StarClose:
                    _nfa[frame.State].Next = next;
                    next = frame.State;
                    break;

                case FrameKind.PlusClose:
                    _nfa[frame.State].Next = next;
                    break;

                case FrameKind.OptionJoin:
                    next = _nfa.Add(NfaOperation.Split, 0, next, frame.State);
                    break;

                case FrameKind.Copies:
                    PushNextCopy(frame);
                    break;

                case FrameKind.GroupOpen:
                    next = _nfa.Add(NfaOperation.GroupStart, (byte)frame.Count, next, 0);
                    break;

                default:
                    throw new UnreachableException();
            }
        }

        _nfa.Start = next;
    }

    private int Visit(SyntaxTree tree, int index, int next, int mostRounds)
    {
        ref readonly Node node = ref tree[index];
        switch (node.Kind)
        {
            case NodeKind.Empty:
                return next;

            case NodeKind.Literal:
                return _nfa.Add(NfaOperation.Literal, node.Value, next, 0);

            case NodeKind.Set:
                if (_setOf[index] < 0)
                    _setOf[index] = _nfa.AddSet(tree.Set(index));
                return _nfa.Add(NfaOperation.Set, 0, next, _setOf[index]);

            case NodeKind.Anchor:
                return _nfa.Add(NfaOperation.Anchor, (byte)node.Anchor, next, 0);

            case NodeKind.BackReference:
                return _nfa.Add(NfaOperation.BackReference, (byte)node.Number, next, 0);

            case NodeKind.Cat:
                Push(new Frame { Kind = FrameKind.Visit, Node = tree.Left(index) });
                Push(new Frame { Kind = FrameKind.Visit, Node = SyntaxTree.Right(index) });
                return next;

            case NodeKind.Alt:
                Push(new Frame { Kind = FrameKind.AltRight, Node = SyntaxTree.Right(index), State = next });
                Push(new Frame { Kind = FrameKind.Visit, Node = tree.Left(index) });
                return next;

            case NodeKind.Group:
                bool isReferenced = node.Number <= 9 && (tree.ReferencedGroups & (1 << node.Number)) != 0;
                if (isReferenced)
                {
                    Push(new Frame { Kind = FrameKind.GroupOpen, Count = node.Number });
                    next = _nfa.Add(NfaOperation.GroupEnd, (byte)node.Number, next, 0);
                }

                Push(new Frame { Kind = FrameKind.Visit, Node = SyntaxTree.Right(index) });
                return next;

            case NodeKind.Repeat:
                return VisitRepeat(node, index - 1, next, mostRounds);

            default:
                throw new UnreachableException();
        }
    }

    private int VisitRepeat(in Node node, int child, int next, int mostRounds)
    {
        int min = Math.Min(node.Min, mostRounds);
        if (node.Max == Node.Unbounded)
        {
            if (min > 1)
                Push(new Frame { Kind = FrameKind.Copies, Node = child, Count = min - 1 });
            int loop = _nfa.Add(NfaOperation.Split, 0, Nfa.AcceptState, next);
            Push(new Frame { Kind = min == 0 ? FrameKind.StarClose : FrameKind.PlusClose, State = loop });
            Push(new Frame { Kind = FrameKind.Visit, Node = child });
            return loop;
        }

        int max = Math.Min(node.Max, mostRounds);
        Push(new Frame { Kind = FrameKind.Copies, Node = child, Count = min, Options = max - min, State = next });
        return next;
    }

    /// <summary>x{2,4} is x x (x (x)?)?: made from the right, so first the optional copies, each with the same way past the rest.</summary>
    private void PushNextCopy(Frame frame)
    {
        if (frame.Options > 0)
        {
            frame.Options--;
            Push(frame);
            Push(new Frame { Kind = FrameKind.OptionJoin, State = frame.State });
            Push(new Frame { Kind = FrameKind.Visit, Node = frame.Node });
        }
        else if (frame.Count > 0)
        {
            frame.Count--;
            Push(frame);
            Push(new Frame { Kind = FrameKind.Visit, Node = frame.Node });
        }
    }

    private void Push(Frame frame)
    {
        if (_depth == _frames.Length)
            Array.Resize(ref _frames, checked(_depth * 2));
        _frames[_depth++] = frame;
    }

    private struct Frame
    {
        public FrameKind Kind;
        public int Node;
        public int State;
        public int Count;
        public int Options;
    }
}
