using System;
using System.Collections.Generic;
using QregexCheck.Cdb;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;

namespace QregexCheck.Commands;

/// <summary>A file or directory as it was seen for a snapshot.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Look">What stood there.</param>
/// <param name="Class">What its content is.</param>
/// <param name="Text">What belongs to the class.</param>
/// <param name="Names">For a list of mailboxes: the hashes of its names, with their states.</param>
internal sealed record SeenFile(byte[] Path, FileLook Look, SnapshotClass Class, byte[] Text, List<ulong>? Names)
{
    /// <summary>The same with its content.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="file">The open file.</param>
    /// <param name="hash">The hash of names.</param>
    /// <exception cref="HostFileException">It can't be read.</exception>
    /// <exception cref="CdbException">It is no list of mailboxes, or damaged.</exception>
    public SeenFile Read(ReadOnlySpan<byte> name, HostFile file, AddressHash hash)
    {
        if (SnapshotNames.IsDotQmail(name))
            return this with { Class = SnapshotClasses.Of(DotQmailContent.Read(file), out byte[] text), Text = text };
        if (SnapshotNames.IsLibraries(name))
            return this with { Class = VpopmailHome.BackendOf(file, Path) };
        return SnapshotNames.IsMailboxes(name) ? this with { Class = SnapshotClass.Mailboxes, Names = HashesOf(file, SnapshotNames.IsVpopmails(name), hash) } : this;
    }

    private static List<ulong> HashesOf(HostFile file, bool isVpopmails, AddressHash hash)
    {
        var hashes = new List<ulong>();
        CdbRecords.Read(InMemory(file), file.Size, Vmailmgr.LongestRecord, (key, data) =>
        {
            ListedName state = isVpopmails ? Vpasswd.StateOf(data) : Vmailmgr.StateOf(data);
            hashes.Add((hash.Of(key) & ~SnapshotFormat.NameState) | (ulong)state);
        });
        return hashes;
    }

    /// <summary>The bytes of a file. One that is not too large is read at once: a record is some hundred bytes, and a call for each takes longer.</summary>
    private static RandomSource InMemory(HostFile file)
    {
        const long Largest = 32 * 1024 * 1024;
        if (file.Size > Largest)
            return file.ReadAt;
        var bytes = new byte[(int)file.Size];
        int length = file.ReadAt(0, bytes);
        return (offset, buffer) =>
        {
            int count = (int)Math.Clamp(length - offset, 0, buffer.Length);
            bytes.AsSpan((int)Math.Min(offset, length), count).CopyTo(buffer);
            return count;
        };
    }
}
