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

    public override FileLook Look(ReadOnlySpan<byte> path) =>
        MayReach(path) ? _files.Look(path) : new FileLook(FileKind.Denied, 0, 0, 0, default, Denied);

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        if (!MayReach(path))
            throw new HostFileException(path, Denied, isDenied: true);
        HostFile? file = _files.Open(path);
        if (file is null || _user.User == 0 || file.Look.IsReadableFor(_user.User, _user.Group))
            return file;
        file.Dispose();
        throw new HostFileException(path, Denied, isDenied: true);
    }

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
