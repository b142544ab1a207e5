using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>What is said of rules that a check comes to for every address is what a check does.</summary>
public sealed class AskedRulesTests
{
    [Theory]
    [InlineData("([a-z])\\1", nameof(AskedBecause.BackReference))]
    [InlineData("!([a-z])\\1", nameof(AskedBecause.BackReference))]
    [InlineData("[0-9]*", nameof(AskedBecause.NoText))]
    [InlineData("^[a-z]{3}[0-9]{4}@", nameof(AskedBecause.OwnOutline))]
    public void A_rule_alone_has_its_reason(string rule, string why)
    {
        // Two hundred others, so that no automaton is worth while for it.
        CompiledList list = Compile(rule + "\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"@spam{i}\\.example$\n")));
        bool isMerged = list.Unions.Any(union => union.Rules.Contains(0));
        Assert.Equal(isMerged ? [] : [$"0 {why}"], AskedRules.Find(list).Select(static one => $"{one.Rule} {one.Why}"));
    }

    [Fact]
    public void Rules_with_a_text_of_their_own_are_not_asked() =>
        Assert.Equal([], AskedRules.Find(Compile("@spam\\.example$\n^joe@\n(casino|poker)\n")));

    /// <summary>What is handed out for an address that no rule was written for is named, and what is named as run is handed out.</summary>
    [Fact]
    public void What_an_ordinary_address_is_shown_to_is_named()
    {
        string text = string.Concat(Enumerable.Range(0, 1_000).Select(i => (i % 5) switch
        {
            0 => $"([a-z0-9]).{{{i}}}\\1[0-9]@\n",
            1 => $"!{Vague(i)}\n",
            2 => $"@spam{i}\\.example$\n",
            3 => $"{Vague(i)}\n",
            _ => $"!(@a\\.example$|@b\\.example$|host{i})\n",
        }));
        CompiledList list = Compile(text);
        List<AskedRule> asked = AskedRules.Find(list);
        HashSet<int> run = [.. asked.Where(one => one.Why != AskedBecause.OwnOutline).Select(one => list.Rules[one.Rule].Line)];
        Assert.InRange(run.Count, 400, 600);
        HashSet<int> merged = [.. list.Unions.SelectMany(union => union.Rules).Select(rule => list.Rules[rule].Line)];
        Assert.Equal(run.Order(), Candidates(list, "NELLY.BLUM@B.EXAMPLE").Where(line => !merged.Contains(line)));
    }

    private static string Vague(int i) => $"^[0-9]*[a-m]*[n-z]*[@b-{(char)('c' + (i % 23))}]*([a-z]{{0,{1 + (i / 23)}}}@[a-z]*\\.?)*[a-c]{{0,2}}$";

    private static CompiledList Compile(string text) => CompiledInMemory.Compile(Encoding.Latin1.GetBytes(text));

    private static List<int> Candidates(CompiledList list, string subject)
    {
        var reader = new BlockReader(CompiledInMemory.Source(CompiledInMemory.Write(list)));
        ListEntry entry = ListEntry.Read(reader.Header, ControlList.BadMailTo);
        Candidates candidates = CandidateRules.Find(reader, entry, Encoding.ASCII.GetBytes(subject), () => RulesInMemory.Today);
        var lines = new List<int>();
        while (candidates.TryNext(out int offset))
            lines.Add(RuleRecord.Read(reader, entry, offset).Line);
        return lines;
    }
}
