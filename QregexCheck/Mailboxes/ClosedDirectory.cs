using System;

namespace QregexCheck.Mailboxes;

/// <summary>The directory that a search looks at, and whether we may not enter it: then there is no sense in asking for each name in it.</summary>
/// <remarks>
/// A directory that we may not enter hides each of its names, whatever stands there. As long as it shows the same state, that goes for all of them: a change
/// of its owner, group, mode or list gives it another time of change. So after one name was refused to us, and the directory itself, too, one look at the
/// directory tells of every name in it what a look at the name would: that we may not see it. What the snapshot says of a name hangs on the same look.
/// The looks of the search count for the search alone: see <see cref="Forget"/>.
/// </remarks>
internal sealed class ClosedDirectory
{
    private readonly HostFiles _files;
    private byte[] _path = [];
    private FileLook _look;
    private bool _isFresh;
    private bool _isClosed;

    /// <param name="files">The host's files.</param>
    public ClosedDirectory(HostFiles files) => _files = files;

    /// <summary>A look at a path; where it was seen since <see cref="Forget"/> as the directory, that one.</summary>
    public FileLook Look(ReadOnlySpan<byte> path)
    {
        if (_isFresh && path.SequenceEqual(_path))
            return _look;
        FileLook look = _files.Look(path);
        See(path, look);
        return look;
    }

    /// <summary>Takes what was seen just now at a path. The last directory stays, unless it is known that another one is closed.</summary>
    public void See(ReadOnlySpan<byte> path, in FileLook look)
    {
        bool isSame = path.SequenceEqual(_path);
        if (!isSame && (_isClosed || look.Kind != FileKind.Directory))
            return;
        _isClosed &= look == _look;
        if (!isSame)
            _path = path.ToArray();
        (_look, _isFresh) = (look, true);
    }

    /// <summary>After a name was refused to us: asks whether that goes for its whole directory, where it is the one that was looked at.</summary>
    public void Try(ReadOnlySpan<byte> path)
    {
        if (!_isClosed && _isFresh && StandsIn(path))
            _isClosed = _files.IsClosed(_path);
    }

    /// <summary>True for a path of which a look now would tell that we may not see it.</summary>
    public bool Holds(ReadOnlySpan<byte> path)
    {
        if (!_isClosed || !StandsIn(path))
            return false;
        Look(_path);
        return _isClosed;
    }

    /// <summary>The next question about the directory looks at it anew.</summary>
    public void Forget() => _isFresh = false;

    private bool StandsIn(ReadOnlySpan<byte> path) =>
        path.Length > _path.Length && path[_path.Length] == (byte)'/' && path.StartsWith(_path) && path[(_path.Length + 1)..].IndexOf((byte)'/') < 0;
}
