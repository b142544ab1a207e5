using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Cdb;
using QregexCheck.Control;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>A domain whose mail is taken from strangers.</summary>
/// <param name="Name">
/// The domain. For an entry <c>.example.com</c>, which stands for all below it, a name below it that nobody has made an entry for.
/// </param>
/// <param name="Place">The file that names it.</param>
/// <param name="Line">The line there; 0 in a cdb.</param>
internal sealed record AcceptedDomain(byte[] Name, byte[] Place, int Line)
{
    /// <summary>The entry as it stands there: the name, or <c>.example.com</c>.</summary>
    public byte[] Entry { get; init; } = Name;
}

/// <summary>The domains whose mail qmail-smtpd takes from strangers. Source: qmail-smtpd(8), rcpthosts.c, qmail-newmrh(8).</summary>
internal static class AcceptedDomains
{
    /// <summary>Most domains that are looked at. Each look reads virtualdomains, so that the work grows with the square of their number.</summary>
    public const int Most = 2000;

    /// <summary>Most domains that are looked at before one is mended. None may be passed over then, since it may have the same file.</summary>
    public const int MostToMend = 20_000;

    // A domain has at most 255 bytes (RFC 1035 2.3.4).
    private const int LongestName = 255;
    private const int LongestKey = 1024;

    /// <summary>Lists them, each once.</summary>
    /// <param name="host">The host.</param>
    /// <param name="most">Most of them. That there are more is noted as not seen.</param>
    public static List<AcceptedDomain> Of(ExaminedHost host, int most = Most)
    {
        var domains = new List<AcceptedDomain>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        byte[] path = host.Control("rcpthosts"u8);
        bool isThere = host.Look(path).Kind != FileKind.Absent;
        if (isThere)
            Add(host, path, most, names, domains);
        else
            AddDelivered(host, most, names, domains);
        AddMore(host, host.Control("morercpthosts.cdb"u8), most, names, domains);
        return domains;
    }

    /// <summary>The accepted domain that a name means: its own entry, or one of those above it.</summary>
    /// <returns>Null when mail for it is not taken from strangers.</returns>
    public static AcceptedDomain? Find(IReadOnlyList<AcceptedDomain> domains, byte[] name)
    {
        AcceptedDomain? above = null;
        foreach (AcceptedDomain domain in domains)
        {
            if (AsciiCase.Same(domain.Name, name) || AsciiCase.Same(domain.Entry, name))
                return domain;
            if (domain.Entry[0] == '.' && name.Length > domain.Entry.Length && AsciiCase.Same(domain.Entry, name.AsSpan(name.Length - domain.Entry.Length)))
                above = new AcceptedDomain(name, domain.Place, domain.Line);
        }

        return above;
    }

    private static void Add(ExaminedHost host, byte[] path, int most, HashSet<string> names, List<AcceptedDomain> domains)
    {
        foreach (HostLine line in host.Lines(path))
            Add(host, line.Bytes, path, line.Number, most, names, domains);
    }

    /// <summary>Without rcpthosts every domain is taken. Those that are delivered here matter.</summary>
    private static void AddDelivered(ExaminedHost host, int most, HashSet<string> names, List<AcceptedDomain> domains)
    {
        Add(host, host.Control("locals"u8), most, names, domains);
        byte[] path = host.Control("virtualdomains"u8);
        foreach (HostLine line in host.Lines(path))
        {
            int colon = line.Bytes.AsSpan().IndexOf((byte)':');
            if (colon > 0 && colon < line.Bytes.Length - 1 && !line.Bytes.AsSpan(0, colon).Contains((byte)'@'))
                Add(host, line.Bytes[..colon], path, line.Number, most, names, domains);
        }
    }

    private static void AddMore(ExaminedHost host, byte[] path, int most, HashSet<string> names, List<AcceptedDomain> domains)
    {
        if (host.Read(path) is not { } bytes)
            return;
        try
        {
            CdbRecords.Read(ExaminedHost.SourceOf(bytes), bytes.Length, LongestKey, (key, _) => Add(host, key.ToArray(), path, 0, most, names, domains));
        }
        catch (CdbException exception)
        {
            host.Miss(path, exception.Message);
        }
    }

    private static void Add(ExaminedHost host, byte[] entry, byte[] path, int line, int most, HashSet<string> names, List<AcceptedDomain> domains)
    {
        if (entry.Length is 0 or > LongestName || entry.AsSpan().Contains((byte)'@') || !ControlFile.CanHold(entry, 1))
            return;
        byte[] name = entry[0] == '.' ? [.. "nobody"u8, .. entry] : entry;
        if (domains.Count == most)
            host.Miss(path, $"names more than {most} domains: the others are not looked at");
        else if (names.Add(Encoding.Latin1.GetString(AsciiCase.Lowered(name))))
            domains.Add(new AcceptedDomain(name, path, line) { Entry = entry });
    }
}
