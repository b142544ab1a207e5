using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Decision;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks at what the rules do to the domains this server is for. Source: RFC 5321 4.5.1 and RFC 2142, for postmaster and abuse; qmail's
/// control/rcpthosts and control/locals.
/// </summary>
internal sealed class OwnDomainChecks
{
    private readonly RuleLanguages _languages;
    private readonly IReadOnlyList<byte[]> _domains;
    private readonly Dictionary<LintedRule, (FindingKind Kind, string Domain, byte[] Witness, int Count)> _found = new();

    /// <param name="languages">The rules' languages.</param>
    /// <param name="domains">The domains, of bytes that a host name has.</param>
    public OwnDomainChecks(RuleLanguages languages, IReadOnlyList<byte[]> domains)
    {
        _languages = languages;
        _domains = domains;
    }

    /// <summary>True when the rule's pattern matches some address of an own domain.</summary>
    public bool NamesOwnDomain(LintedRule rule)
    {
        foreach (byte[] domain in _domains)
        {
            if (_languages.Of(rule) is { } language && WordSearch.Find([new(language, true), new(InDomain(domain), true)], out _) == SearchResult.Found)
                return true;
        }

        return false;
    }

    /// <summary>Checks a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rules">Its rules that refuse.</param>
    /// <param name="exceptions">The rules of the goodmail file for this one; null without.</param>
    /// <param name="findings">Where findings go.</param>
    public void Check(LintedFile file, Coverage rules, Coverage? exceptions, Findings findings)
    {
        bool isRecipients = file.List is ControlList.BadMailTo or ControlList.BadMailToNoRelay;
        if (!isRecipients && file.List != ControlList.BadMailFrom)
            return;
        _found.Clear();
        foreach (byte[] domain in _domains)
        {
            string name = Encoding.Latin1.GetString(domain);
            byte[] upper = CaseFolding.Upper(domain);
            CheckWhole(file, rules, exceptions, upper, name, isRecipients);
            if (!isRecipients)
                continue;
            CheckAddress([.. "POSTMASTER@"u8, .. upper], rules, exceptions, name);
            CheckAddress([.. "ABUSE@"u8, .. upper], rules, exceptions, name);
        }

        if (!isRecipients)
            CheckNamed(file);
        foreach ((LintedRule rule, (FindingKind kind, string domain, byte[] witness, int count)) in _found)
        {
            string others = count == 1 ? string.Empty : $" (and {count - 1} more)";
            string message = kind == LintCatalog.RefusesDomain ? $"the rule refuses every recipient of {domain}{others}, which this server is for"
                : kind == LintCatalog.RefusesPostmaster ? $"the rule refuses an address that every domain must have, here of {domain}{others}"
                : $"the rule refuses senders of {domain}{others}, your own users who relay included: badmailfromnorelay spares them";
            findings.Add(kind, rule, message, witness);
        }
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

            // Who names the addresses that are to pass has meant the rest to be refused, as in "!^(ann|bob)@example\.com$".
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
    private void CheckNamed(LintedFile file)
    {
        foreach (LintedRule rule in file.Rules)
        {
            if (rule.Sample is not { } sample || rule.IsNegated || !rule.IsRegular)
                continue;
            foreach (byte[] domain in _domains)
            {
                byte[] end = [(byte)'@', .. CaseFolding.Upper(domain)];
                if (!sample.AsSpan().EndsWith(end))
                    continue;
                Requirement[] elsewhere = [new(_languages.Of(rule)!, true), new(_languages.AnyAddress, true), new(InDomain(domain), false)];
                if (WordSearch.Find(elsewhere, out _) == SearchResult.None)
                    Note(rule, LintCatalog.OwnSender, Encoding.Latin1.GetString(domain), Witness.InSmallLetters(sample));
            }
        }
    }

    private void Note(LintedRule rule, FindingKind kind, string domain, byte[] witness)
    {
        if (!_found.TryGetValue(rule, out (FindingKind Kind, string Domain, byte[] Witness, int Count) known))
            _found.Add(rule, (kind, domain, witness, 1));
        else if (known.Kind == kind && known.Domain != domain)
            _found[rule] = known with { Count = known.Count + 1 };
    }

    /// <summary>True when an exception lets some address of the domain through.</summary>
    private bool SparesSome(LazyDfa inDomain, Coverage? exceptions)
    {
        foreach (LintedRule exception in exceptions?.Regular ?? [])
        {
            if (_languages.Of(exception) is { } language && WordSearch.Find([new(inDomain, true), new(language, !exception.IsNegated)], out _) == SearchResult.Found)
                return true;
        }

        return false;
    }

    private static bool IsExcused(byte[] address, Coverage? exceptions)
    {
        var hits = new List<LintedRule>();
        exceptions?.TryFindHits(address, hits);
        return hits.Count > 0;
    }

    private LazyDfa InDomain(ReadOnlySpan<byte> domain)
    {
        var pattern = new List<byte>();
        pattern.AddRange("^[^@]+@"u8);
        foreach (byte b in domain)
        {
            if (b == (byte)'.')
                pattern.Add((byte)'\\');
            pattern.Add(b);
        }

        pattern.Add((byte)'$');
        return _languages.Of(pattern.ToArray())!;
    }
}
