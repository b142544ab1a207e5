using System;
using System.Linq;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Parity;

/// <summary>What a check runs for a rule, from its text.</summary>
internal sealed class RuleMatcherEngine() : PatternEngine("rule matcher", typeof(RuleMatcher))
{
    private readonly RuleMatcher _matcher = new();
    private byte[] _pattern = [];

    protected override bool TryTake(byte[] pattern, out string? error)
    {
        // Asked as a check does, which may say no before it parses: a pattern that is none must be refused all the same.
        _pattern = pattern;
        bool isTaken = _matcher.Match(pattern, default, out SyntaxError why) != MatchResult.Refused;
        error = isTaken ? null : why.PosixName;
        return isTaken;
    }

    protected override bool? Matches(byte[] subject) => _matcher.Match(_pattern, CaseFolding.Upper(subject), out _) switch
    {
        MatchResult.Match => true,
        MatchResult.NoMatch => false,
        _ => null,
    };
}

/// <summary>What asks a pattern of the plain kind from its text.</summary>
internal sealed class PlainMatcherEngine() : PatternEngine("plain matcher", typeof(PlainMatcher))
{
    private readonly PlainMatcher _matcher = new();
    private byte[] _pattern = [];

    protected override bool TryTake(byte[] pattern, out string? error)
    {
        _pattern = pattern;
        if (base.TryTake(pattern, out error))
            return true;
        Assert.False(_matcher.TryMatch(pattern, default, out _), "a pattern that is none is answered");
        return false;
    }

    protected override bool? Matches(byte[] subject) => _matcher.TryMatch(_pattern, CaseFolding.Upper(subject), out bool isMatch) ? isMatch : null;
}

/// <summary>What runs over an automaton that is unfolded no further than the subject can tell apart.</summary>
internal abstract class AutomatonEngine : PatternEngine
{
    private int _builtFor;

    protected AutomatonEngine(string name, params Type[] asks)
        : base(name, asks)
    {
    }

    protected override bool TryTake(byte[] pattern, out string? error)
    {
        _builtFor = -1;
        return base.TryTake(pattern, out error);
    }

    protected sealed override bool? Matches(byte[] subject)
    {
        if (subject.Length != _builtFor)
            Compiler.Compile(_builtFor = subject.Length);
        return Run(Compiler.Nfa, CaseFolding.Upper(subject));
    }

    /// <summary>Tells whether the automaton accepts an upper-cased subject; null when it can't say.</summary>
    protected abstract bool? Run(Nfa nfa, byte[] subject);

    protected bool HasNoBackReferences(byte[] pattern) => !Compiler.TryParse(pattern, out _) || !Compiler.Tree.HasBackReferences;
}

/// <summary>All states at once.</summary>
internal sealed class NfaEngine() : AutomatonEngine("NFA", typeof(NfaMatcher))
{
    private readonly NfaMatcher _matcher = new();

    protected override bool CanSay(RuleLines rules, byte[] pattern) => HasNoBackReferences(pattern);

    protected override bool? Run(Nfa nfa, byte[] subject) => _matcher.IsMatch(nfa, subject);
}

/// <summary>What shows where a rule matches: it matches where there is such a place.</summary>
internal sealed class MatchFinderEngine() : AutomatonEngine("match finder", typeof(MatchFinder))
{
    protected override bool CanSay(RuleLines rules, byte[] pattern) => HasNoBackReferences(pattern);

    protected override bool? Run(Nfa nfa, byte[] subject) => MatchFinder.Find(nfa, subject) is not null;
}

/// <summary>The search that back-references need; any pattern can be given to it.</summary>
internal sealed class BackReferenceEngine() : AutomatonEngine("back-reference matcher", typeof(BackReferenceMatcher))
{
    private readonly BackReferenceMatcher _matcher = new();

    protected override bool? Run(Nfa nfa, byte[] subject) => _matcher.Match(nfa, Compiler.Tree.ReferencedGroups, subject) switch
    {
        BoundedResult.Match => true,
        BoundedResult.NoMatch => false,
        _ => null,
    };
}

/// <summary>The deterministic automaton that lint and compare reason with; it knows the bytes of addresses only.</summary>
internal sealed class LazyDfaEngine() : PatternEngine("lazy DFA", typeof(LazyDfa))
{
    private readonly Closure _closure = new();
    private LazyDfa? _language;

    protected override bool CanSay(RuleLines rules, byte[] pattern) => !Compiler.TryParse(pattern, out _) || Compiler.TryCompile();

    protected override bool TryTake(byte[] pattern, out string? error)
    {
        _language = null;
        bool isTaken = base.TryTake(pattern, out error);
        if (isTaken && Compiler.TryCompile())
            _language = new LazyDfa(Compiler.Nfa, _closure);
        return isTaken;
    }

    protected override bool? Matches(byte[] subject)
    {
        byte[] upper = CaseFolding.Upper(subject);
        return upper.All(AddressBytes.All.Contains) ? _language!.Accepts(upper) : null;
    }
}

/// <summary>The slow judge, for short subjects. It knows no copies, and so no anchors that are lost in them.</summary>
internal sealed class ReferenceEngine() : PatternEngine("reference")
{
    protected override bool CanSay(RuleLines rules, byte[] pattern) => !Compiler.TryParse(pattern, out _) || !Compiler.LosesAnchors();

    protected override bool? Matches(byte[] subject) =>
        subject.Length <= ReferenceMatcher.LongestSubject ? ReferenceMatcher.IsMatch(Compiler.Tree, CaseFolding.Upper(subject)) : null;
}

/// <summary>
/// libc's regcomp and regexec, where no fault of theirs is known. Patterns that unfold to much are left out, since they take tens of seconds.
/// </summary>
internal sealed class LibcEngine() : PatternEngine("glibc")
{
    private const int MostStates = 5_000;

    private Glibc.Compiled? _compiled;

    protected override bool CanSay(RuleLines rules, byte[] pattern) =>
        rules.LibcIsRight && Array.IndexOf(pattern, (byte)0) < 0
        && (Compiler.TryParse(pattern, out SyntaxError error)
            ? Compiler.CountStates() <= MostStates
            : error.Kind is not (SyntaxErrorKind.TooLong or SyntaxErrorKind.TooLarge));

    protected override bool TryTake(byte[] pattern, out string? error)
    {
        End();
        _compiled = new Glibc.Compiled(pattern);
        error = _compiled.Error;
        return error is null;
    }

    protected override bool? Matches(byte[] subject) => Array.IndexOf(subject, (byte)0) < 0 ? _compiled!.Matches(subject) : null;

    protected override void End()
    {
        _compiled?.Release();
        _compiled = null;
    }
}
