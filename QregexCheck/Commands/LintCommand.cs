using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Control;
using QregexCheck.Lint;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck lint</c>: tells what is wrong, or probably wrong, with the rules, and shows addresses as proof.</summary>
internal static class LintCommand
{
    /// <summary>Looks at the lists and reports.</summary>
    /// <returns>
    /// Accept when all is well; HardError with an error, or with a warning when asked for; SoftError when a list can't be read.
    /// </returns>
    public static ExitCode Run(LintOptions options, Stream output)
    {
        LintedFiles files;
        List<byte[]> domains;
        byte[]? idHost;
        try
        {
            files = LintedFiles.Read(options);
            domains = NamedFiles.OwnDomains(options.Directory);
            idHost = NamedFiles.IdHost(options.Directory);
        }
        catch (ControlReadException exception)
        {
            StandardError.Fatal(exception.Message);
            return ExitCode.SoftError;
        }

        int today = UtcDay.Today();
        List<Finding> findings;
        using (var bar = new ProgressBar("linting"))
            findings = [.. Linter.Run(files.Lists, domains, today, bar.Show, WorkerThreads.Of(Environment.ProcessorCount), idHost)];
        foreach (RecipientFiles recipients in files.Recipients)
            findings.AddRange(RecipientChecks.Run(recipients, today));
        findings.RemoveAll(finding => options.Ignored.Contains(finding.Kind));

        var buffered = new BufferedStream(output, 64 * 1024);
        switch (options.Format)
        {
            case LintFormat.Json:
                LintJson.Write(findings, buffered);
                break;
            case LintFormat.GitHub:
                LintGitHub.Write(GroupedFindings.Of(findings, options.ShowsAll), buffered);
                break;
            default:
                var text = new LintText(buffered, options.HasColor) { ShowsAll = options.ShowsAll };
                text.Write(GroupedFindings.Of(findings, options.ShowsAll));
                text.WriteCounts(findings, files.Count);
                break;
        }

        buffered.Flush();

        Severity limit = options.IsStrict ? Severity.Warning : Severity.Error;
        foreach (Finding finding in findings)
        {
            if (finding.Kind.Severity >= limit)
                return ExitCode.HardError;
        }

        return ExitCode.Accept;
    }
}
