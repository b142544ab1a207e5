using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Parses a POSIX extended regular expression as glibc's <c>regcomp(REG_EXTENDED|REG_ICASE)</c> reads it in the C locale.
/// </summary>
/// <remarks>
/// Source: XBD 9.4 for the grammar; where that says "undefined", what glibc 2.36 does: <c>*</c>, <c>+</c>, <c>?</c> and <c>{</c> with
/// nothing before them are errors, alternatives and groups may be empty, repetitions may be stacked, a <c>)</c> without its
/// <c>(</c> is a literal, <c>\w \W \s \S \b \B \&lt; \&gt; \` \'</c> are known, and the byte behind any other backslash is taken as
/// written, before case is folded: so <c>\d</c> can't match. One pass from left to right; the first fault met is the one reported.
/// The parser is used again for the next rule. It does not recurse.
/// </remarks>
internal sealed class ExtendedRegexParser
{
    // RE_DUP_MAX of glibc's <limits.h>; one more stands for every larger number.
    private const int LargestBound = 32767;
    private const int NoNumber = -1;
    private const int BadNumber = -2;

    private readonly SyntaxTree _tree;
    private Level[] _levels = new Level[16];
    private int _depth;
    private int _groups;

    // Bit N: group N is closed to the left of here, and so \N may be written.
    private int _closedGroups;

    public ExtendedRegexParser(SyntaxTree tree) => _tree = tree;

    private enum TokenKind : byte
    {
        End,
        BackslashEnd,
        Literal,
        Set,
        Anchor,
        BackReference,
        Star,
        Plus,
        Question,
        OpenBrace,
        CloseBrace,
        OpenGroup,
        CloseGroup,
        Bar,
        OpenBracket,
    }

    /// <summary>Parses <paramref name="pattern"/> into the tree; a NUL ends it, as it does a C string.</summary>
    /// <returns>True when the pattern is one that regcomp accepts; else <paramref name="error"/> says why not.</returns>
    public bool TryParse(ReadOnlySpan<byte> pattern, out SyntaxError error)
    {
        int nul = pattern.IndexOf((byte)0);
        if (nul >= 0)
            pattern = pattern[..nul];
        _tree.Clear();
        _depth = 0;
        _groups = 0;
        _closedGroups = 0;
        PushLevel(group: 0, begin: 0);

        int at = 0;
        while (true)
        {
            // Most of a rule is plain bytes: they take the short way, unless a repetition follows.
            while (at < pattern.Length && !IsSpecial(pattern[at]) && (at + 1 == pattern.Length || !IsRepetition(pattern[at + 1])))
            {
                _tree.AddLiteral(CaseFolding.Upper(pattern[at]), at, ++at);
                JoinToBranch();
            }

            int begin = at;
            Token token = ReadToken(pattern, ref at);
            switch (token.Kind)
            {
                case TokenKind.End:
                    if (_depth > 1)
                        return Fail(SyntaxErrorKind.UnclosedGroup, _levels[_depth - 1].Begin, out error);
                    CloseLevel(begin);
                    error = default;
                    return true;

                case TokenKind.Bar:
                    EndBranch(begin);
                    // Groups of one alternative are not closed for the next one; behind the last one all of them are.
                    ref Level level = ref _levels[_depth - 1];
                    level.ClosedInBranches |= _closedGroups;
                    _closedGroups = level.ClosedBefore;
                    continue;

                case TokenKind.OpenGroup:
                    PushLevel(++_groups, begin);
                    continue;

                case TokenKind.CloseGroup when _depth > 1:
                    CloseGroup(begin, at);
                    break;

                case TokenKind.Anchor:
                    _tree.AddAnchor(token.Anchor, begin, at);
                    JoinToBranch();
                    // An anchor takes no repetition: one that follows has nothing before it.
                    continue;

                case TokenKind.CloseGroup or TokenKind.CloseBrace or TokenKind.Literal:
                    _tree.AddLiteral(token.Value, begin, at);
                    break;

                case TokenKind.Set:
                    _tree.AddSet(SetOf(token.Value), begin, at);
                    break;

                case TokenKind.OpenBracket:
                    at = begin;
                    error = BracketExpression.Read(pattern, ref at, out ByteSet set);
                    if (error.Kind != SyntaxErrorKind.None)
                        return false;
                    _tree.AddSet(set, begin, at);
                    break;

                case TokenKind.BackReference:
                    if ((_closedGroups & (1 << token.Value)) == 0)
                        return Fail(SyntaxErrorKind.BadBackReference, begin, out error);
                    _tree.AddBackReference(token.Value, begin, at);
                    break;

                case TokenKind.BackslashEnd:
                    return Fail(SyntaxErrorKind.TrailingBackslash, begin, out error);

                default:
                    return Fail(SyntaxErrorKind.NothingToRepeat, begin, out error);
            }

            if (!TryReadRepetitions(pattern, ref at, out error))
                return false;
            JoinToBranch();
        }
    }

