using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace QregexCheck.Bench;

/// <summary>
/// A run that is kept to be compared with: ratios alone, as absolute times are another machine's. A file of lines with tabs between fields; lines with
/// <c>#</c> in front say what was measured, where and how.
/// </summary>
/// <param name="Day">The day on which it was measured, as its file is named.</param>
/// <param name="Commit">The commit that was measured.</param>
/// <param name="Way">How it was measured: runs of two ways are not comparable row by row.</param>
/// <param name="Rows">The ratios by their names.</param>
internal sealed record KeptRun(string Day, string Commit, string Way, IReadOnlyDictionary<string, KeptRow> Rows)
{
    private const string CommitMark = "# commit ";
    private const string WayMark = "# measured ";

    /// <summary>The latest run of a directory that is older than a day; null when there is none.</summary>
    public static KeptRun? Latest(string directory, string before)
    {
        string? latest = null;
        foreach (string path in Directory.Exists(directory) ? Directory.GetFiles(directory, "*.tsv") : [])
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (string.CompareOrdinal(name, before) >= 0)
                continue;
            if (latest is null || string.CompareOrdinal(name, latest) > 0)
                latest = name;
        }

        return latest is null ? null : Parse(latest, File.ReadAllLines(Path.Combine(directory, latest + ".tsv")));
    }

    /// <summary>Reads a run.</summary>
    /// <exception cref="BenchException">A line is none.</exception>
    public static KeptRun Parse(string day, IReadOnlyList<string> lines)
    {
        var rows = new Dictionary<string, KeptRow>(StringComparer.Ordinal);
        string commit = "unknown";
        string way = "unknown";
        foreach (string line in lines)
        {
            if (line.StartsWith(CommitMark, StringComparison.Ordinal))
                commit = line[CommitMark.Length..];
            else if (line.StartsWith(WayMark, StringComparison.Ordinal))
                way = line[WayMark.Length..];
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] fields = line.Split('\t');
            if (fields.Length != 5
                || !TryNumber(fields[1], out double median) || !TryNumber(fields[2], out double low) || !TryNumber(fields[3], out double high)
                || !int.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) || rounds < 1
                || !rows.TryAdd(fields[0], new KeptRow(median, low, high, rounds)))
            {
                throw new BenchException($"the run of {day} has a line that is none: {line}");
            }
        }

        return new KeptRun(day, commit, way, rows);
    }

    /// <summary>The run as its file holds it.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        text.Append($"{CommitMark}{Commit}\n{WayMark}{Way}\n# what, median of the rounds' ratios, tenth and ninetieth percentile, rounds\n");
        foreach ((string what, KeptRow row) in Rows)
            text.Append(CultureInfo.InvariantCulture, $"{what}\t{row.Median:F6}\t{row.Low:F6}\t{row.High:F6}\t{row.Rounds}\n");
        return text.ToString();
    }

    /// <summary>Keeps the run in a directory. A second run of a day stands in the place of the first.</summary>
    public void Keep(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, Day + ".tsv"), Write());
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number > 0;
}
