using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>What <c>test</c> tells of a recipient that was looked up: what is known, from which files, and as which user they were looked at.</summary>
internal sealed class RecipientReport
{
    private readonly ControlDirectory _directory;
    private readonly Lazy<string> _user = new(NameOfUser);

    /// <param name="directory">The directory of the rules, which holds checkrcpthosts.</param>
    public RecipientReport(ControlDirectory directory) => _directory = directory;

    /// <summary>A line for people, behind all envelopes: who looked, and where.</summary>
    public string Note => $"recipients were looked up as user {_user.Value}, for the qmail in {Home}, by {_directory.Name}/{EntryFile}";

    private static string EntryFile => Encoding.ASCII.GetString(CoveringEntry.FileName);

    private static string Home => Escape.Text(QmailHome.Path, Plain.Message);

    /// <summary>Adds the place, the text and the note of the entry that decided, or that only logs.</summary>
    public void AddEntry(ByteText text, CoveringEntry entry)
    {
        text.Add(_directory.Name).Add("/"u8).Add(CoveringEntry.FileName).Add(":"u8).Add(entry.Line).Add("  "u8).AddEscaped(entry.Text, Plain.Printable);
        if (entry.Annotation.Action == RuleAction.Log)
            text.Add("  ("u8).Add(TestWords.Of(RuleEffect.Log)).Add(")"u8);
        if (entry.Annotation.Note is { } note)
            text.Add("  # "u8).AddEscaped(note, Plain.Printable);
        text.Add("\n"u8);
    }

    /// <summary>Adds what is known, for people. The first line names the file that decided; each further thing that was looked at has a line of its own.</summary>
    /// <param name="text">The text. It stands behind a label.</param>
    /// <param name="answer">What is known.</param>
    /// <param name="indent">What stands in front of each further line.</param>
    public static void Add(ByteText text, RecipientAnswer answer, ReadOnlySpan<byte> indent)
    {
        IReadOnlyList<Evidence> seen = answer.Evidence;
        Evidence? last = answer.State != RecipientState.Missing && seen.Count > 0 ? seen[^1] : null;
        if (answer.State == RecipientState.Unknown && answer.Advice is null && last is { } one && answer.Why.AsSpan().IndexOf(Encoding.UTF8.GetBytes(one.Words)) < 0)
            last = null;
        text.Add(TestWords.Sentence(answer.State));
        if (answer.State == RecipientState.Exists)
        {
            if (last is { } file)
                text.Add(" "u8).AddEscaped(file.File, Plain.Printable);
            text.Add(" ("u8).AddEscaped(answer.Why, Plain.Printable).Add(")"u8);
        }
        else if (last is { } file)
        {
            text.Add(" "u8);
            AddEvidence(text, file);
        }
        else
        {
            text.Add(": "u8).AddEscaped(answer.Why, Plain.Printable);
        }

        if (answer.Advice is not null)
            text.Add("; "u8).Add(answer.Advice);
        text.Add("\n"u8);
        for (int i = 0; i < (last is null ? seen.Count : seen.Count - 1); i++)
        {
            text.Add(indent);
            AddEvidence(text, seen[i]);
            text.Add("\n"u8);
        }
    }

    /// <summary>Adds the member <c>recipient</c>, as an object.</summary>
    public void Add(JsonText json, ReadOnlySpan<byte> address, RecipientAnswer answer)
    {
        json.Begin("recipient"u8).Add("address"u8, address).Add("state"u8, TestWords.Of(answer.State)).Add("why"u8, answer.Why);
        json.BeginList("evidence"u8);
        foreach (Evidence one in answer.Evidence)
            json.Begin(default).Add("file"u8, one.File).Add("found"u8, one.Words).End();
        json.EndList();
        if (answer.Advice is not null)
            json.Add("advice"u8, answer.Advice);
        if (answer.Entry is { } entry)
            json.Begin("entry"u8).Add("file"u8, $"{_directory.Name}/{EntryFile}").Add("line"u8, entry.Line).Add("text"u8, entry.Text).End();
        json.Add("user"u8, _user.Value).Add("qmail"u8, Home).Add("rules"u8, _directory.Name).End();
    }

    private static void AddEvidence(ByteText text, Evidence one) => text.AddEscaped(one.File, Plain.Printable).Add(": "u8).Add(one.Words);

    private static string NameOfUser()
    {
        uint user = Identity.User;
        return Account.Find(new ByteText().Add($"{user}").Bytes)?.Name ?? $"{user}";
    }
}
