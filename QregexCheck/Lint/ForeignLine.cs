using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Lint;

/// <summary>
/// A line in the form of another program's list. Something stands around its pattern or behind it, and here that would be part of the rule.
/// </summary>
/// <param name="Kind">The finding for one such line.</param>
/// <param name="Program">The program for which the line seems to be written, as it stands behind "as in".</param>
/// <param name="Why">What is wrong with the line here.</param>
/// <param name="Begin">Offset in the rule's pattern of the first byte that is too many.</param>
/// <param name="Length">The number of bytes that are meant.</param>
internal sealed record ForeignLine(FindingKind Kind, string Program, string Why, int Begin, int Length)
{
    /// <summary>The patterns of the line, as they stand in it; empty for a line that makes no rule.</summary>
    public IReadOnlyList<byte[]> Patterns { get; init; } = [];

    /// <summary>What else the line says: an action, a reply.</summary>
    public ForeignAction Action { get; init; } = ForeignAction.None;

    private const string Postfix = "a regexp or pcre table of Postfix";
    private const string AccessTable = "an access table of Postfix or sendmail";
    private const string Reasons = "badmailfrom of qpsmtpd, with a reason behind each address";
    private const string Brackets = "the header of a message, with < > around an address";
    private const string Exim = "an address list of Exim";
    private const string Link = "a link";
    private const string Quoted = "a list in a program's configuration, quoted, or with dashes or commas";

    private static readonly SearchValues<byte> HostBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"u8);
    private static readonly SearchValues<byte> LocalBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+=%'~#&"u8);

    /// <summary>Words that begin a line of addresses in other programs, and names of options before such words.</summary>
    private static readonly (string Word, string Program)[] Keys =
    [
        ("blacklist_from", "SpamAssassin's configuration"),
        ("blocklist_from", "SpamAssassin's configuration"),
        ("blacklist_to", "SpamAssassin's configuration"),
        ("blocklist_to", "SpamAssassin's configuration"),
        ("sender-blacklist-entry=", "spamdyke's configuration"),
        ("recipient-blacklist-entry=", "spamdyke's configuration"),
        ("rdns-blacklist-entry=", "spamdyke's configuration"),
        ("From:", AccessTable),
        ("To:", AccessTable),
        ("Connect:", AccessTable),
        ("mailto:", Link),
        ("http://", Link),
        ("https://", Link),
    ];

    /// <summary>Reads a rule's pattern; null when it shows no sign of another program.</summary>
    public static ForeignLine? Read(ReadOnlySpan<byte> pattern) =>
        ReadPostfix(pattern) ?? ReadExim(pattern) ?? ReadKey(pattern) ?? ReadSeveral(pattern) ?? ReadText(pattern) ?? ReadWrapped(pattern);

    private static ForeignLine? ReadPostfix(ReadOnlySpan<byte> pattern)
    {
        if (pattern.StartsWith("if /"u8) || pattern.StartsWith("if !/"u8) || pattern.SequenceEqual("endif"u8))
            return new ForeignLine(LintCatalog.ForeignLine, Postfix, "this is no rule", 0, pattern.Length);
        if (!pattern.StartsWith("/"u8))
            return null;
        int end = 1;
        while (end < pattern.Length && pattern[end] != (byte)'/')
            end += pattern[end] == (byte)'\\' ? 2 : 1;
        if (end >= pattern.Length || end == 1)
            return null;
        ReadOnlySpan<byte> rest = pattern[(end + 1)..];
        int flags = 0;
        while (flags < rest.Length && char.IsAsciiLetter((char)rest[flags]))
            flags++;
        ReadOnlySpan<byte> behind = rest[flags..];
        if (behind.Length == 0 || behind[0] is not ((byte)' ' or (byte)'\t'))
            return null;
        return new ForeignLine(LintCatalog.ForeignLine, Postfix, "the slashes and the action are part of the rule", 0, pattern.Length)
        {
            Patterns = [Unslash(pattern[1..end])],
            Action = ForeignAction.Read(behind.Trim(" \t"u8)),
        };
    }

