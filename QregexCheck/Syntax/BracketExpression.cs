using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Reads a bracket expression. Source: XBD 9.3.5, and glibc where XBD leaves room. The pattern is read in upper case, except for names of
/// classes. A backslash is an ordinary member. A <c>-</c> is a member only as the first or the last byte, or at the end of a range.
/// </summary>
internal ref struct BracketExpression
{
    // Names between [. .], [= =] and [: :] are shorter than this in glibc.
    private const int NameLimit = 32;

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly int _open;
    private readonly bool _countsCase;
    private int _at;
    private ByteSet _set;
    private bool _tellsCases;

    private BracketExpression(ReadOnlySpan<byte> pattern, int open, bool countsCase)
    {
        _pattern = pattern;
        _open = open;
        _countsCase = countsCase;
        _at = open + 1;
        _set = default;
    }

    private enum ElementKind
    {
        Byte,
        CollatingElement,
        EquivalenceClass,
        CharacterClass,
    }

    private readonly bool AtEnd => _at == _pattern.Length;

    /// <summary>Reads from the <c>[</c> at <paramref name="at"/>. Then <paramref name="at"/> stands behind the <c>]</c>.</summary>
    /// <returns>What is wrong, or <see cref="SyntaxErrorKind.None"/>.</returns>
    public static SyntaxError Read(ReadOnlySpan<byte> pattern, ref int at, out ByteSet set)
    {
        var reader = new BracketExpression(pattern, at, countsCase: false);
        SyntaxError error = reader.Read();
        at = reader._at;
        set = reader._set;
        return error;
    }

    /// <summary>
    /// The same without REG_ICASE: the pattern is read as it is written. A letter is in <paramref name="set"/> when it is a member in one case or the other;
    /// <paramref name="tellsCases"/> is true when some letter is a member in one case only.
    /// </summary>
    public static SyntaxError ReadWithCase(ReadOnlySpan<byte> pattern, ref int at, out ByteSet set, out bool tellsCases)
    {
        var reader = new BracketExpression(pattern, at, countsCase: true);
        SyntaxError error = reader.Read();
        at = reader._at;
        set = reader._set;
        tellsCases = reader._tellsCases;
        return error;
    }

    private SyntaxError Read()
    {
        if (AtEnd)
            return new SyntaxError(SyntaxErrorKind.EndsAfterBracket, _open);
        bool isNegated = _pattern[_at] == (byte)'^';
        if (isNegated)
        {
            _at++;
            if (AtEnd)
                return new SyntaxError(SyntaxErrorKind.EndsAfterBracket, _open);
        }

        bool isFirst = true;
        do
        {
            SyntaxError error = ReadMember(isFirst);
            if (error.Kind != SyntaxErrorKind.None)
                return error;
            if (AtEnd)
                return new SyntaxError(SyntaxErrorKind.UnclosedBracket, _open);
            isFirst = false;
        }
        while (_pattern[_at] != (byte)']');

        _at++;
        if (_countsCase)
            JoinCases(isNegated);
        else
            _set = isNegated ? ~_set : _set.WithoutLowerCase();
        return default;
    }

    private void JoinCases(bool isNegated)
    {
        ByteSet members = _set;
        _set = isNegated ? ~members : members.WithoutLowerCase();
        for (int capital = 'A'; capital <= 'Z'; capital++)
        {
            bool isSmallMember = members.Contains((byte)(capital | 0x20)) != isNegated;
            _tellsCases |= isSmallMember != _set.Contains((byte)capital);
            if (isSmallMember)
                _set = _set.With((byte)capital);
        }
    }

    private readonly byte Folded(byte b) => _countsCase ? b : CaseFolding.Upper(b);

    /// <summary>Reads one element, or two with a <c>-</c> between them.</summary>
    private SyntaxError ReadMember(bool isFirst)
    {
        int begin = _at;
        SyntaxError error = ReadElement(isFirst, out ElementKind kind, out ReadOnlySpan<byte> name);
        if (error.Kind != SyntaxErrorKind.None)
            return error;

        if (kind is ElementKind.Byte or ElementKind.CollatingElement)
        {
            if (AtEnd)
                return new SyntaxError(SyntaxErrorKind.UnclosedBracket, _open);
            if (_pattern[_at] == (byte)'-')
            {
                if (_at + 1 == _pattern.Length)
                    return new SyntaxError(SyntaxErrorKind.UnclosedBracket, _open);
                if (_pattern[_at + 1] != (byte)']')
                {
                    _at++;
                    return ReadRange(begin, name);
                }
            }
        }

        switch (kind)
        {
            case ElementKind.CharacterClass:
                if (!QregexCheck.Syntax.CharacterClass.TryFind(name, out ByteSet members))
                    return new SyntaxError(SyntaxErrorKind.UnknownClass, begin);
                _set |= _countsCase ? QregexCheck.Syntax.CharacterClass.WithCase(name, members) : members;
                return default;
            default:
                if (name.Length != 1)
                    return new SyntaxError(SyntaxErrorKind.BadCollatingElement, begin);
                _set = _set.With(Folded(name[0]));
                return default;
        }
    }

    /// <summary>Reads the end of a range, from behind its <c>-</c>. The range starts with <paramref name="low"/>.</summary>
    private SyntaxError ReadRange(int begin, ReadOnlySpan<byte> low)
    {
        SyntaxError error = ReadElement(allowHyphen: true, out ElementKind kind, out ReadOnlySpan<byte> high);
        if (error.Kind != SyntaxErrorKind.None)
            return error;
        if (kind is ElementKind.CharacterClass or ElementKind.EquivalenceClass)
            return new SyntaxError(SyntaxErrorKind.BadRange, begin);
        if (low.Length != 1 || high.Length != 1)
            return new SyntaxError(SyntaxErrorKind.BadCollatingElement, begin);
        byte from = Folded(low[0]);
        byte to = Folded(high[0]);
        if (from > to)
            return new SyntaxError(SyntaxErrorKind.BadRange, begin);
        _set = _set.WithRange(from, to);
        return default;
    }

    private SyntaxError ReadElement(bool allowHyphen, out ElementKind kind, out ReadOnlySpan<byte> name)
    {
        byte b = _pattern[_at];
        if (b == (byte)'[' && _at + 1 < _pattern.Length && _pattern[_at + 1] is (byte)'.' or (byte)'=' or (byte)':')
            return ReadNamedElement(_pattern[_at + 1], out kind, out name);

        kind = ElementKind.Byte;
        name = _pattern.Slice(_at, 1);
        _at++;
        if (b == (byte)'-' && !allowHyphen && (AtEnd || _pattern[_at] != (byte)']'))
            return new SyntaxError(SyntaxErrorKind.BadRange, _at - 1);
        return default;
    }

    private SyntaxError ReadNamedElement(byte delimiter, out ElementKind kind, out ReadOnlySpan<byte> name)
    {
        int begin = _at;
        kind = delimiter switch
        {
            (byte)'.' => ElementKind.CollatingElement,
            (byte)'=' => ElementKind.EquivalenceClass,
            _ => ElementKind.CharacterClass,
        };
        name = default;
        _at += 2;
        int nameStart = _at;
        while (_at - nameStart < NameLimit && _at + 1 < _pattern.Length)
        {
            if (_pattern[_at] == delimiter && _pattern[_at + 1] == (byte)']')
            {
                name = _pattern[nameStart.._at];
                _at += 2;
                return default;
            }

            _at++;
        }

        return new SyntaxError(SyntaxErrorKind.UnclosedBracket, begin);
    }
}
