using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using QregexCheck.Cdb;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>Looks at directories for a snapshot, and at what in them an answer about a recipient can rest on. Nothing is run, and no FIFO is opened.</summary>
/// <remarks>
/// A directory is looked at, read, and looked at again; so is each file. What changed meanwhile, or within the last tick of the clock, so that another change
/// could leave the same times, is looked at again a little later.
/// </remarks>
internal sealed class HomeWalk
{
    private const int MostTries = 5;

    // Two seconds and a bit: the ticks of old file systems. What lies further ahead is a wrong clock.
    private const long LongestWait = 2_100_000_000;

    private readonly HostFiles _files;
    private readonly SnapshotWriter _writer;
    private readonly Action<string> _warn;
    private readonly List<byte[]> _waiting = [];

    // vpopmail's directories, and those above homes, each once.
    private readonly List<byte[]> _found = [];
    private readonly List<byte[]> _ways = [];

    // Latin-1, a character for each byte.
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _above = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly List<SeenFile> _seen = [];
    private long _wait;

    /// <param name="files">The host's files.</param>
    /// <param name="writer">Takes what was seen.</param>
    /// <param name="warn">Is told what could not be seen, a line for people each.</param>
    public HomeWalk(HostFiles files, SnapshotWriter writer, Action<string> warn)
    {
        _files = files;
        _writer = writer;
        _warn = warn;
    }

    /// <summary>Number of directories that are in the snapshot with their names.</summary>
    public int Directories { get; private set; }

    /// <summary>Number of files in them that are in the snapshot.</summary>
    public int Files { get; private set; }

    /// <summary>Number of names of mailboxes.</summary>
    public int Names { get; private set; }

    /// <summary>Number of directories and files that could not be seen or are changed all the time.</summary>
    public int Unseen { get; private set; }

    /// <summary>Looks at directories, and at those to which their files lead.</summary>
    public void Add(List<byte[]> homes)
    {
        using var bar = new ProgressBar("looking at homes");
        int done = 0;
        foreach (byte[] home in homes)
        {
            bar.Show(done++, homes.Count);
            if (_asked.Add(Encoding.Latin1.GetString(home)))
                TryList(home);
        }

        ListFound();
        for (int tries = 1; _waiting.Count > 0 && tries < MostTries; tries++)
        {
            byte[][] again = [.. _waiting];
            _waiting.Clear();
            Thread.Sleep((int)(_wait / 1_000_000) + 1);
            _wait = 0;
            foreach (byte[] directory in again)
                TryList(directory);
            ListFound();
        }

        foreach (byte[] directory in _waiting)
            Warn(directory, "is changed all the time, or at a time that lies ahead of the clock; left out");
        foreach (byte[] way in _ways)
        {
            if (_files.Look(way) is { Kind: FileKind.Directory } look && !IsHidden(way))
                Write(new SeenFile(way, look, SnapshotClass.Way, [], null));
        }
    }

    /// <summary>Tells what could not be seen.</summary>
    public void Warn(ReadOnlySpan<byte> path, string words)
    {
        Unseen++;
        _warn($"{Escape.Text(path, Plain.Message)}: {words}");
    }

    /// <summary>A domain leads to vpopmail's own directory, which tells where its users are kept.</summary>
    private void ListFound()
    {
        for (int i = 0; i < _found.Count; i++)
            TryList(_found[i]);
        _found.Clear();
    }

    private void TryList(byte[] directory)
    {
        _seen.Clear();
        FileLook before = _files.Look(directory);
        if (before.Kind is FileKind.Denied or FileKind.Failed)
        {
            Warn(directory, before.Trouble ?? "can't be looked at");
            return;
        }

        // A home that is missing, or a device: qmail defers, whatever it holds.
        if (before.Kind != FileKind.Directory || directory.Length > SnapshotFormat.LongestPath - 1)
            return;
        if (!IsSettled(before.Stamp))
        {
            _waiting.Add(directory);
            return;
        }

        if (DirectoryNames.TryRead([.. directory, 0], SnapshotNames.IsReliedOn, out int error) is not { } names)
        {
            Warn(directory, PosixException.Describe(error));
            return;
        }

        if (names.Count > 0 && IsBlindToCase(directory, names[0]))
        {
            Warn(directory, "takes names in any case; left out");
            return;
        }

        bool isSettled = true;
        foreach (byte[] name in names)
            isSettled &= TrySee([.. directory, (byte)'/', .. name], name);
        if (!isSettled || _files.Look(directory) != before)
        {
            _waiting.Add(directory);
            return;
        }

        if (_files.HasAccessList(directory))
        {
            Warn(directory, "has an access control list; left out");
            return;
        }

        Keep(directory, before);
    }

