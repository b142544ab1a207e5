using System;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Reads a bracket expression as PCRE and Perl do. Source: pcre2pattern(3), perlrecharclass(1).</summary>
internal ref struct PcreBracket
{
    private const string Unclosed = "the bracket is not closed";

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly PcreOptions _options;
    private int _at;
    private PcreSet _set;

    private PcreBracket(ReadOnlySpan<byte> pattern, int at, PcreOptions options)
    {
        _pattern = pattern;
        _options = options;
        _at = at;
    }

    private readonly bool AtEnd => _at >= _pattern.Length;

    private readonly bool IsCaseless => (_options & PcreOptions.Caseless) != 0;

    private readonly bool IsPerl => (_options & PcreOptions.Perl) != 0;

    /// <summary>Reads from the <c>[</c> at <paramref name="at"/>. Then <paramref name="at"/> stands behind the <c>]</c>, or at the problem.</summary>
    /// <returns>Why it can't be said, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> pattern, ref int at, PcreOptions options, out PcreSet set)
    {
        var bracket = new PcreBracket(pattern, at + 1, options);
        string? problem = bracket.Read(out set);
        at = problem == Unclosed ? at : bracket._at;
        return problem;
    }

    private string? Read(out PcreSet set)
    {
        set = default;
        bool isNegated = !AtEnd && _pattern[_at] == (byte)'^';
        if (isNegated)
            _at++;
        bool isFirst = true;
        bool isQuoted = false;
        while (true)
        {
            if (AtEnd)
                return Unclosed;
            byte b = _pattern[_at];
            if (b == (byte)'\\' && !IsPerl && _at + 1 < _pattern.Length && _pattern[_at + 1] == (isQuoted ? (byte)'E' : (byte)'Q'))
            {
                isQuoted = !isQuoted;
                _at += 2;
                continue;
            }

            if (isQuoted)
            {
                _set = _set.With(b);
                _at++;
                isFirst = false;
                continue;
            }

            if (b == (byte)']' && !isFirst)
                break;
            if (b is (byte)' ' or (byte)'\t' && (_options & PcreOptions.ExtendedMore) != 0)
            {
                _at++;
                continue;
            }

            isFirst = false;
            if (ReadMember() is string problem)
                return problem;
        }

        _at++;
        set = IsCaseless ? _set.WithBothCases() : _set;
        if (isNegated)
            set = ~set;
        return null;
    }

    /// <summary>Reads one member, or a range.</summary>
    private string? ReadMember()
    {
        int begin = _at;
        if (ReadElement(out PcreSet low, out bool isByte) is string problem)
            return problem;
        if (_at + 1 >= _pattern.Length || _pattern[_at] != (byte)'-' || _pattern[_at + 1] == (byte)']')
        {
            _set |= low;
            return null;
        }

        if (!isByte && IsPerl)
        {
            // Perl warns, and takes the hyphen as a byte: it is read as the next member.
            _set |= low.With((byte)'-');
            _at++;
            return null;
        }

        if (!isByte)
            return "a '-' stands beside a class: PCRE2 refuses it, and to others it is a byte; put it at the end of the bracket";
        _at++;
        int end = _at;
        if (_pattern[_at] == (byte)'\\' && _at + 1 < _pattern.Length && _pattern[_at + 1] is (byte)'Q' or (byte)'E')
            return "a range ends in a quotation";
        if (ReadElement(out PcreSet high, out isByte) is string other)
            return other;
        if (!isByte)
        {
            _at = end;
            return "a range ends in a class, which PCRE2 refuses";
        }

        byte from = First(low);
        byte to = First(high);
        if (from > to)
        {
            _at = begin;
            return "the range ends before it begins";
        }

        _set |= PcreSet.OfRange(from, to);
        return null;
    }

    private string? ReadElement(out PcreSet set, out bool isByte)
    {
        byte b = _pattern[_at];
        isByte = true;
        set = PcreSet.Of(b);
        if (b == (byte)'[' && _at + 1 < _pattern.Length && _pattern[_at + 1] is (byte)':' or (byte)'.' or (byte)'=' && NameEnd() is int nameEnd and > 0)
        {
            isByte = false;
            return ReadNamed(nameEnd, out set);
        }

        _at++;
        if (b != (byte)'\\')
            return null;
        int begin = _at - 1;
        if (!AtEnd && _pattern[_at] is (byte)'N' or (byte)'R' or (byte)'X' or (byte)'B')
        {
            _at = begin;
            return "this escape has no meaning between brackets";
        }

        if (!AtEnd && _pattern[_at] == (byte)'E' && !IsPerl)
        {
            // It ends a quotation that never began, and is nothing.
            _at++;
            set = default;
            isByte = false;
            return _at < _pattern.Length && _pattern[_at] == (byte)'-' ? "a range begins with \\E" : null;
        }

        PcreEscape escape = PcreEscape.Read(_pattern, ref _at, isInBrackets: true);
        set = escape.Set;
        isByte = escape.IsByte;
        if (escape.Problem is not null)
            _at = begin;
        return escape.Problem;
    }

    /// <summary>Where the delimiter behind the name of a class stands; 0 when a <c>[</c> is just a byte.</summary>
    private readonly int NameEnd()
    {
        byte delimiter = _pattern[_at + 1];
        for (int i = _at + 2; i + 1 < _pattern.Length; i++)
        {
            if (_pattern[i] == delimiter && _pattern[i + 1] == (byte)']')
                return i;
            if (_pattern[i] is (byte)']' or (byte)'[' or (byte)'\\')
                return 0;
        }

        return 0;
    }

    private string? ReadNamed(int nameEnd, out PcreSet set)
    {
        set = default;
        if (_pattern[_at + 1] != (byte)':')
            return "collating elements are not known to PCRE and Perl";
        ReadOnlySpan<byte> name = _pattern[(_at + 2)..nameEnd];
        bool isNegated = name.Length > 0 && name[0] == (byte)'^';
        if (isNegated)
            name = name[1..];
        if (name.SequenceEqual("upper"u8) && !IsCaseless)
            set = PcreSet.OfRange((byte)'A', (byte)'Z');
        else if (name.SequenceEqual("lower"u8) && !IsCaseless)
            set = PcreSet.OfRange((byte)'a', (byte)'z');
        else if (name.SequenceEqual("word"u8))
            set = PcreSet.Word;
        else if (name.SequenceEqual("ascii"u8))
            set = PcreSet.OfRange(0, 0x7F);
        else if (CharacterClass.TryFind(name, out ByteSet members))
            set = PcreSet.Of(members);
        else
            return "there is no class of this name";
        if (isNegated)
            set = ~set;
        _at = nameEnd + 2;
        return null;
    }

    private static byte First(PcreSet set)
    {
        byte b = 0;
        while (!set.Contains(b))
            b++;
        return b;
    }
}
