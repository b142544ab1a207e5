using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks at what the rules do to this server's own domains. Source: RFC 5321 4.5.1 and RFC 2142 for postmaster and abuse; qmail's
/// control/rcpthosts and control/locals.
/// </summary>
internal sealed class OwnDomainChecks
{
    // The most bytes of a pattern that names many domains.
    private const int LongestTogether = 2_000;

    private readonly RuleLanguages _languages;
    private readonly IReadOnlyList<byte[]> _domains;
    private readonly IReadOnlyList<LintedFile> _files;
    private readonly int _today;
    private PlainNames? _plainExceptions;
    private List<LazyDfa>? _together;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<LintedRule, (FindingKind Kind, string Domain, byte[] Witness, int Count)> _found = new();

    /// <param name="languages">The rules' languages.</param>
    /// <param name="domains">The domains. They hold only bytes that a host name can have.</param>
    /// <param name="files">All lists: the plain twins of exceptions excuse as they do.</param>
    /// <param name="today">The day number (UTC).</param>
    public OwnDomainChecks(RuleLanguages languages, IReadOnlyList<byte[]> domains, IReadOnlyList<LintedFile> files, int today)
    {
        _files = files;
        _today = today;
        _languages = languages;
        _domains = domains;
        foreach (byte[] domain in domains)
            _names.Add(Encoding.Latin1.GetString(Witness.InSmallLetters(domain)));
    }

    /// <summary>True when this server's own domains are known.</summary>
    public bool HasDomains => _domains.Count > 0;

    /// <summary>True when the rule's pattern matches some address of an own domain.</summary>
    public bool NamesOwnDomain(LintedRule rule)
    {
        if (_languages.Of(rule) is not { } language)
            return false;
        _together ??= InDomains();
        foreach (LazyDfa domains in _together)
        {
            if (WordSearch.Find([new(language, true), new(domains, true)], out _) == SearchResult.Found)
                return true;
        }

        return false;
    }

    /// <summary>Checks a list.</summary>
    /// <param name="file">The list.</param>
    /// <param name="rules">Its rules that refuse.</param>
    /// <param name="exceptions">The rules of the goodmail file for this one; null without.</param>
    /// <param name="samples">Of its rules that were looked at, some upper-cased subject that each hits.</param>
    /// <param name="findings">Where findings go.</param>
    public void Check(LintedFile file, Coverage rules, Coverage? exceptions, Dictionary<LintedRule, byte[]> samples, Findings findings)
    {
        // Senders in our own domains may be our users, who may relay.
        bool isRecipients = file.IsBadAbout(Subject.Recipient);

        // A domain from which no mail is sent may well get no bounces. But its postmaster answers.
        bool isBounces = file.IsBadAbout(Subject.BounceRecipient);
        bool hasPostmaster = isRecipients || isBounces;
        if (!hasPostmaster && file.List != ListFamily.About(Subject.Sender).Always)
            return;
        _found.Clear();
        _plainExceptions = null;
        foreach (LintedFile other in HasDomains ? _files : [])
        {
            if (file.Family?.Exceptions is { } good && other.List == ControlLists.PlainOf(good))
                _plainExceptions = PlainNames.Of(other, _today);
        }

        foreach (byte[] domain in _domains)
        {
            string name = Encoding.Latin1.GetString(domain);
            byte[] upper = CaseFolding.Upper(domain);
            if (!isBounces)
                CheckWhole(file, rules, exceptions, upper, name, isRecipients);
            if (!hasPostmaster)
                continue;
            CheckAddress([.. "POSTMASTER@"u8, .. upper], rules, exceptions, name);
            CheckAddress([.. "ABUSE@"u8, .. upper], rules, exceptions, name);
        }

        if (!hasPostmaster)
            CheckNamed(file, samples);
        foreach ((LintedRule rule, (FindingKind kind, string domain, byte[] witness, int count)) in _found)
        {
            findings.Add(kind, rule, Words("the rule", kind, domain, count), witness);
        }
    }

    /// <summary>The domains.</summary>
    public IReadOnlyList<byte[]> Domains => _domains;

    /// <summary>True for the upper-cased name of one of them.</summary>
    public bool IsOwn(ReadOnlySpan<byte> upper) => _names.Contains(Encoding.Latin1.GetString(Witness.InSmallLetters(upper)));

    /// <summary>What a finding says.</summary>
    /// <param name="what">The rule, or the entry.</param>
    /// <param name="kind">The finding's kind.</param>
    /// <param name="domain">The first domain that it is about.</param>
    /// <param name="count">How many there are.</param>
    public static string Words(string what, FindingKind kind, string domain, int count)
    {
        string others = count == 1 ? string.Empty : $" (and {count - 1} more)";
        return kind == LintCatalog.RefusesDomain ? $"{what} refuses every recipient of {domain}{others}, and this server takes mail for it"
            : kind == LintCatalog.RefusesPostmaster ? $"{what} refuses postmaster or abuse of {domain}{others}: every domain must have these addresses"
            : $"{what} refuses senders of {domain}{others}, also your own users who relay: badmailfromnorelay spares them";
    }

