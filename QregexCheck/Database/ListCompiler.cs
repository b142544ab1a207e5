using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Grams;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Database;

/// <summary>Compiles a control file: for each rule the cheapest way to find out that it does not matter for an address.</summary>
/// <remarks>
/// A rule with a rare enough gram is found by that, and a list of words by the grams of its words. Others are found by their outline, or go into
/// automata that stand for many rules at once, as far as the limits allow. The rest is run in its turn: rules with back-references or without an outline.
/// </remarks>
internal sealed class ListCompiler
{
    // With more rules on one gram than this an automaton for them is worth a try.
    private const int CrowdedGram = 24;

    // From so many on, what could go into an automaton is offered to one; what none takes is found by its words all the same.
    private const int RareEnough = 100;

    // The writer holds some 100 bytes for each, of compile's 1,024 megabytes.
    private const int MostGramsOfAlternatives = 1_000_000;

    // With more than this the outlines of all of them cost less than running them.
    private const int LargeCrowd = 256;

    // A table far larger than the number of grams in most files.
    private const int CountBits = 22;

    private readonly PatternCompiler _compiler = new();
    private readonly Action<int> _progress;
    private readonly ControlList? _list;
    private readonly PlainKind _plain;

    private readonly List<RuleRecord> _rules = new();
    private readonly List<CompiledWarning> _warnings = new();
    private readonly List<Gram> _grams = new();
    private readonly RequiredGrams _required = RequiredGrams.OfLengths(DatabaseFormat.GramLengths);
    private readonly AlternativeGrams _alternatives = new();
    private readonly List<int> _always = new();
    private readonly List<CompiledUnion> _unions = new();
    private readonly List<CompiledOutline> _outlines = new();
    private readonly HashSet<RuleRecord> _seen = new(new SameText());
    private int _leftOut;
    private int _refused;

    private ListCompiler(Action<int> progress, ControlList? list)
    {
        _progress = progress;
        _list = list;
        _plain = PlainEntry.KindOf(list);
    }

    /// <summary>Compiles the rules of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Is told from time to time how many rules have been worked on, each being counted three times.</param>
    /// <param name="merges">False to build no automata, which takes most of the time: each rule then has the way that it has where none takes it.</param>
    /// <param name="list">Which list it is; null when it is not known, and then its lines are rules that reject.</param>
    public static CompiledList Compile(ControlFile file, Action<int> progress, bool merges = true, ControlList? list = null) =>
        new ListCompiler(progress, list).Run(file, merges);

    private CompiledList Run(ControlFile file, bool merges)
    {
        if (_plain != PlainKind.None)
        {
            ReadEntries(file);
            return new CompiledList(_rules, _warnings, _grams, _alternatives, _always, _unions, _outlines, _leftOut, _refused);
        }

        var choice = new GramChoice(CountBits);
        ReadRules(file, choice);
        ChooseGrams(choice);
        FindOtherWays(merges);
        LeaveToAlternatives();
        return new CompiledList(_rules, _warnings, _grams, _alternatives, _always, _unions, _outlines, _leftOut, _refused);
    }

    /// <summary>Reads a plain list: each entry is found by its key.</summary>
    private void ReadEntries(ControlFile file)
    {
        var reader = new RuleReader(file, _list, _compiler.Mistake);
        while (reader.TryRead(out Rule rule))
        {
            TakeErrors(reader);
            SyntaxError error = rule.PlainMistake;
            if (error.Kind != SyntaxErrorKind.None)
            {
                Refuse(rule, error);
                continue;
            }

            var entry = new RuleRecord(rule.Text.ToArray(), rule.Line, rule.Column, rule.Annotation, _plain);
            bool isRepeated = IsRepeated(entry);
            _rules.Add(entry);
            _grams.Add(isRepeated ? default : PlainKey.Of(rule.Text));
            _leftOut += isRepeated ? 1 : 0;
            Report(3 * _rules.Count);
        }

        TakeErrors(reader);
        _refused += reader.Skipped;
    }

    private void ReadRules(ControlFile file, GramChoice choice)
    {
        var reader = new RuleReader(file, _list, _compiler.Mistake);
        while (reader.TryRead(out Rule rule))
        {
            TakeErrors(reader);
            if (!_compiler.TryParse(rule.Pattern, out SyntaxError error))
            {
                Refuse(rule, error);
                continue;
            }

            _rules.Add(new RuleRecord(rule.Text.ToArray(), rule.Line, rule.Column, rule.Annotation));
            _required.Find(_compiler.Tree);
            choice.Count(_required);
            Report(_rules.Count);
        }

        TakeErrors(reader);
        _refused += reader.Skipped;
    }

    private void Refuse(in Rule rule, SyntaxError error)
    {
        _warnings.Add(new CompiledWarning(_rules.Count, RuleWarning.Refused(rule, error)));
        _refused++;
    }

    private void TakeErrors(RuleReader reader)
    {
        foreach (RuleError error in reader.Errors)
            _warnings.Add(new CompiledWarning(_rules.Count, error));
        reader.Errors.Clear();
    }

