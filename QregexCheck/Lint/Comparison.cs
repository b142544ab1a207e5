using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>
/// Tells whether two sets of lists refuse the same, and which rules make the difference. An answer is proved by automata, or it is "unknown".
/// </summary>
internal sealed class Comparison
{
    // Each pair of a rule and a new exception is a search. This many searches take about ten seconds.
    private const int MostExceptionPairs = 50_000;

    private readonly RuleLanguages _languages = new();
    private readonly RuleGrams _grams = new();
    private readonly List<Difference> _differences = new();
    private readonly Action<int, int> _progress;
    private int _done;
    private int _total;

    private Comparison(Action<int, int> progress) => _progress = progress;

    /// <summary>Compares two lists, whatever their names.</summary>
    public static IReadOnlyList<Difference> OfFiles(LintedFile old, LintedFile @new, int today, Action<int, int> progress)
    {
        var comparison = new Comparison(progress);
        comparison.Count([old, @new]);
        comparison.CompareSides(new ComparedSide([old], null, today), new ComparedSide([@new], null, today), old.Family?.Subject);
        return comparison._differences;
    }

    /// <summary>Compares two control directories. Exceptions and the sparing of relay clients count as they do in a check.</summary>
    public static IReadOnlyList<Difference> OfDirectories(
        IReadOnlyList<LintedFile> old, IReadOnlyList<LintedFile> @new, int today, Action<int, int> progress)
    {
        var comparison = new Comparison(progress);
        comparison.Count([.. old, .. @new]);
        foreach (Subject subject in ListFamily.All)
        {
            ListFamily family = ListFamily.About(subject);
            comparison.CompareSides(new ComparedSide(old, family, today), new ComparedSide(@new, family, today), subject);
        }

        return comparison._differences;
    }

    private void Count(IReadOnlyList<LintedFile> files)
    {
        foreach (LintedFile file in files)
        {
            _total += file.Rules.Count;
            _grams.Count(file);
        }
    }

    /// <param name="old">One side.</param>
    /// <param name="new">The other side.</param>
    /// <param name="subject">The subject of both sides; null when it is not known, and then any address counts.</param>
    private void CompareSides(ComparedSide old, ComparedSide @new, Subject? subject)
    {
        bool isHost = subject == Subject.HeloName;
        bool isSender = subject == Subject.Sender;
        Compare(old, @new, isNew: false, isHost, isSender);
        Compare(@new, old, isNew: true, isHost, isSender);
    }

    /// <summary>Finds what one side refuses and the other side does not.</summary>
    private void Compare(ComparedSide side, ComparedSide other, bool isNew, bool isHost, bool isSender)
    {
        // An exception on this side is not refused here, so it counts as covered.
        Coverage forRelay = CoverageOf(side.Good, other.Always);
        Coverage forOthers = other.NoRelay.Count == 0 ? forRelay : CoverageOf(side.Good, other.Always, other.NoRelay);
        Coverage ownExceptions = CoverageOf(side.Good);
        List<LintedRule> exceptions = other.Good.FindAll(rule => !side.HasGood(rule));

        foreach (LintedRule rule in side.Always)
        {
            Find everyone = Search(rule, other.HasBad(rule, withNoRelay: true), forOthers, ownExceptions, exceptions, isHost, isSender);
            Find relay = everyone.Result != SearchResult.None || forRelay == forOthers
                ? everyone
                : Search(rule, other.HasBad(rule, withNoRelay: false), forRelay, ownExceptions, exceptions, isHost, isSender);
            Add(rule, isNew, relay, isForRelay: everyone.Result == SearchResult.None);
        }

        foreach (LintedRule rule in side.NoRelay)
            Add(rule, isNew, Search(rule, other.HasBad(rule, withNoRelay: true), forOthers, ownExceptions, exceptions, isHost, isSender), isForRelay: false);
    }

    private void Add(LintedRule rule, bool isNew, Find find, bool isForRelay)
    {
        _progress(++_done, _total);
        if (find.Result != SearchResult.None)
            _differences.Add(new Difference(rule, isNew, find.Result == SearchResult.Found ? find.Word : null, isForRelay));
    }

    private Find Search(
        LintedRule rule, bool isOnOtherSide, Coverage covers, Coverage ownExceptions, List<LintedRule> exceptions, bool isHost, bool isSender)
    {
        Find find = isOnOtherSide ? new Find(SearchResult.None, []) : Missed(rule, null, covers, isHost, isSender);
        if (find.Result == SearchResult.Found)
            return find;
        if (exceptions.Count > 0 && (long)exceptions.Count * _total > MostExceptionPairs)
            return new Find(SearchResult.Unknown, []);
        foreach (LintedRule exception in exceptions)
        {
            Find excused = Missed(rule, exception, ownExceptions, isHost, isSender);
            if (excused.Result == SearchResult.Found)
                return excused;
            if (excused.Result == SearchResult.Unknown)
                find = excused;
        }

        return find;
    }

    /// <summary>
    /// Searches for an address that a rule hits and no covering rule hits. If an exception is given, it must hit the address too.
    /// </summary>
    private Find Missed(LintedRule rule, LintedRule? exception, Coverage covers, bool isHost, bool isSender)
    {
        if (_languages.Of(rule) is not { } language)
            return new Find(SearchResult.Unknown, []);
        var hits = new List<Requirement> { new(language, !rule.IsNegated) };
        if (isSender)
            hits.Add(new Requirement(_languages.NotEmpty, MustAccept: true));
        if (exception is not null)
        {
            if (_languages.Of(exception) is not { } excused)
                return new Find(SearchResult.Unknown, []);
            hits.Add(new Requirement(excused, !exception.IsNegated));
        }

        CoverageResult result = covers.Cover(
            [.. hits, new Requirement(isHost ? _languages.Host : _languages.Address, MustAccept: true)], null, other => other.HoldsWhere(rule));
        if (result.Result != SearchResult.Found)
            result = covers.Cover([.. hits], null, other => other.HoldsWhere(rule));
        return new Find(result.Result, Witness.InSmallLetters(result.Missed));
    }

    private Coverage CoverageOf(params ReadOnlySpan<List<LintedRule>> lists)
    {
        var coverage = new Coverage(_languages, _grams);
        foreach (List<LintedRule> list in lists)
        {
            foreach (LintedRule rule in list)
                coverage.Add(rule);
        }

        return coverage;
    }

    private readonly record struct Find(SearchResult Result, byte[] Word);
}
