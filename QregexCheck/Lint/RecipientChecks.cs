using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>Looks at control/checkrcpthosts and control/validrcptto, and at qmail's own files as far as they tell whose mail comes here.</summary>
internal static class RecipientChecks
{
    /// <summary>Looks at the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="today">The day number (UTC).</param>
    public static IReadOnlyList<Finding> Run(RecipientFiles files, int today)
    {
        var findings = new Findings();
        if (files.Covered is null && files.Valid is null)
            return findings.All;
        var limit = new FindingLimit(findings);
        var host = new HostDomains(files);
        ValidDomains? valid = files.Valid is { } list ? ReadValid(list, findings, limit) : files.IsWhole ? ValidDomains.None : null;
        CoveringEntries? entries = null;
        List<LintedEntry> all = [];
        if (files.Covered is { } covered)
        {
            FileChecks.CheckByteOrderMark(covered, findings);
            ValidChecks.CheckLength(covered, LintCatalog.DomainEntry, HostControlFile.LongestLine, limit);
            all = CoveringReader.Read(covered, limit);
            AnnotationChecks.CheckOrphans(covered, LastLine(covered), "entry", findings);
            entries = new CoveringEntries(all, today);
            new CoveringChecks(covered, entries, host, valid, today, limit).Check(all);
            new HostDomainChecks(host, entries, valid, limit).Check(files);
        }

        if (files.Valid is { } addresses)
        {
            var checks = new ValidChecks(addresses, host, limit);
            checks.Check(valid!);
            if (entries is not null || files.IsWhole)
                checks.CheckCovered(valid!, entries);
        }

        limit.Close();
        if (files.Covered is { } annotated)
            IgnoredFindings.TakeOut(annotated, all, findings);
        var order = new List<LintedFile>();
        foreach (LintedFile? file in (LintedFile?[])[files.Covered, files.Valid, files.Received, files.Locals, files.Me, files.Virtual])
        {
            if (file is not null)
                order.Add(file);
        }

        findings.Sort(order);
        return findings.All;
    }

    private static ValidDomains ReadValid(LintedFile file, Findings findings, FindingLimit limit)
    {
        FileChecks.CheckByteOrderMark(file, findings);
        ValidChecks.CheckLength(file, LintCatalog.AddressEntry, ValidRecipients.LongestLine, limit);
        return ValidDomains.Read(file, limit);
    }

    /// <summary>The last line that is no comment.</summary>
    private static int LastLine(LintedFile file)
    {
        int last = 0;
        ControlFile lines = file.Read();
        while (lines.TryRead(out ControlLine line))
            last = line.IsComment ? last : line.Number;
        return last;
    }
}
