using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;

namespace QregexCheck.Batv;

/// <summary>The domains whose senders are signed, as <c>control/batvdomains</c> lists them: <c>example.com</c>,
/// or <c>.example.com</c> for all below it.</summary>
/// <remarks>
/// The entry that names a domain most closely counts, of equal ones the last. What stands above it in comments is its policy for bounces without a tag of ours.
/// The usual action is <c>log</c>; so is that of an entry with a mistake in its comments. A line that is no entry is left out, and named.
/// </remarks>
internal sealed class BatvDomains
{
    private readonly List<CoveringEntry> _entries = [];
    private readonly List<RuleError> _mistakes = [];

    private BatvDomains()
    {
    }

    /// <summary>The name of the control file.</summary>
    public static ReadOnlySpan<byte> FileName => "batvdomains"u8;

    /// <summary>The entries in their order.</summary>
    public IReadOnlyList<CoveringEntry> Entries => _entries;

    public IReadOnlyList<RuleError> Mistakes => _mistakes;

    /// <summary>Reads the control file.</summary>
    public static BatvDomains Read(byte[] bytes)
    {
        var domains = new BatvDomains();
        var lines = new CoveringLines(ControlFile.Of(bytes), isOfRecipients: false, RuleAction.Log);
        while (lines.TryRead(out ControlLine line))
        {
            Annotation annotation = lines.Annotation(domains._mistakes);
            if (DomainName.Problem(line.Bytes, out int offset) is { } problem)
                domains._mistakes.Add(new RuleError(line.Number, line.Column + offset, problem + "; the line is no domain"));
            else
                domains._entries.Add(new CoveringEntry(line.Number, line.Bytes.ToArray(), annotation));
        }

        return domains;
    }

    /// <summary>The entry for the domain of an address; null when there is none, or its last day is over.</summary>
    /// <param name="address">The address, or its domain alone.</param>
    /// <param name="today">Today, as <see cref="DateOnly.DayNumber"/> counts.</param>
    public CoveringEntry? Of(ReadOnlySpan<byte> address, int today)
    {
        ReadOnlySpan<byte> domain = address[(address.LastIndexOf((byte)'@') + 1)..];
        CoveringEntry? found = null;
        int closest = 0;
        foreach (CoveringEntry entry in _entries)
        {
            int fit = DomainEntry.Fit(entry.Text, domain, isDeliveredHere: false);
            if (fit < closest || fit <= 0 || entry.Annotation.SleepsOn(today))
                continue;
            closest = fit;
            found = entry;
        }

        return found;
    }
}
