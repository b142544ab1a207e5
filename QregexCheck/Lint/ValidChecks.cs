using System;
using System.Collections.Generic;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>Looks at control/validrcptto: at each domain, and at addresses that stand there more than once.</summary>
internal sealed class ValidChecks
{
    private readonly LintedFile _file;
    private readonly HostDomains _host;
    private readonly FindingLimit _findings;

    public ValidChecks(LintedFile file, HostDomains host, FindingLimit findings)
    {
        _file = file;
        _host = host;
        _findings = findings;
    }

    /// <summary>Finds lines that are too long: no look-up gets past them.</summary>
    public static void CheckLength(LintedFile file, FindingKind kind, int longest, FindingLimit findings)
    {
        for (int line = 1; line <= file.LineCount; line++)
        {
            if (file.Line(line).Length > longest)
                findings.Add(new Finding(kind, file, line, 1, 1, "the line is longer than 64 KiB: the file can't be read, and no recipient is refused"));
        }
    }

    /// <summary>Looks at each domain.</summary>
    public void Check(ValidDomains valid)
    {
        foreach (ValidDomain domain in valid.All)
        {
            string name = domain.Name;
            if (domain.EveryLine > 0)
            {
                CheckEvery(domain);
            }
            else if (domain.NoOtherLine > 0 && domain.Addresses == 0)
            {
                Add(
                    LintCatalog.ListWithoutAddresses, domain.NoOtherLine,
                    $"no line is an address of {name}, so -@{name} is not believed and refuses nobody: a list that lost its addresses looks so");
            }
            else if (domain.NoOtherLine == 0 && domain.Addresses > 0)
            {
                string rest = _host.KnowsDelivered && _host.Delivers(name)
                    ? "what is delivered here decides about all others"
                    : $"nobody is missing there; write -@{name} when these are all";
                Add(LintCatalog.OpenList, domain.FirstAddress, $"{Of(domain.Addresses)} {name}, and no line for all others: {rest}");
            }
        }

        CheckRepeated(valid);
    }

    /// <summary>Finds domains that are listed and not under the check.</summary>
    /// <param name="valid">What is listed.</param>
    /// <param name="entries">The entries of checkrcpthosts; null when that file does not exist.</param>
    public void CheckCovered(ValidDomains valid, CoveringEntries? entries)
    {
        if (entries is null)
        {
            if (valid.All.Count > 0)
                Add(LintCatalog.ListUncovered, valid.All[0].FirstLine, "there is no checkrcpthosts, so no line of the file is asked");
            return;
        }

        foreach (ValidDomain domain in valid.All)
        {
            string name = domain.Name;
            bool isDelivered = !_host.KnowsDelivered || _host.Delivers(name);
            LintedEntry? closest = entries.Closest(name, isDelivered);
            if (closest is { IsExclusion: false })
                continue;
            string why = closest is not null ? $"line {closest.Line} of checkrcpthosts takes {name} out"
                : entries.OfEvery is { IsExclusion: false } ? $"no entry of checkrcpthosts covers {name}: * is about what is delivered here, and this is not"
                : $"no entry of checkrcpthosts covers {name}";
            Add(LintCatalog.ListUncovered, domain.FirstLine, $"{why}; its lines are never asked");
        }
    }

    private void CheckEvery(ValidDomain domain)
    {
        string name = domain.Name;
        if (domain.Addresses > 0)
        {
            Add(
                LintCatalog.NeedlessAddress, domain.FirstAddress,
                $"{Of(domain.Addresses)} {name}: {(domain.Addresses == 1 ? "it changes" : "they change")} nothing beside line {domain.EveryLine}, "
                + "by which every address exists");
        }

        if (domain.NoOtherLine > 0)
        {
            Add(
                LintCatalog.AddressContradicted, domain.NoOtherLine,
                $"by line {domain.EveryLine} every address of {name} exists, and that counts: this line refuses nobody");
        }
    }

    /// <summary>Finds addresses that stand there more than once: hashes are sorted, and what has the same one is compared.</summary>
    private void CheckRepeated(ValidDomains valid)
    {
        (ulong[] hashes, long[] places) = valid.Addresses();
        Array.Sort(hashes, places);
        int repeated = 0;
        long first = long.MaxValue;
        for (int begin = 0, end; begin < hashes.Length; begin = end)
        {
            end = begin + 1;
            while (end < hashes.Length && hashes[end] == hashes[begin])
                end++;
            if (end - begin > 1)
                CheckSame(places.AsSpan(begin, end - begin), ref repeated, ref first);
        }

        if (repeated == 0)
            return;
        string others = repeated == 1 ? string.Empty : $"; there are {repeated} such lines in the file";
        Add(LintCatalog.DuplicateAddress, (int)(first >> 32), "the same entry stands above" + others);
    }

    private void CheckSame(Span<long> places, ref int repeated, ref long first)
    {
        // In the order of the file. Entries with the same hash are nearly always the same, so few texts are held.
        places.Sort();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (long place in places)
        {
            string text = DomainNames.Of(ValidDomains.EntryAt(_file, place).Text);
            if (lines.TryAdd(text, (int)(place >> 32)))
                continue;
            repeated++;
            first = Math.Min(first, place);
        }

        foreach ((string text, int line) in lines)
        {
            if (text[0] == '-' && lines.TryGetValue(text[1..], out int other))
                Add(LintCatalog.AddressContradicted, line, $"line {other} says that the address exists, and that counts: this line refuses nobody");
        }
    }

    private static string Of(int addresses) => addresses == 1 ? "1 address of" : $"{addresses} addresses of";

    private void Add(FindingKind kind, int line, string message) =>
        _findings.Add(new Finding(kind, _file, line, 1, Math.Max(1, _file.Line(line).TrimEnd(" \t\r"u8).Length), message));
}
