using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>A host that is made up, as somebody sees it who is neither root nor an owner. Directories above a file are there, with 0755.</summary>
internal sealed class SketchedHost : HostFiles
{
    public const string Home = "/var/qmail";

    private readonly Dictionary<string, (FileKind Kind, uint Mode, uint Owner, byte[] Bytes)> _nodes = [];

    public static QmailPlaces Places { get; } = new(CdbFile.Bytes(Home), CdbFile.Bytes(Home + "/control"));

    /// <summary>What qmail-getpw prints; null when it can't be run.</summary>
    public Func<string, string>? Getpw { get; init; }

    /// <summary>What was looked at or opened, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>A failure in the middle of a file: its path, and the offset from which nothing can be read.</summary>
    public (string Path, long Offset)? Fault { get; set; }

    public SketchedHost File(string path, string text, uint mode = 0x1A4) => File(path, CdbFile.Bytes(text), mode);

    public SketchedHost File(string path, byte[] bytes, uint mode = 0x1A4)
    {
        _nodes[path] = (FileKind.Regular, mode, 0, bytes);
        return this;
    }

    public SketchedHost Directory(string path, uint mode = 0x1ED, uint owner = 0)
    {
        _nodes[path] = (FileKind.Directory, mode, owner, []);
        return this;
    }

    public SketchedHost Special(string path)
    {
        _nodes[path] = (FileKind.Special, 0x1A4, 0, []);
        return this;
    }

    public override FileLook Look(ReadOnlySpan<byte> path)
    {
        string name = Note(path);
        for (int slash = name.IndexOf('/', 1); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            FileLook above = Node(name[..slash]);
            if (above.Kind == FileKind.Directory && (above.Mode & 1) == 0)
                return new FileLook(FileKind.Denied, 0, 0, 0, default, "permission denied");
            if (above.Kind is FileKind.Regular or FileKind.Special)
                return new FileLook(FileKind.Absent, 0, 0, 0, default, "not a directory");
            if (above.Kind != FileKind.Directory)
                return above;
        }

        return Node(name);
    }

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        FileLook look = Look(path);
        byte[] name = path.ToArray();
        if (look is { Kind: FileKind.Absent, Trouble: null })
            return null;
        if (look.Kind != FileKind.Regular)
            throw new HostFileException(path, look.Trouble ?? "is no regular file", look.Kind == FileKind.Denied);
        if ((look.Mode & 4) == 0)
            throw new HostFileException(path, "permission denied", isDenied: true);
        byte[] bytes = _nodes[Text(path)].Bytes;
        return new HostFile(
            look,
            (offset, buffer) =>
            {
                if (Fault is { } fault && fault.Path == Text(name) && offset + buffer.Length > fault.Offset)
                    throw new HostFileException(name, "input/output error");
                int count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
                if (count > 0)
                    bytes.AsSpan((int)offset, count).CopyTo(buffer);
                return count;
            },
            () => Calls.Add("close " + Text(name)));
    }

    public override byte[] RunGetpw(ReadOnlySpan<byte> local) =>
        Getpw is null ? throw new HostFileException("bin/qmail-getpw"u8, "can't be run") : CdbFile.Bytes(Getpw(Text(local)));

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private string Note(ReadOnlySpan<byte> path)
    {
        Calls.Add(Text(path));
        return Calls[^1];
    }

    private FileLook Node(string path)
    {
        if (_nodes.TryGetValue(path, out (FileKind Kind, uint Mode, uint Owner, byte[] Bytes) node))
            return new FileLook(node.Kind, node.Mode, node.Owner, node.Owner, new SourceStamp(true, (ulong)node.Bytes.Length, default, default, 1, 0, 0), null);
        return _nodes.Keys.Any(name => name.StartsWith(path + "/", StringComparison.Ordinal))
            ? new FileLook(FileKind.Directory, 0x1ED, 0, 0, default, null)
            : new FileLook(FileKind.Absent, 0, 0, 0, default, null);
    }
}
