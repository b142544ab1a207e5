using System;
using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>
/// The names that qmail-getpw looks up for a local part, and what the lines of <c>/etc/passwd</c> say of them. The first line of a name counts.
/// Source: qmail-getpw.c userext.
/// </summary>
internal sealed class PasswdCandidates
{
    /// <summary>The longest name that is looked up, in bytes. Source: qmail-getpw.c, whose room of 32 bytes holds a NUL too.</summary>
    public const int LongestName = 31;

    private const byte Break = (byte)'-';

    private readonly byte[] _lowered;

    // A bit for each length of a name. The others are those that another break character would make names.
    private readonly uint _lengths;
    private readonly uint _others;
    private readonly PasswdEntry?[] _entries = new PasswdEntry?[LongestName + 1];
    private uint _seen;
    private bool _hasSeenAlias;

    /// <param name="local">The local part.</param>
    public PasswdCandidates(ReadOnlySpan<byte> local)
    {
        _lowered = AsciiCase.Lowered(local[..Math.Min(local.Length, LongestName)]);
        for (int length = 0; length <= _lowered.Length; length++)
        {
            if (length == local.Length || local[length] == Break)
                _lengths |= 1u << length;
            else if (!char.IsAsciiLetterOrDigit((char)local[length]))
                _others |= 1u << length;
        }
    }

    /// <summary>What the file says of the user alias; null when it does not name one, or oddly.</summary>
    public PasswdEntry? Alias { get; private set; }

    /// <summary>True once a line has begun with <c>+</c> or <c>-</c>: in compat mode it stands for users of NIS.</summary>
    public bool HasNisLines { get; private set; }

    private static ReadOnlySpan<byte> AliasName => "alias"u8;

    private static ReadOnlySpan<byte> Blanks => " \t\r\v\f"u8;

    /// <summary>Takes the next line of the file.</summary>
    /// <param name="line">The line without its newline, or the beginning of a long one.</param>
    /// <param name="isWhole">False for the beginning of a line that is too long.</param>
    public void Take(ReadOnlySpan<byte> line, bool isWhole)
    {
        ReadOnlySpan<byte> text = line.TrimStart(Blanks);
        if (text.IsEmpty)
            return;
        if (text[0] is (byte)'+' or (byte)'-')
            HasNisLines = true;

        ReadOnlySpan<byte> name = text[..Math.Min(text.Length, LongestName + 1)];
        int colon = name.IndexOf((byte)':');
        if (colon >= 0)
            name = name[..colon];
        if (name.Length > LongestName)
            return;

        uint bit = 1u << name.Length;
        bool isCandidate = ((_lengths | _others) & ~_seen & bit) != 0 && _lowered.AsSpan(0, name.Length).SequenceEqual(name);
        bool isAlias = !_hasSeenAlias && name.SequenceEqual(AliasName);
        if (!isCandidate && !isAlias)
            return;

        PasswdEntry? entry = isWhole && text.Length == line.Length ? PasswdEntry.Parse(line) : null;
        if (isCandidate)
        {
            _seen |= bit;
            _entries[name.Length] = entry;
        }

        if (isAlias)
        {
            _hasSeenAlias = true;
            Alias = entry;
        }
    }

    /// <summary>True when the file names a user whose name has that length and begins the local part.</summary>
    /// <param name="length">The length of the name.</param>
    /// <param name="entry">What the file says of the user; null when the line is odd.</param>
    public bool Names(int length, out PasswdEntry? entry)
    {
        entry = _entries[length];
        return (_seen & _lengths & (1u << length)) != 0;
    }

    /// <summary>
    /// The homes of users whom qmail-getpw could find by another break character than <c>-</c>. conf-break says which one it was built with.
    /// </summary>
    /// <param name="length">The length of the local part.</param>
    /// <returns>Null when no user's name stands before a byte that could be one. Then the break character does not matter.</returns>
    public List<byte[]>? HomesByBreak(int length)
    {
        uint proper = length > LongestName ? _seen : _seen & ((1u << length) - 1);
        if (proper == 0)
            return null;
        var homes = new List<byte[]>();
        for (int i = 0; i <= LongestName; i++)
        {
            if ((proper & _others & (1u << i)) != 0 && _entries[i] is { User: not 0, Home: [(byte)'/', ..] home })
                homes.Add(home);
        }

        return homes;
    }
}