    /// <summary>
    /// True where owner, group and mode do not tell what the user may do: behind a symbolic link to another directory, since one that is closed to him may
    /// stand on the way, and with an access control list.
    /// </summary>
    private bool IsHidden(byte[] path)
    {
        byte[] at = path;
        for (int links = 0; links < UserWay.MostLinks && _files.ReadLink(at) is { } target; links++)
        {
            if (target.AsSpan().Contains((byte)'/'))
                return true;
            at = [.. at.AsSpan(0, at.AsSpan().LastIndexOf((byte)'/') + 1), .. target];
        }

        return _files.HasAccessList(path);
    }

    /// <summary>True in a file system that finds a name in another case, too. There a name that is not listed may be there all the same.</summary>
    private static bool IsBlindToCase(byte[] directory, byte[] name)
    {
        byte[] other = [.. directory, (byte)'/', .. name];
        for (int i = directory.Length + 1; i < other.Length; i++)
        {
            if (char.IsAsciiLetter((char)other[i]))
                other[i] ^= 0x20;
        }

        FileStatus? status = FileStatus.OfName([.. directory, (byte)'/', .. name, 0], out _);
        return FileStatus.OfName([.. other, 0], out _) is { } found && status is { } there && found.Inode == there.Inode;
    }

    /// <summary>Looks at a file, and reads it where an answer can rest on its content.</summary>
    /// <returns>False when it was changed just now.</returns>
    private bool TrySee(byte[] path, byte[] name)
    {
        FileLook look = _files.Look(path);
        if (look.Kind is not (FileKind.Denied or FileKind.Failed) && IsHidden(path))
        {
            // A name of which nothing can be told: as if nobody could look.
            _seen.Add(new SeenFile(path, new FileLook(FileKind.Denied, 0, 0, 0, default, null), SnapshotClass.Unread, [], null));
            return true;
        }

        var seen = new SeenFile(path, look, SnapshotClass.Unread, [], null);
        if (look.Kind is FileKind.Denied or FileKind.Failed)
            Warn(path, look.Trouble ?? "can't be looked at");
        if (look.Kind != FileKind.Regular)
        {
            _seen.Add(seen);
            return true;
        }

        if (!IsSettled(look.Stamp))
            return false;
        try
        {
            using HostFile? file = _files.Open(path);
            if (file is null || file.Look != look)
                return NotSettled();
            SeenFile read = seen.Read(name, file, _writer.Hash);
            _seen.Add(read);
            if (read.Class == SnapshotClass.Vpopmail)
                FindBackend(path, read.Text);
        }
        catch (HostFileException exception)
        {
            Warn(exception.Path, exception.Message);
            _seen.Add(seen);
        }
        catch (CdbException exception)
        {
            Warn(path, exception.Message);
            _seen.Add(seen);
        }

        return _files.Look(path) == look || NotSettled();
    }

    private bool NotSettled()
    {
        _wait = Math.Max(_wait, 1);
        return false;
    }

    private void FindBackend(ReadOnlySpan<byte> file, ReadOnlySpan<byte> program)
    {
        Find(VpopmailHome.Above(file[..file.LastIndexOf((byte)'/')]));
        Find(VpopmailHome.OfProgram(program));

        void Find(ReadOnlySpan<byte> home)
        {
            if (home.IsEmpty)
                return;
            byte[] settings = [.. home, .. "/etc"u8];
            if (_asked.Add(Encoding.Latin1.GetString(settings)))
                _found.Add(settings);
        }
    }

    private void Keep(byte[] directory, in FileLook look)
    {
        for (int end = 1; end < directory.Length; end++)
        {
            if (directory[end] == '/' && _above.Add(Encoding.Latin1.GetString(directory, 0, end)))
                _ways.Add(directory[..end]);
        }

        bool isLinked = IsHidden(directory.AsSpan().TrimEnd((byte)'/').ToArray());
        Write(new SeenFile(directory, look, isLinked ? SnapshotClass.Linked : SnapshotClass.Listed, [], null));
        Directories++;
        foreach (SeenFile file in _seen)
        {
            Write(file);
            Files++;
            Names += file.Names?.Count ?? 0;
        }
    }

    /// <summary>Adds a record. A home can be a name in another home, too: one record is enough.</summary>
    private void Write(SeenFile seen)
    {
        if (_written.Add(Encoding.Latin1.GetString(seen.Path)))
            _writer.Add(seen.Path, seen.Look, seen.Class, seen.Text, seen.Names);
    }

    private bool IsSettled(in SourceStamp stamp)
    {
        long ticks = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks;
        long wait = stamp.RemainingGrain(new Instant(ticks / TimeSpan.TicksPerSecond, (uint)(ticks % TimeSpan.TicksPerSecond * 100)));
        if (wait <= 0)
            return true;
        _wait = Math.Max(_wait, Math.Min(wait, LongestWait));
        return false;
    }
}
