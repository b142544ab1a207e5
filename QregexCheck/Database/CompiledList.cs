using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Grams;
using QregexCheck.Rules;

namespace QregexCheck.Database;

/// <summary>Rules that one automaton stands for.</summary>
/// <param name="UntilDay">The last day on which they are awake, the same for all.</param>
/// <param name="Rules">Their numbers in the list, ascending: the automaton's rule n is Rules[n].</param>
/// <param name="Dfa">The automaton.</param>
internal sealed record CompiledUnion(int UntilDay, IReadOnlyList<int> Rules, UnionDfa Dfa);

/// <summary>A line that a check steps over, or an annotation with a mistake.</summary>
/// <param name="BeforeRule">The number of the first rule behind it.</param>
/// <param name="Error">What is wrong.</param>
internal readonly record struct CompiledWarning(int BeforeRule, RuleError Error);

/// <summary>One control file, compiled.</summary>
/// <param name="Rules">The rules that can be used, in the order of the file.</param>
/// <param name="Warnings">What can't, in the order of the file.</param>
/// <param name="Grams">For each rule that is found by a gram that gram; none, of no length, for the others.</param>
/// <param name="Alternatives">The rules that are found by any one of several grams.</param>
/// <param name="Always">The numbers of the rules to run for every address.</param>
/// <param name="Unions">Automata that stand for many rules each.</param>
/// <param name="Outlines">For each rule that is found by its outline that outline, or each of its outlines, in the order of outlines.</param>
/// <param name="LeftOut">How many rules are in none of these, because an equal one stands before them.</param>
/// <param name="Refused">How many lines can't be used as rules.</param>
internal sealed record CompiledList(
    IReadOnlyList<RuleRecord> Rules,
    IReadOnlyList<CompiledWarning> Warnings,
    IReadOnlyList<Gram> Grams,
    AlternativeGrams Alternatives,
    IReadOnlyList<int> Always,
    IReadOnlyList<CompiledUnion> Unions,
    IReadOnlyList<CompiledOutline> Outlines,
    int LeftOut,
    int Refused)
{
    /// <summary>How many rules are found by outlines.</summary>
    public int CountOutlined()
    {
        var rules = new HashSet<int>();
        foreach (CompiledOutline one in Outlines)
            rules.Add(one.Rule);
        return rules.Count;
    }
}

/// <summary>A control file and what was made of it.</summary>
/// <param name="List">Which control file.</param>
/// <param name="Stamp">Its state when it was read.</param>
/// <param name="IsAmbiguous">True when an edit just after that could have left the same stamp.</param>
/// <param name="Rules">Its rules; null for a missing file.</param>
internal sealed record CompiledSource(ControlList List, SourceStamp Stamp, bool IsAmbiguous, CompiledList? Rules);

/// <summary>A control file of addresses and what stands in it.</summary>
/// <param name="List">Which control file.</param>
/// <param name="Stamp">Its state when it was read; it was there.</param>
/// <param name="IsAmbiguous">True when an edit just after that could have left the same stamp.</param>
/// <param name="Texts">Its entries.</param>
internal sealed record AddressSource(AddressList List, SourceStamp Stamp, bool IsAmbiguous, AddressTexts Texts);
