using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Cdb;
using QregexCheck.Database;
using QregexCheck.Mailboxes;

namespace QregexCheck.Tests.Support;

/// <summary>
/// A snapshot that root takes of a made-up host, in memory. It stands for HomeWalk, which needs real directories; writer and reader are the real ones.
/// </summary>
internal sealed class MadeUpSnapshot
{
    public const long Made = 1_790_000_000;

    public static readonly byte[] Path = "/var/qmail/control/qregexcheck-rcpt.db"u8.ToArray();

    /// <summary>Takes it.</summary>
    /// <param name="host">The host, which root sees whole.</param>
    /// <param name="directories">The directories, each with the names in it that an answer can rest on.</param>
    public MadeUpSnapshot(MadeUpHost host, params string[] directories)
    {
        (uint viewer, host.Viewer) = (host.Viewer, 0);
        var writer = new SnapshotWriter(new AddressHash(1, 2), Made);
        var written = new HashSet<string>(directories, StringComparer.Ordinal);
        foreach (string directory in directories)
        {
            writer.Add(MadeUpHost.Bytes(directory), host.Look(MadeUpHost.Bytes(directory)), SnapshotClass.Listed, [], null);
            foreach (string name in host.NamesIn(directory).Where(name => SnapshotNames.IsReliedOn(MadeUpHost.Bytes(name))))
            {
                if (written.Add(directory + "/" + name))
                    Add(writer, host, MadeUpHost.Bytes(directory + "/" + name), MadeUpHost.Bytes(name));
            }
        }

        foreach (string way in directories.SelectMany(Above).Where(written.Add))
            writer.Add(MadeUpHost.Bytes(way), host.Look(MadeUpHost.Bytes(way)), SnapshotClass.Way, [], null);
        Bytes = writer.End().ToArray();
        host.Viewer = viewer;
    }

    /// <summary>The bytes of the file. A test may damage them.</summary>
    public byte[] Bytes { get; set; }

    /// <summary>How old it is when it is opened, in seconds.</summary>
    public long Age { get; set; } = 60;

    /// <summary>Opens it, as the edge does.</summary>
    public RecipientSnapshot? Open() => Guarded(() =>
    {
        var reader = new SnapshotReader(new BlockReader(ReadAt, BlockReader.BlocksOfOneCheck, BlockFile.Recipients));
        return new RecipientSnapshot(Path, reader.Made, Age, path =>
        {
            byte[] asked = path.ToArray();
            return Guarded(() => reader.Find(asked) is { } kept ? new SnapshotRecord(kept.Look, kept.Class, kept.Text, Names(reader, kept)) : null);
        });
    });

    private static ListedNames? Names(SnapshotReader reader, KeptRecord kept) => kept.Class != SnapshotClass.Mailboxes ? null : name =>
    {
        byte[] asked = name.ToArray();
        return Guarded(() => reader.FindName(kept, asked));
    };

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DatabaseException exception)
        {
            throw new HostFileException(Path, exception.Message);
        }
    }

    private static void Add(SnapshotWriter writer, MadeUpHost host, byte[] path, byte[] name)
    {
        FileLook look = host.Look(path);
        byte[] text = [];
        List<ulong>? names = null;
        SnapshotClass @class = SnapshotClass.Unread;
        if (look.Kind == FileKind.Regular)
        {
            using HostFile file = host.Open(path)!;
            if (SnapshotNames.IsDotQmail(name))
                @class = SnapshotClasses.Of(DotQmailContent.Read(file), out text);
            else if (SnapshotNames.IsLibraries(name))
                @class = VpopmailHome.BackendOf(file, path);
            else if (SnapshotNames.IsMailboxes(name))
            {
                (@class, names) = (SnapshotClass.Mailboxes, []);
                CdbRecords.Read(file.ReadAt, file.Size, 64 * 1024, (key, data) => names.Add(
                    (writer.Hash.Of(key) & ~SnapshotFormat.NameState) | (ulong)(SnapshotNames.IsVpopmails(name) ? Vpasswd.StateOf(data) : Vmailmgr.StateOf(data))));
            }
        }

        writer.Add(path, look, @class, text, names);
    }

    private static IEnumerable<string> Above(string path)
    {
        for (int end = path.IndexOf('/', 1); end > 0; end = path.IndexOf('/', end + 1))
            yield return path[..end];
    }

    private int ReadAt(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(Bytes.Length - offset, 0, buffer.Length);
        Bytes.AsSpan((int)Math.Min(offset, Bytes.Length), count).CopyTo(buffer);
        return count;
    }
}
