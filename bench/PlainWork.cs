using System;
using System.Collections.Generic;
using System.IO;

namespace QregexCheck.Bench;

/// <summary>What a command on a whole plain list takes.</summary>
/// <param name="What">The command and the list, in words.</param>
/// <param name="MostSeconds">The most that it may take, in seconds.</param>
/// <param name="Milliseconds">Wall time of the whole process.</param>
/// <param name="PeakKib">Peak resident memory, in KiB.</param>
internal sealed record PlainWork(string What, double MostSeconds, Sample Milliseconds, long PeakKib)
{
    /// <summary>The most memory that any of them may take, in MiB.</summary>
    public const long MostMib = 512;

    private const int Runs = 5;

    /// <summary>Measures all of them.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="million">A set of a million entries. It is compiled already: the first time it may have to wait for the grain of the clock.</param>
    public static IReadOnlyList<PlainWork> All(Programs programs, PlainSet million)
    {
        // Published lists of one-time domains and of names of dial-up hosts have as many.
        string domains = ListOf(programs, "badmailfromhosts", RuleGenerator.Domains(74_000));
        string names = ListOf(programs, "badhelohosts", RuleGenerator.Domains(200_000, "host"));
        string source = ListOf(programs, "domains", RuleGenerator.Domains(100_000));
        return
        [
            Measure(programs, "compile, 1,000,000 plain entries", 10, million.Compile()),
            Measure(programs, "convert --from domains, 100,000 domains", 1, new Command([programs.Qregexcheck, "convert", "--from", "domains", source], [])),
            Convert(programs, "postfix-pcre", "patterns", 0, static (i, domain) => $"/^u{i}\\d+@{Escaped(domain)}$/ 550 5.7.1 no"),
            Convert(programs, "rspamd", "regular expressions", 100, static (i, domain) => $"/^u{i}@{Escaped(domain)}$/i"),
            Convert(programs, "wildmat", "patterns, every third an exception", 100, static (i, domain) => (i % 3) switch
            {
                0 => "*@" + domain,
                1 => $"!u{i}@{domain}",
                _ => $"u{i}[0-9]*@{domain}",
            }),
            Lint(programs, "lint, a plain list of 74,000 domains, no finding", domains),
            Lint(programs, "lint, a plain list of 200,000 HELO names, no finding", names),
        ];
    }

    /// <summary>Converts a list of 100,000 lines, of which exceptions go to a file of their own.</summary>
    private static PlainWork Convert(Programs programs, string form, string what, int exitCode, Func<int, string, string> line)
    {
        List<string> domains = RuleGenerator.Domains(100_000);
        var lines = new List<string>(domains.Count);
        for (int i = 0; i < domains.Count; i++)
            lines.Add(line(i, domains[i]));
        string source = ListOf(programs, "rules-" + form, lines);
        var command = new Command([programs.Qregexcheck, "convert", "--from", form, "--good", source + ".good", source], []);
        return Measure(programs, $"convert --from {form}, 100,000 {what}", 1, command, exitCode);
    }

    private static string Escaped(string domain) => domain.Replace(".", "\\.", StringComparison.Ordinal);

    private static PlainWork Lint(Programs programs, string what, string file)
    {
        string output = Path.Combine(programs.Scratch, "lint");
        var command = new Command([programs.Qregexcheck, "lint", file], []);
        command.Behind(["env"], output).Run();
        if (File.ReadAllText(output + ".out") != "0 errors, 0 warnings, 0 notes in 1 file\n" || new FileInfo(output + ".err").Length > 0)
            throw new BenchException($"lint has findings in {file}");
        return Measure(programs, what, 2, command);
    }

    private static PlainWork Measure(Programs programs, string what, double mostSeconds, Command command, int exitCode = 0)
    {
        long peak = Memory.MeasurePeak(programs, command, exitCode);
        var times = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            Run run = command.Run();
            times[i] = run.ExitCode == exitCode ? run.Milliseconds : throw new BenchException($"{string.Join(' ', command.Arguments)} exits {run.ExitCode}");
        }

        return new PlainWork(what, mostSeconds, new Sample(times), peak);
    }

    private static string ListOf(Programs programs, string name, List<string> lines)
    {
        string directory = Path.Combine(programs.Scratch, "plain");
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, name);
        File.WriteAllLines(file, lines);
        return file;
    }
}
