using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Proof;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>Looks at each entry of control/checkrcpthosts among the others, and among the domains of this host.</summary>
internal sealed class CoveringChecks
{
    private readonly LintedFile _file;
    private readonly CoveringEntries _entries;
    private readonly HostDomains _host;
    private readonly ValidDomains? _valid;
    private readonly int _today;
    private readonly FindingLimit _findings;

    /// <param name="file">The file.</param>
    /// <param name="entries">Its entries that are awake.</param>
    /// <param name="host">The domains of this host.</param>
    /// <param name="valid">The domains of validrcptto; null when they are not known.</param>
    /// <param name="today">The day number (UTC).</param>
    /// <param name="findings">Where findings go.</param>
    public CoveringChecks(LintedFile file, CoveringEntries entries, HostDomains host, ValidDomains? valid, int today, FindingLimit findings)
    {
        _file = file;
        _entries = entries;
        _host = host;
        _valid = valid;
        _today = today;
        _findings = findings;
    }

    /// <summary>Looks at all entries.</summary>
    /// <param name="all">The entries, those that sleep too.</param>
    public void Check(IReadOnlyList<LintedEntry> all)
    {
        if (all.Count == 0)
            _findings.Add(new Finding(LintCatalog.EntryCoversNothing, _file, 1, 1, 1, "the file has no entry: no recipient is looked up"));
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (LintedEntry entry in all)
        {
            CheckExamples(entry);
            if (entry.Annotation.SleepsOn(_today))
            {
                FindingKind kind = AnnotationChecks.SleepKind(entry.Annotation, _today);
                Add(
                    kind, entry,
                    $"the entry has been asleep since {AnnotationChecks.SleepsSince(entry.Annotation)}, as if it were not there"
                        + CoveredMeanwhile(entry) + AnnotationChecks.SleepAdvice(kind));
                continue;
            }

            if (!entry.IsExclusion)
                covered.Add(entry.Name);
            LintedEntry last = _entries.Same(entry.Name)!;
            if (!ReferenceEquals(last, entry))
            {
                if (last.Annotation.UntilDay >= entry.Annotation.UntilDay)
                    Add(LintCatalog.EntryOverridden, entry, $"the entry in line {last.Line} is about the same, and of equal entries the last decides");
                continue;
            }

            if (entry.IsExclusion)
                CheckExclusion(entry, overrides: covered.Contains(entry.Name));
            else
                CheckCovering(entry);
        }
    }

    /// <summary>What became of the domain of a sleeping <c>!</c>: recipients that were spared are refused again.</summary>
    private string CoveredMeanwhile(LintedEntry entry)
    {
        string name = entry.Name;
        bool isDelivered = name == "*" || !_host.KnowsDelivered || (name[0] == '.' ? _host.DeliversBelow(name) : _host.Delivers(name));
        return entry.IsExclusion && name != "*" && _entries.Closest(name, isDelivered) is { IsExclusion: false } other
            ? $", and so the entry in line {other.Line} covers {name} again" : string.Empty;
    }

    private void CheckCovering(LintedEntry entry)
    {
        string name = entry.Name;
        if (name == "*")
        {
            if (_host is { KnowsDelivered: true, DeliversAny: false })
                Add(LintCatalog.EntryCoversNothing, entry, "the entry covers nothing: no domain is delivered here");
            return;
        }

        bool isSuffix = name[0] == '.';
        bool isDelivered = !_host.KnowsDelivered || (isSuffix ? _host.DeliversBelow(name) : _host.Delivers(name));
        if (isDelivered || _valid is null)
            return;
        bool isListed = isSuffix ? _valid.HasBelow(name) : _valid.Has(name);
        bool isReceived = !_host.KnowsReceived || (isSuffix ? _host.ReceivesBelow(name) : _host.Receives(name));
        if (!isListed && !isReceived)
        {
            string what = isSuffix ? $"nothing below {name[1..]}" : name;
            string hint = isSuffix && (_host.Delivers(name[1..]) || _host.Receives(name[1..]) || _valid.Has(name[1..]))
                ? $"; write {name[1..]} for the domain itself" : string.Empty;
            Add(LintCatalog.EntryCoversNothing, entry, isSuffix
                ? $"the entry covers nothing: {what} is in rcpthosts, delivered here, or in validrcptto{hint}"
                : $"the entry covers nothing: {what} is neither in rcpthosts nor delivered here, and validrcptto has no line for it");
        }
        else if (!isListed && !isSuffix && !_host.IsReceivedByName(name))
        {
            Add(LintCatalog.RelayedUnlisted, entry, HostDomainChecks.OnlyRelayed(name));
        }

        Annotation annotation = entry.Annotation;
        if (!annotation.HasExtensions || annotation.Age > 0)
        {
            string fields = annotation.HasExtensions ? "age=" : annotation.Age > 0 ? "ext= and age=" : "ext=";
            string verb = fields.Contains(' ', StringComparison.Ordinal) ? "change" : "changes";
            Add(
                LintCatalog.IdleAnnotation, entry,
                $"{fields} {verb} nothing: no mail that the entry is about is delivered here, and validrcptto alone decides");
        }
    }

    private void CheckExclusion(LintedEntry entry, bool overrides)
    {
        string name = entry.Name;
        bool isDelivered = name != "*" && (!_host.KnowsDelivered || (name[0] == '.' ? _host.DeliversBelow(name) : _host.Delivers(name)));
        LintedEntry? closest = name == "*" ? null : _entries.Closest(name, isDelivered, name.Length);
        string? why = closest is { IsExclusion: false } || overrides ? null
            : closest is not null ? $"line {closest.Line} has taken it out already"
            : name != "*" && _entries.OfEvery is { IsExclusion: false } ? $"only * could cover it, and * is about what is delivered here: {name} is not"
            : "no other entry covers what it is about";
        if (why is not null)
            Add(LintCatalog.NeedlessExclusion, entry, $"the ! takes nothing out: {why}");
        Annotation annotation = entry.Annotation;
        bool isPlain = annotation.Action == RuleAction.Reject && annotation.Reply is null
            && !annotation.ChecksRelayClients && annotation.HasExtensions && annotation.Age == 0;
        if (isPlain)
            return;
        Add(
            LintCatalog.IdleAnnotation, entry,
            "the annotation changes nothing: no recipient is looked up for an entry behind a !; until= and note= can stand there");
    }

    private void CheckExamples(LintedEntry entry)
    {
        foreach (RuleExample example in entry.Annotation.Examples)
        {
            string domain = DomainNames.Of(example.Address.AsSpan(example.Address.AsSpan().LastIndexOf((byte)'@') + 1));
            if (entry.Name == "*" && !_host.KnowsDelivered)
                continue;
            bool fits = DomainEntry.Fit(entry.Text, Encoding.Latin1.GetBytes(domain), _host.Delivers(domain)) >= 0;
            if (fits == example.MustMatch)
                continue;
            string message = $"the entry in line {entry.Line} is {(fits ? string.Empty : "not ")}about the domain of this address";
            _findings.Add(new Finding(LintCatalog.ExampleFails, _file, example.Line, 1, 2, message) { Witness = example.Address });
        }
    }

    private void Add(FindingKind kind, LintedEntry entry, string message) =>
        _findings.Add(new Finding(kind, _file, entry.Line, entry.Column, Math.Max(1, entry.Text.Length), message));
}
