using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks for rules about the header lines of a bounce that hit what mail of this server has, too: then bounces are refused that somebody waits for. Rules that
/// only log are looked at as well, for they are written to refuse one day.
/// </summary>
internal sealed class QuotedLineChecks
{
    private readonly RuleLanguages _languages;
    private readonly IReadOnlyList<byte[]> _domains;
    private readonly byte[]? _idHost;
    private readonly int _today;
    private readonly RuleMatcher _matcher = new();

    /// <param name="languages">The rules' languages.</param>
    /// <param name="domains">This server's own domains.</param>
    /// <param name="idHost">The host in the Message-IDs that qmail makes here; null when it is not known.</param>
    /// <param name="today">The day number (UTC).</param>
    public QuotedLineChecks(RuleLanguages languages, IReadOnlyList<byte[]> domains, byte[]? idHost, int today)
    {
        _idHost = idHost;
        _languages = languages;
        _domains = domains;
        _today = today;
    }

    /// <summary>Checks a list.</summary>
    /// <param name="file">The list.</param>
    /// <param name="exceptions">The rules of goodbounce; null without.</param>
    /// <param name="findings">Where findings go.</param>
    public void Check(LintedFile file, Coverage? exceptions, Findings findings)
    {
        if (!file.IsBadAbout(Subject.QuotedLine))
            return;
        LintedRule? refusing = null;
        bool isExcused = Excuses(exceptions);
        foreach (LintedRule rule in file.Rules)
        {
            if (rule.Error.Kind != SyntaxErrorKind.None || rule.Annotation.SleepsOn(_today))
                continue;
            if (rule.Annotation.Action != RuleAction.Log)
                refusing ??= rule;
            if (!rule.IsConditional && !TryFindField(rule, findings) && !isExcused)
                FindOwnMessageId(rule, findings);
        }

        if (refusing is not null && exceptions is null)
        {
            findings.Add(
                LintCatalog.NoGoodbounce, refusing, "the rule refuses, and there is no list goodbounce: a bounce of your own mail that it hits by mistake is lost");
        }
    }

    /// <summary>Finds a field of which the rule hits every line.</summary>
    private bool TryFindField(LintedRule rule, Findings findings)
    {
        if (!rule.IsRegular || _languages.Of(rule) is not { } language)
            return false;
        foreach (string line in Sampler.QuotedLines)
        {
            string name = line[..line.IndexOf(':', StringComparison.Ordinal)];
            LazyDfa field = _languages.Of(Encoding.ASCII.GetBytes($"^{name}: .+$"))!;
            if (WordSearch.Find([new(field, true), new(language, rule.IsNegated)], out _) != SearchResult.None)
                continue;
            findings.Add(LintCatalog.HitsField, rule, $"the rule hits every line {name}, so that it hits bounces of all mail", Encoding.ASCII.GetBytes(line));
            return true;
        }

        return false;
    }

    /// <summary>Finds out whether the rule hits the Message-ID that qmail makes here. Source: newfield.c of qmail.</summary>
    private void FindOwnMessageId(LintedRule rule, Findings findings)
    {
        if (HitsAll(rule, "zqxj-7vw.kyq"u8.ToArray(), "mail.optim.ro"u8.ToArray()))
        {
            Add(MessageId("mail.optim.ro"u8));
            return;
        }

        if (_idHost is not null)
        {
            if (HitsAll(rule, _idHost))
                Add(MessageId(_idHost));
            return;
        }

        // Which of its names this server says is not known: a rule that hits any below a domain hits that one, too.
        foreach (byte[] domain in _domains)
        {
            if (!HitsAll(rule, [.. "zqxj-7vw."u8, .. domain], [.. "mail."u8, .. domain]))
                continue;
            Add(MessageId([.. "mail."u8, .. domain]));
            return;
        }

        void Add(byte[] line) => findings.Add(
            LintCatalog.OwnMessageId, rule,
            "the rule hits a Message-ID as qmail makes it here: a bounce of your own mail is lost if no other line of it hits goodbounce", line);
    }

    private bool HitsAll(LintedRule rule, params ReadOnlySpan<byte[]> hosts)
    {
        foreach (byte[] host in hosts)
        {
            if (!rule.AsRule.Hits(_matcher.Match(rule.Pattern, CaseFolding.Upper(MessageId(host)), out _)))
                return false;
        }

        return true;
    }

    /// <summary>True when a rule of goodbounce hits some Message-ID of qmail's: whoever wrote it has thought of that.</summary>
    private bool Excuses(Coverage? exceptions)
    {
        LazyDfa form = _languages.Of("^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@.+>$"u8)!;
        foreach (LintedRule exception in exceptions?.Rules ?? [])
        {
            if (_languages.Of(exception) is not { } language
                || WordSearch.Find([new(form, true), new(language, !exception.IsNegated)], out _) != SearchResult.None)
                return true;
        }

        return false;
    }

    private static byte[] MessageId(ReadOnlySpan<byte> host) => [.. "Message-ID: <20260101000000.4711.qmail@"u8, .. host, (byte)'>'];
}
