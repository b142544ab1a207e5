using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Mailboxes;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>A host that has nothing but control files, with a count of what was asked of it.</summary>
internal sealed class ControlsInMemory : HostFiles
{
    public static readonly QmailPlaces Places = new("/qmail"u8.ToArray(), "/qmail/control"u8.ToArray());

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>The files that are there and can't be opened.</summary>
    public HashSet<string> Denied { get; } = [];

    /// <summary>The files that can be opened and not be read.</summary>
    public HashSet<string> Broken { get; } = [];

    public int Opened { get; private set; }

    public int Closed { get; private set; }

    public int Reads { get; private set; }

    public byte[] this[string name]
    {
        set => _files[name] = value;
    }

    public void Remove(string name) => _files.Remove(name);

    public override FileLook Look(ReadOnlySpan<byte> path) => throw new NotSupportedException();

    public override byte[] RunGetpw(ReadOnlySpan<byte> local) => throw new NotSupportedException();

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        const string Directory = "/qmail/control/";
        string text = Encoding.Latin1.GetString(path);
        if (!text.StartsWith(Directory, StringComparison.Ordinal))
            throw new NotSupportedException(text);
        string name = text[Directory.Length..];
        if (Denied.Contains(name))
            throw new HostFileException(path, "permission denied", isDenied: true);
        if (!_files.TryGetValue(name, out byte[]? bytes))
            return null;
        Opened++;
        byte[] where = path.ToArray();
        var stamp = new SourceStamp(true, (ulong)bytes.Length, default, default, 1, 0, 0);
        return new HostFile(new FileLook(FileKind.Regular, 0x1A4, 0, 0, stamp, null), ReadAt, () => Closed++);

        int ReadAt(long offset, Span<byte> buffer)
        {
            Reads++;
            if (Broken.Contains(name))
                throw new HostFileException(where, "input/output error");
            int count = (int)Math.Min(buffer.Length, bytes.Length - offset);
            bytes.AsSpan((int)offset, count).CopyTo(buffer);
            return count;
        }
    }
}
