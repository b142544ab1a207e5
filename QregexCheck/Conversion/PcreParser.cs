using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// Parses a Perl-compatible pattern, as far as a rule can say what it says. Source: pcre2pattern(3), perlre(1). It reports the first problem, and
/// does not recurse.
/// </summary>
internal ref struct PcreParser
{
    /// <summary>The longest pattern that is read, in bytes: its rule would be longer than one may be, too.</summary>
    public const int MostBytes = 8_192;

    private const string NothingToRepeat = "there is nothing before the repetition that it could repeat";

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly Stack<PcreLevel> _levels = new();
    private PcreOptions _options;
    private int _at;
    private bool _isQuoted;

    public PcreParser(ReadOnlySpan<byte> pattern, PcreOptions options)
    {
        _pattern = pattern;
        _options = options;
        _levels.Push(new PcreLevel(0, options));
    }

    /// <summary>Why it can't be said; null when all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where the problem is, from 0.</summary>
    public int ProblemAt { get; private set; }

    /// <summary>True when the pattern tells upper case from lower case.</summary>
    public bool SeesCase { get; private set; }

    private readonly bool AtEnd => _at >= _pattern.Length;

    private readonly bool IsPerl => (_options & PcreOptions.Perl) != 0;

    private readonly bool IsExtended => (_options & (PcreOptions.Extended | PcreOptions.ExtendedMore)) != 0;

    /// <summary>Parses the whole pattern.</summary>
    /// <returns>Null when there is a problem.</returns>
    public PcreNode? Parse()
    {
        if (_pattern.Length > MostBytes)
            return Fail(MostBytes, "the pattern is too long");
        while (Problem is null)
        {
            Skip();
            if (Problem is not null || AtEnd)
                break;
            ReadPart();
        }

        if (Problem is not null)
            return null;
        PcreLevel level = _levels.Pop();
        return _levels.Count > 0 ? Fail(level.Begin, "the group is not closed") : level.Close();
    }

    private PcreNode? Fail(int at, string problem)
    {
        Problem ??= problem;
        ProblemAt = at;
        return null;
    }

    /// <summary>Passes over what means nothing: comments, blanks under /x, the ends of quotations.</summary>
    private void Skip()
    {
        while (!AtEnd)
        {
            ReadOnlySpan<byte> rest = _pattern[_at..];
            if (!IsExtended && rest[0] is not ((byte)'\\' or (byte)'('))
                return;
            if (!IsPerl && rest.StartsWith("\\E"u8))
            {
                _isQuoted = false;
                _at += 2;
            }
            else if (_isQuoted)
            {
                return;
            }
            else if (!IsPerl && rest.StartsWith("\\Q"u8))
            {
                _isQuoted = true;
                _at += 2;
            }
            else if (rest.StartsWith("(?#"u8))
            {
                int end = rest.IndexOf((byte)')');
                if (end < 0)
                    Fail(_at, "the comment is not closed");
                _at = end < 0 ? _pattern.Length : _at + end + 1;
            }
            else if (IsExtended && rest[0] is (byte)' ' or >= (byte)'\t' and <= (byte)'\r')
            {
                _at++;
            }
            else if (IsExtended && rest[0] == (byte)'#')
            {
                int end = rest.IndexOf((byte)'\n');
                _at = end < 0 ? _pattern.Length : _at + end + 1;
            }
            else
            {
                return;
            }
        }
    }

    private void ReadPart()
    {
        int begin = _at;
        byte b = _pattern[_at++];
        if (_isQuoted)
        {
            AddSet(PcreSet.Of(b));
            return;
        }

        switch (b)
        {
            case (byte)'|':
                _levels.Peek().EndBranch();
                return;
            case (byte)'(':
                OpenGroup(begin);
                return;
            case (byte)')':
                CloseGroup(begin);
                return;
            case (byte)'^':
                AddAnchor(Anchor.Start);
                return;
            case (byte)'$':
                AddAnchor(Anchor.End);
                return;
            case (byte)'.':
                AddSet(~PcreSet.Of((byte)'\n'));
                return;
            case (byte)'[':
                ReadBracket(begin);
                return;
            case (byte)'\\':
                ReadEscape(begin);
                return;
            default:
                _at = begin;
                if (PcreRepetition.Stands(_pattern, begin))
                {
                    Fail(begin, NothingToRepeat);
                    return;
                }

                if (b == (byte)'{' && IsPerl && !_levels.Peek().IsAtStart)
                {
                    Fail(begin, "some versions of Perl refuse this brace: write \\{");
                    return;
                }

                _at++;
                AddSet(PcreSet.Of(b));
                return;
        }
    }

    private void ReadBracket(int begin)
    {
        ReadOnlySpan<byte> rest = _pattern[begin..];
        if (!IsPerl && (rest.StartsWith("[[:<:]]"u8) || rest.StartsWith("[[:>:]]"u8)))
        {
            _at = begin + "[[:<:]]".Length;
            AddAnchor(rest[3] == (byte)'<' ? Anchor.WordStart : Anchor.WordEnd);
            return;
        }

        _at = begin;
        if (PcreBracket.Read(_pattern, ref _at, _options, out PcreSet set) is string problem)
            Fail(_at, problem);
        else
            AddSet(set);
    }

    private void ReadEscape(int begin)
    {
        PcreEscape escape = PcreEscape.Read(_pattern, ref _at, isInBrackets: false);
        if (escape.Problem is not null)
            Fail(begin, escape.Problem);
        else if (escape.Anchor is Anchor anchor)
            AddAnchor(anchor);
        else if (escape.IsNothing && PcreLevel.OpenLooks(_levels) > 0)
            Fail(begin, "\\K in a lookaround is refused by newer versions of PCRE and Perl");
        else if (escape.IsNothing)
            _levels.Peek().Add(PcreNode.OfNothing());
        else
            AddSet(escape.Set);
    }

    private void AddAnchor(Anchor anchor) => _levels.Peek().Add(PcreNode.Of(anchor));

    private void AddSet(PcreSet set)
    {
        if ((_options & PcreOptions.Caseless) != 0)
            set = set.WithBothCases();
        if ((_options & PcreOptions.SmallSubject) != 0)
            set = set.OfSmallSubject();
        SeesCase |= !set.HasBothCases;
        AddRepeated(PcreNode.Of(set));
    }

    /// <summary>Adds a part, with the repetition that stands behind it.</summary>
    private void AddRepeated(PcreNode part)
    {
        Skip();
        if (!_isQuoted && PcreRepetition.Stands(_pattern, _at))
        {
            int begin = _at;
            if (PcreRepetition.Read(_pattern, ref _at, out int min, out int max) is string problem)
            {
                Fail(begin, problem);
                return;
            }

            part = PcreNode.Repeat(part, min, max);
            Skip();
            if (!_isQuoted && PcreRepetition.Stands(_pattern, _at))
                Fail(_at, NothingToRepeat);
        }

        _levels.Peek().Add(part);
    }

    private void OpenGroup(int begin)
    {
        var group = PcreGroup.Read(_pattern, ref _at, _options);
        if (group.Problem is not null)
        {
            Fail(begin, group.Problem);
        }
        else if (group.IsOption)
        {
            _options = group.Options;
        }
        else if (group.IsLook && PcreLevel.OpenLooks(_levels) >= PcreLevel.MostLooks)
        {
            Fail(begin, "lookarounds stand too deep in one another");
        }
        else
        {
            _levels.Push(new PcreLevel(begin, _options) { Group = group.Kind });
            _options = group.Options;
        }
    }

    private void CloseGroup(int begin)
    {
        if (_levels.Count == 1)
        {
            Fail(begin, "the parenthesis was not opened");
            return;
        }

        PcreLevel level = _levels.Pop();
        _options = level.Options;
        PcreNode node = level.Close();
        if (level.Group == PcreGroupKind.Group)
        {
            AddRepeated(node);
            return;
        }

        bool isBehind = level.Group is PcreGroupKind.Behind or PcreGroupKind.NotBehind;
        if (isBehind && node.HoldsAhead)
            Fail(level.Begin, "a lookahead in a lookbehind is not converted");
        else if (isBehind && !PcreLength.IsFixed(node))
            Fail(level.Begin, "what a lookbehind looks for has no fixed length: PCRE refuses it");
        else
            AddRepeated(PcreNode.Look(node, isBehind, level.Group is PcreGroupKind.NotAhead or PcreGroupKind.NotBehind));
    }
}
