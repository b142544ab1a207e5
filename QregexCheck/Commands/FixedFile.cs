using System;
using System.Collections.Generic;
using QregexCheck.Doctor;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>A file that <c>doctor --fix</c> changes: shows the difference, writes it, and takes it back.</summary>
/// <param name="Name">The id, and the domain where there is one.</param>
/// <param name="Path">The file's path.</param>
/// <param name="Owner">The user with whose rights it is changed.</param>
/// <param name="Group">His group.</param>
internal sealed record FixedFile(string Name, byte[] Path, uint Owner, uint Group)
{
    // A control file that is made is for everybody to read.
    private const uint OwnerWritesAllRead = 0x1A4;

    /// <summary>True where the path of its directory may end in a link.</summary>
    public bool MayLeadOverLink { get; init; }

    private int Slash => Path.AsSpan().LastIndexOf((byte)'/');

    private OwnerProcess Process => new(new GuardedFile(Path[..Slash], Path[(Slash + 1)..], Owner) { MayLeadOverLink = MayLeadOverLink }, Group);

    /// <summary>Looks at it.</summary>
    /// <returns>Null when it is refused, or can't be looked at; that is told.</returns>
    public FoundFile? Look(HostFiles files, FixReport report)
    {
        try
        {
            FoundFile found = Process.Look();

            // The new file would not have it.
            if (files.HasAccessList(Path))
                throw GuardedFile.Refused($"{ExaminedHost.Shown(Path)} has an access control list; change it by hand");
            return found;
        }
        catch (Exception exception) when (exception is ChangeException or HostFileException)
        {
            Tell(report, exception);
            return null;
        }
    }

    /// <summary>Shows a change, or writes it.</summary>
    /// <param name="found">The file as it is.</param>
    /// <param name="content">Its new bytes.</param>
    /// <param name="writes">True to write.</param>
    /// <param name="command">What is written behind <c>--fix</c> to undo it.</param>
    /// <param name="notes">What follows from it.</param>
    /// <param name="report">Is told.</param>
    public void Change(FoundFile found, byte[] content, bool writes, string command, IReadOnlyList<string> notes, FixReport report) => Try(report, () =>
    {
        byte[] kept = writes ? Process.Replace(found.Content, content, OwnerWritesAllRead) : found.Next;
        string old = found.Content is null ? "an empty file in the place of the old one" : "the old file";
        return Step(found, found.Content, content, writes) with
        {
            Words = writes
                ? $"written as user {Owner}; {old} is kept as {ExaminedHost.Shown(kept)}, and qregexcheck doctor --fix {command} --undo --yes brings it back"
                : $"--yes writes this as user {Owner}, and keeps {old} as {ExaminedHost.Shown(kept)}",
            Kept = kept,
            Notes = [.. LeftOver(found, writes), .. notes],
        };
    });

    /// <summary>Shows how the last change is taken back, or does it.</summary>
    public void Undo(FoundFile found, bool writes, FixReport report) => Try(report, () =>
    {
        if (writes)
            Process.Restore(found.Content!, found.Kept!, found.KeptContent!);
        string kept = ExaminedHost.Shown(found.Kept);
        return Step(found, found.Content, found.KeptContent!, writes) with
        {
            Words = writes ? $"undone as user {Owner}: {kept} has its name back" : $"--yes undoes it as user {Owner}, and gives {kept} its name back",
            Notes = LeftOver(found, writes),
        };
    });

    /// <summary>Tells what became of it, and of what a killed run has left beside it.</summary>
    public void Tell(FixReport report, FixState state, string words, FoundFile? found = null) =>
        report.Add(new FixStep(Name, state, words) { Place = Path, Notes = found is null ? [] : LeftOver(found, writes: false) });

    /// <summary>Tells that it is not as the last change has left it.</summary>
    public void TellChanged(FixReport report, ReadOnlySpan<byte> kept) => Tell(
        report, FixState.Refused, $"{ExaminedHost.Shown(Path)} is not what was written: it was changed since {ExaminedHost.Shown(kept)} was kept; "
            + "compare the two, and change it by hand");

    private FixStep Step(FoundFile found, byte[]? before, byte[] after, bool writes)
    {
        var difference = new ByteText();
        LineDifference.Add(difference, Path, before, after);
        return new FixStep(Name, writes ? FixState.Written : FixState.Shown, string.Empty)
        {
            Place = Path,
            Difference = difference.Bytes.ToArray(),
            Kept = found.Kept,
        };
    }

    private static List<string> LeftOver(FoundFile found, bool writes)
    {
        var notes = new List<string>();
        foreach (byte[] name in found.LeftOver)
            notes.Add($"{ExaminedHost.Shown(name)} was left by a run that was killed; {(writes ? "it is removed" : "the next change removes it")}");
        return notes;
    }

    private void Try(FixReport report, Func<FixStep> step)
    {
        try
        {
            report.Add(step());
        }
        catch (ChangeException exception)
        {
            Tell(report, exception);
        }
    }

    private void Tell(FixReport report, Exception exception)
    {
        bool isRefusal = exception is ChangeException { IsRefusal: true };
        string words = exception is HostFileException trouble ? $"{ExaminedHost.Shown(trouble.Path)}: {trouble.Message}; mend that first" : exception.Message;
        Tell(report, isRefusal ? FixState.Refused : FixState.Failed, words);
    }
}
