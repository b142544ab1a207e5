using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>What came of looking at a rule by itself.</summary>
/// <param name="Findings">What was found.</param>
/// <param name="IsComparable">False when comparing the rule with others would be noise.</param>
/// <param name="Sample">Some upper-cased subject that the rule hits; null when none has been found.</param>
/// <param name="Refused">For a rule whose <c>!</c> refuses nearly everyone somebody whom it refuses, else null. Then the findings are not complete.</param>
/// <param name="Member">With that an upper-cased word that its pattern matches, if one was found easily.</param>
internal readonly record struct Inspection(Findings Findings, bool IsComparable, byte[]? Sample, byte[]? Refused, byte[]? Member);

/// <summary>
/// Looks at rules one by one, and says the same of each whatever was looked at before: so several of these may share a file's rules, each with
/// a worker.
/// </summary>
internal sealed class RuleInspector
{
    private readonly RuleLanguages _languages = new();
    private readonly RuleChecks _checks;
    private readonly Mender _mender;
    private readonly AnnotationChecks _annotations;

    /// <param name="today">The day number, UTC.</param>
    public RuleInspector(int today)
    {
        _checks = new RuleChecks(_languages);
        _mender = new Mender(_languages);
        _annotations = new AnnotationChecks(today);
    }

    /// <summary>What has been done by now.</summary>
    public LintWork Work => _languages.Work;

    /// <summary>Looks at a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="isForeign">True for a line of another program's file, of which no more is said.</param>
    /// <param name="isListed">True for a line of a list of plain names, of which is said once how far its lines reach.</param>
    public Inspection Inspect(LintedRule rule, bool isForeign, bool isListed)
    {
        var findings = new Findings();
        byte[]? sample = null;
        bool isComparable = !isForeign && _checks.Check(rule, isListed, findings, out sample);
        byte[]? refused = null;
        byte[]? member = null;
        if (isComparable && rule.IsNegated && rule.IsRegular && !rule.IsConditional && _checks.RefusesMost(rule, out byte[] witness))
        {
            refused = witness;
            member = _checks.Sampler.Member(rule, _checks.Tree);
        }

        // What such a rule was meant to be, the rules above it tell.
        if (refused is null)
            Complete(rule, findings);
        _languages.Forget(rule);
        return new Inspection(findings, isComparable, sample, refused, member);
    }

    /// <summary>Mends the rule, and adds what its annotations have to do with it: the last steps, when all else has been found.</summary>
    public void Complete(LintedRule rule, Findings findings)
    {
        bool hasProposal = false;
        foreach (Finding finding in findings.All)
            hasProposal |= finding.Proposal is not null || finding.Drafts is not null;
        if (hasProposal)
            findings.Propose(0, _mender.Mend(rule, findings.All));
        _annotations.Check(rule, findings);
    }
}
