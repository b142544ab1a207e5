using System;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>
/// An entry of <c>control/validrcptto</c>: <c>user@domain</c> or <c>@domain</c>, with a <c>-</c> before it for "does not exist". The last <c>@</c> divides.
/// Case does not matter. Source: sagredo-dev/qmail, qmail-smtpd.c vrtcheck, and constmap.c.
/// </summary>
/// <remarks>
/// With something amiss an entry that says "exists" is still taken for the address that it must mean: blanks before it, and what follows a blank or a
/// CR in its domain, don't count. One that says "does not exist" is passed over then. So a slip refuses nobody. What it must mean is a guess: while a line
/// with a slip names a domain (<see cref="NamedDomains"/>), its <c>-@domain</c> is not believed.
/// </remarks>
internal readonly ref struct ValidLine
{
    /// <summary>A bit for each: blanks, control bytes, and <c>"()*,:;&lt;&gt;@[\]</c>. Source: RFC 5321 4.1.2, Atom and Quoted-string.</summary>
    private static ReadOnlySpan<byte> OddBytes => [0xFF, 0xFF, 0xFF, 0xFF, 0x05, 0x17, 0x00, 0x5C, 0x01, 0x00, 0x00, 0x38, 0x00, 0x00, 0x00, 0x80];

    private ValidLine(ReadOnlySpan<byte> text, int at, string? problem)
    {
        Text = text;
        At = at;
        Problem = problem;
    }

    /// <summary>The entry in its own case, with the <c>-</c>, without what does not count; empty when the entry is passed over.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Where in the text the <c>@</c> of its domain stands.</summary>
    public int At { get; }

    /// <summary>What is amiss, as a clause about the entry; null when nothing is.</summary>
    public string? Problem { get; }

    /// <summary>The domain with its <c>@</c>.</summary>
    public ReadOnlySpan<byte> Domain => Text[At..];

    /// <summary>True for an entry that says "does not exist".</summary>
    public bool IsNot => Text[0] == (byte)'-';

    /// <summary>True for <c>user@domain</c> with nothing amiss: the list has addresses of that domain.</summary>
    public bool IsAddress => Problem is null && At > 0 && !IsNot;

    /// <summary>Reads an entry as a control file has it.</summary>
    public static ValidLine Read(ReadOnlySpan<byte> entry)
    {
        string? problem = null;
        ReadOnlySpan<byte> text = entry;
        while (LengthOfBlank(text) is var blank and > 0)
            text = text[blank..];
        if (text.Length != entry.Length)
            problem = IsBlank(entry[0]) ? "begins with a blank" : "begins with a byte order mark";
        int at = text.LastIndexOf((byte)'@');
        if (at < 0)
            return new ValidLine(default, 0, "has no @; an entry is user@domain or @domain, with a - before it for no");
        int end = at + 1 + NamedDomains.LengthOfDomain(text[(at + 1)..]);
        if (end < text.Length)
        {
            problem = text[end] == (byte)'\r' ? "ends in CR" : IsBlank(text[end]) ? "has a blank or a control byte in its domain"
                : "has a byte in its domain that no domain has";
        }

        ReadOnlySpan<byte> domain = text[(at + 1)..end];
        if (!domain.IsEmpty && domain[^1] == (byte)'.')
        {
            problem ??= "has a dot at its end";
            domain = domain.TrimEnd((byte)'.');
        }

        if (domain.IsEmpty)
            return new ValidLine(default, 0, "has no domain");
        if (domain[0] == (byte)'.' || domain.IndexOf(".."u8) >= 0)
            problem ??= "has an empty part in its domain";
        text = text[..(at + 1 + domain.Length)];
        if (text.Length > ValidRecipients.LongestAddress)
            return new ValidLine(default, 0, "is longer than 1,000 bytes");
        bool isNot = text[0] == (byte)'-';
        problem = ProblemOfLocalPart(text[(isNot ? 1 : 0)..at]) ?? problem;
        return problem is not null && isNot ? new ValidLine(default, 0, problem) : new ValidLine(text, at, problem);
    }

    /// <summary>True for bytes that are the same as others, case aside.</summary>
    /// <param name="text">The bytes in any case.</param>
    /// <param name="lower">The others, lower-cased.</param>
    public static bool IsSame(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length)
            return false;

        // Addresses of one domain differ in their beginnings, domains in theirs: the first byte tells mostly.
        for (int i = 0; i < text.Length; i++)
        {
            if (AsciiCase.Lower(text[i]) != lower[i])
                return false;
        }

        return true;
    }

    /// <summary>
    /// What is amiss before the last <c>@</c>. Bytes that an address has only between quotes are slips mostly: qmail-smtpd takes the quotes off, so an entry
    /// has none.
    /// </summary>
    private static string? ProblemOfLocalPart(ReadOnlySpan<byte> local)
    {
        if (local.IsEmpty)
            return null;
        foreach (byte b in local)
        {
            if (b < 0x80 && ((OddBytes[b >> 3] >> (b & 7)) & 1) != 0)
            {
                return b == (byte)'*' ? "has a *, which stands for nothing but itself; @domain is every address of a domain"
                    : b == (byte)'@' ? "has more than one @"
                    : "has a byte before its @ that an address seldom has; write it without quotes, brackets or other words";
            }
        }

        return local[0] is (byte)'\'' or (byte)'|' or (byte)'!' ? "begins with a byte that an address seldom begins with" : null;
    }

    /// <summary>How many bytes at the beginning don't count: those of a blank, a control byte or a byte order mark.</summary>
    private static int LengthOfBlank(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? 0 : IsBlank(text[0]) ? 1 : ByteOrderMark.Leads(text) ? ByteOrderMark.Bytes.Length : 0;

    private static bool IsBlank(byte b) => b is <= (byte)' ' or 0x7F;
}