    private static bool Fail(SyntaxErrorKind kind, int offset, out SyntaxError error)
    {
        error = new SyntaxError(kind, offset);
        return false;
    }

    private static bool IsSpecial(byte b) => b is (byte)'\\' or (byte)'^' or (byte)'$' or (byte)'(' or (byte)')' or (byte)'|' or (byte)'[' or (byte)'.'
        or (byte)'}' || IsRepetition(b);

    private static bool IsRepetition(byte b) => b is (byte)'*' or (byte)'+' or (byte)'?' or (byte)'{';

    private static Token ReadToken(ReadOnlySpan<byte> pattern, ref int at)
    {
        if (at == pattern.Length)
            return new Token(TokenKind.End);
        byte b = pattern[at++];
        switch (b)
        {
            case (byte)'\\':
                return at == pattern.Length ? new Token(TokenKind.BackslashEnd) : ReadEscape(pattern[at++]);
            case (byte)'^':
                return new Token(Anchor.Start);
            case (byte)'$':
                return new Token(Anchor.End);
            case (byte)'*':
                return new Token(TokenKind.Star);
            case (byte)'+':
                return new Token(TokenKind.Plus);
            case (byte)'?':
                return new Token(TokenKind.Question);
            case (byte)'{':
                return new Token(TokenKind.OpenBrace);
            case (byte)'}':
                return new Token(TokenKind.CloseBrace, b);
            case (byte)'(':
                return new Token(TokenKind.OpenGroup);
            case (byte)')':
                return new Token(TokenKind.CloseGroup, b);
            case (byte)'|':
                return new Token(TokenKind.Bar);
            case (byte)'[':
                return new Token(TokenKind.OpenBracket);
            case (byte)'.':
                return new Token(TokenKind.Set, b);
            default:
                return new Token(TokenKind.Literal, CaseFolding.Upper(b));
        }
    }

    /// <summary>The token that a backslash and <paramref name="b"/> make.</summary>
    private static Token ReadEscape(byte b) => b switch
    {
        >= (byte)'1' and <= (byte)'9' => new Token(TokenKind.BackReference, (byte)(b - '0')),
        (byte)'<' => new Token(Anchor.WordStart),
        (byte)'>' => new Token(Anchor.WordEnd),
        (byte)'b' => new Token(Anchor.WordEdge),
        (byte)'B' => new Token(Anchor.NotWordEdge),
        (byte)'`' => new Token(Anchor.Start),
        (byte)'\'' => new Token(Anchor.End),
        (byte)'w' or (byte)'W' or (byte)'s' or (byte)'S' => new Token(TokenKind.Set, b),

        // As written: a lower-case letter here meets no upper-cased subject.
        _ => new Token(TokenKind.Literal, b),
    };

    /// <summary>The bytes that <c>.</c> or, behind a backslash, one of <c>wWsS</c> stands for.</summary>
    private static ByteSet SetOf(byte letter) => letter switch
    {
        (byte)'w' => CharacterClass.Word,
        (byte)'W' => ~CharacterClass.Word,
        (byte)'s' => CharacterClass.Space,
        (byte)'S' => ~CharacterClass.Space,
        _ => ByteSet.Any,
    };

    /// <summary>Puts the subtree added last under the repetitions that follow it.</summary>
    private bool TryReadRepetitions(ReadOnlySpan<byte> pattern, ref int at, out SyntaxError error)
    {
        error = default;
        while (at < pattern.Length)
        {
            switch (pattern[at])
            {
                case (byte)'*':
                    _tree.AddRepeat(0, Node.Unbounded, ++at, isInterval: false);
                    break;
                case (byte)'+':
                    _tree.AddRepeat(1, Node.Unbounded, ++at, isInterval: false);
                    break;
                case (byte)'?':
                    _tree.AddRepeat(0, 1, ++at, isInterval: false);
                    break;
                case (byte)'{':
                    if (!TryReadInterval(pattern, ref at, out int min, out int max, out error))
                        return false;
                    _tree.AddRepeat(min, max, at, isInterval: true);
                    break;
                default:
                    return true;
            }
        }

        return true;
    }

