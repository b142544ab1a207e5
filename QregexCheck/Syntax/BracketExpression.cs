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
    private int _at;
    private ByteSet _set;

    private BracketExpression(ReadOnlySpan<byte> pattern, int open)
    {
        _pattern = pattern;
        _open = open;
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
        var reader = new BracketExpression(pattern, at);
        SyntaxError error = reader.Read();
        at = reader._at;
        set = reader._set;
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
        _set = isNegated ? ~_set : _set.WithoutLowerCase();
        return default;
    }

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
                _set |= members;
                return default;
            default:
                if (name.Length != 1)
                    return new SyntaxError(SyntaxErrorKind.BadCollatingElement, begin);
                _set = _set.With(CaseFolding.Upper(name[0]));
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
        byte from = CaseFolding.Upper(low[0]);
        byte to = CaseFolding.Upper(high[0]);
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
