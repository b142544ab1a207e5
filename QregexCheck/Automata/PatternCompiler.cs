using System;
using System.Diagnostics;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// The only way from a pattern's bytes to a tree and an automaton. The limits always apply, so every command takes and refuses the same rules.
/// </summary>
/// <remarks>Tree and automaton are used again for the next pattern, so a hundred thousand rules leave no garbage.</remarks>
internal sealed class PatternCompiler
{
    private readonly ExtendedRegexParser _parser;
    private readonly NfaSize _size = new();
    private readonly NfaCompiler _compiler;

    public PatternCompiler()
    {
        _parser = new ExtendedRegexParser(Tree);
        _compiler = new NfaCompiler(Nfa);
    }

    /// <summary>The tree of the pattern parsed last.</summary>
    public SyntaxTree Tree { get; } = new();

    /// <summary>The automaton built last.</summary>
    public Nfa Nfa { get; } = new();

    /// <summary>The number of states that the pattern parsed last unfolds to, or more. It is counted at each call.</summary>
    public long CountStates() => _size.Count(Tree);

    /// <summary>Parses a pattern.</summary>
    /// <param name="pattern">A rule's pattern, without its <c>!</c>.</param>
    /// <param name="error">The mistake in the pattern, if there is one.</param>
    /// <returns>False when regcomp would refuse the pattern, or the pattern is above a limit of <see cref="Limits"/>.</returns>
    public bool TryParse(ReadOnlySpan<byte> pattern, out SyntaxError error)
    {
        if (pattern.Length > Limits.PatternLength)
        {
            error = new SyntaxError(SyntaxErrorKind.TooLong, Limits.PatternLength);
            return false;
        }

        if (!_parser.TryParse(pattern, out error))
            return false;

        // Only intervals unfold to more than twice the pattern's length. So most rules need no count.
        if (!Tree.HasIntervals || CountStates() <= Limits.States)
            return true;
        error = new SyntaxError(SyntaxErrorKind.TooLarge, 0);
        return false;
    }

    /// <summary>Tells what is wrong with a pattern; <see cref="SyntaxErrorKind.None"/> when it can be used.</summary>
    public SyntaxError Mistake(ReadOnlySpan<byte> pattern) => TryParse(pattern, out SyntaxError error) ? default : error;

    /// <summary>Parses a pattern that was parsed before, and so can be.</summary>
    /// <param name="pattern">A rule's pattern, without its <c>!</c>.</param>
    public void ParseAgain(ReadOnlySpan<byte> pattern)
    {
        if (!TryParse(pattern, out _))
            throw new UnreachableException();
    }

    /// <summary>Builds the automaton of the pattern parsed last, for subjects of at most <paramref name="longestSubject"/> bytes.</summary>
    public void Compile(int longestSubject) => _compiler.Compile(Tree, longestSubject);

    /// <summary>Builds the automaton of the pattern parsed last, for any subject, when states alone tell what it matches.</summary>
    /// <returns>False when the pattern has back-references, or loses anchors in copies as in glibc.</returns>
    public bool TryCompile()
    {
        if (Tree.HasBackReferences)
            return false;
        _compiler.Compile(Tree);
        return !Nfa.HasInertAnchors;
    }

    /// <summary>Parses a pattern and builds its automaton, for any subject.</summary>
    /// <returns>False when the pattern does not parse, is above a limit, has back-references, or loses anchors in copies.</returns>
    public bool TryCompile(ReadOnlySpan<byte> pattern) => TryParse(pattern, out _) && TryCompile();

    /// <summary>True when glibc loses an anchor of the pattern parsed last, because the anchor stands in a copy.</summary>
    public bool LosesAnchors()
    {
        foreach (Node node in Tree.Nodes)
        {
            if (node.Kind != NodeKind.Repeat || !node.HoldsAnchor)
                continue;
            _compiler.Compile(Tree);
            return Nfa.HasInertAnchors;
        }

        return false;
    }

    /// <summary>
    /// True when glibc loses more anchors of the pattern parsed last under REG_NOSUB. An anchor in front of a copied group is not lost; but there the
    /// groups are forgotten.
    /// </summary>
    public bool LosesMoreWithoutGroups()
    {
        foreach (Node node in Tree.Nodes)
        {
            if (node.Kind != NodeKind.Repeat || !node.HoldsAnchor)
                continue;
            _compiler.Compile(Tree);
            NfaState[] states = Nfa.States.ToArray();
            _compiler.ForgetsGroups = true;
            _compiler.Compile(Tree);
            _compiler.ForgetsGroups = false;
            for (int state = 0; state < states.Length; state++)
            {
                if (Nfa[state].Operation != states[state].Operation)
                    return true;
            }

            return false;
        }

        return false;
    }
}
