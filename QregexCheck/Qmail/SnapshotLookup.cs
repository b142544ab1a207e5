using System;
using System.Text;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>The snapshot of recipients of a control directory. It is opened when it is first asked for, and anew for each recipient.</summary>
internal sealed class SnapshotLookup : IDisposable
{
    private readonly ControlDirectory _directory;
    private readonly byte[] _path;
    private BelievedFile? _file;

    /// <param name="directory">The control directory.</param>
    public SnapshotLookup(ControlDirectory directory)
    {
        _directory = directory;
        _path = [.. directory.Path, (byte)'/', .. FileName];
    }

    /// <summary>The file's name in the control directory.</summary>
    public static ReadOnlySpan<byte> FileName => "qregexcheck-rcpt.db"u8;

    /// <summary>The file's name as text, for messages.</summary>
    public static string Name => Encoding.ASCII.GetString(FileName);

    /// <summary>Opens the file of a control directory, and makes sure that root wrote it, or the owner of the directory.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="DatabaseException">It can't be believed.</exception>
    public static BelievedFile? OpenFile(ControlDirectory directory)
    {
        BelievedFile? file = BelievedFile.Open(directory.PathOf(FileName), BlockFile.Recipients, BlockReader.BlocksOfOneSnapshot);
        if (file is null || file.Status.Owner == 0)
            return file;
        if (FileStatus.Of(directory.PathOf("."u8), out _) is { } status && status.Owner == file.Status.Owner)
            return file;
        uint owner = file.Status.Owner;
        file.Dispose();
        throw new DatabaseException($"it belongs to user {owner}, who is neither root nor the owner of the directory");
    }

    /// <summary>Opens it, as <see cref="SnapshotSource"/> does.</summary>
    public RecipientSnapshot? Open()
    {
        try
        {
            Dispose();
            _file = OpenFile(_directory);
            if (_file is null)
                return null;
            var reader = new SnapshotReader(_file.Reader);
            long age = ((DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond) - reader.Made;
            if (age < 0)
                throw new DatabaseException("it was made in the future: the clock was set back");
            return new RecipientSnapshot(_path, reader.Made, age, path => Find(reader, path));
        }
        catch (DatabaseException exception)
        {
            throw new HostFileException(_path, exception.Message);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private SnapshotRecord? Find(SnapshotReader reader, ReadOnlySpan<byte> path)
    {
        try
        {
            if (reader.Find(path) is not { } kept)
                return null;
            ListedNames? names = kept.Class == SnapshotClass.Mailboxes ? name => FindName(reader, kept, name) : null;
            return new SnapshotRecord(kept.Look, kept.Class, kept.Text, names);
        }
        catch (DatabaseException exception)
        {
            throw new HostFileException(_path, exception.Message);
        }
    }

    private ListedName FindName(SnapshotReader reader, KeptRecord kept, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.FindName(kept, name);
        }
        catch (DatabaseException exception)
        {
            throw new HostFileException(_path, exception.Message);
        }
    }
}
