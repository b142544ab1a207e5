using System.Collections.Generic;
using System.IO;
using QregexCheck.Doctor;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck doctor --fix</c>: mends what can be mended by one file, or prints the command that does.</summary>
internal static class FixCommand
{
    /// <summary>Mends, or shows what would be done.</summary>
    /// <param name="host">The host.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="unread">Files of the control directory that nobody asks.</param>
    /// <param name="hasSnapshot">True when there is a snapshot of recipients.</param>
    /// <param name="output">Takes the report.</param>
    /// <returns>HardError when something speaks against it; SoftError when a call failed.</returns>
    public static ExitCode Run(ExaminedHost host, FixOptions options, IReadOnlyList<Evidence> unread, bool hasSnapshot, Stream output)
    {
        var report = new FixReport(options.IsJson, output);
        Examination.RequireDirectories(host);
        if (!host.IsBlind)
            Examination.RequireFiles(host);
        if (host.IsBlind)
            report.Add(new FixStep(options.Shown(options.Domain), FixState.Failed, Blindness(host)));
        else if (options.Ailment == Ailment.BounceDefault)
            DefaultFix.Run(host, options, hasSnapshot, report);
        else if (options.Ailment == Ailment.NoCheck)
            CoverFix.Run(host, options, report);
        else
            PrintCommands(host, options, unread, report, output);
        return report.Code;
    }

    private static string Blindness(ExaminedHost host) =>
        $"{ExaminedHost.Shown(host.Unseen[0].File)}: {host.Unseen[0].Words}; mend that, or set QREGEXCHECK_QMAIL or --control to where the right ones are";

    /// <summary>All else is for the administrator to do.</summary>
    private static void PrintCommands(ExaminedHost host, FixOptions options, IReadOnlyList<Evidence> unread, FixReport report, Stream output)
    {
        DoctorReport all = Examination.Of(host, unread);
        var findings = new List<Diagnosis>();
        foreach (Diagnosis finding in all.Findings)
        {
            if (finding.Ailment == options.Ailment && (options.Domain is null || (finding.Domain is { } domain && AsciiCase.Same(domain, options.Domain))))
                findings.Add(finding);
        }

        if (options.IsJson)
            DoctorJson.WriteFindings(findings, output);
        else
            DoctorText.WriteFindings(findings, output);
        string words = findings.Count == 0 ? "nothing of this kind was found, and --fix would not mend it"
            : findings.Exists(static finding => finding.Command is not null) ? "it is not mended by --fix; run the command yourself"
            : "it is not mended by --fix, nor by one command; see qregexcheck-doctor(8)";
        report.Add(new FixStep(options.Shown(options.Domain), FixState.Refused, words));
    }
}
