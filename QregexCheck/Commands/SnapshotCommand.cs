using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck compile --recipients</c>: writes the snapshot of recipients of a control directory, or tells whether it is fresh.</summary>
internal sealed class SnapshotCommand
{
    /// <summary>The user as whom qmail-smtpd runs, where no other is named.</summary>
    public const string DefaultReader = "qmaild";

    // As many paths are named that could not be seen, or are not fresh; of the others the number.
    private const int MostTold = 10;

    private const uint OwnerWritesGroupReads = 0x1A0;

    private readonly ControlDirectory _directory;
    private readonly QmailPlaces _places;
    private readonly LocalHostFiles _files;
    private readonly Stream _output;

    private SnapshotCommand(ControlDirectory directory, Stream output)
    {
        _directory = directory;
        _places = new QmailPlaces(QmailHome.Path, directory.Path.ToArray());
        _files = new LocalHostFiles(_places.Home);
        _output = output;
    }

    private string Path => $"{_directory.Name}/{SnapshotLookup.Name}";

    /// <summary>Writes the snapshot.</summary>
    /// <param name="directory">The control directory.</param>
    /// <param name="reader">The user as whom the check runs: the file is given to his group. Null for <see cref="DefaultReader"/>.</param>
    /// <param name="output">Gets the summary.</param>
    /// <returns>HardError when something could not be seen: the snapshot leaves it out. SoftError when nothing could be, or it can't be written.</returns>
    public static ExitCode Run(ControlDirectory directory, byte[]? reader, Stream output)
    {
        var command = new SnapshotCommand(directory, output);
        return Compilation.Run(directory, command.Path, command.Path, () => command.Run(reader));
    }

    /// <summary>Tells whether the snapshot is fresh, and what is not.</summary>
    /// <returns>Accept when all of it is; HardError when not.</returns>
    public static ExitCode Check(ControlDirectory directory, Stream output)
    {
        directory.CheckExists();
        var command = new SnapshotCommand(directory, output);
        string? whyNot;
        try
        {
            whyNot = command.WhyNotFresh();
        }
        catch (DatabaseException exception)
        {
            whyNot = "is not used: " + exception.Message;
        }

        command.Say(whyNot is null ? $"{command.Path} is fresh\n" : $"{command.Path} {whyNot}; run qregexcheck compile --recipients\n");
        return whyNot is null ? ExitCode.Accept : ExitCode.HardError;
    }

    private ExitCode Run(byte[]? reader)
    {
        _directory.CheckExists();
        Access access = AccessFor(reader);
        long started = Stopwatch.GetTimestamp();
        var writer = new SnapshotWriter(RandomHash(), (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond);
        int told = 0;
        var walk = new HomeWalk(_files, writer, line =>
        {
            if (told++ < MostTold)
                StandardError.WriteLine("warning"u8, line);
        });
        walk.Add(RecipientHomes.Of(_files, _places, trouble => walk.Warn(trouble.Path, trouble.Message)));
        if (told > MostTold)
            StandardError.WriteLine("warning"u8, string.Create(CultureInfo.InvariantCulture, $"and {told - MostTold} more that could not be seen"));
        if (walk.Directories == 0)
        {
            StandardError.Fatal("no home could be seen; run it as root, and set QREGEXCHECK_QMAIL where qmail is not in its usual place");
            return ExitCode.SoftError;
        }

        SectionBytes bytes = writer.End();
        AtomicFile.Write(
            _directory.PathOf(SnapshotLookup.FileName), _directory.PathOf("qregexcheck-rcpt.db.tmp"u8), _directory.PathOf("."u8), bytes.Pieces, access);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{SnapshotLookup.Name}: {walk.Directories} directories, {walk.Files} files, {walk.Names} names of mailboxes, {walk.Unseen} not seen; "
                + $"{bytes.Offset:N0} bytes written, {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s\n"));
        return walk.Unseen > 0 ? ExitCode.HardError : ExitCode.Accept;
    }

    /// <summary>The group that reads the file: the one of the user as whom the check runs. Without that user it is the control directory's.</summary>
    private Access AccessFor(byte[]? reader)
    {
        // An ordinary user can't give a file to a group that is not his.
        if (!Identity.IsRoot)
            return new Access(OwnerWritesGroupReads, null);
        if (Account.Find(reader ?? Encoding.ASCII.GetBytes(DefaultReader)) is { } account)
            return new Access(OwnerWritesGroupReads, account.Group);
        if (reader is not null)
            throw new DatabaseException($"there is no user {Escape.Text(reader, Plain.Message)}");
        StandardError.WriteLine("warning"u8, $"there is no user {DefaultReader}: the group of {_directory.Name} may read the snapshot; or name the user with --for");
        return new Access(OwnerWritesGroupReads, FileStatus.Of(_directory.PathOf("."u8), out _)?.Group);
    }

    private static AddressHash RandomHash()
    {
        Span<byte> key = stackalloc byte[16];
        int descriptor = Descriptor.Open("/dev/urandom\0"u8, out int error);
        if (descriptor == -1)
            throw new DatabaseException($"/dev/urandom can't be opened: {PosixException.Describe(error)}");
        int count = Descriptor.Read(descriptor, key);
        Descriptor.Close(descriptor);
        if (count != key.Length)
            throw new DatabaseException("/dev/urandom gives no bytes");
        return new AddressHash(BitConverter.ToUInt64(key), BitConverter.ToUInt64(key[8..]));
    }

    private string? WhyNotFresh()
    {
        using BelievedFile? file = SnapshotLookup.OpenFile(_directory);
        if (file is null)
            return "is not there";
        var reader = new SnapshotReader(file.Reader);
        SnapshotDump.Verify(file.Reader, reader);
        if (reader.Made > (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond)
            return "is not used: it was made in the future: the clock was set back";
        int stale = 0;
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < reader.Count; i++)
        {
            KeptRecord record = reader.ReadEntry(i);
            if (record.Class is SnapshotClass.Listed or SnapshotClass.Linked)
                known.Add(Encoding.Latin1.GetString(record.Path));
            FileLook now = _files.Look(record.Path);

            // A name of which the snapshot tells nothing has no state.
            if (record.Class != SnapshotClass.Way && record.Look.Kind != FileKind.Denied && (now with { Trouble = null }) != record.Look)
                Tell(record.Path, now.Exists ? "was changed" : now.Trouble ?? "is gone", ref stale);
        }

        foreach (byte[] home in RecipientHomes.Of(_files, _places, trouble => Tell(trouble.Path, trouble.Message, ref stale)))
        {
            if (!known.Contains(Encoding.Latin1.GetString(home)) && _files.Look(home).Kind == FileKind.Directory)
                Tell(home, "is not in it", ref stale);
        }

        return stale == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"of {RecipientSnapshot.TimeOf(reader.Made)} is not fresh for {stale} of its paths");
    }

    private void Tell(ReadOnlySpan<byte> path, string words, ref int stale)
    {
        if (stale++ < MostTold)
            Say($"{Escape.Text(path, Plain.Message)} {words}\n");
    }

    private void Say(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }
}
