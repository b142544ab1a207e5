using System.Collections.Generic;
using System.IO;
using QregexCheck.Control;
using QregexCheck.Lint;
using QregexCheck.Posix;
using QregexCheck.Proof;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck compare OLD NEW</c>: tells whether two files, or two control directories, refuse the same.</summary>
internal static class CompareCommand
{
    /// <summary>Compares, and reports each rule that differs.</summary>
    /// <returns>
    /// Accept when both refuse the same; HardError when they differ; SoftError when this is not known, or a file can't be read.
    /// </returns>
    public static ExitCode Run(string oldPath, string newPath, bool writesJson, Stream output)
    {
        IReadOnlyList<Difference> differences;
        int today = UtcDay.Today();
        try
        {
            bool isDirectory = NamedFiles.IsKnownDirectory(oldPath);
            if (isDirectory != NamedFiles.IsKnownDirectory(newPath))
            {
                StandardError.Fatal("unable to compare a file with a directory; name two of a kind");
                return ExitCode.HardError;
            }

            using var bar = new ProgressBar("comparing");
            differences = isDirectory
                ? Comparison.OfDirectories(ReadDirectory(oldPath), ReadDirectory(newPath), today, bar.Show)
                : Comparison.OfFiles(NamedFiles.Read(oldPath), NamedFiles.Read(newPath), today, bar.Show);
        }
        catch (ControlReadException exception)
        {
            StandardError.Fatal(exception.Message);
            return ExitCode.SoftError;
        }

        var buffered = new BufferedStream(output, 64 * 1024);
        var json = new JsonText();
        int changes = 0;
        foreach (Difference difference in differences)
        {
            changes += difference.Word is null ? 0 : 1;
            if (writesJson)
                WriteJson(difference, json, buffered);
            else
                WriteText(difference, buffered);
        }

        if (!writesJson)
            WriteSum(changes, differences.Count - changes, buffered);
        buffered.Flush();
        return changes > 0 ? ExitCode.HardError : differences.Count > 0 ? ExitCode.SoftError : ExitCode.Accept;
    }

    private static List<LintedFile> ReadDirectory(string path)
    {
        var directory = new ControlDirectory(System.Text.Encoding.UTF8.GetBytes(path));
        List<LintedFile> files = NamedFiles.Read(directory);
        UnreadFiles.Warn(directory);
        return files;
    }

    private static void WriteText(Difference difference, Stream output)
    {
        LintedRule rule = difference.Rule;
        var text = new ByteText().Add(difference.Word is null ? "? "u8 : difference.IsNew ? "+ "u8 : "- "u8);
        text.Add(LintWords.OfFile(rule.File.Name)).Add(":"u8).Add(rule.Line).Add(": "u8).AddEscaped(rule.Text, Plain.Printable);
        if (rule.Annotation.Condition is { } condition)
            text.Add("  "u8).AddEscaped(condition.Text, Plain.Printable);
        text.Add("\n    "u8);
        if (difference.Word is null)
        {
            text.Add("unknown: a limit was met, or a back-reference is in the way"u8);
        }
        else
        {
            text.Add(difference.IsNew ? "newly refused"u8 : "no longer refused"u8);
            text.Add(difference.IsForRelayClients ? " for relay clients: "u8 : ": "u8);
            AddWord(text, difference.Word);
        }

        output.Write(text.Add("\n"u8).Bytes);
    }

    private static void AddWord(ByteText text, byte[] word)
    {
        if (word.Length == 0)
            text.Add("the empty address"u8);
        else
            text.AddEscaped(word, Plain.Printable);
    }

    private static void WriteSum(int changes, int unknown, Stream output)
    {
        var text = new ByteText();
        if (changes == 0)
            text.Add(unknown == 0 ? "both refuse the same"u8 : "no difference found"u8);
        else
            text.Add(changes).Add(changes == 1 ? " rule differs"u8 : " rules differ"u8);
        if (unknown > 0)
            text.Add(", "u8).Add(unknown).Add(" unknown"u8);
        output.Write(text.Add("\n"u8).Bytes);
    }

    private static void WriteJson(Difference difference, JsonText json, Stream output)
    {
        json.BeginLine()
            .Add("change"u8, difference.Word is null ? "unknown"u8 : difference.IsNew ? "newly refused"u8 : "no longer refused"u8)
            .Add("file"u8, difference.Rule.File.Name)
            .Add("line"u8, difference.Rule.Line)
            .Add("text"u8, difference.Rule.Text);
        if (difference.Rule.Annotation.Condition is { } condition)
            json.Add("condition"u8, condition.Text);
        if (difference.Word is not null)
            json.Add("witness"u8, difference.Word).Add("relay_clients_only"u8, difference.IsForRelayClients);
        output.Write(json.EndLine().Bytes);
        json.Clear();
    }
}
