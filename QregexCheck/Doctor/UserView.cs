using System;
using QregexCheck.Control;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>
/// The files of the host as a user with one group sees them: what his rights don't allow is denied, though root could read it. Source: path_resolution(7).
/// </summary>
/// <remarks>
/// It goes by owner, group and mode. Where an access control list stands beside them, only the owner's rights are known; what it means for others can't be
/// told, and is denied and marked. Source: acl(5).
/// </remarks>
internal sealed class UserView : HostFiles
{
    private const string Denied = "permission denied";
    private const string Listed = "permission denied, as far as can be told: there is an access control list on the way";

    private readonly HostFiles _files;
    private readonly SmtpUser _user;

    public UserView(HostFiles files, SmtpUser user)
    {
        _files = files;
        _user = user;
    }

    /// <summary>True when something was denied to us, or by an access list, that his rights may allow him: then it is we who can't tell.</summary>
    public bool IsBlocked { get; private set; }

    public override FileLook Look(ReadOnlySpan<byte> path)
    {
        if (WhyNot(path) is { } why)
            return new FileLook(FileKind.Denied, 0, 0, 0, default, why);
        FileLook look = _files.Look(path);
        IsBlocked |= look.Kind == FileKind.Denied;
        return look;
    }

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        if (WhyNot(path) is { } why)
            throw new HostFileException(path, why, isDenied: true);
        FileLook look = _files.Look(path);
        if (look.Kind == FileKind.Regular && IsListed(path, look))
            throw new HostFileException(path, Listed, isDenied: true);
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
        WhyNot(path) is not { } why ? _files.ReadLink(path) : throw new HostFileException(path, why, isDenied: true);

    public override bool HasAccessList(ReadOnlySpan<byte> path) => _files.HasAccessList(path);

    public override byte[] RunGetpw(ReadOnlySpan<byte> local) => _files.RunGetpw(local);

    public override bool Settles(in SourceStamp stamp) => _files.Settles(stamp);

    /// <summary>Why he does not come to a path; null when he does.</summary>
    private string? WhyNot(ReadOnlySpan<byte> path)
    {
        if (_user.User == 0)
            return null;
        for (int end = 0; end < path.Length; end++)
        {
            if (path[end] != '/' || (end > 0 && path[end - 1] == '/'))
                continue;
            ReadOnlySpan<byte> directory = path[..Math.Max(end, 1)];
            FileLook look = _files.Look(directory);
            if (look.Kind != FileKind.Directory)
                continue;
            if (IsListed(directory, look))
                return Listed;
            if (!look.IsSearchableFor(_user.User, _user.Group))
                return Denied;
        }

        return null;
    }

    /// <summary>True where an access list may give him more, or less, than the mode says.</summary>
    private bool IsListed(ReadOnlySpan<byte> path, in FileLook look)
    {
        if (_user.User == 0 || _user.User == look.Owner)
            return false;
        try
        {
            bool isListed = _files.HasAccessList(path);
            IsBlocked |= isListed;
            return isListed;
        }
        catch (HostFileException)
        {
            // Who may not ask may not look either, and that is told.
            return false;
        }
    }
}
