using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>The answers that mail programs' lists of mailboxes have in common.</summary>
internal static class MailboxList
{
    /// <summary>The list has the mailbox.</summary>
    public static MailboxFinding Exists(byte[] path, string words, List<Evidence> trail) => Answer(RecipientState.Exists, path, words, trail);

    /// <summary>The list does not have the mailbox, and nothing else can take the mail.</summary>
    /// <param name="path">The list.</param>
    /// <param name="name">The name that was looked for.</param>
    /// <param name="trail">Takes what was found.</param>
    public static MailboxFinding Missing(byte[] path, ReadOnlySpan<byte> name, List<Evidence> trail)
    {
        trail.Add(new Evidence(path, "no entry"));
        return new MailboxFinding(RecipientState.Missing, new ByteText().Add("no "u8).Add(name).Add(" in "u8).Add(path).Bytes.ToArray());
    }

    /// <summary>The list can't be believed, or does not tell.</summary>
    public static MailboxFinding Unknown(byte[] path, string words, List<Evidence> trail, string? advice = null) =>
        Answer(RecipientState.Unknown, path, words, trail) with { Advice = advice };

    /// <summary>A file can't be read.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="e">The failure.</param>
    /// <param name="trail">Takes what was found.</param>
    /// <param name="passwords">A file that holds passwords, so that it is not to be opened to everybody lightly; empty when there is none.</param>
    public static MailboxFinding Unreadable(HostFiles files, HostFileException e, List<Evidence> trail, ReadOnlySpan<byte> passwords = default)
    {
        string? advice = e.Change is { } change ? ChmodAdvice.Command(change, e.Path) : e.IsDenied ? ChmodAdvice.For(files, e.Path) : null;
        if (advice is not null && e.Change is not "u+r" and not "g+r" && passwords.SequenceEqual(e.Path) && files.Look(e.Path).Kind == FileKind.Regular)
            advice += ", which shows its passwords' hashes to every user until it is written anew; or list the addresses in control/validrcptto";
        return Unknown(e.Path, e.Message, trail, e.IsDenied ? SnapshotAdvice.Join(files, advice, e.Path) : advice);
    }

    /// <summary>Opens a list of mailboxes. Where it can't be read, what the snapshot says of it takes its place.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="path">The list.</param>
    /// <param name="known">What the snapshot says; null when the file is open.</param>
    /// <returns>Null when there is no file, or the snapshot takes its place.</returns>
    /// <exception cref="HostFileException">It can't be read, and is not known.</exception>
    public static HostFile? OpenOrRecall(HostFiles files, byte[] path, out ListedNames? known)
    {
        HostFile? file = files.OpenUnlessDenied(path, out bool isDenied);
        known = isDenied ? SnapshotFiles.Of(files, path)?.Names : null;
        return isDenied && known is null ? files.Open(path) : file;
    }

    private static MailboxFinding Answer(RecipientState state, byte[] path, string words, List<Evidence> trail)
    {
        trail.Add(new Evidence(path, words));
        return new MailboxFinding(state, new ByteText().Add(path).Add((byte)' ').Add(words).Bytes.ToArray());
    }
}
