using System;
using System.Collections.Generic;
using QregexCheck.Grams;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Database;

/// <summary>
/// What an entry of a plain list is found by: a hash of all of it. A subject is looked up by the few entries that could hit it
/// (<see cref="PlainEntry"/>): itself, its domain, and a dot with the domain and with each domain above it. So a check reads as little of a million
/// entries as of a few.
/// </summary>
/// <remarks>
/// The hash is that of grams, of the upper-cased bytes taken from behind: so the keys of a subject share their work, and a long one with many dots takes
/// time by its length alone.
/// </remarks>
internal static class PlainKey
{
    /// <summary>The key of an entry, as a gram that says nothing of beginning and length.</summary>
    /// <param name="entry">An entry without a mistake.</param>
    public static Gram Of(ReadOnlySpan<byte> entry)
    {
        ulong bits = GramHash.Anywhere;
        for (int i = entry.Length - 1; i >= 0; i--)
            bits = GramHash.Extend(bits, entry.Length - 1 - i, CaseFolding.Upper(entry[i]));
        return new Gram(GramHash.Of(bits, entry.Length), 0, 1, IsAtStart: false);
    }

    /// <summary>Adds the hashes of all entries that hit a subject.</summary>
    /// <param name="subject">The upper-cased subject.</param>
    /// <param name="kind">What the entries are.</param>
    /// <param name="hashes">Where they are added.</param>
    public static void AddAll(ReadOnlySpan<byte> subject, PlainKind kind, List<ulong> hashes)
    {
        // No entry for a subject without a domain; and the longest hits nothing that is longer, but for what stands before its dot.
        int begin = kind == PlainKind.HostName ? 0 : subject.LastIndexOf((byte)'@') + 1;
        if (begin == 0 && kind != PlainKind.HostName)
            return;
        ulong bits = GramHash.Anywhere;
        int length = 0;
        for (int i = subject.Length - 1; i >= begin && length < PlainEntry.Longest; i--)
        {
            bits = GramHash.Extend(bits, length++, subject[i]);
            if (subject[i] == (byte)'.')
                hashes.Add(GramHash.Of(bits, length));
        }

        if (length < subject.Length - begin)
            return;
        hashes.Add(GramHash.Of(bits, length));
        hashes.Add(GramHash.Of(GramHash.Extend(bits, length, (byte)'.'), length + 1));
        if (kind == PlainKind.HostName || subject.Length > PlainEntry.Longest)
            return;
        for (int i = begin - 1; i >= 0; i--)
            bits = GramHash.Extend(bits, length++, subject[i]);
        hashes.Add(GramHash.Of(bits, length));
    }
}
