using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Asks most patterns from their text, without a tree and without an automaton: the places of the subject to which what was read so far can lead
/// are the bits of a number, and each byte of the pattern is a shift. So a list of a thousand words takes no memory.
/// </summary>
/// <remarks>
/// <para>
/// It reads what <see cref="ExtendedRegexParser"/> reads, by the same tokens, but for intervals, back-references, anchors at words, repeated
/// repetitions, and what depends on copies that glibc makes: there it has no answer. Nor has it one for a pattern that is none, or a long subject.
/// </para>
/// <para>Time: the pattern's length, times the subject's where a group is repeated; a repeated group within another has no answer.</para>
/// </remarks>
internal sealed class PlainMatcher
{
    // A bit for each place between bytes, the first and the last one too.
    private const int LongestSubject = 63;

    // Deeper ones are for the parser.
    private const int MostLevels = 16;

    // By a byte of the pattern the places before which the subject has it; letters stand there twice.
    private readonly ulong[] _places = new ulong[256];
    private readonly byte[] _subject = new byte[LongestSubject];
    private readonly Level[] _levels = new Level[MostLevels];
    private int _length;

    // The 128 bytes of ASCII; blanks and others that are seldom are left to the tokens.
    private static ReadOnlySpan<byte> Kinds =>
        "                                "u8 +
        "   # %&      -  0123456789   =  "u8 +
        "@ABCDEFGHIJKLMNOPQRSTUVWXYZ    _"u8 +
        " abcdefghijklmnopqrstuvwxyz   ~ "u8;

