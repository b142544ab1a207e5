using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Rooms.Control;

namespace QregexCheck.Tests.Support;

/// <summary>Control files as strings, a judge over them, and a record of what it asked and said.</summary>
internal sealed class RulesInMemory
{
    public static readonly int Today = new DateOnly(2026, 11, 24).DayNumber;

    private readonly Dictionary<ControlList, string> _files = new();
    private readonly RuleMatcher _matcher = new();

    /// <summary>The files in the order in which they were opened.</summary>
    public List<ControlList> Opened { get; } = new();

    /// <summary>What was logged by rules with action=log, as <c>badmailto:3</c>.</summary>
    public List<string> Logged { get; } = new();

    /// <summary>Each file's answer, as <c>badmailto:3</c>.</summary>
    public List<string> Told { get; } = new();

    /// <summary>The warnings, as <c>badmailto:3:1</c>.</summary>
    public List<string> Warned { get; } = new();

    /// <summary>The recipient check; null for none.</summary>
    public Func<Envelope, RecipientAnswer?>? Look { get; init; }

    public string this[ControlList list]
    {
        set => _files[list] = value;
    }

    /// <summary>Decides, and says it as <c>accept</c>, <c>reject badmailto:3</c>, <c>defer ...</c> or <c>trouble</c>.</summary>
    public string Decide(Envelope envelope)
    {
        Verdict verdict = Judge(envelope);
        string kind = verdict.Kind.ToString().ToLowerInvariant();
        return verdict.Reason?.Hit is { } hit ? $"{kind} {Name(hit.List)}:{hit.Line}" : kind;
    }

    public Verdict Judge(Envelope envelope) => ToJudge().Decide(envelope);

    /// <summary>The judge over the files.</summary>
    public Judge ToJudge() => new(Open, hit => Logged.Add($"{Name(hit.List)}:{hit.Line}"), hit => Told.Add($"{Name(hit.List)}:{hit.Line}"), Look);

    /// <summary>The rules of one file's text, ready to be asked once.</summary>
    public TextRules Rules(ControlList list, string text) => new(
        list,
        new ControlFile(new LineReader(LineReaderTests.Chunked(Encoding.Latin1.GetBytes(text), () => 100))),
        _matcher,
        () => Today,
        (of, error) => Warned.Add($"{Name(of)}:{error.Line}:{error.Column}"));

    /// <summary>The rules of a file, ready to be asked once; null when it is missing.</summary>
    public TextRules? Open(ControlList list)
    {
        Opened.Add(list);
        if (!_files.TryGetValue(list, out string? text))
            return null;
        return text == "unreadable" ? throw new ControlReadException("unreadable " + Name(list)) : Rules(list, text);
    }

    private static string Name(ControlList list) => Encoding.ASCII.GetString(ControlLists.FileName(list));
}
