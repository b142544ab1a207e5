using System;
using System.Diagnostics;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Thompson's construction, from right to left. Each node is given the state that follows it, and answers with the state that begins it.
/// </summary>
/// <remarks>
/// <para>
/// glibc unfolds <c>x+</c> and intervals into copies of x, and it loses anchors in the copies. Our rules are to be decided as glibc decides
/// them, so the copies are made here in the same places. The compiler remembers whether the following node is a copied one: an anchor
/// before such a node is inert. All nodes of a copy are copied nodes. Not copied are the parentheses of a group and the operators that join
/// the copies, unless a repetition around them copies those. Source: observed on glibc 2.36.
/// </para>
/// <para>The compiler does not recurse. Work that is still to be done stands on a stack of its own.</para>
/// </remarks>
internal sealed class NfaCompiler
{
    private readonly Nfa _nfa;
    private Frame[] _frames = new Frame[32];
    private int _depth;
    private int[] _setOf = new int[8];
    private WordTrie? _words;
    private int _mostRounds;

    // The state that follows what is compiled next, and whether that state belongs to a copied node.
    private int _next;
    private bool _nextIsCopied;

    public NfaCompiler(Nfa nfa) => _nfa = nfa;

    /// <summary>True to build what glibc builds under REG_NOSUB.</summary>
    public bool ForgetsGroups { get; set; }

    private enum FrameKind : byte
    {
        /// <summary>Compile a node in front of the next state.</summary>
        Visit,

        /// <summary>The left alternative is made. The right one is still to be made.</summary>
        AltRight,

        /// <summary>Both alternatives are made.</summary>
        AltJoin,

        /// <summary>A star's body is made.</summary>
        StarClose,

        /// <summary>A plus's body is made. It is also the first round.</summary>
        PlusClose,

        /// <summary>Make copies in front: first the optional ones, then the required ones.</summary>
        Copies,

        /// <summary>An optional copy is made. A way leads past it.</summary>
        OptionJoin,

        /// <summary>An optional copy is made. A way leads past all optional copies made so far.</summary>
        OptionChain,

        /// <summary>A group's body is made.</summary>
        GroupOpen,
    }

    /// <summary>Builds the automaton of <paramref name="tree"/>, for any subject.</summary>
    public void Compile(SyntaxTree tree) => Compile(tree, Node.Unbounded - 1);

    /// <summary>Builds the automaton of <paramref name="tree"/>, for subjects of at most <paramref name="longestSubject"/> bytes.</summary>
    /// <remarks>
    /// A subject has L bytes. A repetition of more than L+1 rounds has two rounds that take nothing, and one of them can be left out. So bounds
    /// above L+1 mean the same as L+1, and fewer copies are made. With back-references every round may count.
    /// </remarks>
    public void Compile(SyntaxTree tree, int longestSubject)
    {
        _mostRounds = tree.HasBackReferences ? Node.Unbounded - 1 : longestSubject + 1;
        _nfa.Clear();
        if (_setOf.Length < tree.SetCount)
            _setOf = new int[Math.Max(tree.SetCount, checked(_setOf.Length * 2))];
        _setOf.AsSpan(0, tree.SetCount).Fill(-1);

        _next = Nfa.AcceptState;
        _nextIsCopied = false;
        _depth = 0;
        PushVisit(tree.Root, isCopied: false);
        while (_depth > 0)
        {
            Frame frame = _frames[--_depth];
            if (frame.Kind == FrameKind.Visit)
                Visit(tree, frame.Node, frame.IsCopied);
            else
                Resume(tree, frame);
        }

        _nfa.Start = _next;
    }

    private void Visit(SyntaxTree tree, int index, bool isCopied)
    {
        ref readonly Node node = ref tree[index];
        switch (node.Kind)
        {
            case NodeKind.Empty:
                return;

            case NodeKind.Literal:
                Begin(NfaOperation.Literal, node.Value, 0, isCopied);
                return;

            case NodeKind.Set:
                ref int set = ref _setOf[node.Number];
                if (set < 0)
                    set = _nfa.AddSet(tree.Set(index));
                Begin(NfaOperation.Set, 0, set, isCopied);
                return;

            case NodeKind.Anchor:
                Begin(_nextIsCopied ? NfaOperation.InertAnchor : NfaOperation.Anchor, (byte)node.Anchor, 0, isCopied);
                return;

            case NodeKind.BackReference:
                Begin(NfaOperation.BackReference, (byte)node.Number, 0, isCopied);
                return;

            case NodeKind.Cat:
                PushVisit(tree.Left(index), isCopied);
                PushVisit(SyntaxTree.Right(index), isCopied);
                return;

            case NodeKind.Alt when IsListOfWords(tree, index):
                _words ??= new WordTrie();
                _next = _words.AddStates(tree, index, _nfa, _next);
                _nextIsCopied = isCopied;
                return;

            case NodeKind.Alt:
                Push(FrameWithNext(FrameKind.AltRight, index, isCopied));
                PushVisit(tree.Left(index), isCopied);
                return;

            case NodeKind.Group when ForgetsGroups && ForgottenGroups.Has(tree, index):
                PushVisit(SyntaxTree.Right(index), isCopied);
                return;
            case NodeKind.Group:
                Push(new Frame { Kind = FrameKind.GroupOpen, Node = index });
                if (ForgottenGroups.IsReferenced(tree, node.Number))
                    _next = _nfa.Add(NfaOperation.GroupEnd, (byte)node.Number, _next, 0);
                _nextIsCopied = false;
                PushVisit(SyntaxTree.Right(index), isCopied);
                return;

            case NodeKind.Repeat:
                VisitRepeat(node, index, isCopied);
                return;

            default:
                throw new UnreachableException();
        }
    }