    /// <summary>Tells whether a pattern matches somewhere in a subject.</summary>
    /// <param name="pattern">A rule's pattern, without its <c>!</c>, and no longer than the limit.</param>
    /// <param name="subject">An upper-cased subject.</param>
    /// <param name="isMatch">The answer.</param>
    /// <returns>False when there is none.</returns>
    public bool TryMatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> subject, out bool isMatch)
    {
        isMatch = false;
        if (subject.Length > LongestSubject)
            return false;
        if (!subject.SequenceEqual(_subject.AsSpan(0, _length)))
            Take(subject);
        return TryWalk(pattern, out isMatch);
    }

    private void Take(ReadOnlySpan<byte> subject)
    {
        foreach (byte b in _subject.AsSpan(0, _length))
            _places[b] = _places[Lower(b)] = 0;
        subject.CopyTo(_subject);
        _length = subject.Length;
        for (int i = 0; i < subject.Length; i++)
            _places[subject[i]] |= 1UL << i;
        foreach (byte b in subject)
            _places[Lower(b)] = _places[b];
    }

    private bool TryWalk(ReadOnlySpan<byte> pattern, out bool isMatch)
    {
        ulong all = _length == LongestSubject ? ulong.MaxValue : (1UL << (_length + 1)) - 1;
        ulong[] places = _places;
        int depth = 0;
        _levels[0] = new Level { Entry = all };
        isMatch = false;

        // Where the pattern stands now, where it stood before its last part, and before which bytes that part goes on.
        ulong now = all;
        ulong before = 0;
        ulong takes = 0;
        bool canRepeat = false;
        for (int at = 0; at < pattern.Length;)
        {
            byte b = pattern[at];
            if (IsPlain(b))
            {
                before = now;
                takes = places[b];
                now = (now & takes) << 1;
                canRepeat = true;
                at++;

                // Nowhere: on to the next byte that could change it.
                if (now != 0 || at == pattern.Length || !IsPlain(pattern[at]))
                    continue;
                do
                    at++;
                while (at < pattern.Length && IsPlain(pattern[at]));
                before = 0;
                takes = 0;
                continue;
            }

            if (b == (byte)'|')
            {
                ref Level level = ref _levels[depth];
                level.Reached |= now;
                now = depth == 0 ? all : level.Round;
                canRepeat = false;
                at++;
                continue;
            }

            // What is handed out by reference lives in memory: not the variables of the loop.
            int begin = at;
            int end = at;
            Token token = Token.Read(pattern, ref end);
            at = end;
            switch (token.Kind)
            {
                case TokenKind.Literal when token.Value != 0:
                    // A lower-case letter behind a backslash meets no subject.
                    takes = CaseFolding.Upper(token.Value) == token.Value ? places[token.Value] : 0;
                    break;

                case TokenKind.Set:
                    takes = PlacesOf(ExtendedRegexParser.SetOf(token.Value));
                    break;

                case TokenKind.OpenBracket:
                    end = begin;
                    if (BracketExpression.Read(pattern, ref end, out ByteSet set).Kind != SyntaxErrorKind.None || pattern[begin..end].Contains((byte)0))
                        return false;
                    at = end;
                    takes = PlacesOf(set);
                    break;

                case TokenKind.Anchor when token.Anchor is Anchor.Start or Anchor.End:
                    now &= token.Anchor == Anchor.Start ? 1 : 1UL << _length;
                    canRepeat = false;
                    _levels[depth].HoldsAnchor = true;
                    continue;

                case TokenKind.Star or TokenKind.Plus or TokenKind.Question when canRepeat:
                    now = token.Kind switch
                    {
                        TokenKind.Star => Flood(before, takes),
                        TokenKind.Plus => Flood(now, takes),
                        _ => now | before,
                    };
                    canRepeat = false;
                    continue;

                case TokenKind.OpenGroup:
                    if (++depth == MostLevels)
                        return false;
                    _levels[depth] = new Level { Entry = now, Seen = now, Round = now, Begin = at };
                    canRepeat = false;
                    continue;

                case TokenKind.CloseGroup when depth > 0:
                    if (!TryClose(pattern, ref end, depth, now, out bool isLeft, out ulong left))
                        return false;
                    at = end;
                    now = left;
                    depth -= isLeft ? 1 : 0;
                    canRepeat = false;
                    continue;

                default:
                    return false;
            }

            before = now;
            now = (now & takes) << 1;
            canRepeat = true;
        }

        isMatch = (now | _levels[0].Reached) != 0;
        return depth == 0;
    }

    /// <summary>Leaves a group, or goes back to its beginning for another round.</summary>
    private bool TryClose(ReadOnlySpan<byte> pattern, ref int at, int depth, ulong end, out bool isLeft, out ulong now)
    {
        ref Level level = ref _levels[depth];
        ulong reached = end | level.Reached;
        isLeft = true;
        now = 0;
        byte repetition = at < pattern.Length ? pattern[at] : (byte)0;
        bool isLoop = repetition is (byte)'*' or (byte)'+';
        if (repetition == (byte)'{')
            return false;
        if (isLoop || repetition == (byte)'?')
        {
            if (at + 1 < pattern.Length && IsRepetition(pattern[at + 1]))
                return false;

            // In the copies that glibc makes of what is repeated, anchors are lost.
            if (isLoop && (level.HoldsLoop || (level.HoldsAnchor && repetition == (byte)'+')))
                return false;
            at++;
        }

        ulong fresh = isLoop ? reached & ~level.Seen : 0;
        level.Left |= reached;
        if (fresh != 0)
        {
            level.Seen |= fresh;
            level.Round = fresh;
            level.Reached = 0;
            now = fresh;
            at = level.Begin;
            isLeft = false;
            return true;
        }

        now = repetition is (byte)'*' or (byte)'?' ? level.Left | level.Entry : level.Left;
        ref Level outer = ref _levels[depth - 1];
        outer.HoldsAnchor |= level.HoldsAnchor;
        outer.HoldsLoop |= level.HoldsLoop | isLoop;
        return true;
    }

    private ulong PlacesOf(ByteSet set)
    {
        ulong places = 0;
        for (int i = 0; i < _length; i++)
        {
            if (set.Contains(_subject[i]))
                places |= 1UL << i;
        }

        return places;
    }

    /// <summary>The places that any number of steps lead to from some places: what is reached doubles its length each time.</summary>
    private static ulong Flood(ulong from, ulong takes)
    {
        ulong passes = takes << 1;
        for (int step = 1; step < 64; step *= 2)
        {
            from |= passes & (from << step);
            passes &= passes << step;
        }

        return from;
    }

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    /// <summary>True for a byte that stands for itself wherever it stands: a space here for one that does not.</summary>
    private static bool IsPlain(byte b) => b >= 128 || Kinds[b] != (byte)' ';

    private static bool IsRepetition(byte b) => b is (byte)'*' or (byte)'+' or (byte)'?' or (byte)'{';

    /// <summary>A group that is still open; the first one is the whole pattern.</summary>
    private struct Level
    {
        /// <summary>Where it was entered.</summary>
        public ulong Entry;

        /// <summary>Where this round began, and where any did.</summary>
        public ulong Round;
        public ulong Seen;

        /// <summary>Where the alternatives of this round lead, and where all rounds before led.</summary>
        public ulong Reached;
        public ulong Left;

        /// <summary>Where in the pattern its inside begins.</summary>
        public int Begin;
        public bool HoldsAnchor;
        public bool HoldsLoop;
    }
}
