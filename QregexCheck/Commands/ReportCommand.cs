using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.History;
using QregexCheck.Lint;
using QregexCheck.Logs;
using QregexCheck.Posix;
using QregexCheck.Proof;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck report</c>: tells which rules hit how often, and why others did not. It changes no rule.</summary>
internal static class ReportCommand
{
    /// <summary>Counts and reports.</summary>
    /// <returns>
    /// Accept; HardError where that was asked for and a rule can't be used, can't be reached, or sleeps; SoftError when a log holds no line of ours, or the
    /// page can't be written.
    /// </returns>
    /// <exception cref="ControlReadException">A control file or a log can't be read.</exception>
    public static ExitCode Run(ReportRequest request, Stream output)
    {
        request.Directory.CheckExists();
        if (request.Page is { } place && !ReportPage.MayWrite(place))
            return ExitCode.SoftError;
        LintedFiles files = LintedFiles.Read(new LintOptions(request.Directory, LintFormat.Text, false, false, new HashSet<FindingKind>(), HasColor: false, []));
        bool isTable = !request.WritesJson && request.Page is null;
        var memory = new CounterMemory(CounterMemory.OfReport);
        var tallies = new RuleTallies(KeyOf(files), memory, request.Top, isTable ? 0 : request.Top);
        LogTotals totals = LogPass.Run(request.Logs, new VirtualPrefixes(), tallies.Take, tallies.Names);
        if (totals.Recognized == 0)
        {
            StandardError.Fatal(
                totals.Lines.All == 0 ? LogTotals.Empty
                : $"none of {totals.Lines.All} lines is one of qregexcheck's; name the log of qmail-smtpd, or see qregexcheck-log(8)");
            return ExitCode.SoftError;
        }

        memory.CollectIfMuch();
        int today = UtcDay.Today();
        ReportedDays days = totals.First == MailEvent.NoTime ? default : new ReportedDays(LogDay.Of(totals.First), LogDay.Of(totals.Last));
        RuleReport report = RuleReport.Of(Rules(files, request.Directory, tallies, today), tallies, days, today, request.Unused);
        var notes = new ReportNotes(
            totals.Lines.All, totals.Understood, totals.Recognized - totals.Understood, request.Logs.HasDays ? 0 : totals.WithoutStamp, tallies.Uncounted);
        ExitCode code = request.IsStrict && report.HasIdleRules ? ExitCode.HardError : ExitCode.Accept;
        var buffered = new BufferedStream(output, 64 * 1024);
        if (request.Page is { } page)
        {
            if (!ReportPage.TryWrite(page, ReportHtml.Page(report, tallies, notes, request.Top)))
                return ExitCode.SoftError;
            buffered.Write(new ByteText().AddEscaped(page, Plain.Message).Add(": "u8).Add(Sum(report)).Add("\n"u8).Bytes);
        }
        else if (request.WritesJson)
        {
            ReportJson.Write(report, tallies, notes, request.Top, buffered);
        }
        else
        {
            new ReportText(report, request.HasColor, Terminal.ShowsUtf8, request.Top > 0).Write(notes, buffered);
        }

        buffered.Flush();
        return code;
    }

    /// <summary>
    /// The key of hashes of what strangers have chosen. It is made of the rules, which they don't know: so two reports of one log say the same.
    /// </summary>
    private static AddressHash KeyOf(LintedFiles files)
    {
        var hash = new AddressHash(0x7265_706F_7274, 0x7275_6C65_73);
        ulong first = 0;
        ulong second = 1;
        foreach (LintedFile file in files.Lists)
        {
            foreach (LintedRule rule in file.Rules)
            {
                first = new AddressHash(first, second).Of(rule.Text);
                second ^= hash.Of(rule.Text);
            }
        }

        return new AddressHash(first, second);
    }

    private static IEnumerable<CurrentRule> Rules(LintedFiles files, ControlDirectory directory, RuleTallies tallies, int today)
    {
        IReadOnlyList<Finding> findings;
        using (var bar = new ProgressBar("comparing"))
            findings = Linter.Run(files.Lists, [], today, bar.Show, WorkerThreads.Of(Environment.ProcessorCount));
        foreach (CurrentRule rule in CurrentRule.Of(files.Lists, findings))
            yield return rule;
        foreach (RecipientFiles recipients in files.Recipients)
        {
            if (recipients.Covered is not { } covered)
                continue;
            foreach (CurrentRule entry in CurrentRule.OfEntries(covered, RecipientChecks.Run(recipients, today)))
                yield return entry;
        }

        foreach (CurrentRule entry in CurrentRule.OfBounces(BatvFiles.ReadDomains(directory), tallies))
            yield return entry;
    }

    private static string Sum(RuleReport report)
    {
        long hits = 0;
        int rules = 0;
        foreach (ReportedList list in report.Lists)
        {
            rules += list.Rules.Count;
            foreach (ReportedRule rule in list.Rules)
                hits += rule.Hits;
        }

        foreach (ReportedRule rule in report.Removed)
            hits += rule.Hits;
        string days = report.Days.AreKnown ? ", " + LogDay.Range(report.Days.First, report.Days.Last) : string.Empty;
        return $"{ReportWords.Count(hits, "hit", "hits")}, {ReportWords.Count(rules, "rule", "rules")}{days}";
    }
}
