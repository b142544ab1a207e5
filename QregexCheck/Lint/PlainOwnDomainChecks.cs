using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks at what plain lists do to this server's own domains, as <see cref="OwnDomainChecks"/> does for rules. A list of a million entries costs as many
/// look-ups as there are domains.
/// </summary>
internal sealed class PlainOwnDomainChecks
{
    private readonly OwnDomainChecks _own;
    private readonly PlainCoverageChecks _coverage;
    private readonly int _today;
    private readonly Dictionary<LintedRule, (FindingKind Kind, string Domain, byte[] Witness, int Count)> _found = new();

    /// <param name="own">Knows the domains.</param>
    /// <param name="coverage">Knows the lists beside one.</param>
    /// <param name="today">The day number (UTC).</param>
    public PlainOwnDomainChecks(OwnDomainChecks own, PlainCoverageChecks coverage, int today)
    {
        _own = own;
        _coverage = coverage;
        _today = today;
    }

    /// <summary>Looks at the plain lists among some files.</summary>
    public void Run(IReadOnlyList<LintedFile> files, Findings findings)
    {
        foreach (LintedFile file in files)
        {
            if (!_own.HasDomains || file.Plain == PlainKind.None)
                continue;
            var found = new Findings();
            Check(file, found);
            IgnoredFindings.TakeOut(file, found);
            findings.Add(found);
        }
    }

    private void Check(LintedFile file, Findings findings)
    {
        // Senders in our own domains may be our users, who may relay.
        bool isRecipients = file.IsBadAbout(Subject.Recipient);
        bool isBounces = file.IsBadAbout(Subject.BounceRecipient);
        bool hasPostmaster = isRecipients || isBounces;
        if (!hasPostmaster && file.List != ControlLists.PlainOf(ListFamily.About(Subject.Sender).Always))
            return;
        _found.Clear();
        PlainNames names = _coverage.NamesOf(file);
        PlainNames? exceptions = _coverage.NamesOf(file.Family?.Exceptions);
        List<Coverage> excuses = _coverage.RulesThatExcuse(file);
        foreach (byte[] domain in _own.Domains)
        {
            byte[] upper = CaseFolding.Upper(domain);
            if (!isBounces)
                Check([.. "ZQXJ.7VW@"u8, .. upper], isRecipients ? LintCatalog.RefusesDomain : LintCatalog.OwnSender, "joe@"u8);
            if (!hasPostmaster)
                continue;
            Check([.. "POSTMASTER@"u8, .. upper], LintCatalog.RefusesPostmaster, default);
            Check([.. "ABUSE@"u8, .. upper], LintCatalog.RefusesPostmaster, default);

            void Check(byte[] sample, FindingKind kind, ReadOnlySpan<byte> user)
            {
                if (names.Hitting(sample) is { } entry && !IsExcused(sample, exceptions, excuses))
                {
                    byte[] witness = Witness.InSmallLetters(user.IsEmpty ? sample : [.. user, .. upper]);
                    Note(entry, kind, Encoding.Latin1.GetString(domain), witness);
                }
            }
        }

        if (!hasPostmaster)
            CheckUsers(file);
        foreach ((LintedRule entry, (FindingKind kind, string domain, byte[] witness, int count)) in _found)
            findings.Add(kind, entry, OwnDomainChecks.Words("the entry", kind, domain, count), witness);
    }

    /// <summary>Finds entries that are one own sender.</summary>
    private void CheckUsers(LintedFile file)
    {
        foreach (LintedRule entry in file.Rules)
        {
            int at = entry.Text.AsSpan().IndexOf((byte)'@');
            if (at < 0 || entry.IsConditional || !entry.Refuses(_today) || !_own.IsOwn(entry.Text.AsSpan(at + 1)))
                continue;
            byte[] address = Witness.InSmallLetters(entry.Text);
            Note(entry, LintCatalog.OwnSender, Encoding.Latin1.GetString(address.AsSpan(at + 1)), address);
        }
    }

    private void Note(LintedRule entry, FindingKind kind, string domain, byte[] witness)
    {
        if (!_found.TryGetValue(entry, out (FindingKind Kind, string Domain, byte[] Witness, int Count) known))
            _found.Add(entry, (kind, domain, witness, 1));
        else if (known.Kind == kind && known.Domain != domain)
            _found[entry] = known with { Count = known.Count + 1 };
    }

    private static bool IsExcused(byte[] sample, PlainNames? exceptions, List<Coverage> excuses) =>
        exceptions?.Hitting(sample) is not null || excuses.Exists(rules => !rules.Misses(sample, static _ => true));
}
