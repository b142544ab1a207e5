using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Proof;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>
/// What patterns make of the addresses that are spelled like lines of their file. They are asked as a session asks rules, for both may be many thousands.
/// </summary>
internal sealed class SpelledLines
{
    private readonly IReadOnlyList<SourceRule> _patterns;
    private readonly LoadedRules? _rules;
    private readonly OtherSides _sides = new(null, null, null);

    /// <param name="patterns">The patterns, of which the first that hits decides.</param>
    /// <param name="list">The list that they become.</param>
    public SpelledLines(IReadOnlyList<SourceRule> patterns, ControlList list)
    {
        _patterns = patterns;
        var text = new ByteText();
        foreach (SourceRule pattern in patterns)
            text.Add(PatternLine.Of(pattern.Pattern, pattern.IsNegated)).Add("\n"u8);
        ControlFile file = new LintedFile(ControlLists.Name(list), text.Bytes.ToArray()).Read();
        _rules = LoadedRules.TryLoad(list, file, new RuleMatcher(), LoadBudget.OfLargeHeap, static () => 0, static (_, _) => { });
    }

    /// <summary>What the pattern that decides about an address does; null when none hits it, or there are too many to ask.</summary>
    public SourceAction? DecidedBy(ReadOnlySpan<byte> spelled) =>
        _rules?.FirstHit(CaseFolding.Upper(spelled), _sides, static _ => { }) is { } hit ? _patterns[hit.Line - 1].Action : null;
}
