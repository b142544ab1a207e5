using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Asks one pattern after the other about one subject, and does for each no more than it must: look for a run of bytes that every match
/// holds, which for most rules needs no parser; ask it from its text, if it is of the plain kind and the subject short; parse it; only if such a
/// run is there, build and run the automaton.
/// </summary>
internal sealed class RuleMatcher
{
    private readonly NfaMatcher _matcher = new();
    private PlainMatcher? _plain;
    private BackReferenceMatcher? _backReferences;
    private byte[] _scratch = new byte[256];

    /// <summary>The pattern parsed last.</summary>
    public PatternCompiler Pattern { get; } = new();

    /// <summary>Tells whether <paramref name="pattern"/> matches somewhere in <paramref name="subject"/>.</summary>
    /// <param name="pattern">A rule's pattern, without its <c>!</c>.</param>
    /// <param name="subject">An upper-cased subject.</param>
    /// <param name="error">With <see cref="MatchResult.Refused"/>: the mistake in the pattern.</param>
    public MatchResult Match(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> subject, out SyntaxError error)
    {
        error = default;
        if (pattern.Length <= Limits.PatternLength)
        {
            if (_scratch.Length < pattern.Length)
                _scratch = new byte[Math.Max(pattern.Length, checked(_scratch.Length * 2))];
            if (PlainPattern.TryFindLiteral(pattern, _scratch, out ReadOnlySpan<byte> text) && subject.IndexOf(text) < 0)
                return MatchResult.NoMatch;
            _plain ??= new PlainMatcher();
            if (_plain.TryMatch(pattern, subject, out bool isMatch))
                return isMatch ? MatchResult.Match : MatchResult.NoMatch;
        }

        if (!TryParse(pattern, out error))
            return MatchResult.Refused;
        SyntaxTree tree = Pattern.Tree;
        if (subject.IndexOf(RequiredRuns.Longest(tree, _scratch)) < 0)
            return MatchResult.NoMatch;

        // In any run may be the gram by which an index finds the rule: without it neither must try, and perhaps give up.
        if (tree.HasBackReferences)
        {
            var runs = new RequiredRuns.Walk(tree, _scratch, tree.Root);
            while (runs.TryNext(out Span<byte> run))
            {
                if (subject.IndexOf(run) < 0)
                    return MatchResult.NoMatch;
            }
        }

        Pattern.Compile(subject.Length);
        if (!tree.HasBackReferences)
            return _matcher.IsMatch(Pattern.Nfa, subject) ? MatchResult.Match : MatchResult.NoMatch;

        _backReferences ??= new BackReferenceMatcher();
        return _backReferences.Match(Pattern.Nfa, tree.ReferencedGroups, subject) switch
        {
            BoundedResult.Match => MatchResult.Match,
            BoundedResult.NoMatch => MatchResult.NoMatch,
            _ => MatchResult.GaveUp,
        };
    }

    /// <summary>Parses a pattern.</summary>
    /// <returns>False when regcomp would refuse the pattern, or the pattern is above a limit.</returns>
    public bool TryParse(ReadOnlySpan<byte> pattern, out SyntaxError error) => Pattern.TryParse(pattern, out error);
}