    private static ForeignLine? ReadExim(ReadOnlySpan<byte> pattern)
    {
        bool isQuoted = pattern.IndexOf("\\N^"u8) >= 0 || pattern.EndsWith("\\N"u8);
        bool isList = pattern.IndexOf(" : "u8) >= 0 && pattern.IndexOf((byte)'[') < 0;
        if (!isQuoted && !isList)
            return null;
        var patterns = new List<byte[]>();
        foreach (string item in Encoding.Latin1.GetString(pattern).Split(isList ? " : " : "\n"))
        {
            string bare = item.Trim(' ', '\t', ':').Replace("\\N", string.Empty, StringComparison.Ordinal);
            if (bare.Length > 0)
                patterns.Add(Encoding.Latin1.GetBytes(bare));
        }

        return new ForeignLine(
            LintCatalog.ForeignLine, Exim, isQuoted ? "\\N is the letter N here" : "a line is one rule, and the colons are part of it", 0, pattern.Length)
        {
            Patterns = patterns,
        };
    }

    private static ForeignLine? ReadKey(ReadOnlySpan<byte> pattern)
    {
        foreach ((string word, string program) in Keys)
        {
            if (pattern.Length <= word.Length || !Ascii.EqualsIgnoreCase(pattern[..word.Length], word))
                continue;
            bool isJoined = word[^1] is '=' or ':' or '/';
            if (!isJoined && pattern[word.Length] is not ((byte)' ' or (byte)'\t'))
                continue;
            ReadOnlySpan<byte> rest = pattern[word.Length..].Trim(" \t"u8);
            (byte[] head, ForeignAction action) = Split(rest);
            var patterns = new List<byte[]> { Literal(Unwrap(head)) };
            if (!isJoined)
            {
                // SpamAssassin takes several patterns in a line, and no actions.
                patterns.Clear();
                foreach (string item in Encoding.Latin1.GetString(rest).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
                    patterns.Add(Literal(Encoding.Latin1.GetBytes(item)));
                action = ForeignAction.None;
            }

            return new ForeignLine(LintCatalog.ForeignLine, program, $"{word} is part of the rule", 0, word.Length) { Patterns = patterns, Action = action };
        }

        return null;
    }

    /// <summary>Reads several addresses in a line, with commas or blanks between.</summary>
    private static ForeignLine? ReadSeveral(ReadOnlySpan<byte> pattern)
    {
        if (pattern.IndexOfAny(",; \t"u8) < 0 || pattern.Count((byte)'@') < 2 || pattern.IndexOf((byte)'[') >= 0)
            return null;
        var patterns = new List<byte[]>();
        foreach (string item in Encoding.Latin1.GetString(pattern).Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] address = Unwrap(Encoding.Latin1.GetBytes(item));
            if (address.AsSpan().Count((byte)'@') != 1)
                return null;
            patterns.Add(Literal(address));
        }

        return patterns.Count < 2
            ? null
            : new ForeignLine(LintCatalog.Wrapped, Quoted, "a line is one rule, and what stands between the addresses is part of it", 0, pattern.Length)
            {
                Patterns = patterns,
            };
    }

    private static ForeignLine? ReadText(ReadOnlySpan<byte> pattern)
    {
        int blank = BlankIn(pattern);
        if (blank <= 0)
            return null;
        ReadOnlySpan<byte> head = pattern[..blank];
        ReadOnlySpan<byte> text = pattern[blank..].Trim(" \t"u8);
        ForeignAction action = ForeignAction.Read(text);

        // There is no word that other programs know. So the head must be a rule, and the rest must not be a part of one.
        bool isAddress = head.IndexOfAny("@."u8) >= 0 && head.IndexOf((byte)'"') < 0;
        if (!action.IsKnown && (!isAddress || text.IndexOfAny("@\\"u8) >= 0 || text.EndsWith("$"u8)))
            return null;
        return new ForeignLine(LintCatalog.TrailingText, action.IsKnown ? AccessTable : Reasons, "text behind a blank is part of the rule", blank,
            pattern.Length - blank)
        {
            Patterns = [Literal(Unwrap(head))],
            Action = action,
        };
    }