    private void ChooseGrams(GramChoice choice)
    {
        int left = MostGramsOfAlternatives;
        for (int i = 0; i < _rules.Count; i++)
        {
            RuleRecord rule = _rules[i];
            _compiler.ParseAgain(rule.AsRule.Pattern);
            Report(_rules.Count + i);
            if (!_compiler.Tree.HasBackReferences && IsRepeated(rule))
            {
                _leftOut++;
                _grams.Add(default);
                continue;
            }

            _required.Find(_compiler.Tree);
            int expected = int.MaxValue;
            ReadOnlySpan<Gram> chosen = rule.AsRule.IsNegated ? default : choice.Choose(_required, Math.Min(left, RequiredGrams.MostMembers), out expected);
            _grams.Add(chosen.Length == 1 ? chosen[0] : default);
            if (chosen.Length > 1)
            {
                _alternatives.Add(i, chosen);
                left = Math.Max(1, left - chosen.Length);
            }

            if (chosen.IsEmpty || (chosen.Length > 1 && expected >= RareEnough))
                _always.Add(i);
        }
    }

    /// <summary>True for a rule that can't decide, because one with the same text, which never sleeps and has no condition, stands before it.</summary>
    private bool IsRepeated(RuleRecord rule)
    {
        if (rule.Annotation.Action == RuleAction.Log || rule.Annotation.Condition is not null)
            return false;
        return rule.Annotation.UntilDay == int.MaxValue ? !_seen.Add(rule) : _seen.Contains(rule);
    }

    /// <summary>
    /// Finds better ways for what would be run for every address, and for what crowds on one gram: automata, and outlines where an automaton is larger.
    /// </summary>
    private void FindOtherWays(bool merges)
    {
        var outlines = new OutlineChoice(_rules, _compiler);
        outlines.AddCertain(_always);
        List<int> candidates = new();
        List<int> replaceable = new();
        foreach (int i in _always)
        {
            outlines.Add(i);
            bool isTelling = outlines.IsTelling(i);
            (isTelling ? replaceable : candidates).Add(i);

            // What an ordinary address has tells less than words.
            if (!isTelling && !_alternatives[i].IsEmpty)
                outlines.Remove(i);
        }

        foreach ((int i, int crowd) in Crowded())
        {
            // Where hundreds of rules need the same domain, its addresses are ordinary ones.
            if (crowd > LargeCrowd)
                outlines.Add(i);
            bool isTelling = outlines.IsTelling(i);
            (isTelling ? replaceable : candidates).Add(i);
            if (!isTelling)
                outlines.Remove(i);
        }

        var unions = new UnionBuilder(_rules, _compiler, taken => Report((2 * _rules.Count) + taken));
        if (merges)
        {
            unions.Add(replaceable, Limits.UnionSteps / 4, outlines.Size);
            unions.Add(candidates, Limits.UnionSteps / 4 * 3, null);
        }

        _unions.AddRange(unions.Unions);
        foreach (int i in unions.Taken)
        {
            _grams[i] = default;
            outlines.Remove(i);
        }

        _outlines.AddRange(outlines.Chosen());
        foreach (CompiledOutline one in _outlines)
            _grams[one.Rule] = default;
        _always.RemoveAll(i => unions.Taken.Contains(i) || outlines.Contains(i));
        _always.Sort();
    }

    /// <summary>The rules that share their gram with many others, and with how many.</summary>
    private List<(int Rule, int Crowd)> Crowded()
    {
        var crowds = new Dictionary<ulong, int>();
        foreach (Gram gram in _grams)
        {
            if (gram.Length > 0)
                crowds[gram.Hash] = crowds.GetValueOrDefault(gram.Hash) + 1;
        }

        var crowded = new List<(int Rule, int Crowd)>();
        for (int i = 0; i < _grams.Count; i++)
        {
            if (_grams[i].Length > 0 && crowds[_grams[i].Hash] is > CrowdedGram and int crowd)
                crowded.Add((i, crowd));
        }

        return crowded;
    }

    /// <summary>Leaves to its alternatives what no union took, and takes them from what one did.</summary>
    private void LeaveToAlternatives()
    {
        foreach (CompiledUnion union in _unions)
        {
            foreach (int rule in union.Rules)
                _alternatives.Remove(rule);
        }

        foreach (CompiledOutline outline in _outlines)
            _alternatives.Remove(outline.Rule);
        _always.RemoveAll(rule => !_alternatives[rule].IsEmpty);
    }

    private void Report(int done)
    {
        if (done % 256 == 0)
            _progress(done);
    }

    /// <summary>Takes rules for equal whose texts are.</summary>
    private sealed class SameText : IEqualityComparer<RuleRecord>
    {
        public bool Equals(RuleRecord? x, RuleRecord? y) => x!.Text.AsSpan().SequenceEqual(y!.Text);

        public int GetHashCode(RuleRecord rule)
        {
            var hash = default(HashCode);
            hash.AddBytes(rule.Text);
            return hash.ToHashCode();
        }
    }
}
