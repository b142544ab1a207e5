using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>Looks at the lines of qmail's own files: at domains about which control/checkrcpthosts can tell nothing, or was perhaps meant to.</summary>
internal sealed class HostDomainChecks
{
    private readonly HostDomains _host;
    private readonly CoveringEntries _entries;
    private readonly ValidDomains? _valid;
    private readonly FindingLimit _findings;

    public HostDomainChecks(HostDomains host, CoveringEntries entries, ValidDomains? valid, FindingLimit findings)
    {
        _host = host;
        _entries = entries;
        _valid = valid;
        _findings = findings;
    }

    /// <summary>What is said of a domain whose mail goes on to another host.</summary>
    public static string OnlyRelayed(string name) =>
        $"mail for {name} is only relayed, and validrcptto has no line for it: none of its recipients can be looked up";

    /// <summary>Looks at the files, as far as they are there.</summary>
    public void Check(RecipientFiles files)
    {
        if (!_host.KnowsDelivered || _entries.IsEmpty)
            return;
        Each(files.Received, CheckReceived);
        if (files.Locals is null && files.Me is { } me)
            CheckDelivered(me, 1, DomainNames.Of(me.Line(1).TrimEnd(" \t"u8)), 1);
        Each(files.Locals, (file, line, entry, column) => CheckDelivered(file, line, entry, column));
        Each(files.Virtual, CheckVirtual);
    }

    private static void Each(LintedFile? file, Action<LintedFile, int, string, int> check)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        ControlFile? lines = file?.Read();
        while (lines is not null && lines.TryRead(out ControlLine line))
        {
            string text = line.IsComment ? string.Empty : DomainNames.Of(line.Bytes);
            if (text.Length > 0 && seen.Add(text))
                check(file!, line.Number, text, line.Column);
        }
    }

    private void CheckReceived(LintedFile file, int line, string name, int column)
    {
        if (_valid is null)
            return;
        bool isSuffix = name[0] == '.';
        bool isKnown = isSuffix ? _host.DeliversBelow(name) || _valid.HasBelow(name) : _host.Delivers(name) || _valid.Has(name);
        if (!isKnown && _entries.Closest(name, isDelivered: false) is not { IsExclusion: true })
            Add(LintCatalog.RelayedUnlisted, file, line, name, column, OnlyRelayed(isSuffix ? $"all below {name[1..]}" : name));
    }

    private void CheckVirtual(LintedFile file, int line, string text, int column)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string key = colon < 0 ? string.Empty : text[..colon];
        if (key.Length > 0 && _host.HasPrefix(key) && !_host.IsLocal(key))
            CheckDelivered(file, line, key, column);
    }

    private void CheckDelivered(LintedFile file, int line, string name, int column)
    {
        if (name.Length == 0 || _entries.Closest(name, isDelivered: true) is not null || (name[0] == '.' && _entries.HasBelow(name)))
            return;
        string what = name[0] == '.' ? $"all below {name[1..]}" : name;
        Add(
            LintCatalog.DeliveredUncovered, file, line, name, column,
            $"mail for {what} is delivered here, and no entry of checkrcpthosts covers it: its recipients are not looked up");
    }

    private void Add(FindingKind kind, LintedFile file, int line, string name, int column, string message) =>
        _findings.Add(new Finding(kind, file, line, column, name.Length, message));
}
