using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace QregexCheck.Tests.Support;

/// <summary>
/// Debian's postmap(1), asked as Postfix's own servers ask its tables. install-tools unpacks it; nothing of Postfix is installed or runs.
/// </summary>
internal sealed class Postmap : IDisposable
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

    /// <summary>What a table answers to keys; those for which it has nothing are missing.</summary>
    /// <param name="type">regexp, pcre or texthash.</param>
    /// <param name="table">What the table holds.</param>
    /// <param name="keys">The keys, none of them empty, none with a TAB or a newline.</param>
    public Dictionary<string, string> Ask(string type, string table, IEnumerable<string> keys)
    {
        _folder.With("table", table).With("keys", string.Concat(keys.Distinct().Select(static key => key + "\n")));

        // postmap takes a table that has just been written for one that is still being written, and waits a second.
        File.SetLastWriteTimeUtc(_folder.Of("table"), DateTime.UnixEpoch.AddYears(50));
        Outcome outcome = new Child(Root + "/usr/sbin/postmap", "-c", _folder.Path, "-q", "-", $"{type}:{_folder.Of("table")}")
        {
            Environment = [$"LD_LIBRARY_PATH={Root}/usr/lib/postfix"],
            Wires = new Dictionary<int, Wire> { [0] = Wire.File(_folder.Of("keys")) },
        }.Run();
        if (outcome.ExitCode is not (0 or 1) || outcome.Error.Contains("fatal", StringComparison.Ordinal))
            throw new InvalidOperationException(outcome.Error);
        var answers = new Dictionary<string, string>();
        foreach (string line in outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            answers[line[..tab]] = line[(tab + 1)..];
        }

        return answers;
    }

    public void Dispose() => _folder.Dispose();
}
