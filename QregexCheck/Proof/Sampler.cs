using System;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>
/// Finds some word of a rule's pattern without a search, where that is easy: what <see cref="NaturalWord"/> reads off it, with what an
/// address wants around it.
/// </summary>
internal sealed class Sampler
{
    private static readonly byte[][] Addresses = ["JOE@OPTIM.RO"u8.ToArray(), "ZQX7@WV-J.KY"u8.ToArray()];
    private static readonly byte[][] Hosts = ["OPTIM.RO"u8.ToArray(), "WV-J.KY"u8.ToArray()];

    private readonly RuleLanguages _languages;
    private readonly byte[][] _lines = new byte[4][];
    private readonly RuleMatcher _matcher = new();

    public Sampler(RuleLanguages languages)
    {
        _languages = languages;
        string[] lines = QuotedLines;
        for (int i = 0; i < lines.Length; i++)
            _lines[i] = CaseFolding.Upper(Encoding.ASCII.GetBytes(lines[i]));
    }

    /// <summary>A line of each field that a bounce is asked about, as a server or a mail program writes it.</summary>
    public static string[] QuotedLines =>
    [
        "Received: from mail.optim.ro by mx.optim.ro; 1 Jan 2026 00:00:00 -0000",
        "Message-ID: <20260101000000.4711.qmail@mail.optim.ro>",
        "From: joe@optim.ro",
        "Return-Path: <joe@optim.ro>",
    ];

    /// <summary>A word that the pattern matches, upper-cased, an address if possible; null when none is easily found.</summary>
    public byte[]? Member(LintedRule rule, SyntaxTree tree)
    {
        byte[]? word = NaturalWord.Read(tree);
        if (word is null)
            return null;
        byte[]? other = null;
        byte[][] candidates = rule.File.IsAboutHosts
            ? [word, [.. word, .. ".RO"u8]]
            : rule.File.IsAboutLines
            ? [word, [.. "RECEIVED: FROM "u8, .. word], [.. "FROM: "u8, .. word], [.. "MESSAGE-ID: <"u8, .. word], [.. "RETURN-PATH: <"u8, .. word]]
            : word.AsSpan().Contains((byte)'@')
            ? [word, [(byte)'A', .. word], [.. word, .. "OP.RO"u8], [.. "A"u8, .. word, .. "OP.RO"u8]]
            : [[.. "A@"u8, .. word], [.. word, .. "@OP.RO"u8], [.. "A@OP"u8, .. word], [.. "A@"u8, .. word, .. ".RO"u8], word];
        foreach (byte[] candidate in candidates)
        {
            if (_matcher.Match(rule.Pattern, candidate, out _) != MatchResult.Match)
                continue;
            if (IsAddress(rule, candidate))
                return candidate;
            other ??= candidate;
        }

        return other;
    }

    /// <summary>An ordinary address that the pattern does not match; null when none is easily found.</summary>
    public byte[]? Stranger(LintedRule rule) =>
        Array.Find(
            rule.File.IsAboutHosts ? Hosts : rule.File.IsAboutLines ? _lines : Addresses, word => _matcher.Match(rule.Pattern, word, out _) == MatchResult.NoMatch);

    /// <summary>True when a word looks like what the rule's file is about.</summary>
    public bool IsAddress(LintedRule rule, byte[] word) =>
        (rule.File.IsAboutHosts ? _languages.AnyHost : rule.File.IsAboutLines ? _languages.AnyLine : _languages.AnyAddress).Accepts(word) == true;
}
