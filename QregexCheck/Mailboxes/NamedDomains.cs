using System;
using System.Buffers;
using System.Text;

namespace QregexCheck.Mailboxes;

/// <summary>
/// The domains that a line of <c>control/validrcptto</c> with a slip in it names: what stands behind each <c>@</c>, blanks aside, as far as it can be a domain.
/// </summary>
internal ref struct NamedDomains
{
    /// <summary>How much room a domain needs. A longer one is that of no entry.</summary>
    public const int Room = ValidRecipients.LongestAddress;

    private ReadOnlySpan<byte> _rest;

    /// <param name="line">The line.</param>
    public NamedDomains(ReadOnlySpan<byte> line) => _rest = line;

    /// <summary>True when a line names a domain.</summary>
    /// <param name="line">The line.</param>
    /// <param name="domain">The domain with its <c>@</c>, in lower case.</param>
    public static bool Has(ReadOnlySpan<byte> line, ReadOnlySpan<byte> domain)
    {
        Span<byte> room = stackalloc byte[Room];
        var named = new NamedDomains(line);
        while (named.TryRead(room, out int length))
        {
            if (domain.SequenceEqual(room[..length]))
                return true;
        }

        return false;
    }

    /// <summary>How many bytes at the beginning can be those of a domain, or of an address in brackets in its place.</summary>
    public static int LengthOfDomain(ReadOnlySpan<byte> text)
    {
        int length = 0;
        if (text is [(byte)'[', ..])
        {
            do
                length++;
            while (length < text.Length && (text[length] == (byte)':' || DomainEntry.IsOfDomain(text[length])));
            return length < text.Length && text[length] == (byte)']' ? length + 1 : 0;
        }

        while (length < text.Length)
        {
            int letter = text[length] >= 0x80 ? LengthOfLetter(text[length..]) : DomainEntry.IsOfDomain(text[length]) ? 1 : 0;
            if (letter == 0)
                break;
            length += letter;
        }

        return length;
    }

    /// <summary>Reads the next domain.</summary>
    /// <param name="room">Gets it with an <c>@</c> before it, in lower case and without empty parts.</param>
    /// <param name="length">Its length with the <c>@</c>.</param>
    /// <returns>False when there is none.</returns>
    public bool TryRead(scoped Span<byte> room, out int length)
    {
        while (_rest.IndexOf((byte)'@') is var at and >= 0)
        {
            _rest = _rest[(at + 1)..].TrimStart(" \t"u8);
            ReadOnlySpan<byte> domain = _rest[..LengthOfDomain(_rest)];
            _rest = _rest[domain.Length..];
            length = 0;
            room[length++] = (byte)'@';
            foreach (byte b in domain)
            {
                if (length < room.Length && (b != (byte)'.' || room[length - 1] is not ((byte)'.' or (byte)'@')))
                    room[length++] = b;
            }

            if (room[length - 1] == (byte)'.')
                length--;
            AsciiCase.Lower(room[..length]);
            if (length > 1)
                return true;
        }

        length = 0;
        return false;
    }

    /// <summary>
    /// The length of a character of another script in UTF-8; 0 for what is none, and for blanks, quotes and marks that can't be seen,
    /// such as U+00A0 and U+FEFF.
    /// </summary>
    private static int LengthOfLetter(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done
            && rune.Value is >= 0xC0 and not (>= 0x2000 and <= 0x206F) and not 0x3000 and not 0xFEFF ? length : 0;
}
