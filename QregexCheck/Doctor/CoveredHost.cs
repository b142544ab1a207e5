using System;
using QregexCheck.Control;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>The files of the host as if <c>control/checkrcpthosts</c> covered a domain: so the check tells what it would say, were it on.</summary>
internal sealed class CoveredHost : HostFiles
{
    private readonly HostFiles _files;
    private readonly byte[] _path;
    private readonly byte[] _entries;

    /// <param name="files">The host's files.</param>
    /// <param name="path">The path of checkrcpthosts.</param>
    /// <param name="domain">The domain.</param>
    public CoveredHost(HostFiles files, byte[] path, ReadOnlySpan<byte> domain)
    {
        _files = files;
        _path = path;
        _entries = [.. domain, (byte)'\n'];
    }

    private FileLook Entries => new(
        FileKind.Regular, 0x1A4, 0, 0, new SourceStamp(true, (ulong)_entries.Length, default, new Instant(0, 1), 0, 0, 0), null);

    public override FileLook Look(ReadOnlySpan<byte> path) => path.SequenceEqual(_path) ? Entries : _files.Look(path);

    public override HostFile? Open(ReadOnlySpan<byte> path) =>
        path.SequenceEqual(_path) ? new HostFile(Entries, ExaminedHost.SourceOf(_entries), static () => { }) : _files.Open(path);

    public override SnapshotFiles? Snapshot => _files.Snapshot;

    public override byte[]? ReadLink(ReadOnlySpan<byte> path) => _files.ReadLink(path);

    public override bool HasAccessList(ReadOnlySpan<byte> path) => _files.HasAccessList(path);

    public override byte[] RunGetpw(ReadOnlySpan<byte> local) => _files.RunGetpw(local);

    // What it is asked for is a diagnosis, and nothing is refused by it: so it waits for no clock.
    public override bool Settles(in SourceStamp stamp) => true;
}