    /// <summary>
    /// Reads an interval from its <c>{</c>. What stands inside is read token by token, as glibc does: so <c>{1\,2}</c> is one.
    /// </summary>
    private static bool TryReadInterval(ReadOnlySpan<byte> pattern, ref int at, out int min, out int max, out SyntaxError error)
    {
        int begin = at++;
        max = NoNumber;
        min = ReadNumber(pattern, ref at, out Token stop);
        bool hasComma = stop.Kind == TokenKind.Literal;
        if (min == NoNumber)
        {
            if (!hasComma)
                return Fail(SyntaxErrorKind.BadInterval, begin, out error);
            min = 0;
        }

        if (min != BadNumber)
            max = hasComma ? ReadNumber(pattern, ref at, out stop) : min;
        if (min == BadNumber || max == BadNumber)
        {
            SyntaxErrorKind kind = stop.Kind == TokenKind.End ? SyntaxErrorKind.UnclosedInterval : SyntaxErrorKind.BadInterval;
            return Fail(kind, begin, out error);
        }

        if ((max != NoNumber && min > max) || stop.Kind != TokenKind.CloseBrace)
            return Fail(SyntaxErrorKind.BadInterval, begin, out error);
        if (Math.Max(min, max) > LargestBound)
            return Fail(SyntaxErrorKind.IntervalTooLarge, begin, out error);
        if (max == NoNumber)
            max = Node.Unbounded;
        error = default;
        return true;
    }

    /// <summary>Reads digits up to a <c>}</c>, a comma or the end, which <paramref name="stop"/> then is.</summary>
    private static int ReadNumber(ReadOnlySpan<byte> pattern, ref int at, out Token stop)
    {
        int number = NoNumber;
        while (true)
        {
            stop = ReadToken(pattern, ref at);
            if (stop.Kind == TokenKind.BackslashEnd)
            {
                // The backslash is one bad token more; the next one is the end.
                number = BadNumber;
            }
            else if (stop.Kind == TokenKind.End)
            {
                return BadNumber;
            }
            else if (stop.Kind == TokenKind.CloseBrace || (stop.Kind == TokenKind.Literal && stop.Value == (byte)','))
            {
                return number;
            }
            else if (stop.Kind != TokenKind.Literal || stop.Value is < (byte)'0' or > (byte)'9')
            {
                number = BadNumber;
            }
            else if (number != BadNumber)
            {
                number = Math.Min(LargestBound + 1, (Math.Max(number, 0) * 10) + stop.Value - '0');
            }
        }
    }

    private void PushLevel(int group, int begin)
    {
        if (_depth == _levels.Length)
            Array.Resize(ref _levels, checked(_depth * 2));
        _levels[_depth++] = new Level { Group = group, Begin = begin, ClosedBefore = _closedGroups };
    }

    private void JoinToBranch()
    {
        ref Level level = ref _levels[_depth - 1];
        if (level.BranchHasNodes)
            _tree.AddCat();
        level.BranchHasNodes = true;
    }

    private void EndBranch(int at)
    {
        ref Level level = ref _levels[_depth - 1];
        if (!level.BranchHasNodes)
            _tree.AddEmpty(at);
        if (level.HasAlternative)
            _tree.AddAlt();
        level.HasAlternative = true;
        level.BranchHasNodes = false;
    }

    private void CloseLevel(int at)
    {
        EndBranch(at);
        _closedGroups |= _levels[_depth - 1].ClosedInBranches;
        _depth--;
    }

    private void CloseGroup(int at, int end)
    {
        Level level = _levels[_depth - 1];
        CloseLevel(at);
        _tree.AddGroup(level.Group, level.Begin, end);
        if (level.Group <= 9)
            _closedGroups |= 1 << level.Group;
    }

    /// <summary>What is known of a group that is still open; the first one is the whole pattern.</summary>
    private struct Level
    {
        public int Group;
        public int Begin;
        public int ClosedBefore;
        public int ClosedInBranches;
        public bool BranchHasNodes;
        public bool HasAlternative;
    }

    private readonly struct Token
    {
        public Token(TokenKind kind, byte value = 0)
        {
            Kind = kind;
            Value = value;
        }

        public Token(Anchor anchor)
        {
            Kind = TokenKind.Anchor;
            Anchor = anchor;
        }

        public TokenKind Kind { get; }

        /// <summary>Literal: the byte to meet. Set: the letter that names it. BackReference: the group's number.</summary>
        public byte Value { get; }

        public Anchor Anchor { get; }
    }
}
