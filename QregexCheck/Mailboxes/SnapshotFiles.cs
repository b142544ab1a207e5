using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>The host's files, and root's snapshot for what we may not look at or read. The snapshot is opened when it is first needed.</summary>
/// <remarks>
/// <para>
/// It is believed of a path only as far as the state can be compared that it had for the snapshot. A directory in the same state has the same names, so a
/// name is missing in it that the snapshot does not have. A file in the same state has the same content. In a directory that we may not enter, the
/// state of a file can't be compared, since who edits it in place leaves the directory as it is. Then, and where not even the directory can be looked at, the
/// snapshot counts while it is younger than <see cref="LongestAge"/>. What is seen to be in another state is never believed.
/// </para>
/// <para>
/// Each search compares anew, and so does the second look of <see cref="WitnessedFiles"/>, which sees a change through it, too. Within each of them one look
/// at a directory serves for all names in it: see <see cref="ClosedDirectory"/>.
/// </para>
/// </remarks>
internal sealed class SnapshotFiles : HostFiles
{
    // How many directories above a path are looked for. A .qmail file stands in its home, or with slashes in its name somewhat below.
    private const int MostAbove = 8;

    // An address can ask for hundreds of names.
    private const int MostAnswers = 16;

    private readonly HostFiles _files;
    private readonly SnapshotSource _source;
    private readonly List<Evidence> _relied = [];

    // What the open snapshot said. It can't say otherwise later: it is one file, and its checksums hang on its header. Each path is asked several times.
    private readonly List<(byte[] Path, SnapshotRecord? Record)> _answers = [];

    // The paths that we may not see, and of which it was believed: root followed their links, and no list shut him out. The search needs no second look;
    // before it ends in "missing" WitnessedFiles looks at all of them once more.
    private readonly List<byte[]> _told = [];
    private readonly ClosedDirectory _closed;
    private RecipientSnapshot? _snapshot;
    private bool _isOpened;
    private string? _whyNot;

    /// <param name="files">The host's files.</param>
    /// <param name="source">Opens the snapshot.</param>
    public SnapshotFiles(HostFiles files, SnapshotSource source)
    {
        _files = files;
        _source = source;
        _closed = new ClosedDirectory(files);
    }

    private enum Likeness
    {
        Same,
        Differs,

        /// <summary>We may not look.</summary>
        Unseen,
    }

    /// <summary>How old the snapshot may be where it can't be compared, in seconds; 0 for never.</summary>
    public long LongestAge { get; set; }

    /// <summary>What of the snapshot was believed, and why.</summary>
    public IReadOnlyList<Evidence> Relied => _relied;

    /// <summary>When the snapshot was made, as people write it; null when nothing of it was believed.</summary>
    public string? Time => _relied.Count > 0 ? _snapshot?.Time : null;

    public override SnapshotFiles Snapshot => this;

    /// <summary>What the snapshot says of the content of a file that can't be read; null when it can't be believed, or says nothing.</summary>
    /// <param name="files">The files that ask: they see the look at it.</param>
    /// <param name="path">The file.</param>
    public static SnapshotRecord? Of(HostFiles files, ReadOnlySpan<byte> path)
    {
        if (files.Snapshot is not { } snapshot)
            return null;
        files.Look(path);
        return snapshot.IsTold(path) ? snapshot.TryFind(path) is { Look.Kind: FileKind.Regular } record ? record : null : snapshot.Believed(path);
    }

    public override FileLook Look(ReadOnlySpan<byte> path)
    {
        if (_closed.Holds(path) && TryLook(path, out FileLook known))
            return Told(path, known);
        FileLook look = _files.Look(path);
        _closed.See(path, look);
        if (look.Kind != FileKind.Denied || !TryLook(path, out known))
            return look;
        _closed.Try(path);
        return Told(path, known);
    }

