using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>Looks at lists rule by rule, and at each rule among the others.</summary>
/// <remarks>
/// What is found in a rule by itself takes most of the time, and workers share it. What depends on the rules above is done in their order. So the
/// findings are the same for any number of workers.
/// </remarks>
internal sealed class Linter
{
    // Rules that are looked at before what was found in them is taken in: enough to keep the workers busy, and few to hold.
    private const int Together = 1_024;

    // Rules in a step: few rules are not worth a second worker.
    private const int InStep = 16;

    private readonly IReadOnlyList<LintedFile> _all;

    // Those that are no plain lists.
    private readonly IReadOnlyList<LintedFile> _files;
    private readonly int _today;
    private readonly Action<int, int> _progress;
    private readonly Findings _findings = new();
    private readonly RuleLanguages _languages = new();
    private readonly RuleGrams _grams = new();
    private readonly Mender _mender;
    private readonly ForeignFiles _foreignFiles;
    private readonly OwnDomainChecks _ownDomains;
    private readonly QuotedLineChecks _quotedLines;
    private readonly Workers _workers;
    private readonly RuleInspector?[] _inspectors;
    private readonly Inspection[] _inspections = new Inspection[Together];
    private readonly HashSet<LintedRule> _incomparable = new();

    // Of rules that were looked at, some upper-cased subject that each hits.
    private readonly Dictionary<LintedRule, byte[]> _samples = new();

    // Of each file the rules without a condition: when the others hit is not known.
    private readonly Dictionary<LintedFile, Coverage> _coverages = new();

    private Linter(IReadOnlyList<LintedFile> files, IReadOnlyList<byte[]> ownDomains, byte[]? idHost, int today, Action<int, int> progress, Workers workers)
    {
        _all = files;
        _files = [.. OfRules(files)];
        _today = today;
        _progress = progress;
        _workers = workers;
        _inspectors = new RuleInspector?[workers.Count];
        _mender = new Mender(_languages);
        _foreignFiles = new ForeignFiles(_mender);
        _ownDomains = new OwnDomainChecks(_languages, ownDomains, files, today);
        _quotedLines = new QuotedLineChecks(_languages, ownDomains, idHost, today);
    }

    /// <summary>Looks at lists.</summary>
    /// <param name="files">The lists. Exceptions count when their list is among them.</param>
    /// <param name="ownDomains">The domains that this server receives mail for.</param>
    /// <param name="today">The day number (UTC).</param>
    /// <param name="progress">Is told from time to time how many steps are done, and of how many.</param>
    /// <param name="workers">Who share the work.</param>
    /// <param name="idHost">The host in the Message-IDs that qmail makes here; null when it is not known.</param>
    public static IReadOnlyList<Finding> Run(
        IReadOnlyList<LintedFile> files, IReadOnlyList<byte[]> ownDomains, int today, Action<int, int> progress, Workers workers, byte[]? idHost = null) =>
        Run(files, ownDomains, today, progress, workers, out _, idHost);

    /// <summary>Looks at lists, and tells what that has cost.</summary>
    public static IReadOnlyList<Finding> Run(
        IReadOnlyList<LintedFile> files, IReadOnlyList<byte[]> ownDomains, int today, Action<int, int> progress, Workers workers, out LintWork work,
        byte[]? idHost = null)
    {
        var linter = new Linter(files, ownDomains, idHost, today, progress, workers);
        linter.Run();
        work = linter._languages.Work;
        foreach (RuleInspector? inspector in linter._inspectors)
            work.Add(inspector?.Work ?? new LintWork());
        return linter._findings.All;
    }

    private static IEnumerable<LintedFile> OfRules(IReadOnlyList<LintedFile> files)
    {
        foreach (LintedFile file in files)
        {
            if (file.Plain == PlainKind.None)
                yield return file;
        }
    }

    private void Run()
    {
        int total = 0;
        foreach (LintedFile file in _files)
        {
            total += 2 * file.Rules.Count;
            _grams.Count(file);
        }

        int done = 0;
        foreach (LintedFile file in _files)
        {
            int before = _findings.All.Count;
            FileChecks.Check(file, _findings);
            MendFileFindings(file, before);
            HashSet<LintedRule> foreign = _foreignFiles.Check(file, _findings);
            bool isList = false;
            if (foreign.Count == 0)
            {
                FileChecks.CheckDialect(file, _findings);
                int beforeList = _findings.All.Count;
                isList = PlainList.Check(file, _findings);
                MendFileFindings(file, beforeList);
            }

            AnnotationChecks.CheckFile(file, _findings);
            Coverage all = new(_languages, _grams);
            _coverages.Add(file, all);
            bool isAsked = IsAsked(file);
            for (int first = 0; first < file.Rules.Count; first += Together)
            {
                int count = Math.Min(Together, file.Rules.Count - first);
                Inspect(file, first, count, foreign, isList);
                for (int i = 0; i < count; i++)
                {
                    LintedRule rule = file.Rules[first + i];
                    Take(rule, _inspections[i], all);
                    _progress(++done, total);
                    if (isAsked && rule.Refuses(_today) && !rule.IsConditional && !_incomparable.Contains(rule))
                        all.Add(rule);
                }
            }

            FileChecks.CheckLife(file, _findings, before, _today);
        }

        // What takes one worker long, beside what takes another.
        var slow = new Findings();
        _workers.Share(2, (_, step) =>
        {
            if (step == 0)
                Compare(done, total);
            else
                CheckSpeed(slow);
        });
        _findings.Add(slow);

        CheckPlainLists();
        foreach (LintedFile file in _files)
            IgnoredFindings.TakeOut(file, _findings);
        _findings.Sort(_all);
    }

