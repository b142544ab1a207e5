using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QregexCheck.Automata;

/// <summary>
/// The states of a <see cref="UnionPart"/> and where they lead: a row for each, one place for each class of bytes and one for the end. A place holds the
/// number at which the next row begins; or one below 0: <see cref="NotBuilt"/>, <see cref="Dead"/>, or what <see cref="Take"/> reads.
/// </summary>
internal sealed class UnionTable
{
    /// <summary>It is not known yet where the place leads.</summary>
    public const int NotBuilt = -1;

    /// <summary>Nothing can match any more.</summary>
    public const int Dead = -2;

    /// <summary>
    /// What a state takes beside its members and its row, in numbers of four bytes: the object, its entry, and its places in the table of states.
    /// </summary>
    public const int StateMemory = 20;

    private const int FirstAccepting = -3;
    private const int FewestRows = 4;

    private readonly int _width;

    // The members of a state in few bytes: the states of a pattern stand together, so from one member to the next it is seldom far.
    private readonly StateTable _states = new();
    private int[] _packed = new int[16];
    private int[] _members = new int[16];
    private readonly StateTable _patterns = new();

    // For each set of patterns the last question that it was an answer to: on one way it may be met at every byte.
    private readonly List<int> _lastQuestions = new();
    private readonly List<AcceptingStep> _accepting = new();
    private int _question;

    /// <param name="width">Places of a row.</param>
    public UnionTable(int width) => _width = width;

    /// <summary>Where a place leads at which patterns match, and which.</summary>
    private readonly record struct AcceptingStep(int Next, int Set);

    /// <summary>The rows, one after the other; another array after each row that is added.</summary>
    public int[] Rows { get; private set; } = [];

    /// <summary>Number of rows.</summary>
    public int Count => _states.Count;

    /// <summary>How much memory all takes, in numbers of four bytes.</summary>
    public int Memory { get; private set; }

    /// <summary>The states of the union's automaton that a row stands for; valid until the next call.</summary>
    public ReadOnlySpan<int> Members(int row) => Unpack(MemoryMarshal.AsBytes<int>(_states.Members(row / _width)));

    /// <summary>What stands before the place that a row stands for.</summary>
    public Side Before(int row) => _states.Before(row / _width);

    /// <summary>The row of a state, which is added where there is none.</summary>
    /// <param name="members">The state: a set, as <see cref="StateTable.Sorted"/> makes it.</param>
    /// <param name="before">What stands before.</param>
    public int RowOf(ReadOnlySpan<int> members, Side before)
    {
        ReadOnlySpan<int> packed = Pack(members);
        if (_states.TryFind(packed, before, 0, out int state))
            return state * _width;
        int row = _states.Add(packed, before, 0) * _width;
        if (row + _width > Rows.Length)
        {
            int[] rows = Rows;
            Array.Resize(ref rows, Math.Max(FewestRows * _width, checked(row * 2)));
            Rows = rows;
        }

        Rows.AsSpan(row, _width).Fill(NotBuilt);

        // Twice the row, as there may be room for as many again.
        Memory += packed.Length + (2 * _width) + StateMemory;
        return row;
    }

    /// <summary>The number for a place at which patterns match.</summary>
    /// <param name="next">Where it leads: a row, or <see cref="Dead"/>.</param>
    /// <param name="patterns">Their numbers: a set, as <see cref="StateTable.Sorted"/> makes it.</param>
    public int Accepting(int next, ReadOnlySpan<int> patterns)
    {
        if (!_patterns.TryFind(patterns, Side.Nothing, 0, out int set))
        {
            set = _patterns.Add(patterns, Side.Nothing, 0);
            _lastQuestions.Add(unchecked(_question - 1));
            Memory += patterns.Length + StateMemory;
        }

        _accepting.Add(new AcceptingStep(next, set));
        Memory += 4;
        return FirstAccepting - (_accepting.Count - 1);
    }

    /// <summary>Begins with a subject: each set of patterns is taken once for it.</summary>
    public void BeginQuestion() => _question = unchecked(_question + 1);

    /// <summary>Takes the patterns that match at a place.</summary>
    /// <param name="accepting">What the place holds: below <see cref="Dead"/>.</param>
    /// <param name="matched">Where they are added.</param>
    /// <returns>Where the place leads: a row, or <see cref="Dead"/>.</returns>
    public int Take(int accepting, List<int[]> matched)
    {
        AcceptingStep step = _accepting[FirstAccepting - accepting];
        if (_lastQuestions[step.Set] != _question)
        {
            _lastQuestions[step.Set] = _question;
            matched.Add(_patterns.Members(step.Set));
        }

        return step.Next;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _states.Clear();
        _patterns.Clear();
        _lastQuestions.Clear();
        _accepting.Clear();
        Rows = [];
        Memory = 0;
    }

    /// <summary>Writes a set as the distances between its members, each in seven bits a byte; a byte of 0 ends it.</summary>
    private ReadOnlySpan<int> Pack(ReadOnlySpan<int> members)
    {
        const int LongestDistance = 5;
        if (_packed.Length * sizeof(int) < members.Length * LongestDistance)
            _packed = new int[checked(members.Length * 2)];
        Span<byte> bytes = MemoryMarshal.AsBytes(_packed.AsSpan());
        int count = 0;
        int last = -1;
        foreach (int member in members)
        {
            int distance = member - last;
            last = member;
            for (; distance >= 0x80; distance >>= 7)
                bytes[count++] = (byte)(0x80 | (distance & 0x7F));
            bytes[count++] = (byte)distance;
        }

        int length = (count + sizeof(int) - 1) / sizeof(int);
        bytes[count..(length * sizeof(int))].Clear();
        return _packed.AsSpan(0, length);
    }

    private ReadOnlySpan<int> Unpack(ReadOnlySpan<byte> bytes)
    {
        // A member takes a byte or more.
        if (_members.Length < bytes.Length)
            _members = new int[checked(bytes.Length * 2)];
        int count = 0;
        int last = -1;
        int distance = 0;
        int shift = 0;
        foreach (byte b in bytes)
        {
            distance |= (b & 0x7F) << shift;
            shift += 7;
            if (b >= 0x80)
                continue;
            if (distance == 0)
                break;
            last += distance;
            _members[count++] = last;
            distance = 0;
            shift = 0;
        }

        return _members.AsSpan(0, count);
    }
}
