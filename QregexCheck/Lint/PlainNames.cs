using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Entries of plain lists by their names: which of them hits what another entry hits, or an address, is looked up, and no automaton is asked.
/// </summary>
internal sealed class PlainNames
{
    private readonly Dictionary<string, LintedRule> _entries = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    /// <summary>The entries of a file that refuse, or let through, on a day, whatever the rest of an envelope is: when those with a condition hit is not known.</summary>
    public static PlainNames Of(LintedFile file, int today)
    {
        var names = new PlainNames();
        foreach (LintedRule entry in file.Rules)
        {
            if (entry.Refuses(today) && !entry.IsConditional)
                names.Add(entry);
        }

        return names;
    }

    /// <summary>Adds an entry; where the same stands there, that one stays.</summary>
    public void Add(LintedRule entry) => _entries.TryAdd(NameOf(entry), entry);

    /// <summary>An entry that hits all that another does: the same, its domain, or what that is below of; null when there is none.</summary>
    public LintedRule? Covering(LintedRule entry) => Covering(NameOf(entry));

    /// <summary>An entry that hits an upper-cased subject; null when none does.</summary>
    public LintedRule? Hitting(byte[] subject) =>
        Covering(Encoding.Latin1.GetString(subject)) is { } found && Rules.PlainEntry.Hits(found.Text, found.File.Plain, subject) ? found : null;

    /// <summary>True when two entries are the same in any case.</summary>
    public static bool AreSame(LintedRule one, LintedRule other) => NameOf(one) == NameOf(other);

    private LintedRule? Covering(string text)
    {
        if (_entries.TryGetValue(text, out LintedRule? found))
            return found;
        int at = text.LastIndexOf('@');
        string name = text[(at + 1)..];
        if (at >= 0 && _entries.TryGetValue(name, out found))
            return found;
        if (name.Length == 0)
            return null;
        for (int dot = name.StartsWith('.') ? name.IndexOf('.', 1) : 0; dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (_entries.TryGetValue(dot == 0 && !name.StartsWith('.') ? "." + name : name[dot..], out found))
                return found;
        }

        return null;
    }

    private static string NameOf(LintedRule entry) => Encoding.Latin1.GetString(CaseFolding.Upper(entry.Text));
}
