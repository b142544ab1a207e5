using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Lists;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Parity;

/// <summary>A place where rules are kept, as the hooks and the filter ask it. It can also say all that it says of a whole control file.</summary>
internal abstract class RuleSetEngine : Engine
{
    protected RuleSetEngine(string name, params Type[] asks)
        : base(name, asks)
    {
    }

    public sealed override Answer?[] Ask(RuleLines rules, byte[][] subjects)
    {
        var answers = new Answer?[subjects.Length];
        if (!rules.CanBeText || !HasTimeFor(rules))
            return answers;
        var refused = new List<int>();
        using Opened opened = Open(rules.Text, error => refused.Add(error.Line));
        for (int i = 0; i < subjects.Length; i++)
        {
            if (!opened.IsAskedOften)
                refused.Clear();
            answers[i] = Answer.Of(opened.Rules().FirstHit(CaseFolding.Upper(subjects[i]), _ => { })?.Line ?? 0, refused);
        }

        return answers;
    }

    /// <summary>Asks a control file of any kind about each subject.</summary>
    public Said[] Listen(byte[] file, byte[][] subjects)
    {
        var warnings = new List<string>();
        using Opened opened = Open(file, error => warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{error.Line}:{error.Column} {error.Message}")));
        return [.. subjects.Select(subject =>
        {
            if (!opened.IsAskedOften)
                warnings.Clear();
            var text = new StringBuilder();
            Hit? hit = opened.Rules().FirstHit(CaseFolding.Upper(subject), logged => text.Append("log ").Append(Describe(logged)));
            text.Append(hit is null ? "no hit" : Describe(hit));
            return new Said(text.ToString(), string.Join('\n', warnings));
        })];
    }

    /// <summary>False for a list that is left out, as getting it ready is dear.</summary>
    protected virtual bool HasTimeFor(RuleLines rules) => true;

    /// <summary>Gets a control file ready.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="warn">Is told of what can't be used.</param>
    protected abstract Opened Open(byte[] file, Action<RuleError> warn);

    protected static int Today() => RulesInMemory.Today;

    private static string Describe(Hit hit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{hit.List}:{hit.Line} {Latin(hit.Rule)} {hit.Annotation.Action} {hit.Annotation.UntilDay} {Latin(hit.Reply)}\n");

    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>What was said about one subject.</summary>
    /// <param name="Decision">The rules that hit for the log, in their order, and the one that decides.</param>
    /// <param name="Warnings">What was warned of by then, a line each.</param>
    internal sealed record Said(string Decision, string Warnings);

    /// <summary>A control file that is ready to be asked.</summary>
    /// <param name="Rules">Hands out the rules for one question.</param>
    /// <param name="IsAskedOften">True when they are read once for all questions, so that warnings come once.</param>
    /// <param name="Close">Lets go of it.</param>
    internal sealed record Opened(Func<RuleSet> Rules, bool IsAskedOften, Action? Close = null) : IDisposable
    {
        public void Dispose() => Close?.Invoke();
    }
}
