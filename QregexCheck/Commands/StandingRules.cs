using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lint;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Proof;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>A place where the rule of a line stands now.</summary>
/// <param name="List">The name of the list.</param>
/// <param name="Line">Its line.</param>
/// <param name="State">What it does there, if it is not simply in force: a clause; null otherwise.</param>
internal readonly record struct StandingRule(string List, int Line, string? State);

/// <summary>Finds where a rule of the log stands now: in the lists, and in the files whose entries decide as rules do.</summary>
internal sealed class StandingRules
{
    private readonly IReadOnlyList<LintedFile> _files;
    private readonly List<(string File, CoveringEntry Entry)> _entries = [];
    private readonly string? _waits;

    /// <param name="directory">The directory of the control files.</param>
    /// <param name="files">Its lists.</param>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public StandingRules(ControlDirectory directory, IReadOnlyList<LintedFile> files)
    {
        _files = files;
        if (directory.ReadAll(CoveringEntry.FileName) is { } bytes)
        {
            string name = Encoding.ASCII.GetString(CoveringEntry.FileName);
            foreach (LintedEntry entry in CoveringReader.Read(new LintedFile(name, bytes), new FindingLimit(new Findings())))
                _entries.Add((name, new CoveringEntry(entry.Line, entry.Text, entry.Annotation)));
        }

        if (BatvFiles.ReadDomains(directory) is not { } domains)
            return;
        foreach (CoveringEntry entry in domains.Entries)
            _entries.Add((Encoding.ASCII.GetString(BatvDomains.FileName), entry));
        _waits = WhyTagsWait(directory);
    }

    /// <summary>The places of a rule, by what the log writes for it: those in its own file, or else those in other lists.</summary>
    /// <param name="file">The name of its file.</param>
    /// <param name="logged">Its text in the log.</param>
    public List<StandingRule> Find(byte[] file, byte[] logged)
    {
        var own = new List<StandingRule>();
        var others = new List<StandingRule>();
        string name = Encoding.Latin1.GetString(file);
        foreach (LintedFile list in _files)
        {
            string found = ControlLists.Name(list.List!.Value);
            foreach (LintedRule rule in list.Rules)
            {
                if (LogLine.RuleText(rule.Text).SequenceEqual(logged))
                    (found == name ? own : others).Add(new StandingRule(found, rule.Line, StateOf(rule.Error, rule.Annotation)));
            }
        }

        foreach ((string found, CoveringEntry entry) in _entries)
        {
            if (found == name && LogLine.RuleText(entry.Text).SequenceEqual(logged))
                own.Add(new StandingRule(name, entry.Line, StateOf(default, entry.Annotation) ?? WaitOf(found)));
        }

        return own.Count > 0 ? own : others;
    }

    private static string? StateOf(SyntaxError error, Annotation annotation) =>
        error.Kind != SyntaxErrorKind.None ? "can't be used"
        : annotation.SleepsOn(UtcDay.Today()) ? "asleep: its until day is over"
        : annotation.Action == RuleAction.Log ? "only logs"
        : annotation.Condition is { } condition ? $"hits only with {Escape.Text(condition.Text, Plain.Printable)}"
        : null;

    private string? WaitOf(string file) => _waits is null || file != Encoding.ASCII.GetString(BatvDomains.FileName) ? null : $"only logs yet: {_waits}";

    /// <summary>Why no bounce is refused yet for its tag; null when bounces are.</summary>
    private static string? WhyTagsWait(ControlDirectory directory)
    {
        try
        {
            return BatvFiles.ReadKeys(directory).WhyNotRefuse(UtcDay.Today());
        }
        catch (ControlReadException exception)
        {
            return exception.Message;
        }
    }
}
