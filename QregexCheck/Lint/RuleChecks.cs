using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>Looks at a rule alone, without the rules around it.</summary>
internal sealed class RuleChecks
{
    private readonly PatternCompiler _compiler = new();
    private readonly LanguageChecks _languageChecks;
    private readonly Reach _reach;
    private readonly Registries _registries;

    public RuleChecks(RuleLanguages languages)
    {
        Sampler = new Sampler(languages);
        _languageChecks = new LanguageChecks(languages, Sampler);
        _reach = new Reach(languages);
        _registries = new Registries(languages);
    }

    public Sampler Sampler { get; }

    /// <summary>The tree of the rule looked at last.</summary>
    public SyntaxTree Tree => _compiler.Tree;

    /// <summary>Looks at a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="isListed">True for a line of a list of plain names, of which is said once how far its lines reach.</param>
    /// <param name="findings">Where findings go.</param>
    /// <param name="sample">Some upper-cased subject that the rule hits; null when none has been found without a search.</param>
    /// <returns>False when comparing the rule with others would be noise: it says something else than it seems to as a whole.</returns>
    public bool Check(LintedRule rule, bool isListed, Findings findings, out byte[]? sample)
    {
        sample = null;
        bool isUsable = _compiler.TryParse(rule.Pattern, out _);
        if (FileChecks.IsSpoiled(rule) || FileChecks.HasStrayBlank(rule, findings))
            return false;
        if (ForeignLine.Read(rule.Pattern) is { } line)
        {
            ForeignFiles.AddLine(rule, line, findings);
            return false;
        }

        if (!isUsable)
        {
            SyntaxChecks.Check(rule, findings);
            return true;
        }

        int before = findings.All.Count;
        ShapeChecks.Check(rule, Tree, findings);
        bool isWrong = false;
        for (int i = before; i < findings.All.Count; i++)
            isWrong |= findings.All[i].Kind.Severity == Severity.Error;
        if (!rule.IsRegular)
            return true;
        if (!_languageChecks.Check(rule, Tree, isWrong, findings, out sample))
            return false;
        if (isWrong)
            return false;
        if (!isListed)
            _reach.Check(rule, Tree, findings);
        _registries.Check(rule, findings);
        return true;
    }

    /// <summary>True for a negated rule that refuses all but certain domains or persons.</summary>
    /// <param name="rule">A rule that was looked at.</param>
    /// <param name="witness">An address that it refuses.</param>
    public bool RefusesMost(LintedRule rule, out byte[] witness)
    {
        witness = [];
        return rule.IsNegated && _languageChecks.RefusesMost(rule, out witness);
    }

    public bool RefusesMost(LintedRule rule) => RefusesMost(rule, out _);
}
