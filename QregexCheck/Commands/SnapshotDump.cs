using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck dump --recipients</c>: prints the snapshot of recipients as text. Names of mailboxes are not in it, only how many there are.</summary>
internal static class SnapshotDump
{
    /// <summary>Prints the snapshot, fresh or not; nothing of a damaged one.</summary>
    /// <returns>SoftError when there is none, or it is damaged.</returns>
    public static ExitCode Run(ControlDirectory directory, Stream output)
    {
        directory.CheckExists();
        try
        {
            using BelievedFile? file = SnapshotLookup.OpenFile(directory);
            if (file is null)
                throw new DatabaseException("there is none");
            var reader = new SnapshotReader(file.Reader);
            Verify(file.Reader, reader);
            Write(reader, output);
            return ExitCode.Accept;
        }
        catch (DatabaseException exception)
        {
            StandardError.Fatal($"unable to dump {directory.Name}/{SnapshotLookup.Name}: {exception.Message}; run qregexcheck compile --recipients");
            return ExitCode.SoftError;
        }
    }

    /// <summary>Reads all of a snapshot.</summary>
    /// <exception cref="DatabaseException">Something in it is damaged or out of order.</exception>
    public static void Verify(BlockReader blocks, SnapshotReader reader)
    {
        blocks.CheckBlocks();
        for (int i = 0; i < reader.Count; i++)
            reader.CheckNames(reader.ReadEntry(i));
    }

    private static void Write(SnapshotReader reader, Stream output)
    {
        // In the order in which they were seen: a directory, then the files in it.
        var order = new List<(long At, int Index)>(reader.Count);
        for (int i = 0; i < reader.Count; i++)
            order.Add((reader.ReadEntry(i).At, i));
        order.Sort(static (one, other) => one.At.CompareTo(other.At));
        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        text.Write(string.Create(CultureInfo.InvariantCulture, $"recipients of {RecipientSnapshot.TimeOf(reader.Made)}: {reader.Count} paths\n"));
        foreach ((_, int index) in order)
        {
            KeptRecord record = reader.ReadEntry(index);
            string what = record.Look.Kind is FileKind.Absent ? "nothing there"
                : record.Look.Kind is FileKind.Directory && record.Class == SnapshotClass.Unread ? "directory, not listed"
                : SnapshotClasses.Describe(record.Class);
            if (record.Class == SnapshotClass.Mailboxes)
                what += string.Create(CultureInfo.InvariantCulture, $", {record.NameCount} names{(HasCanary(reader, record) ? string.Empty : ", no postmaster")}");
            if (record.Text.Length > 0)
                what += " " + Escape.Text(record.Text, Plain.Printable);
            string mode = Convert.ToString((int)record.Look.Mode, 8).PadLeft(4, '0');
            text.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Escape.Text(record.Path, Plain.FileName)}: {what}; mode {mode}, user {record.Look.Owner}, group {record.Look.Group}\n"));
        }
    }

    private static bool HasCanary(SnapshotReader reader, KeptRecord record) =>
        !record.Path.AsSpan().EndsWith("/vpasswd.cdb"u8) || reader.FindName(record, "postmaster"u8) != ListedName.Absent;
}
