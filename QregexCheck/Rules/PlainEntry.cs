using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Syntax;

namespace QregexCheck.Rules;

/// <summary>
/// An entry of a plain list: <c>example.com</c> is that host, <c>.example.com</c> that host and all below it, <c>user@example.com</c> one address. Here
/// alone is said what an entry hits, and which regular expression hits the same: by that expression proofs are made.
/// </summary>
/// <remarks>
/// Case does not matter. The domain of an address is what stands behind its last <c>@</c>; an address without one has none. A dot at the end of a domain
/// is a byte of it, as it is to a rule.
/// </remarks>
internal static class PlainEntry
{
    /// <summary>Longest entry in bytes. qmail-smtpd refuses longer addresses by itself.</summary>
    public const int Longest = 900;

    /// <summary>What the lines of a list are.</summary>
    public static PlainKind KindOf(ControlList? list) =>
        list is not { } known || !ControlLists.IsPlain(known) ? PlainKind.None
        : ListFamily.Of(known).Subject == Subject.HeloName ? PlainKind.HostName
        : PlainKind.Address;

    /// <summary>A line without the carriage returns and blanks at its end, which lists from other systems have.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> line) => line.TrimEnd(" \t\r"u8);

    /// <summary>Says why a line is no entry; <see cref="SyntaxErrorKind.None"/> for an entry.</summary>
    public static SyntaxError Mistake(ReadOnlySpan<byte> entry, PlainKind kind)
    {
        if (entry.Length > Longest)
            return new SyntaxError(SyntaxErrorKind.PlainTooLong, 0);
        int at = entry.IndexOf((byte)'@');
        if (at >= 0 && kind == PlainKind.HostName)
            return new SyntaxError(SyntaxErrorKind.PlainHostHasAt, at);
        if (at == 0)
            return new SyntaxError(SyntaxErrorKind.PlainNoUser, 0);
        for (int i = 0; i < at; i++)
        {
            if (!IsUserByte(entry[i]) || (i == 0 && entry[i] == (byte)'!'))
                return new SyntaxError(SyntaxErrorKind.PlainByte, i);
        }

        int begin = at < 0 && entry.Length > 0 && entry[0] == (byte)'.' ? 1 : at + 1;
        return MistakeInName(entry, begin);
    }

    /// <summary>Tells whether an entry hits a subject.</summary>
    /// <param name="entry">An entry without a mistake.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="subject">The upper-cased subject.</param>
    public static bool Hits(ReadOnlySpan<byte> entry, PlainKind kind, ReadOnlySpan<byte> subject)
    {
        ReadOnlySpan<byte> name = subject;
        bool isAddress = entry.Contains((byte)'@');
        if (kind == PlainKind.Address && !isAddress)
        {
            int at = subject.LastIndexOf((byte)'@');
            if (at < 0)
                return false;
            name = subject[(at + 1)..];
        }

        if (isAddress || entry[0] != (byte)'.')
            return IsSame(entry, name);
        ReadOnlySpan<byte> host = entry[1..];
        int before = name.Length - host.Length;
        return before >= 0 && (before == 0 || name[before - 1] == (byte)'.') && IsSame(host, name[before..]);
    }

    /// <summary>Asks the entry that a rule is.</summary>
    /// <param name="rule">A rule of a plain list.</param>
    /// <param name="subject">The upper-cased subject.</param>
    /// <param name="error">With <see cref="MatchResult.Refused"/>: what is wrong with the line.</param>
    public static MatchResult Match(in Rule rule, ReadOnlySpan<byte> subject, out SyntaxError error)
    {
        error = Mistake(rule.Text, rule.Plain);
        return error.Kind != SyntaxErrorKind.None ? MatchResult.Refused
            : Hits(rule.Text, rule.Plain, subject) ? MatchResult.Match
            : MatchResult.NoMatch;
    }

    /// <summary>The regular expression that hits what an entry does.</summary>
    public static byte[] PatternOf(ReadOnlySpan<byte> entry, PlainKind kind)
    {
        var pattern = new List<byte>(entry.Length + 16);
        bool isSuffix = entry.Length > 0 && entry[0] == (byte)'.' && !entry.Contains((byte)'@');
        if (isSuffix)
            pattern.AddRange(kind == PlainKind.HostName ? "(^|\\.)"u8 : "@([^@]*\\.)?"u8);
        else
            pattern.Add(kind == PlainKind.HostName || entry.Contains((byte)'@') ? (byte)'^' : (byte)'@');
        foreach (byte b in isSuffix ? entry[1..] : entry)
        {
            if (".[]()*+?{}|^$\\"u8.Contains(b))
                pattern.Add((byte)'\\');
            pattern.Add(b);
        }

        pattern.Add((byte)'$');
        return pattern.ToArray();
    }

    /// <summary>Looks at the labels of a name, or at an address in brackets.</summary>
    private static SyntaxError MistakeInName(ReadOnlySpan<byte> entry, int begin)
    {
        ReadOnlySpan<byte> name = entry[begin..];
        if (begin != 1 && name is [(byte)'[', _, .., (byte)']'])
        {
            for (int i = 1; i < name.Length - 1; i++)
            {
                if (!char.IsAsciiLetterOrDigit((char)name[i]) && name[i] is not ((byte)'.' or (byte)':'))
                    return new SyntaxError(SyntaxErrorKind.PlainByte, begin + i);
            }

            return default;
        }

        bool isEmpty = true;
        for (int i = 0; i < name.Length; i++)
        {
            byte b = name[i];
            if (b == (byte)'.' ? isEmpty : !IsLabelByte(b))
                return new SyntaxError(b == (byte)'.' ? SyntaxErrorKind.PlainEmptyLabel : SyntaxErrorKind.PlainByte, begin + i);
            isEmpty = b == (byte)'.';
        }

        return isEmpty ? new SyntaxError(SyntaxErrorKind.PlainEmptyLabel, Math.Max(0, entry.Length - 1)) : default;
    }

    private static bool IsSame(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> upper)
    {
        if (entry.Length != upper.Length)
            return false;

        // Names differ early from behind no more often than from the front; their ends are mostly alike.
        for (int i = 0; i < entry.Length; i++)
        {
            if (CaseFolding.Upper(entry[i]) != upper[i])
                return false;
        }

        return true;
    }

    private static bool IsLabelByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_';

    // Those of an address without quotes (RFC 5321, atext and dots), but for those that somebody means as a pattern.
    private static bool IsUserByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || "!#%&'+-./=_`{}~"u8.Contains(b);
}
