using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary><c>doctor --fix no-check</c>: puts domains under the check by entries that only log. It takes nothing away.</summary>
internal sealed class CoverFix
{
    private readonly ExaminedHost _host;
    private readonly FixOptions _options;
    private readonly FixReport _report;
    private readonly FixedFile _file;

    private CoverFix(ExaminedHost host, FixOptions options, FixReport report)
    {
        _host = host;
        _options = options;
        _report = report;

        // The directory's owner writes there: mostly root.
        FileLook directory = host.Look([.. host.Places.Rules, .. "/."u8]);
        uint group = Account.Find(Encoding.ASCII.GetBytes(directory.Owner.ToString(CultureInfo.InvariantCulture)))?.Group ?? directory.Group;
        _file = new FixedFile(options.Shown(options.Domain), host.Rules(CoveringEntry.FileName), directory.Owner, group) { MayLeadOverLink = true };
    }

    /// <summary>Adds one domain, or all that have the finding.</summary>
    public static void Run(ExaminedHost host, FixOptions options, FixReport report)
    {
        var fix = new CoverFix(host, options, report);
        if (fix._file.Look(host.Files, report) is not { } found)
            return;
        if (options.Undoes)
            fix.Undo(found);
        else
            fix.Add(found);
    }

    private void Add(FoundFile found)
    {
        var entries = new List<byte[]>();
        byte[] bytes = found.Content ?? [];
        IReadOnlyList<AcceptedDomain> accepted = AcceptedDomains.Of(_host, AcceptedDomains.MostToMend);
        if (_options.Domain is { } name)
        {
            if (AcceptedDomains.Find(accepted, name) is not { } domain)
                _file.Tell(_report, FixState.Refused, $"mail for {ExaminedHost.Shown(name)} is not taken from strangers: rcpthosts does not name it");
            else if (LoggedEntries.Find(bytes, domain.Entry) is { } entry)
                Leave(entry);
            else if (Covering(domain) is { } covering)
                Leave(new HostLine(covering.Line, covering.Text));
            else
                entries.Add(domain.Entry);
        }
        else
        {
            AddUnchecked(accepted, bytes, entries);
        }

        if (entries.Count == 0)
            return;
        foreach (byte[] entry in entries)
        {
            if (DomainEntry.Problem(entry, out _) is not { } slip)
                continue;
            _file.Tell(_report, FixState.Refused, $"{ExaminedHost.Shown(entry)} can't be an entry: {slip}; mend rcpthosts");
            return;
        }

        if (LoggedEntries.Add(bytes, entries, out string? problem) is { } content)
            _file.Change(found, content, _options.Writes, _options.Shown(_options.Domain), Notes(), _report);
        else
            _file.Tell(_report, FixState.Refused, $"{ExaminedHost.Shown(_file.Path)}: {problem}; take it away, or write the entry by hand");
    }

    /// <summary>Collects the domains that have the finding and no entry of their own.</summary>
    private void AddUnchecked(IReadOnlyList<AcceptedDomain> accepted, byte[] bytes, List<byte[]> entries)
    {
        SmtpUser? user = SmtpUser.Find(_host, ServerProcesses.Running(_host));
        foreach (AcceptedDomain domain in accepted)
        {
            var found = new Diagnoses();
            DomainChecks.Run(_host, user, [domain], found);
            if (!found.Has(_options.Ailment))
                continue;
            if (LoggedEntries.Find(bytes, domain.Entry) is { } entry)
                Leave(entry);
            else
                entries.Add(domain.Entry);
        }

        if (entries.Count == 0 && !_report.HasSteps)
            _file.Tell(_report, FixState.Nothing, "there is nothing to do: no domain is without the check whose mail for made-up names is bounced");
    }

    /// <summary>The entry that covers a domain already. One of its own would take its place, and only log where that one refuses.</summary>
    private CoveringEntry? Covering(AcceptedDomain domain) =>
        DomainChecks.Of(_host, null, new Diagnoses()).Said([.. "postmaster@"u8, .. domain.Name])?.Entry;

    /// <summary>What an administrator has written stays.</summary>
    private void Leave(HostLine entry)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{ExaminedHost.Shown(_file.Path)}:{entry.Number}");
        string shown = ExaminedHost.Shown(entry.Bytes);
        if (DomainEntry.IsExclusion(entry.Bytes))
            _file.Tell(_report, FixState.Refused, $"{place} takes the domain out of the check ({shown}), and is left alone; remove that line yourself");
        else
            _file.Tell(_report, FixState.Nothing, $"there is nothing to do: {place} has the entry {shown}, which covers the domain, and is left alone");
    }

    private void Undo(FoundFile found)
    {
        if (found.Kept is not { } name)
        {
            _file.Tell(_report, FixState.Nothing, "there is nothing to undo", found);
            return;
        }

        List<byte[]>? added = found.Content is null ? null : LoggedEntries.Added(found.KeptContent!, found.Content);
        if (added is null)
        {
            _file.TellChanged(_report, name);
            return;
        }

        if (_options.Domain is { } domain && (added.Count != 1 || !AsciiCase.Same(added[0], EntryOf(domain))))
        {
            var names = new List<string>();
            foreach (byte[] entry in added)
                names.Add(ExaminedHost.Shown(entry));
            string all = $"--fix {_options.Shown([])} --undo";
            _file.Tell(_report, FixState.Refused, $"the last change has added {string.Join(", ", names)}; to undo that, leave the domain away: {all}");
            return;
        }

        _file.Undo(found, _options.Writes, _report);
    }

    private byte[] EntryOf(byte[] domain) => AcceptedDomains.Find(AcceptedDomains.Of(_host, AcceptedDomains.MostToMend), domain)?.Entry ?? domain;

    private static List<string> Notes() =>
    [
        "nobody is refused by it: the log tells who would be (qregexcheck-recipients(5)); take action=log away when it names nobody who is there",
    ];
}
