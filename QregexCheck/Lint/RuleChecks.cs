using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>Looks at a rule alone, without the rules around it.</summary>
internal sealed class RuleChecks
{
    private readonly LintedRuleParser _parser;
    private readonly LanguageChecks _languageChecks;
    private readonly Reach _reach;
    private readonly Registries _registries;

    public RuleChecks(RuleLanguages languages)
        : this(languages, new LintedRuleParser())
    {
    }

    public RuleChecks(RuleLanguages languages, LintedRuleParser parser)
    {
        _parser = parser;
        Sampler = new Sampler(languages);
        _languageChecks = new LanguageChecks(languages, Sampler);
        _reach = new Reach(languages);
        _registries = new Registries(languages);
    }

    public Sampler Sampler { get; }

    /// <summary>The tree of the rule looked at last.</summary>
    public SyntaxTree Tree => _parser.Tree;

    /// <summary>Parses the rule and looks at it.</summary>
    /// <returns>False when the rule as a whole does not say what it seems to say. A comparison with other rules would then be noise.</returns>
    public bool Check(LintedRule rule, Findings findings)
    {
        _parser.Parse(rule);
        if (FileChecks.IsSpoiled(rule) || FileChecks.HasStrayBlank(rule, findings))
            return false;
        if (ForeignLine.Read(rule.Pattern) is { } line)
        {
            ForeignFiles.AddLine(rule, line, findings);
            return false;
        }

        if (rule.Error.Kind != SyntaxErrorKind.None)
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
        if (!_languageChecks.Check(rule, Tree, isWrong, findings))
            return false;
        if (isWrong)
            return false;
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
