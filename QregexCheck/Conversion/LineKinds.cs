using System;
using System.Buffers;
using System.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Conversion;

/// <summary>Which kinds of lines a file has, and the first line of each.</summary>
internal sealed class LineKinds
{
    private static readonly string[] Actions =
    [
        "OK", "REJECT", "DEFER", "DEFER_IF_PERMIT", "DEFER_IF_REJECT", "DUNNO", "DISCARD", "FILTER", "HOLD", "INFO", "PREPEND", "REDIRECT", "RELAY", "WARN",
    ];

    private static readonly SearchValues<byte> ExpressionSigns = SearchValues.Create("^$\\|()+{}"u8);

    private readonly int[] _first = new int[(int)LineKind.Count];

    public LineKinds(ReadOnlySpan<byte> file)
    {
        var lines = new SourceLines(file);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> entry = line.Trim(BlankBytes.All);
            if (!entry.IsEmpty && entry[0] != (byte)'#')
                Look(entry, lines.Number);
        }
    }

    /// <summary>The first line of a kind; 0 when there is none.</summary>
    public int Line(LineKind kind) => _first[(int)kind];

    private void Look(ReadOnlySpan<byte> entry, int line)
    {
        ReadOnlySpan<byte> word = BlankBytes.FirstWord(entry);
        ReadOnlySpan<byte> rest = BlankBytes.BehindFirstWord(entry);
        string key = Encoding.Latin1.GetString(AsciiCase.Lowered(word)).Replace('-', '_');
        bool isCondition = key is "if" or "endif";
        ReadOnlySpan<byte> pattern = (isCondition ? rest : entry).TrimStart((byte)'!');
        if (!rest.IsEmpty && IsListOfSpamAssassin(key))
            Note(LineKind.SpamAssassin, line);
        else if (pattern.StartsWith("/"u8))
            LookAtPattern(pattern[1..], isCondition, line);
        else if (!isCondition && !rest.IsEmpty && rest[0] != (byte)'#')
            Note(IsAction(BlankBytes.FirstWord(rest)) ? LineKind.KeyWithAction : LineKind.Words, line);
        else if (!isCondition)
            LookAtWord(word, hasRemark: !rest.IsEmpty, line);
    }

    private void LookAtWord(ReadOnlySpan<byte> word, bool hasRemark, int line)
    {
        LineKind kind = KindOf(word);
        Note(kind, line);
        if (hasRemark)
            Note(LineKind.Remark, line);
        if (kind == LineKind.Domain && word[0] is (byte)'*' or (byte)'.')
            Note(LineKind.Below, line);
    }

    private void LookAtPattern(ReadOnlySpan<byte> pattern, bool isCondition, int line)
    {
        int close = 0;
        while (close < pattern.Length && pattern[close] != (byte)'/')
            close += pattern[close] == (byte)'\\' ? 2 : 1;
        if (close >= pattern.Length)
        {
            Note(LineKind.Expression, line);
            return;
        }

        bool hasAction = isCondition || !BlankBytes.BehindFirstWord(pattern[close..]).IsEmpty;
        Note(hasAction ? LineKind.PatternWithAction : LineKind.Pattern, line);
        for (int at = 0; at + 1 < close; at++)
        {
            byte next = pattern[at + 1];
            if (pattern[at] == (byte)'\\')
            {
                if (next is (byte)'d' or (byte)'D')
                    Note(LineKind.Perl, line);
                else if (char.IsAsciiLetterOrDigit((char)next))
                    Note(LineKind.Escape, line);
                at++;
            }
            else if (pattern[at] == (byte)'(' && next == (byte)'?')
            {
                Note(LineKind.Perl, line);
            }
            else if (next is (byte)'?' or (byte)'+' && pattern[at] is (byte)'*' or (byte)'+' or (byte)'?' or (byte)'}')
            {
                Note(LineKind.Escape, line);
            }
        }
    }

    private static bool IsListOfSpamAssassin(string key) =>
        (key.StartsWith("un", StringComparison.Ordinal) ? key[2..] : key) is "blacklist_from" or "blocklist_from" or "whitelist_from" or "welcomelist_from"
            or "blacklist_to" or "blocklist_to" or "whitelist_to" or "welcomelist_to";

    /// <summary>True for an action of access(5), also a code alone or one before a text.</summary>
    private static bool IsAction(ReadOnlySpan<byte> word) =>
        Array.IndexOf(Actions, Encoding.Latin1.GetString(word).ToUpperInvariant()) >= 0
        || (word.Length == 3 && word[0] is (byte)'4' or (byte)'5' && char.IsAsciiDigit((char)word[1]) && char.IsAsciiDigit((char)word[2]));

    private static LineKind KindOf(ReadOnlySpan<byte> word)
    {
        bool isBelow = word.StartsWith("*."u8) && word[1..].IndexOfAny("*?["u8) < 0;
        if (word.IndexOfAny(ExpressionSigns) is >= 0 and var sign && !(word[sign] == (byte)'+' && word.Contains((byte)'@')))
            return LineKind.Expression;
        if (word[0] == (byte)'!' || (word.IndexOfAny("*?["u8) >= 0 && !isBelow))
            return LineKind.Glob;
        int at = word.LastIndexOf((byte)'@');
        return at < 0 ? word.Contains((byte)'.') ? LineKind.Domain : LineKind.User
            : at == word.Length - 1 ? LineKind.User
            : at == 0 ? LineKind.AtHost
            : LineKind.Address;
    }

    private void Note(LineKind kind, int line)
    {
        if (_first[(int)kind] == 0)
            _first[(int)kind] = line;
    }
}