    private void CheckWhole(LintedFile file, Coverage rules, Coverage? exceptions, byte[] upper, string name, bool isRecipients)
    {
        byte[] sample = [.. "ZQXJ.7VW@"u8, .. upper];
        var hits = new List<LintedRule>();
        rules.TryFindHits(sample, hits);
        if (hits.Count == 0 || IsExcused(sample, exceptions))
            return;
        LazyDfa inDomain = InDomain(upper);
        bool? isSpared = null;
        foreach (LintedRule rule in hits)
        {
            if (rule.File != file || WordSearch.Find([new(inDomain, true), new(_languages.Of(rule)!, rule.IsNegated)], out _) != SearchResult.None)
                continue;

            // A rule that names the addresses that may pass means to refuse the rest, as in "!^(ann|bob)@example\.com$".
            if (isSpared ??= SparesSome(inDomain, exceptions))
                return;
            Note(rule, isRecipients ? LintCatalog.RefusesDomain : LintCatalog.OwnSender, name, [.. "joe@"u8, .. Witness.InSmallLetters(upper)]);
        }
    }

    private void CheckAddress(byte[] address, Coverage rules, Coverage? exceptions, string name)
    {
        var hits = new List<LintedRule>();
        rules.TryFindHits(address, hits);
        if (hits.Count == 0 || IsExcused(address, exceptions))
            return;
        foreach (LintedRule rule in hits)
            Note(rule, LintCatalog.RefusesPostmaster, name, Witness.InSmallLetters(address));
    }

    /// <summary>Finds rules for senders that hit nobody but own ones.</summary>
    private void CheckNamed(LintedFile file, Dictionary<LintedRule, byte[]> samples)
    {
        foreach (LintedRule rule in file.Rules)
        {
            if (!samples.TryGetValue(rule, out byte[]? sample) || rule.IsNegated || !rule.IsRegular || rule.IsConditional)
                continue;
            string domain = Encoding.Latin1.GetString(Witness.InSmallLetters(sample.AsSpan(sample.AsSpan().LastIndexOf((byte)'@') + 1)));
            if (!_names.Contains(domain) || !sample.AsSpan().Contains((byte)'@'))
                continue;
            Requirement[] elsewhere =
                [new(_languages.Of(rule)!, true), new(_languages.AnyAddress, true), new(InDomain(Encoding.Latin1.GetBytes(domain)), false)];
            if (WordSearch.Find(elsewhere, out _) == SearchResult.None)
                Note(rule, LintCatalog.OwnSender, domain, Witness.InSmallLetters(sample));
        }
    }

    private void Note(LintedRule rule, FindingKind kind, string domain, byte[] witness)
    {
        if (!_found.TryGetValue(rule, out (FindingKind Kind, string Domain, byte[] Witness, int Count) known))
            _found.Add(rule, (kind, domain, witness, 1));
        else if (known.Kind == kind && known.Domain != domain)
            _found[rule] = known with { Count = known.Count + 1 };
    }

    /// <summary>True when an exception lets an address of the domain through.</summary>
    private bool SparesSome(LazyDfa inDomain, Coverage? exceptions)
    {
        foreach (LintedRule exception in exceptions?.Rules ?? [])
        {
            if (_languages.Of(exception) is { } language
                && WordSearch.Find([new(inDomain, true), new(language, !exception.IsNegated)], out _) == SearchResult.Found)
                return true;
        }

        return false;
    }

    private bool IsExcused(byte[] address, Coverage? exceptions)
    {
        if (_plainExceptions?.Hitting(address) is not null)
            return true;
        var hits = new List<LintedRule>();
        exceptions?.TryFindHits(address, hits);
        return hits.Count > 0;
    }

    private LazyDfa InDomain(ReadOnlySpan<byte> domain)
    {
        var pattern = new List<byte>();
        pattern.AddRange("^[^@]+@"u8);
        AddDomain(pattern, domain);
        pattern.Add((byte)'$');
        return _languages.Of(pattern.ToArray())!;
    }

    /// <summary>The addresses of all own domains, a few hundred domains in each automaton.</summary>
    private List<LazyDfa> InDomains()
    {
        var together = new List<LazyDfa>();
        var pattern = new List<byte>();
        for (int i = 0; i < _domains.Count; i++)
        {
            pattern.AddRange(pattern.Count == 0 ? "^[^@]+@("u8 : "|"u8);
            AddDomain(pattern, _domains[i]);
            if (pattern.Count < LongestTogether && i + 1 < _domains.Count)
                continue;
            pattern.AddRange(")$"u8);
            if (_languages.Of(pattern.ToArray()) is { } language)
                together.Add(language);
            pattern.Clear();
        }

        return together;
    }

    private static void AddDomain(List<byte> pattern, ReadOnlySpan<byte> domain)
    {
        foreach (byte b in domain)
        {
            if (b == (byte)'.')
                pattern.Add((byte)'\\');
            pattern.Add(b);
        }
    }
}
