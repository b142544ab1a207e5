using System;
using System.Collections.Generic;

namespace QregexCheck.Proof;

/// <summary>
/// Finds the rules that could hit a subject: each is filed under the pieces of which every match of it holds one, so that a subject need only be
/// shown to the rules of the pieces it holds, and to those that have none.
/// </summary>
internal sealed class PieceIndex
{
    private const int FewestPrefixes = 1 << 8;
    private const int MostPrefixes = 1 << 20;

    // Filed rules, and for each the next one of the same piece; by piece, the first and the last one.
    private readonly List<(LintedRule Rule, int Next)> _filed = new();
    private readonly Dictionary<ulong, (int First, int Last)> _chains = new();
    private readonly List<LintedRule> _others = new();
    private readonly HashSet<ulong> _asked = new();

    // By the hash of a piece's first bytes, the lengths of such pieces, a bit for each: most places of a subject are done with here.
    private ulong[] _lengths = new ulong[FewestPrefixes];

    /// <summary>The rules that were filed, each once.</summary>
    public IEnumerable<LintedRule> Rules
    {
        get
        {
            // What is filed under several pieces stands there in one row.
            LintedRule? last = null;
            foreach ((LintedRule rule, _) in _filed)
            {
                if (!ReferenceEquals(rule, last))
                    yield return rule;
                last = rule;
            }

            foreach (LintedRule rule in _others)
                yield return rule;
        }
    }

    /// <summary>Files a rule. What does not match is hit by a negated rule: it is found by no piece.</summary>
    public void Add(LintedRule rule)
    {
        if (rule.IsNegated || rule.Pieces.Length == 0)
        {
            _others.Add(rule);
            return;
        }

        foreach (ulong key in rule.Pieces)
        {
            int at = _filed.Count;
            _filed.Add((rule, -1));
            ref (int First, int Last) chain = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_chains, key, out bool isKnown);
            if (isKnown)
                _filed[chain.Last] = (_filed[chain.Last].Rule, at);
            chain = (isKnown ? chain.First : at, at);
            if (!isKnown)
                AddLength(key);
        }
    }

    /// <summary>Collects the rules that could hit an upper-cased subject, those with a piece first, and of each piece in the order they were added.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="most">How many at most; one that is filed under several pieces may count, and be there, more than once.</param>
    /// <param name="rules">Where they go.</param>
    /// <returns>False when there are more.</returns>
    public bool TryFind(ReadOnlySpan<byte> subject, int most, List<LintedRule> rules)
    {
        _asked.Clear();
        if (!TryFindAt(subject, RequiredPieces.StartHash, most, rules))
            return false;
        for (int begin = 0; begin < subject.Length; begin++)
        {
            if (!TryFindAt(subject[begin..], RequiredPieces.EmptyHash, most, rules))
                return false;
        }

        foreach (LintedRule rule in _others)
        {
            if (rules.Count >= most)
                return false;
            rules.Add(rule);
        }

        return true;
    }

    /// <summary>Collects the rules of the pieces that a text begins with.</summary>
    private bool TryFindAt(ReadOnlySpan<byte> text, ulong hash, int most, List<LintedRule> rules)
    {
        int prefix = 0;
        ulong lengths = 0;
        int longest = Math.Min(text.Length, RequiredPieces.Longest);
        for (int length = 1; length <= longest; length++)
        {
            hash = RequiredPieces.Extend(hash, text[length - 1]);
            if (length <= RequiredPieces.PrefixLength)
            {
                prefix = RequiredPieces.PrefixOf(hash);
                lengths = _lengths[prefix & (_lengths.Length - 1)];
            }

            if ((lengths & (1UL << length)) != 0 && !TryAdd(RequiredPieces.Key(hash, prefix, length), most, rules))
                return false;
            if (length >= RequiredPieces.PrefixLength && lengths >> length <= 1)
                break;
        }

        return true;
    }

    private bool TryAdd(ulong key, int most, List<LintedRule> rules)
    {
        if (!_chains.TryGetValue(key, out (int First, int Last) chain) || !_asked.Add(key))
            return true;
        for (int at = chain.First; at >= 0; at = _filed[at].Next)
        {
            if (rules.Count >= most)
                return false;
            rules.Add(_filed[at].Rule);
        }

        return true;
    }

    private void AddLength(ulong key)
    {
        if (_chains.Count > _lengths.Length && _lengths.Length < MostPrefixes)
        {
            _lengths = new ulong[_lengths.Length * 4];
            foreach (ulong known in _chains.Keys)
                _lengths[RequiredPieces.PrefixOfKey(known) & (_lengths.Length - 1)] |= 1UL << RequiredPieces.LengthOf(known);
        }

        _lengths[RequiredPieces.PrefixOfKey(key) & (_lengths.Length - 1)] |= 1UL << RequiredPieces.LengthOf(key);
    }
}
