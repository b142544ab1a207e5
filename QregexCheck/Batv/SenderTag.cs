using System;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Batv;

/// <summary>
/// A signed address: <c>prvs=KDDDSSSSSS=user@domain</c>. K is the key's digit, DDD the day to whose end the tag is valid, SSSSSS the first three bytes of the
/// HMAC over <c>KDDD</c> and the address in small letters.
/// </summary>
/// <remarks>Source: the draft "Bounce Address Tag Validation" (draft-levine-smtp-batv), section 4. Case does not matter: servers may change it.</remarks>
internal static class SenderTag
{
    /// <summary>How much longer a tag makes the local part.</summary>
    public const int Length = 5 + DigitsLength + (2 * TagHash.Length) + 1;

    /// <summary>Longest local part in bytes. Source: RFC 5321 4.5.3.1.1.</summary>
    public const int LongestLocalPart = 64;

    private const int DigitsLength = 4;

    private static ReadOnlySpan<byte> HexDigits => "0123456789abcdef"u8;

    /// <summary>Signs an address.</summary>
    /// <param name="address">An address with a domain. Its case is kept.</param>
    /// <param name="keys">The first one signs.</param>
    /// <param name="today">Today, as <see cref="DateOnly.DayNumber"/> counts.</param>
    /// <returns>Null when there is no key.</returns>
    public static byte[]? Sign(ReadOnlySpan<byte> address, BatvKeys keys, int today)
    {
        if (keys.Signing is not { } key)
            return null;
        int day = TagDay.Of(today + TagDay.Lifetime);
        ReadOnlySpan<byte> digits = [key.Digit, (byte)('0' + (day / 100)), (byte)('0' + (day / 10 % 10)), (byte)('0' + (day % 10))];
        byte[] hash = Hash(key, digits, address);
        var signed = new byte[Length + address.Length];
        SignedLocalPart.Prvs.CopyTo(signed);
        int at = SignedLocalPart.Prvs.Length;
        digits.CopyTo(signed.AsSpan(at));
        at += DigitsLength;
        for (int i = 0; i < TagHash.Length; i++)
        {
            signed[at++] = HexDigits[hash[i] >> 4];
            signed[at++] = HexDigits[hash[i] & 15];
        }

        signed[at++] = (byte)'=';
        address.CopyTo(signed.AsSpan(at));
        return signed;
    }

    /// <summary>Looks at an address, and at the tag before it.</summary>
    /// <param name="address">The address as it is known to the mail server: no quotes around its local part.</param>
    /// <param name="keys">Any of them may have made the tag.</param>
    /// <param name="today">Today, as <see cref="DateOnly.DayNumber"/> counts.</param>
    public static TagFinding Look(ReadOnlySpan<byte> address, BatvKeys keys, int today)
    {
        if (!SignedLocalPart.IsPrvs(address))
            return new TagFinding(TagState.Missing, address.ToArray(), 0);
        Span<byte> given = stackalloc byte[TagHash.Length];
        if (TryRead(address, given, out int digits) && keys.Find(address[SignedLocalPart.Prvs.Length]) is { } key)
        {
            byte[] mailbox = address[Length..].ToArray();
            int left = TagDay.Left(digits, today);
            byte[] hash = Hash(key, address.Slice(SignedLocalPart.Prvs.Length, DigitsLength), mailbox);
            if (TagHash.IsSame(hash, given) && left <= TagDay.MostAhead)
                return new TagFinding(left < 0 ? TagState.Stale : TagState.Valid, mailbox, today + left);
        }

        return new TagFinding(TagState.Bad, address.ToArray(), 0);
    }

    private static byte[] Hash(BatvKey key, ReadOnlySpan<byte> digits, ReadOnlySpan<byte> address)
    {
        var text = new byte[digits.Length + address.Length];
        digits.CopyTo(text);
        AsciiCase.Lower(address, text.AsSpan(digits.Length));
        return TagHash.Whole(key.Secret, text);
    }

    /// <summary>Reads the form of a tag. The local part behind it is not empty, and a domain follows.</summary>
    private static bool TryRead(ReadOnlySpan<byte> address, Span<byte> hash, out int digits)
    {
        digits = 0;
        if (address.LastIndexOf((byte)'@') <= Length || address.EndsWith("@"u8) || address[Length - 1] != (byte)'=')
            return false;
        ReadOnlySpan<byte> tag = address[SignedLocalPart.Prvs.Length..(Length - 1)];
        return CalendarDay.TryParseNumber(tag[..DigitsLength], out _) && CalendarDay.TryParseNumber(tag[1..DigitsLength], out digits)
            && HexBytes.TryRead(tag[DigitsLength..], hash);
    }
}
