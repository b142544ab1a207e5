using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Makes one rule for a line from the proposals of the checks, each of which mends its own finding. The new rule is checked like any other. It
/// compiles and has no findings. It hits what was meant, and misses what showed that the old rule was too wide. A proposal with a finding is
/// mended in its turn. If it can't be mended, it is not offered.
/// </summary>
internal sealed class Mender
{
    // A rule has a few mistakes. Each round mends one or more.
    private const int MostRounds = 16;

    private readonly RuleLanguages _languages;
    private readonly RuleChecks _checks;
    private readonly PatternCompiler _compiler = new();
    private readonly RuleMatcher _matcher = new();

    public Mender(RuleLanguages languages)
    {
        _languages = languages;
        _checks = new RuleChecks(languages);
    }

    /// <summary>The rule that mends all findings; null when there is none to offer.</summary>
    /// <param name="rule">The rule at fault.</param>
    /// <param name="findings">Its findings.</param>
    public byte[]? Mend(LintedRule rule, IEnumerable<Finding> findings)
    {
        var aims = new Aims();
        Finding? first = null;
        foreach (Finding finding in findings)
        {
            aims.Add(finding);
            first ??= finding.Proposal is null && finding.Drafts is null ? null : finding;
        }

        return first is null ? null : first.Drafts is { } drafts ? Join(rule, drafts, aims) : Settle(rule, first.Proposal!, aims);
    }

    /// <summary>One rule for several drafts; null when a draft can't be mended.</summary>
    public byte[]? Join(LintedRule rule, IReadOnlyList<byte[]> drafts) => Join(rule, drafts, new Aims());

    private byte[]? Join(LintedRule rule, IReadOnlyList<byte[]> drafts, Aims aims)
    {
        if (drafts.Count == 0)
            return null;
        if (drafts.Count == 1)
            return Settle(rule, drafts[0], aims);
        var joined = new List<byte>();
        foreach (byte[] draft in drafts)
        {
            if (Rule.Of(draft).IsNegated || Settle(rule, draft, new Aims()) is not { } part)
                return null;
            if (joined.Count > 0)
                joined.Add((byte)'|');
            joined.AddRange(part);
        }

        return Settle(rule, joined.ToArray(), aims);
    }

    private byte[]? Settle(LintedRule rule, byte[] candidate, Aims aims)
    {
        byte[] draft = candidate;
        var tried = new HashSet<string>(StringComparer.Ordinal);
        for (int round = 0; round < MostRounds && tried.Add(System.Text.Encoding.Latin1.GetString(candidate)); round++)
        {
            if (candidate.Length == 0 || candidate[0] == (byte)'#')
                return null;
            var next = new LintedRule(rule.File, new Rule(candidate, rule.Line, 1, Annotation.None), _compiler);
            var findings = new Findings();
            bool isComparable = _checks.Check(next, isListed: false, findings, out byte[]? sample);
            bool isClean = true;
            byte[]? better = null;
            foreach (Finding finding in findings.All)
            {
                if (finding.Kind.Severity == Severity.Note)
                    continue;
                isClean = false;
                aims.Add(finding);
                better ??= finding.Proposal ?? (finding.Drafts is { Count: 1 } drafts ? drafts[0] : null);
            }

            // What was changed here is no better for hitting only what nobody sends.
            isClean = isClean && isComparable && !_checks.RefusesMost(next) && (ReferenceEquals(candidate, draft) || HitsSomebody(next, sample));
            _languages.Forget(next);
            if (isClean)
                return next.Error.Kind == SyntaxErrorKind.None && Meets(next, aims) ? candidate : null;
            if (better is null)
                return null;
            candidate = better;
        }

        return null;
    }

    private bool HitsSomebody(LintedRule rule, byte[]? sample) =>
        rule.IsNegated || rule.File.IsAboutHosts || rule.File.IsAboutLines || _languages.Of(rule) is not { } language
        || (sample is not null && _languages.Unquoted.Accepts(sample) == true)
        || WordSearch.Find([new(language, MustAccept: true), new(_languages.Unquoted, MustAccept: true)], out _) == SearchResult.Found;

    private bool Meets(LintedRule rule, Aims aims) =>
        aims.Hits.TrueForAll(address => Hits(rule, address)) && aims.Misses.TrueForAll(address => !Hits(rule, address));

    private bool Hits(LintedRule rule, byte[] address) =>
        rule.AsRule.Hits(_matcher.Match(rule.Pattern, CaseFolding.Upper(address), out _));

    /// <summary>The addresses that the offered rule must hit, and those that it must miss.</summary>
    private sealed class Aims
    {
        public List<byte[]> Hits { get; } = new();

        public List<byte[]> Misses { get; } = new();

        public void Add(Finding finding)
        {
            if (finding.Meant is not null)
                Hits.Add(finding.Meant);
            if (finding.Witness is not null && LintCatalog.SaysTooWide(finding.Kind))
                Misses.Add(finding.Witness);
        }
    }
}
