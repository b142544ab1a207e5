using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Conversion;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Tests.Support;

/// <summary>What becomes of a text in another program's form, as a check would ask it.</summary>
internal sealed class ConvertedRules
{
    private readonly RuleMatcher _matcher = new();
    private readonly ConversionSink _sink = new();
    private readonly RuleComposition _rules;

    public ConvertedRules(
        ConversionFormat format, string text, ConversionTarget? target = null, bool hasGood = true, bool withSubdomains = false, string name = "list")
    {
        ConversionTarget list = target ?? ConversionFormats.DefaultTarget(format);
        new ConversionSource(name, Encoding.Latin1.GetBytes(text), list, withSubdomains).Read(format, _sink);
        _rules = RuleComposition.Of(_sink, list, hasGood);
    }

    /// <summary>The lines that refuse, with their replies in front.</summary>
    public string[] Bad => _rules.Bad.ConvertAll(Show).ToArray();

    /// <summary>The exceptions.</summary>
    public string[] Good => _rules.Good.ConvertAll(static rule => Encoding.Latin1.GetString(rule.Text)).ToArray();

    /// <summary>Both, a line each, what lets through with a <c>+</c> in front; a last line tells whether they are said to be the same as the text.</summary>
    public string Lines => string.Join('\n', [.. Bad, .. System.Array.ConvertAll(Good, static rule => "+" + rule), IsSame ? "same" : "not the same"]);

    /// <summary>What is said, as <c>LINE:COLUMN WORDS</c>, what is a loss with a <c>!</c> in front.</summary>
    public string[] Said => _sink.Remarks.ConvertAll(static remark => $"{(remark.IsLoss ? "!" : "")}{remark.Line}:{remark.Column} {remark.Words}").ToArray();

    public bool IsSame => _sink.Remarks.All(static remark => !remark.IsLoss);

    public IReadOnlyList<ComposedRule> Composed => _rules.Bad;

    public IReadOnlyList<ConversionRemark> Remarks => _sink.Remarks;

    /// <summary>The rule that refuses a subject; null when it passes.</summary>
    public ComposedRule? Refusing(byte[] subject)
    {
        byte[] upper = CaseFolding.Upper(subject);
        return _rules.Good.Exists(rule => Hits(rule, upper)) ? null : _rules.Bad.Find(rule => Hits(rule, upper));
    }

    private bool Hits(ComposedRule rule, byte[] upper) => Rule.Of(rule.Text).Hits(_matcher.Match(rule.Pattern, upper, out _));

    private static string Show(ComposedRule rule)
    {
        string reply = rule.Source.Reply is { } bytes ? Encoding.Latin1.GetString(bytes) + "|" : string.Empty;
        return (rule.Source.Action == SourceAction.Defer ? "defer|" : string.Empty) + reply + Encoding.Latin1.GetString(rule.Text);
    }
}
