using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Proof;
using QregexCheck.Text;

namespace QregexCheck.Lint;

/// <summary>The domains of control/validrcptto, and its addresses as hashes with their places.</summary>
/// <remarks>A file of a million lines is read once. Beside its bytes it takes 16 bytes for each address, and what each domain takes once.</remarks>
internal sealed class ValidDomains
{
    /// <summary>None: the file is missing.</summary>
    public static ValidDomains None => new();

    private readonly Dictionary<string, ValidDomain> _domains = new(StringComparer.Ordinal);
    private readonly List<ulong> _hashes = [];
    private readonly List<long> _places = [];
    private DomainNames? _names;

    private ValidDomains()
    {
    }

    /// <summary>The domains, in the order of their first lines.</summary>
    public List<ValidDomain> All { get; } = [];

    /// <summary>True when a line is about a domain.</summary>
    public bool Has(string domain) => _domains.ContainsKey(domain);

    /// <summary>True when a line is about a domain below a suffix.</summary>
    public bool HasBelow(string suffix) => (_names ??= new DomainNames(_domains.Keys)).HasBelow(suffix);

    /// <summary>The entries that name an address: their hashes, and beside each its place, a line and a column.</summary>
    /// <remarks>The hash of an address and of the entry that denies it are the same.</remarks>
    public (ulong[] Hashes, long[] Places) Addresses() => (_hashes.ToArray(), _places.ToArray());

    /// <summary>Makes one number of a place.</summary>
    public static long Place(int line, int column) => ((long)line << 32) | (uint)column;

    /// <summary>The entry at a place, as it is read by a look-up.</summary>
    public static ValidLine EntryAt(LintedFile file, long place)
    {
        ReadOnlySpan<byte> entry = file.Line((int)(place >> 32))[((int)(place & uint.MaxValue) - 1)..];
        int nul = entry.IndexOf((byte)0);
        return ValidLine.Read(nul < 0 ? entry.TrimEnd(" \t"u8) : entry[..nul]);
    }

    /// <summary>Reads the file, and finds what is wrong with a line by itself.</summary>
    /// <param name="file">The file.</param>
    /// <param name="findings">Where findings go.</param>
    public static ValidDomains Read(LintedFile file, FindingLimit findings)
    {
        var domains = new ValidDomains();
        byte[] lower = new byte[ValidRecipients.LongestAddress];
        var hash = new AddressHash(0, 0);
        ValidDomain? current = null;
        byte[] currentName = [];
        ControlFile lines = file.Read();
        while (lines.TryRead(out ControlLine line))
        {
            if (line.IsComment)
                continue;
            ValidLine entry = ValidLine.Read(line.Bytes);
            if (entry.Problem is { } problem)
                findings.Add(OfProblem(file, line, entry, problem));
            if (entry.Text.IsEmpty)
                continue;

            // The lines of a domain mostly stand together.
            if (current is null || !ValidLine.IsSame(entry.Domain, currentName))
            {
                currentName = AsciiCase.Lowered(entry.Domain);
                current = domains.Of(DomainNames.Of(entry.Domain[1..]), line.Number);
            }

            bool isOfDomain = entry.At == 0 || (entry.At == 1 && entry.IsNot);
            if (!isOfDomain)
            {
                Span<byte> text = lower.AsSpan(0, entry.Text.Length);
                AsciiCase.Lower(entry.Text, text);
                domains._hashes.Add(hash.OfEntry(text));
                domains._places.Add(Place(line.Number, line.Column));
            }

            Count(current, entry, line.Number);
        }

        return domains;
    }

    private static void Count(ValidDomain domain, in ValidLine entry, int line)
    {
        if (entry.At == 0)
        {
            domain.EveryLine = domain.EveryLine == 0 ? line : domain.EveryLine;
        }
        else if (entry.At == 1 && entry.IsNot)
        {
            domain.NoOtherLine = domain.NoOtherLine == 0 ? line : domain.NoOtherLine;
        }
        else if (entry.IsAddress)
        {
            domain.Addresses++;
            domain.FirstAddress = domain.FirstAddress == 0 ? line : domain.FirstAddress;
        }
    }

    private static Finding OfProblem(LintedFile file, in ControlLine line, in ValidLine entry, string problem)
    {
        byte[] text = entry.Text.ToArray();
        string effect = text.Length == 0 ? "it is passed over" : $"it is taken for {Escape.Text(text, Plain.Message)}";
        if (new NamedDomains(line.Bytes).TryRead(stackalloc byte[NamedDomains.Room], out _))
            effect += ", and until it is mended -@domain is not believed for a domain that it names";
        return new Finding(LintCatalog.AddressEntry, file, line.Number, line.Column, Math.Max(1, line.Bytes.Length), $"the entry {problem}; {effect}")
        {
            Proposal = text.Length > 0 && ValidLine.Read(text).Problem is null ? text : null,
        };
    }

    private ValidDomain Of(string name, int line)
    {
        if (_domains.TryGetValue(name, out ValidDomain? domain))
            return domain;
        domain = new ValidDomain(name) { FirstLine = line };
        _domains.Add(name, domain);
        All.Add(domain);
        return domain;
    }
}
