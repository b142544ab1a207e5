using System;
using System.Collections.Generic;

namespace QregexCheck.Lint;

/// <summary>
/// The entries of control/checkrcpthosts that are awake, by what they are about. The closest one of a domain is found without a look at all of them.
/// </summary>
internal sealed class CoveringEntries
{
    private const string Every = "*";

    // Of equal entries the last one.
    private readonly Dictionary<string, LintedEntry> _last = new(StringComparer.Ordinal);
    private readonly HashSet<int> _lengths = [];
    private readonly DomainNames _names;

    /// <param name="entries">All entries, in their order.</param>
    /// <param name="today">The day number (UTC).</param>
    public CoveringEntries(IReadOnlyList<LintedEntry> entries, int today)
    {
        foreach (LintedEntry entry in entries)
        {
            if (entry.Annotation.SleepsOn(today))
                continue;
            _last[entry.Name] = entry;
            _lengths.Add(entry.Name.Length);
        }

        _names = new DomainNames(_last.Keys);
    }

    /// <summary>True when there is no entry.</summary>
    public bool IsEmpty => _last.Count == 0;

    /// <summary>The entry for all that is delivered here; null when there is none.</summary>
    public LintedEntry? OfEvery => _last.GetValueOrDefault(Every);

    /// <summary>True when an entry is about something below a suffix, or about the suffix itself.</summary>
    public bool HasBelow(string suffix) => _names.HasBelow(suffix);

    /// <summary>The last entry that is about the same.</summary>
    public LintedEntry? Same(string name) => _last.GetValueOrDefault(name);

    /// <summary>The entry that names a domain most closely; null when none is about it.</summary>
    /// <param name="domain">The domain in small letters, or a suffix for what is below it.</param>
    /// <param name="isDelivered">True when its mail is delivered here, so that <c>*</c> is about it.</param>
    /// <param name="shorterThan">Entries of this length and more are passed over.</param>
    public LintedEntry? Closest(string domain, bool isDelivered, int shorterThan = int.MaxValue)
    {
        for (int i = 0; i < domain.Length; i++)
        {
            int length = domain.Length - i;
            if ((i == 0 || domain[i] == '.') && length < shorterThan && _lengths.Contains(length)
                && _last.TryGetValue(domain[i..], out LintedEntry? entry))
                return entry;
        }

        return isDelivered ? OfEvery : null;
    }
}
