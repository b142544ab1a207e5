using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Runs an <see cref="Nfa"/> without back-references over a subject, all its states at once. The time is at most the length of the subject
/// times the number of states, for every subject and every pattern.
/// </summary>
internal sealed class NfaMatcher
{
    private readonly Closure _closure = new();
    private int[] _starts = new int[64];

    /// <summary>True when the pattern matches somewhere in <paramref name="subject"/>, which is upper-cased.</summary>
    public bool IsMatch(Nfa nfa, ReadOnlySpan<byte> subject)
    {
        // At least one state takes no byte. So there is room for the states that go on and for the one that begins.
        if (_starts.Length < nfa.Count)
            _starts = new int[Math.Max(nfa.Count, checked(_starts.Length * 2))];
        int[] starts = _starts;
        bool knowsFirst = TryFindFirstBytes(nfa, out ByteSet first);
        int count = 0;
        Side before = Side.Nothing;
        for (int at = 0; at < subject.Length; at++)
        {
            byte b = subject[at];
            Side behind = Place.SideOf(b);

            // A match may begin anywhere, but most bytes can't be its first byte.
            if (!knowsFirst || at == 0 || first.Contains(b))
                starts[count++] = nfa.Start;
            if (count > 0)
            {
                if (Accepts(nfa, starts.AsSpan(0, count), before, behind))
                    return true;
                count = _closure.Follow(b, starts);
            }

            before = behind;
        }

        if (!knowsFirst || subject.IsEmpty)
            starts[count++] = nfa.Start;
        return count > 0 && Accepts(nfa, starts.AsSpan(0, count), before, Side.Nothing);
    }

    private bool Accepts(Nfa nfa, ReadOnlySpan<int> starts, Side before, Side behind)
    {
        _closure.Begin(nfa);
        _closure.Add(starts, before, behind);
        return !_closure.Accepting.IsEmpty;
    }

    /// <summary>
    /// Finds the bytes with which a match can begin behind the start of the subject. It answers false when a match may be empty, or may begin
    /// with an anchor other than <see cref="Anchor.Start"/>.
    /// </summary>
    private bool TryFindFirstBytes(Nfa nfa, out ByteSet first)
    {
        first = default;
        _closure.Begin(nfa);
        _closure.AddUpToAnchors([nfa.Start]);
        if (!_closure.Accepting.IsEmpty)
            return false;
        foreach (int reached in _closure.Reached)
        {
            ref readonly NfaState state = ref nfa.States[reached];
            if (state.Operation == NfaOperation.Literal)
                first = first.With(state.Value);
            else if (state.Operation == NfaOperation.Set)
                first |= nfa.Sets[state.Other];
            else if ((Anchor)state.Value != Anchor.Start)
                return false;
        }

        return true;
    }
}
