using System;
using System.Collections.Generic;
using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary>The host's files, with a memory of what was seen of each. Afterwards it tells whether all of that was true at one moment.</summary>
/// <remarks>
/// A search takes some time, and files are renamed meanwhile: <c>.qmail-default</c> becomes <c>.qmail-x</c> after the one name was looked for and
/// before the other one is. Neither was seen then, and one was there all the time. So before "missing" is said each path is looked at once more. What
/// was absent must be absent, and what was there must have the same inode, owner, mode and times. Each look of the search came before each of these
/// looks. So what did not change between the two looks at a path was true at the moment between the search and them, and this goes for all paths
/// together. A change is seen, since it gives the file, or with a name the directory, another time of change. Two changes in one tick of the clock may
/// show the same time. So what was changed within the last tick is let settle first, and the search is made again.
/// </remarks>
internal sealed class WitnessedFiles : HostFiles
{
    // As many as most searches make. The first sight, of checkrcpthosts, is mostly the last: without that file nothing is checked.
    private const int UsualSights = 32;

    // How far back a sight is looked for that says the same. An address can ask for a thousand.
    private const int LongestMemory = 32;

    private readonly HostFiles _files;
    private readonly List<Sight> _sights = [];

    public WitnessedFiles(HostFiles files) => _files = files;

    public override SnapshotFiles? Snapshot => _files.Snapshot;

    public override FileLook Look(ReadOnlySpan<byte> path)
    {
        FileLook look = _files.Look(path);
        Add(path, look);
        return look;
    }

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        HostFile? file = _files.Open(path);
        Add(path, file);
        return file;
    }

    public override HostFile? OpenUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied)
    {
        HostFile? file = _files.OpenUnlessDenied(path, out isDenied);
        if (!isDenied)
            Add(path, file);
        return file;
    }

    public override byte[]? ReadLink(ReadOnlySpan<byte> path) => _files.ReadLink(path);

    public override byte[]? ReadLinkUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied) => _files.ReadLinkUnlessDenied(path, out isDenied);

    public override bool HasAccessList(ReadOnlySpan<byte> path) => _files.HasAccessList(path);

    public override bool HasAccessListUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied) => _files.HasAccessListUnlessDenied(path, out isDenied);

    public override bool LeadsOverNoLink(ReadOnlySpan<byte> path) => _files.LeadsOverNoLink(path);

    public override byte[] RunGetpw(ReadOnlySpan<byte> local) => _files.RunGetpw(local);

    public override bool Settles(in SourceStamp stamp) => _files.Settles(stamp);

    /// <summary>True when all that was seen was true at one moment.</summary>
    public bool WasTrueAtOnce()
    {
        bool settled = true;
        var holdContent = new bool[_sights.Count];
        int count = 0;
        for (int i = 0; i < holdContent.Length; i++)
        {
            holdContent[i] = HoldsContent(_sights[i]);
            if (holdContent[i])
                settled &= _files.Settles(_sights[i].Look.Stamp);

            // The way to the home is looked at last: all else is looked at before and after it, and it needs no second look.
            if (holdContent[i] || _sights[i].Look.Kind != FileKind.Directory)
                count = i + 1;
        }

        if (!settled)
            return false;
        _files.Snapshot?.ForgetLooks();
        byte[] path = [];
        FileLook now = default;
        for (int i = 0; i < count; i++)
        {
            Sight sight = _sights[i];

            // One look is enough for a file that was looked at and then opened.
            if (!path.AsSpan().SequenceEqual(sight.Path))
                now = _files.Look(sight.Path);
            path = sight.Path;
            if (!IsSame(sight.Look, holdContent[i], now))
                return false;
        }

        return true;
    }

    private void Add(ReadOnlySpan<byte> path, HostFile? opened) => Add(path, opened?.Look ?? new FileLook(FileKind.Absent, 0, 0, 0, default, null));

    private void Add(ReadOnlySpan<byte> path, in FileLook look)
    {
        // What was seen once more as it was before needs one more look, not two.
        for (int i = _sights.Count - 1; i >= Math.Max(0, _sights.Count - LongestMemory); i--)
        {
            Sight before = _sights[i];
            if (path.SequenceEqual(before.Path) && look == before.Look)
                return;
        }

        if (_sights.Count == 1)
            _sights.EnsureCapacity(UsualSights);
        _sights.Add(new Sight(path.ToArray(), look));
    }

    private static bool IsSame(in FileLook look, bool holdsContent, in FileLook now)
    {
        if (!look.Exists)
            return (look.Kind is FileKind.Absent or FileKind.Denied) && now.Kind == look.Kind;
        if (holdsContent)
            return now == look;
        return now.Kind == look.Kind && now.Mode == look.Mode && now.Owner == look.Owner && now.Group == look.Group
            && now.Stamp.Inode == look.Stamp.Inode && now.Stamp.DeviceMajor == look.Stamp.DeviceMajor && now.Stamp.DeviceMinor == look.Stamp.DeviceMinor;
    }

    /// <summary>
    /// True for a file, and for a directory in which a name was looked for in vain. Of the other directories, such as /tmp above a home, only the
    /// permissions count: their times change all day long.
    /// </summary>
    private bool HoldsContent(Sight sight)
    {
        if (sight.Look.Kind != FileKind.Directory)
            return sight.Look.Kind == FileKind.Regular;
        foreach (Sight other in _sights)
        {
            if (!other.Look.Exists && other.Path.Length > sight.Path.Length && other.Path[sight.Path.Length] == '/'
                && other.Path.AsSpan().LastIndexOf((byte)'/') == sight.Path.Length && other.Path.AsSpan().StartsWith(sight.Path))
                return true;
        }

        return false;
    }

    // No struct: as one it would be copied at each comparison.
    private sealed class Sight(byte[] path, in FileLook look)
    {
        public readonly byte[] Path = path;
        public readonly FileLook Look = look;
    }
}
