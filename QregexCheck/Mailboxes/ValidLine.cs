using System;

namespace QregexCheck.Mailboxes;

/// <summary>
/// An entry of <c>control/validrcptto</c>: <c>user@domain</c> or <c>@domain</c>, with a <c>-</c> before it for "does not exist". The last <c>@</c> divides.
/// Case does not matter. Source: sagredo-dev/qmail, qmail-smtpd.c vrtcheck, and constmap.c.
/// </summary>
/// <remarks>
/// With something amiss an entry that says "exists" is still taken for the address that it must mean: blanks before it, and what follows a blank or a
/// CR in its domain, don't count. One that says "does not exist" is passed over then. So a slip refuses nobody.
/// </remarks>
internal readonly ref struct ValidLine
{
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
        while (text.Length > 0 && IsBlank(text[0]))
            text = text[1..];
        if (text.Length != entry.Length)
            problem = "begins with a blank";
        int at = text.LastIndexOf((byte)'@');
        if (at < 0)
            return new ValidLine(default, 0, "has no @; an entry is user@domain or @domain, with a - before it for no");
        int end = at + 1;
        while (end < text.Length && !IsBlank(text[end]))
            end++;
        if (end < text.Length)
            problem = text[end] == (byte)'\r' ? "ends in CR" : "has a blank or a control byte in its domain";
        text = text[..end];
        if (end == at + 1)
            return new ValidLine(default, 0, "has no domain");
        if (text.Length > ValidRecipients.LongestAddress)
            return new ValidLine(default, 0, "is longer than 1,000 bytes");
        bool isNot = text[0] == (byte)'-';
        if (at == (isNot ? 2 : 1) && text[at - 1] == (byte)'*')
            problem = "has a *, which stands for nothing but itself; @domain is every address of a domain";
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
            if (Lower(text[i]) != lower[i])
                return false;
        }

        return true;
    }

    /// <summary>Lower-cases ASCII letters as qmail does; 8-bit bytes stay. Source: case_lowerb.c.</summary>
    public static void Lower(ReadOnlySpan<byte> text, Span<byte> lower)
    {
        for (int i = 0; i < text.Length; i++)
            lower[i] = Lower(text[i]);
    }

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    private static bool IsBlank(byte b) => b is <= (byte)' ' or 0x7F;
}