    private void VisitRepeat(in Node node, int index, bool isCopied)
    {
        int child = SyntaxTree.Right(index);
        int min = Math.Min(node.Min, _mostRounds);
        if (node.Max != Node.Unbounded)
        {
            Frame copies = FrameWithNext(FrameKind.Copies, child, isCopied);
            copies.Count = min;
            copies.Options = Math.Min(node.Max, _mostRounds) - min;
            copies.ChainsOptions = node.HoldsAnchor;
            Push(copies);
            return;
        }

        // Without anchors the body of the loop can serve as the last required round.
        bool bodyCounts = min > 0 && !node.HoldsAnchor;
        int before = bodyCounts ? min - 1 : min;
        if (before > 0)
            Push(new Frame { Kind = FrameKind.Copies, Node = child, IsCopied = isCopied, Count = before });
        int loop = _nfa.Add(NfaOperation.Split, 0, Nfa.AcceptState, _next);
        Push(new Frame { Kind = bodyCounts ? FrameKind.PlusClose : FrameKind.StarClose, State = loop, IsCopied = isCopied });
        _next = loop;
        _nextIsCopied = isCopied;
        PushVisit(child, isCopied || before > 0);
    }

    private void Resume(SyntaxTree tree, Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.AltRight:
                Push(new Frame { Kind = FrameKind.AltJoin, State = _next, IsCopied = frame.IsCopied });
                PushVisit(SyntaxTree.Right(frame.Node), frame.IsCopied);
                _next = frame.State;
                _nextIsCopied = frame.NextIsCopied;
                return;

            case FrameKind.AltJoin or FrameKind.OptionJoin:
                Begin(NfaOperation.Split, 0, frame.State, frame.IsCopied);
                return;

            case FrameKind.StarClose:
                _nfa[frame.State].Next = _next;
                _next = frame.State;
                _nextIsCopied = frame.IsCopied;
                return;

            case FrameKind.PlusClose:
                _nfa[frame.State].Next = _next;
                return;

            case FrameKind.Copies:
                PushNextCopy(frame);
                return;

            case FrameKind.OptionChain:
                // The frame of the copies leads on from the copy itself. The chain of ways past it grows beside it.
                ref Frame copies = ref _frames[_depth - 1];
                copies.State = _nfa.Add(NfaOperation.Split, 0, _next, copies.State);
                return;

            case FrameKind.GroupOpen:
                int number = tree[frame.Node].Number;
                if (ForgottenGroups.IsReferenced(tree, number))
                    _next = _nfa.Add(NfaOperation.GroupStart, (byte)number, _next, 0);
                _nextIsCopied = false;
                return;

            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// Pushes the next copy. x{2,4} becomes x x (x (x)?)?, made from the right, the optional copies first. With anchors in x it must be glibc's
    /// x x ((x)? x)?, in which a copy follows a copy. The ways past the copies take no byte and form a chain.
    /// </summary>
    private void PushNextCopy(Frame frame)
    {
        bool isOption = frame.Options > 0;
        if (!isOption && frame.ChainsOptions)
        {
            _next = frame.State;
            _nextIsCopied = frame.IsCopied;
            frame.ChainsOptions = false;
        }

        if (isOption)
            frame.Options--;
        else if (frame.Count > 0)
            frame.Count--;
        else
            return;

        bool isLeftmost = frame.Options == 0 && frame.Count == 0;
        Push(frame);
        if (isOption)
            Push(new Frame { Kind = frame.ChainsOptions ? FrameKind.OptionChain : FrameKind.OptionJoin, State = frame.State, IsCopied = frame.IsCopied });
        PushVisit(frame.Node, frame.IsCopied || !isLeftmost);
    }

    /// <summary>Adds a state in front of the next one.</summary>
    private void Begin(NfaOperation operation, byte value, int other, bool isCopied)
    {
        _next = _nfa.Add(operation, value, _next, other);
        _nextIsCopied = isCopied;
    }

    /// <summary>True for four words or more. With back-references the order of the ways counts: the search may give up on one of them.</summary>
    private static bool IsListOfWords(SyntaxTree tree, int alternatives) =>
        tree[alternatives].IsWords && tree[tree.Left(alternatives)].IsWords && tree[tree.Left(tree.Left(alternatives))].IsWords && !tree.HasBackReferences;

    private Frame FrameWithNext(FrameKind kind, int node, bool isCopied) =>
        new() { Kind = kind, Node = node, State = _next, NextIsCopied = _nextIsCopied, IsCopied = isCopied };

    private void PushVisit(int node, bool isCopied) => Push(new Frame { Kind = FrameKind.Visit, Node = node, IsCopied = isCopied });

    private void Push(Frame frame)
    {
        if (_depth == _frames.Length)
            Array.Resize(ref _frames, checked(_depth * 2));
        _frames[_depth++] = frame;
    }

    private struct Frame
    {
        public FrameKind Kind;
        public bool IsCopied;
        public bool NextIsCopied;
        public bool ChainsOptions;
        public int Node;
        public int State;
        public int Count;
        public int Options;
    }
}
