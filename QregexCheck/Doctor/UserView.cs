using System;
using QregexCheck.Control;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>
/// The files of the host as a user with one group sees them: what his rights don't allow is denied, though root could read it. Source: path_resolution(7).
/// </summary>
/// <remarks>It goes by owner, group and mode. Rights that an access list gives beside them are not seen.</remarks>
internal sealed class UserView : HostFiles
{
    private const string Denied = "permission denied";

    private readonly HostFiles _files;
    private readonly SmtpUser _user;

    public UserView(HostFiles files, SmtpUser user)
    {
        _files = files;
        _user = user;
    }

    /// <summary>True when something was denied to us that his rights may allow him: then it is we who can't tell.</summary>
    public bool IsBlocked { get; private set; }

    public override FileLook Look(ReadOnlySpan<byte> path)
    {
        if (!MayReach(path))
            return new FileLook(FileKind.Denied, 0, 0, 0, default, Denied);
        FileLook look = _files.Look(path);
        IsBlocked |= look.Kind == FileKind.Denied;
        return look;
    }

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        if (!MayReach(path))
            throw new HostFileException(path, Denied, isDenied: true);
        FileLook look = _files.Look(path);
        if (look.Kind == FileKind.Regular && _user.User != 0 && !look.IsReadableFor(_user.User, _user.Group))
            throw new HostFileException(path, Denied, isDenied: true);
        try
        {
            return _files.Open(path);
        }
        catch (HostFileException exception) when (exception.IsDenied)
        {
            IsBlocked = true;
            throw;
        }
    }

    public override SnapshotFiles? Snapshot => _files.Snapshot;

    public override byte[]? ReadLink(ReadOnlySpan<byte> path) =>
        MayReach(path) ? _files.ReadLink(path) : throw new HostFileException(path, Denied, isDenied: true);

    public override bool HasAccessList(ReadOnlySpan<byte> path) => _files.HasAccessList(path);

    public override byte[] RunGetpw(ReadOnlySpan<byte> local) => _files.RunGetpw(local);

    public override bool Settles(in SourceStamp stamp) => _files.Settles(stamp);

    private bool MayReach(ReadOnlySpan<byte> path)
    {
        if (_user.User == 0)
            return true;
        for (int end = 0; end < path.Length; end++)
        {
            if (path[end] != '/' || (end > 0 && path[end - 1] == '/'))
                continue;
            FileLook look = _files.Look(path[..Math.Max(end, 1)]);
            if (look.Kind == FileKind.Directory && !look.IsSearchableFor(_user.User, _user.Group))
                return false;
        }

        return true;
    }
}
