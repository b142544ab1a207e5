using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Parses a POSIX extended regular expression as glibc's <c>regcomp(REG_EXTENDED|REG_ICASE)</c> reads it in the C locale.
/// </summary>
/// <remarks>
/// <para>Source: XBD 9.4 for the grammar, and glibc 2.36 where XBD says "undefined". In glibc <c>*</c>, <c>+</c>, <c>?</c> and <c>{</c> with
/// nothing before them are errors. Alternatives and groups may be empty. Repetitions may be stacked. A <c>)</c> without its <c>(</c> is a
/// literal. <c>\w \W \s \S \b \B \&lt; \&gt; \` \'</c> are known. The byte behind any other backslash is taken as written, before case is
/// folded. So <c>\d</c> can't match.</para>
/// <para>The parser goes once from left to right and reports the first fault. It is used again for the next rule. It does not recurse.</para>
/// </remarks>
internal sealed class ExtendedRegexParser
{
    private readonly SyntaxTree _tree;
    private Level[] _levels = new Level[16];
    private int _depth;
    private int _groups;

    // Bit N is set when group N is closed to the left of here. Then \N may be written.
    private int _closedGroups;

    public ExtendedRegexParser(SyntaxTree tree) => _tree = tree;

    /// <summary>Parses <paramref name="pattern"/> into the tree. A NUL ends the pattern, as it ends a C string.</summary>
    /// <returns>False when regcomp would refuse the pattern; <paramref name="error"/> then says why.</returns>
    public bool TryParse(ReadOnlySpan<byte> pattern, out SyntaxError error)
    {
        int nul = pattern.IndexOf((byte)0);
        if (nul >= 0)
            pattern = pattern[..nul];
        _tree.Clear(pattern.Length);
        _depth = 0;
        _groups = 0;
        _closedGroups = 0;
        PushLevel(group: 0, begin: 0);

        int at = 0;
        while (true)
        {
            // Most of a rule is plain bytes. They take the short way, unless a repetition follows.
            while (at < pattern.Length && !IsSpecial(pattern[at]) && (at + 1 == pattern.Length || !IsRepetition(pattern[at + 1])))
            {
                _tree.AddLiteral(CaseFolding.Upper(pattern[at]), at, ++at);
                JoinToBranch();
            }

            int begin = at;
            Token token = Token.Read(pattern, ref at);
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
                    // A group of one alternative is not closed for the next alternative. Behind the last alternative all groups are closed.
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
                    // An anchor takes no repetition: a repetition that follows has nothing before it.
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

    /// <summary>The bytes that <c>.</c> stands for, or one of <c>wWsS</c> behind a backslash.</summary>
    public static ByteSet SetOf(byte letter) => letter switch
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
                    if (!IntervalExpression.TryRead(pattern, ref at, out int min, out int max, out error))
                        return false;
                    _tree.AddRepeat(min, max, at, isInterval: true);
                    break;
                default:
                    return true;
            }
        }

        return true;
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

    /// <summary>What is known of a group that is still open. The first level is the whole pattern.</summary>
    private struct Level
    {
        public int Group;
        public int Begin;
        public int ClosedBefore;
        public int ClosedInBranches;
        public bool BranchHasNodes;
        public bool HasAlternative;
    }
}