    /// <summary>Looks at each rule among those above it.</summary>
    private void Compare(int done, int total)
    {
        foreach (LintedFile file in _files)
        {
            Coverage? exceptions = ExceptionsFor(file);
            var above = new Coverage(_languages, _grams);
            AddRulesBefore(file, above);
            var checks = new CoverageChecks(_languages, above, exceptions, _samples, _today);
            foreach (LintedRule rule in file.Rules)
            {
                if (!_incomparable.Contains(rule))
                {
                    checks.Check(rule, _findings);
                    checks.Add(rule);
                }

                _progress(++done, total);
            }

            _ownDomains.Check(file, _coverages[file], exceptions, _samples, _findings);
            _quotedLines.Check(file, exceptions, _findings);
        }
    }

    /// <summary>Looks at plain lists, and at what lists of different kinds make of each other.</summary>
    private void CheckPlainLists()
    {
        var coverage = new PlainCoverageChecks(_all, _languages, _coverages, _today);
        bool hasPlain = _all.Count > _files.Count;
        if (hasPlain)
            PlainEntryChecks.Run(_all, _today, coverage, _samples, _findings);
        if (hasPlain)
            new PlainOwnDomainChecks(_ownDomains, coverage, _today).Run(_all, _findings);
        BounceRecipientChecks.Run(_all, _languages, _grams, coverage, _samples, _incomparable, _today, _findings);
    }

    private void CheckSpeed(Findings findings)
    {
        foreach (LintedFile file in _files)
            SpeedChecks.Check(file, findings, _today);
    }

    /// <summary>
    /// True when something is asked about a list as a whole. Otherwise the rules above each rule are enough, and a large list is held only once.
    /// </summary>
    private bool IsAsked(LintedFile file) =>
        _ownDomains.HasDomains || file.IsExceptions || (file.List is not null && _all.Count > _files.Count) || file.Rules.Exists(static rule => rule.IsNegated);

    /// <summary>Looks at some rules of a file, each by itself.</summary>
    private void Inspect(LintedFile file, int first, int count, HashSet<LintedRule> foreign, bool isList) =>
        _workers.Share((count + InStep - 1) / InStep, (worker, step) =>
        {
            RuleInspector inspector = Inspector(worker);
            for (int i = step * InStep; i < Math.Min(count, (step + 1) * InStep); i++)
            {
                LintedRule rule = file.Rules[first + i];
                _inspections[i] = inspector.Inspect(rule, foreign.Contains(rule), isList && PlainList.IsName(rule));
            }
        });

    private RuleInspector Inspector(int worker) => _inspectors[worker] ??= new RuleInspector(_today);

    /// <summary>Takes in what was found in a rule.</summary>
    private void Take(LintedRule rule, in Inspection inspection, Coverage above)
    {
        bool isComparable = inspection.IsComparable;
        if (inspection.Refused is { } refused)
        {
            isComparable = !IsMisreadNegation(rule, refused, inspection, above);
            Inspector(0).Complete(rule, inspection.Findings);
        }

        if (!isComparable)
            _incomparable.Add(rule);
        if (inspection.Sample is not null)
            _samples.Add(rule, inspection.Sample);
        _findings.Add(inspection.Findings);
    }

    /// <summary>Replaces the proposals for a list's bytes by one that mends everything. Such a finding is about the rule in its line.</summary>
    private void MendFileFindings(LintedFile file, int from)
    {
        for (int i = from; i < _findings.All.Count; i++)
        {
            Finding finding = _findings.All[i];
            if (finding.Proposal is not null && file.RuleAt(finding.Line) is { } rule)
                _findings.Propose(i, i + 1, _mender.Mend(rule, [finding]));
        }
    }

    /// <summary>True for a <c>!</c> that was probably meant as "but not", or as a list of those who may pass.</summary>
    private bool IsMisreadNegation(LintedRule rule, byte[] refused, in Inspection inspection, Coverage above)
    {
        var hits = new List<LintedRule>();
        if (inspection.Member is { } member)
            above.TryFindHits(member, hits);
        hits.RemoveAll(static hit => hit.IsNegated);
        if (hits.Count > 0)
        {
            inspection.Findings.AddAt(
                LintCatalog.ExceptionDialect, rule, -1, 0,
                $"this is no exception from line {hits[0].Line}: a rule with a ! refuses whoever it does not match; "
                    + $"write the rule without its ! in {SyntaxChecks.GoodFile(rule)}",
                refused, rule.Pattern.ToArray());
            return true;
        }

        bool isRecipients = rule.File.IsBadAbout(Subject.Recipient);
        if (isRecipients && _ownDomains.NamesOwnDomain(rule))
            return false;
        inspection.Findings.AddAt(
            LintCatalog.NegatedRefusesMost, rule, -1, 0, "a rule with a ! refuses whoever it does not match: everyone but those that it names", refused);
        return true;
    }

    private Coverage? ExceptionsFor(LintedFile file)
    {
        ControlList? wanted = file.IsExceptions ? null : file.Family?.Exceptions;
        foreach (LintedFile other in _files)
        {
            if (wanted is not null && other.List == wanted)
                return _coverages[other];
        }

        return null;
    }

    /// <summary>Adds the rules of the list that is asked before a norelay list. They stand above the norelay list's rules.</summary>
    private void AddRulesBefore(LintedFile file, Coverage above)
    {
        if (file.Family is not { } family || file.List != family.NoRelay)
            return;
        foreach (LintedFile other in _files)
        {
            if (other.List != family.Always)
                continue;
            foreach (LintedRule rule in other.Rules)
            {
                if (rule.Refuses(_today) && !_incomparable.Contains(rule))
                    above.Add(rule);
            }
        }
    }
}
