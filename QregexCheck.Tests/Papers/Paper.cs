using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace QregexCheck.Tests.Papers;

/// <summary>Reads papers and sources for what the tests compare.</summary>
internal static class Paper
{
    public const string Manual = "QregexCheck/man/qregexcheck.8";
    public const string RulesManual = "QregexCheck/man/qregexcheck-rules.5";
    public const string LintManual = "QregexCheck/man/qregexcheck-lint.5";
    public const string RecipientsManual = "QregexCheck/man/qregexcheck-recipients.5";
    public const string BouncesManual = "QregexCheck/man/qregexcheck-bounces.8";
    public const string ConvertManual = "QregexCheck/man/qregexcheck-convert.8";
    public const string DoctorManual = "QregexCheck/man/qregexcheck-doctor.8";
    public const string LogManual = "QregexCheck/man/qregexcheck-log.8";

    public const string WiringManual = "QregexCheck/man/qregexcheck-wiring.8";

    /// <summary>Every manual page.</summary>
    public static IEnumerable<string> Manuals =>
        Directory.EnumerateFiles(Repository.PathOf("QregexCheck/man")).Select(path => "QregexCheck/man/" + Path.GetFileName(path));

    private const RegexOptions ManyLines = RegexOptions.Multiline | RegexOptions.Singleline;

    /// <summary>A manual page's text with roff's escapes undone.</summary>
    public static string ReadManual(string page) => Unescape(Repository.Read(page));

    /// <summary>One section of a manual page, as written.</summary>
    public static string Section(string page, string title) =>
        Regex.Match(Repository.Read(page), $@"^\.Sh {title}\n(.*?)^\.Sh ", ManyLines).Groups[1].Value;

    /// <summary>The <c>console</c> blocks of a Markdown paper.</summary>
    public static List<ConsoleExample> MarkdownExamples(string paper) =>
        Found(Repository.Read(paper), "^```console\n(.*?)^```$").ConvertAll(block => new ConsoleExample(LinesOf(block)));

    /// <summary>The literal displays in a manual page's EXAMPLES that begin with a command.</summary>
    public static List<ConsoleExample> ManualExamples(string page) =>
        Found(Section(page, "EXAMPLES"), @"^\.Bd -literal[^\n]*\n(\$ .*?)^\.Ed$")
            .ConvertAll(block => new ConsoleExample(LinesOf(Unescape(block))));

    /// <summary>What the first group of a pattern finds, each text once.</summary>
    public static List<string> Found(string text, string pattern) =>
        Regex.Matches(text, pattern, ManyLines).Select(match => match.Groups[1].Value).Distinct().ToList();

    /// <summary>All C# sources of the product, one after the other.</summary>
    public static string Sources() => string.Concat(
        Directory.EnumerateFiles(Repository.PathOf("QregexCheck"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText));

    private static string[] LinesOf(string block) => block.TrimEnd('\n').Split('\n');

    private static string Unescape(string text) => text
        .Replace("\\&", string.Empty, StringComparison.Ordinal)
        .Replace("\\e", "\\", StringComparison.Ordinal)
        .Replace("\\-", "-", StringComparison.Ordinal);
}