    private static ForeignLine? ReadWrapped(ReadOnlySpan<byte> pattern)
    {
        byte[] inner = Unwrap(pattern);
        if (inner.Length == pattern.Length || inner.Length == 0 || pattern.EndsWith("\\,"u8))
            return null;
        bool isBracket = pattern[0] == (byte)'<';
        bool isItem = pattern[0] == (byte)'-';
        bool isComma = IsEnd(pattern) && inner.Length == pattern.Length - 1;
        string why = isBracket ? "the envelope has no < >: they are part of the rule"
            : isItem ? "the dash of a list is part of the rule"
            : isComma ? "what stands behind the rule is part of it"
            : "the quotes are part of the rule";
        return new ForeignLine(LintCatalog.Wrapped, isBracket ? Brackets : Quoted, why, isComma ? pattern.Length - 1 : 0, 1) { Patterns = [Literal(inner)] };
    }

    private static (byte[] Head, ForeignAction Action) Split(ReadOnlySpan<byte> line)
    {
        int blank = BlankIn(line);
        return blank < 0 ? (line.ToArray(), ForeignAction.None) : (line[..blank].ToArray(), ForeignAction.Read(line[blank..].Trim(" \t"u8)));
    }

    /// <summary>The first blank that stands neither in brackets nor behind a backslash; -1 when there is none.</summary>
    private static int BlankIn(ReadOnlySpan<byte> pattern)
    {
        for (int at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] is (byte)' ' or (byte)'\t')
                return at;
            if (pattern[at] == (byte)'\\')
            {
                at++;
            }
            else if (pattern[at] == (byte)'[')
            {
                // A ] in the first place is one of the bytes.
                int from = Math.Min(pattern.Length, at + 2 + (pattern[at..].StartsWith("[^"u8) ? 1 : 0));
                int close = pattern[from..].IndexOf((byte)']');
                at = close < 0 ? at : from + close;
            }
        }

        return -1;
    }

    /// <summary>
    /// True for a comma or a semicolon behind any line, and for a colon or slash behind a plain address or host. A rule may end in a colon or slash.
    /// </summary>
    private static bool IsEnd(ReadOnlySpan<byte> text) =>
        (text[^1] is (byte)',' or (byte)';' && text[^2] != (byte)'\\')
        || (text[^1] is (byte)':' or (byte)'/' && (IsAddress(text[..^1]) || IsHost(text[..^1].TrimStart("@.*"u8))));

    /// <summary>True for an address whose bytes have no special meaning in a rule, except the dot and the plus.</summary>
    private static bool IsAddress(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'@') is > 0 and var at && text[0] != (byte)'+' && IsHost(text[(at + 1)..]) && !text[..at].ContainsAnyExcept(LocalBytes);

    private static bool IsHost(ReadOnlySpan<byte> text) => text.IndexOf((byte)'.') > 0 && !text.ContainsAnyExcept(HostBytes);

    /// <summary>
    /// Escapes an address with a +. A program without regular expressions means that + as itself. Then the whole address is written as a rule,
    /// since with a bare + it would be another rule.
    /// </summary>
    private static byte[] Literal(byte[] pattern)
    {
        if (!IsAddress(pattern) || !pattern.AsSpan().Contains((byte)'+'))
            return pattern;
        var rule = new List<byte>(pattern.Length + 8) { (byte)'^' };
        foreach (byte b in pattern)
        {
            if (b is (byte)'.' or (byte)'+')
                rule.Add((byte)'\\');
            rule.Add(b);
        }

        rule.Add((byte)'$');
        return rule.ToArray();
    }

    private static byte[] Unslash(ReadOnlySpan<byte> expression) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(expression).Replace("\\/", "/", StringComparison.Ordinal));

    /// <summary>Removes what stands around an address in other lists: quotes, angle brackets, a comma behind.</summary>
    private static byte[] Unwrap(ReadOnlySpan<byte> text)
    {
        while (text.Length > 2)
        {
            if (text.StartsWith("- "u8))
                text = text[2..].TrimStart((byte)' ');
            else if (IsEnd(text))
                text = text[..^1];
            else if (text[0] == (byte)'[' && text[^1] == (byte)']' && IsAddress(text[1..^1]))
                text = text[1..^1];
            else if ((text[0], text[^1]) is ((byte)'<', (byte)'>') or ((byte)'"', (byte)'"') or ((byte)'\'', (byte)'\'') && text[^2] != (byte)'\\')
                text = text[1..^1];
            else
                break;
        }

        return text.ToArray();
    }
}
