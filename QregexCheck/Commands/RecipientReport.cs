using System;
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
    // The words of the trail for a name that was looked for in vain.
    private const string Absent = "no such file";

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
        int decisive = IndexOfDecisive(answer);
        text.Add(TestWords.Sentence(answer.State));
        if (decisive >= 0)
            text.Add(" "u8).AddEscaped(answer.Evidence[decisive].File, Plain.Printable);
        if (answer.State == RecipientState.Exists)
            text.Add(" ("u8).AddEscaped(answer.Why, Plain.Printable).Add(")"u8);
        else if (decisive >= 0)
            text.Add(": "u8).Add(answer.Evidence[decisive].Words);
        else
            text.Add(": "u8).AddEscaped(answer.Why, Plain.Printable);
        if (answer.Advice is not null)
            text.Add("; "u8).Add(answer.Advice);
        text.Add("\n"u8);
        for (int i = 0; i < answer.Evidence.Count; i++)
        {
            if (i != decisive)
                text.Add(indent).AddEscaped(answer.Evidence[i].File, Plain.Printable).Add(": "u8).Add(answer.Evidence[i].Words).Add("\n"u8);
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

    /// <summary>
    /// The place of the one file that decided; -1 when there is no such file. A recipient exists by the last file that is there. It can't be told for the file
    /// that was looked at last, if the reason speaks of that file. And all files together tell that a recipient is missing.
    /// </summary>
    private static int IndexOfDecisive(RecipientAnswer answer)
    {
        int last = answer.Evidence.Count - 1;
        switch (answer.State)
        {
            case RecipientState.Exists:
                while (last >= 0 && answer.Evidence[last].Words == Absent)
                    last--;
                return last;

            case RecipientState.Unknown when last >= 0:
                bool isItsReason = answer.Advice is not null || answer.Why.AsSpan().IndexOf(Encoding.UTF8.GetBytes(answer.Evidence[last].Words)) >= 0;
                return isItsReason ? last : -1;

            default:
                return -1;
        }
    }

    private static string NameOfUser()
    {
        uint user = Identity.User;
        return Account.Find(new ByteText().Add($"{user}").Bytes)?.Name ?? $"{user}";
    }
}
