using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using QregexCheck.Mailboxes;

namespace QregexCheck.Logs;

/// <summary>
/// What qmail-send puts before recipients of virtual domains, by the lines of control/virtualdomains: <c>KEY:PREFIX</c> makes <c>PREFIX-local@domain</c> of
/// <c>local@domain</c>. A log holds the rewritten recipient, and rules are about the one in the envelope.
/// </summary>
/// <remarks>Source: qmail-send.c (rewrite), qmail-send(8). The key is an address, a domain, an end of a domain that begins with a dot, or empty: it is for all.</remarks>
internal sealed class VirtualPrefixes
{
    /// <summary>A prefix may hold hyphens, and an address too: so many are tried for a key that is an address.</summary>
    private const int MostHyphens = 16;

    private const int LongestKey = 1024;

    private readonly Dictionary<byte[], byte[]> _prefixes = new(new KeyComparer());
    private readonly byte[] _key = new byte[LongestKey];

    /// <summary>Adds a line of the control file. The last line of a key counts.</summary>
    /// <param name="line">The line, without blanks at its end; no comment.</param>
    public void Add(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon >= 0 && colon <= LongestKey)
            _prefixes[AsciiCase.Lowered(line[..colon])] = line[(colon + 1)..].ToArray();
    }

    /// <summary>The recipient as it was in the envelope.</summary>
    /// <param name="rewritten">The recipient as qmail-send delivers it.</param>
    public ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> rewritten)
    {
        int at = rewritten.LastIndexOf((byte)'@');
        if (at < 0 || _prefixes.Count == 0 || rewritten.Length > LongestKey)
            return rewritten;
        Span<byte> lower = _key.AsSpan(0, rewritten.Length);
        AsciiCase.Lower(rewritten, lower);
        int hyphen = lower[..at].IndexOf((byte)'-');
        for (int tried = 0; hyphen > 0 && tried < MostHyphens; tried++)
        {
            if (TryPrefix(lower[(hyphen + 1)..], out byte[]? whole) && rewritten[..hyphen].SequenceEqual(whole))
                return rewritten[(hyphen + 1)..];
            int next = lower[(hyphen + 1)..at].IndexOf((byte)'-');
            hyphen = next < 0 ? -1 : hyphen + 1 + next;
        }

        return DomainPrefix(lower[(at + 1)..]) is { Length: > 0 } prefix && prefix.Length < at && rewritten.StartsWith(prefix)
            && rewritten[prefix.Length] == (byte)'-'
            ? rewritten[(prefix.Length + 1)..]
            : rewritten;
    }

    private byte[]? DomainPrefix(ReadOnlySpan<byte> domain)
    {
        if (TryPrefix(domain, out byte[]? prefix))
            return prefix;
        for (int dot = 0; dot < domain.Length; dot++)
        {
            if (domain[dot] == (byte)'.' && TryPrefix(domain[dot..], out prefix))
                return prefix;
        }

        return TryPrefix(default, out prefix) ? prefix : null;
    }

    private bool TryPrefix(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out byte[] prefix) =>
        _prefixes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out prefix);

    private sealed class KeyComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] key) => GetHashCode(key.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