    private FileLook Told(ReadOnlySpan<byte> path, in FileLook known)
    {
        if (_told.Count < MostAnswers && !IsTold(path))
            _told.Add(path.ToArray());
        return known;
    }

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        HostFile? file = _files.OpenUnlessDenied(path, out bool isDenied);

        // It throws, unless it was opened to us just now.
        return isDenied && Look(path).Kind != FileKind.Absent ? _files.Open(path) : file;
    }

    public override HostFile? OpenUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied)
    {
        isDenied = _closed.Holds(path);
        return isDenied ? null : _files.OpenUnlessDenied(path, out isDenied);
    }

    public override byte[]? ReadLink(ReadOnlySpan<byte> path)
    {
        if (IsTold(path))
            return null;
        byte[]? target = _files.ReadLinkUnlessDenied(path, out bool isDenied);

        // It throws, unless we may see it since just now.
        return isDenied && !IsKnownAlone(path) ? _files.ReadLink(path) : target;
    }

    public override bool HasAccessList(ReadOnlySpan<byte> path)
    {
        if (IsTold(path))
            return false;
        bool isOn = _files.HasAccessListUnlessDenied(path, out bool isDenied);
        return isDenied && !IsKnownAlone(path) ? _files.HasAccessList(path) : isOn;
    }

    public override bool LeadsOverNoLink(ReadOnlySpan<byte> path) => _files.LeadsOverNoLink(path);

    public override byte[] RunGetpw(ReadOnlySpan<byte> local) => _files.RunGetpw(local);

    public override bool Settles(in Control.SourceStamp stamp) => _files.Settles(stamp);

    /// <summary>Each look from now on is a new one: none before it counts for it.</summary>
    public void ForgetLooks() => _closed.Forget();

    /// <summary>What to do about a path that we may not look at or read, where a snapshot would help; null where it would not.</summary>
    public string? Advice(ReadOnlySpan<byte> path)
    {
        if (!SnapshotNames.IsReliedOn(path[(path.LastIndexOf((byte)'/') + 1)..]) && path.IndexOf("/.qmail"u8) < 0)
            return null;
        if (_whyNot is not null)
            return _whyNot;
        return _isOpened && _snapshot is null ? "run qregexcheck compile --recipients as root" : null;
    }

    private bool IsTold(ReadOnlySpan<byte> path)
    {
        foreach (byte[] one in _told)
        {
            if (path.SequenceEqual(one))
                return true;
        }

        return false;
    }

    private SnapshotRecord? Believed(ReadOnlySpan<byte> path)
    {
        if (TryFind(path) is not { Look.Kind: FileKind.Regular } record)
            return null;
        Likeness likeness = Compare(path, record);
        if (likeness == Likeness.Unseen && TryFindListed(path, out ReadOnlySpan<byte> directory) is { } listed
            && Compare(directory, listed) == Likeness.Differs)
            return Believes(directory, Likeness.Differs) ? record : null;
        return Believes(path, likeness) ? record : null;
    }

    /// <summary>True when the snapshot is believed about a path that we may not see: root followed its links, and no list shut him out.</summary>
    private bool IsKnownAlone(ReadOnlySpan<byte> path) => _snapshot is not null && TryLook(path, out _);

    /// <summary>Tells what stands at a path that we may not look at.</summary>
    private bool TryLook(ReadOnlySpan<byte> path, out FileLook look)
    {
        look = new FileLook(FileKind.Absent, 0, 0, 0, default, null);
        if (TryFind(path) is { Look.Kind: FileKind.Directory, Class: not (SnapshotClass.Unread or SnapshotClass.Linked) } way)
        {
            look = way.Look;
            return Believes(path, Likeness.Unseen);
        }

        if (TryFindListed(path, out ReadOnlySpan<byte> directory) is not { } listed)
            return false;
        ReadOnlySpan<byte> name = path[(directory.Length + 1)..];
        int end = name.IndexOf((byte)'/');
        bool isBelow = end >= 0;
        name = isBelow ? name[..end] : name;
        if (!SnapshotNames.IsReliedOn(name))
            return false;
        Likeness likeness = Compare(directory, listed);
        if ((likeness == Likeness.Unseen && listed.Class == SnapshotClass.Linked) || !Believes(directory, likeness))
            return false;
        ReadOnlySpan<byte> file = path[..(directory.Length + 1 + name.Length)];
        if (TryFind(file) is not { } record)
            return _snapshot is not null;
        if (isBelow)
            return false;
        look = record.Look;
        return Believes(file, Likeness.Unseen);
    }

    private Likeness Compare(ReadOnlySpan<byte> path, SnapshotRecord record)
    {
        FileLook now = _closed.Look(path);
        return now.Kind == FileKind.Denied ? Likeness.Unseen : now == record.Look ? Likeness.Same : Likeness.Differs;
    }

    /// <summary>Whether a state that was compared lets us believe, and what is said of it.</summary>
    private bool Believes(ReadOnlySpan<byte> path, Likeness likeness)
    {
        if (_snapshot is null)
            return false;
        if (likeness == Likeness.Same)
            return Rely(path, "is as it was for the snapshot of ", string.Empty);
        if (likeness == Likeness.Unseen && LongestAge > 0 && _snapshot.Age >= 0 && _snapshot.Age <= LongestAge)
            return Rely(path, "can't be compared with the snapshot of ", _snapshot.WhichIsOld);
        string name = Escape.Text(path, Plain.Message);
        if (likeness == Likeness.Differs)
        {
            _whyNot = $"run qregexcheck compile --recipients as root: {name} was changed after the snapshot of {_snapshot.Time}";
            return false;
        }

        _whyNot = LongestAge == 0
            ? $"say age=SECONDS: {name} can't be compared with the snapshot of {_snapshot.Time}"
            : $"run qregexcheck compile --recipients as root: {name} can't be compared with the snapshot of {_snapshot.Time}, which is older than age= allows";
        return false;
    }

    private bool Rely(ReadOnlySpan<byte> path, string words, string age)
    {
        foreach (Evidence one in _relied)
        {
            if (path.SequenceEqual(one.File))
                return true;
        }

        _relied.Add(new Evidence(path.ToArray(), string.Concat(words, _snapshot!.Time, age)));
        return true;
    }

    /// <summary>The nearest directory above a path of which the snapshot has the names.</summary>
    private SnapshotRecord? TryFindListed(ReadOnlySpan<byte> path, out ReadOnlySpan<byte> directory)
    {
        directory = path;
        for (int i = 0; i < MostAbove; i++)
        {
            int slash = directory.LastIndexOf((byte)'/');
            if (slash <= 0)
                return null;
            directory = directory[..slash];
            if (TryFind(directory) is { Class: SnapshotClass.Listed or SnapshotClass.Linked } listed)
                return listed;
        }

        return null;
    }

    private SnapshotRecord? TryFind(ReadOnlySpan<byte> path)
    {
        try
        {
            if (!_isOpened)
            {
                _isOpened = true;
                _snapshot = _source();
            }

            if (_snapshot is null)
                return null;
            foreach ((byte[] asked, SnapshotRecord? answer) in _answers)
            {
                if (path.SequenceEqual(asked))
                    return answer;
            }

            SnapshotRecord? found = _snapshot.Find(path);
            if (_answers.Count < MostAnswers)
                _answers.Add((path.ToArray(), found));
            return found;
        }
        catch (HostFileException exception)
        {
            // Nothing of it counts then, not even what was found before.
            _snapshot = null;
            _relied.Clear();
            _answers.Clear();
            _told.Clear();
            _whyNot = $"run qregexcheck compile --recipients as root: {Escape.Text(exception.Path, Plain.Message)}: {exception.Message}";
            return null;
        }
    }
}
