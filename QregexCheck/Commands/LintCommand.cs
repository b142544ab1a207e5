using System.Collections.Generic;
using System.IO;
using QregexCheck.Decision;
using QregexCheck.Lint;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck lint</c>: what is wrong, or likely wrong, with the rules, shown by addresses.</summary>
internal static class LintCommand
{
    /// <summary>Looks at the files and reports.</summary>
    /// <returns>Accept when all is well; HardError with an error, or with a warning where asked; SoftError where a file can't be read.</returns>
    public static ExitCode Run(LintOptions options, Stream output)
    {
        List<LintedFile> files;
        List<byte[]> domains;
        try
        {
            files = options.Files.Count > 0 ? NamedFiles.Read(options.Files) : NamedFiles.Read(options.Directory);
            if (options.Files.Count == 0)
                UnreadFiles.Warn(options.Directory);
            domains = NamedFiles.OwnDomains(options.Directory);
        }
        catch (ControlReadException exception)
        {
            StandardError.Fatal(exception.Message);
            return ExitCode.SoftError;
        }

        IReadOnlyList<Finding> findings;
        using (var bar = new ProgressBar("linting"))
            findings = Linter.Run(files, domains, UtcDay.Today(), bar.Show);

        var buffered = new BufferedStream(output, 64 * 1024);
        if (options.WritesJson)
            LintJson.Write(findings, buffered);
        else
            new LintText(buffered, Terminal.WantsColor(Descriptor.Output)).Write(findings, files.Count);
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
