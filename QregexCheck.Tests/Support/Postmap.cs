using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace QregexCheck.Tests.Support;

/// <summary>
/// Debian's postmap(1), asked as Postfix's own servers ask its tables. install-tools unpacks it; nothing of Postfix is installed or runs.
/// </summary>
internal sealed partial class Postmap : IDisposable
{
    private const string Root = "/usr/local/lib/qregexcheck-tests/postfix";

    private readonly ControlFolder _folder = new();

    public Postmap()
    {
        _folder.With(
            "main.cf",
            $"compatibility_level = 3.6\nsmtputf8_enable = no\nmeta_directory = {_folder.Path}\nshlib_directory = {Root}/usr/lib/postfix\n"
            + $"queue_directory = {_folder.Path}\nmail_owner = daemon\nsetgid_group = mail\n");
        _folder.With("dynamicmaps.cf", "pcre\tpostfix-pcre.so\tdict_pcre_open\n");
    }

    /// <summary>
    /// What each of many tables answers to keys, in one look-up of all: a unionmap asks them all. What stands on a right side ends in a word like <c>r3t17</c>:
    /// the number of the entry and that of its table, which tell the answers apart.
    /// </summary>
    /// <param name="type">regexp, pcre or texthash.</param>
    /// <param name="tables">What the tables hold.</param>
    /// <param name="keys">The keys, none of them empty, none with a TAB or a newline.</param>
    /// <returns>Of each table and key with an answer, the answer up to that word, and the number of the entry.</returns>
    public Dictionary<(int Table, string Key), (string Answer, int Entry)> Ask(string type, IReadOnlyList<string> tables, IEnumerable<string> keys)
    {
        _folder.With("keys", string.Concat(keys.Distinct().Select(static key => key + "\n")));
        for (int number = 0; number < tables.Count; number++)
        {
            _folder.With($"table{number}", tables[number]);

            // postmap takes a table that has just been written for one that is still being written, and waits a second.
            File.SetLastWriteTimeUtc(_folder.Of($"table{number}"), DateTime.UnixEpoch.AddYears(50));
        }

        string all = string.Join(',', Enumerable.Range(0, tables.Count).Select(number => $"{type}:{_folder.Of($"table{number}")}"));
        Outcome outcome = new Child(Root + "/usr/sbin/postmap", "-c", _folder.Path, "-q", "-", $"unionmap:{{{all}}}")
        {
            Environment = [$"LD_LIBRARY_PATH={Root}/usr/lib/postfix"],
            Wires = new Dictionary<int, Wire> { [0] = Wire.File(_folder.Of("keys")) },
        }.Run();
        if (outcome.ExitCode is not (0 or 1) || outcome.Error.Contains("fatal", StringComparison.Ordinal))
            throw new InvalidOperationException(outcome.Error);
        var answers = new Dictionary<(int Table, string Key), (string Answer, int Entry)>();
        foreach (string line in outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            foreach (Match match in Answers().Matches(line[(tab + 1)..]))
                answers.Add((Number(match, 3), line[..tab]), (match.Groups[1].Value, Number(match, 2)));
        }

        return answers;
    }

    public void Dispose() => _folder.Dispose();

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("(.*?)r([0-9]+)t([0-9]+)(?:,|$)")]
    private static partial Regex Answers();
}
