using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Asks one pattern after the other about one subject, and does for each no more than it must: look for a piece of text that every match
/// holds, which for most rules needs no parser; parse it; only if such a piece is there, build and run the automaton.
/// </summary>
internal sealed class RuleMatcher
{
    private readonly SyntaxTree _tree = new();
    private readonly ExtendedRegexParser _parser;
    private readonly Nfa _nfa = new();
    private readonly NfaCompiler _compiler;
    private readonly NfaSize _size = new();
    private readonly NfaMatcher _matcher = new();
    private BackReferenceMatcher? _backReferences;
    private byte[] _scratch = new byte[256];

    public RuleMatcher()
    {
        _parser = new ExtendedRegexParser(_tree);
        _compiler = new NfaCompiler(_nfa);
    }

    /// <summary>The tree of the pattern parsed last.</summary>
    public SyntaxTree Tree => _tree;

    /// <summary>Tells whether <paramref name="pattern"/> matches somewhere in <paramref name="subject"/>.</summary>
    /// <param name="pattern">A rule's pattern, without its <c>!</c>.</param>
    /// <param name="subject">An upper-cased subject.</param>
    /// <param name="error">With <see cref="MatchResult.Refused"/>: what is wrong with the pattern.</param>
    public MatchResult Match(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> subject, out SyntaxError error)
    {
        error = default;
        if (pattern.Length <= Limits.PatternLength)
        {
            if (_scratch.Length < pattern.Length)
                _scratch = new byte[Math.Max(pattern.Length, checked(_scratch.Length * 2))];
            if (PlainPattern.TryFindLiteral(pattern, _scratch, out ReadOnlySpan<byte> text) && subject.IndexOf(text) < 0)
                return MatchResult.NoMatch;
        }

        if (!TryParse(pattern, out error))
            return MatchResult.Refused;
        if (subject.IndexOf(RequiredLiteral.Longest(_tree, _scratch)) < 0)
            return MatchResult.NoMatch;

        // Any piece may be the one by which a compiled file finds the rule: without it neither must try, and perhaps give up.
        if (_tree.HasBackReferences)
        {
            foreach (byte[] piece in RequiredLiteral.All(_tree))
            {
                if (subject.IndexOf(piece) < 0)
                    return MatchResult.NoMatch;
            }
        }

        _compiler.Compile(_tree, subject.Length);
        if (!_tree.HasBackReferences)
            return _matcher.IsMatch(_nfa, subject) ? MatchResult.Match : MatchResult.NoMatch;

        _backReferences ??= new BackReferenceMatcher();
        return _backReferences.Match(_nfa, _tree.ReferencedGroups, subject) switch
        {
            BoundedResult.Match => MatchResult.Match,
            BoundedResult.NoMatch => MatchResult.NoMatch,
            _ => MatchResult.GaveUp,
        };
    }

    /// <summary>Parses a pattern.</summary>
    /// <returns>False when regcomp would refuse it, or it is above a limit.</returns>
    public bool TryParse(ReadOnlySpan<byte> pattern, out SyntaxError error) => RuleLimits.TryParse(_parser, _tree, _size, pattern, out error);
}
