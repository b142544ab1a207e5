using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Database;

/// <summary>The hash of a path in a snapshot of recipients: what is looked up together stands together in the index.
/// See <see cref="SnapshotFormat"/>.</summary>
internal static class PathHash
{
    // A million groups, and within a group 44 bits: of a million names in one directory two are alike once in 35 snapshots.
    private const ulong Group = 0xFFFFF00000000000;

    /// <summary>The hash of a path.</summary>
    /// <param name="hash">The snapshot's hash of bytes.</param>
    /// <param name="path">The path, with a slash at its beginning.</param>
    public static ulong Of(in AddressHash hash, ReadOnlySpan<byte> path)
    {
        int slash = path.LastIndexOf((byte)'/');
        ulong own = hash.Of(path);
        return slash >= 0 && SnapshotNames.IsReliedOn(path[(slash + 1)..]) ? (hash.Of(path[..slash]) & Group) | (own & ~Group) : own;
    }
}
