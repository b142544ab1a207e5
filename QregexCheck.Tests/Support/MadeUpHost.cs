using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Mailboxes;

namespace QregexCheck.Tests.Support;

/// <summary>
/// A host in memory: files with owners, modes and links, seen by one user, with faults and changes at any call. It stands for path_resolution(7) and stat(2).
/// </summary>
internal sealed class MadeUpHost : HostFiles
{
    private const int MostLinks = 40;
    private const int LongestName = 255;
    private const int LongestPath = 4095;

    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private ulong _clock = 1;

    public MadeUpHost() => _nodes["/"] = new Node { Kind = FileKind.Directory, Mode = 0x1ED, Inode = ++_clock };

    /// <summary>Who looks; 0 sees all.</summary>
    public uint Viewer { get; set; }

    /// <summary>The viewer's only group.</summary>
    public uint ViewerGroup { get; set; }

    /// <summary>How many calls were made: looks, opens, reads, runs.</summary>
    public int Calls { get; private set; }

    /// <summary>Is called before each call with its number, from 1. It may change files, and give a fault: the kind that a look then has.</summary>
    public Func<int, FileKind?>? Before { get; set; }

    /// <summary>What qmail-getpw prints; null where it can't be run.</summary>
    public Func<string, string>? Getpw { get; set; }

    /// <summary>True for a host where links and closed directories show only name by name: an old kernel, a sandbox.</summary>
    public bool TellsNoMoreThanItMust { get; set; }

    /// <summary>What a stamp's last tick is; -1 where every stamp is old.</summary>
    public int TicksToSettle { get; set; }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public MadeUpHost WithFile(string path, string content, uint mode = 0x1A4, uint owner = 0, uint group = 0) =>
        WithFile(path, Bytes(content), mode, owner, group);

    public MadeUpHost WithFile(string path, byte[] content, uint mode = 0x1A4, uint owner = 0, uint group = 0) =>
        With(path, new Node { Kind = FileKind.Regular, Mode = mode, Owner = owner, Group = group, Content = content });

    public MadeUpHost WithDirectory(string path, uint mode = 0x1ED, uint owner = 0, uint group = 0) =>
        With(path, new Node { Kind = FileKind.Directory, Mode = mode, Owner = owner, Group = group });

    public MadeUpHost WithLink(string path, string target) => With(path, new Node { Kind = FileKind.Absent, Target = target });

    public MadeUpHost WithFifo(string path, uint mode = 0x1A4, uint owner = 0, uint group = 0) =>
        With(path, new Node { Kind = FileKind.Special, Mode = mode, Owner = owner, Group = group });

    /// <summary>Changes owner and mode of what is there.</summary>
    public MadeUpHost Permit(string path, uint mode, uint owner, uint group)
    {
        Node node = _nodes[path];
        (node.Mode, node.Owner, node.Group, node.Changed) = (mode, owner, group, ++_clock);
        return this;
    }

    /// <summary>Writes into a file that is there, which its directory does not show.</summary>
    public void Edit(string path, string content) => (_nodes[path].Content, _nodes[path].Changed) = (Bytes(content), ++_clock);

    /// <summary>True for the path of a directory that leads over no link.</summary>
    public bool IsDirectoryItself(string path) => _nodes.TryGetValue(path, out Node? node) && node.Kind == FileKind.Directory;

    /// <summary>The names in a directory.</summary>
    public List<string> NamesIn(string directory) =>
        [.. _nodes.Keys.Where(path => path != "/" && Parent(path) == directory).Select(path => path[(path.LastIndexOf('/') + 1)..])];

    /// <summary>Gives what is there an access control list beside its mode.</summary>
    public MadeUpHost WithAccessList(string path)
    {
        _nodes[path].HasAccessList = true;
        return this;
    }

    public void Remove(string path)
    {
        _nodes.Remove(path);
        Touch(Parent(path));
    }

    public void Rename(string from, string to)
    {
        Node node = _nodes[from];
        _nodes.Remove(from);
        Touch(Parent(from));
        node.Changed = ++_clock;
        _nodes[to] = node;
        Touch(Parent(to));
    }

    public override FileLook Look(ReadOnlySpan<byte> path)
    {
        if (Begin() is { } fault)
            return new FileLook(fault, 0, 0, 0, default, fault == FileKind.Absent ? null : "made-up fault");
        (FileKind kind, string? trouble, Node? node) = Resolve(path);
        return node is null ? new FileLook(kind, 0, 0, 0, default, trouble) : LookOf(node);
    }

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        byte[] own = path.ToArray();
        if (Begin() is { } fault)
            return fault == FileKind.Absent ? null : throw new HostFileException(path, "made-up fault", fault == FileKind.Denied);
        (FileKind kind, string? trouble, Node? node) = Resolve(path);
        if (node is null)
            return trouble is null ? null : throw new HostFileException(path, trouble, kind == FileKind.Denied);
        FileLook look = LookOf(node);
        if (!MaySee(node, 4))
            throw new HostFileException(path, "permission denied", isDenied: true);
        if (node.Kind != FileKind.Regular)
            throw new HostFileException(path, node.Kind == FileKind.Directory ? "is a directory" : "is no regular file");
        byte[] content = node.Content;
        return new HostFile(look, (offset, buffer) => ReadAt(own, content, offset, buffer), () => { });
    }

    /// <summary>The names in a directory, sorted; null when it is none, or the viewer may not list it.</summary>
    public IReadOnlyList<byte[]>? Names(ReadOnlySpan<byte> path)
    {
        (_, _, Node? node) = Resolve(path);
        if (node is not { Kind: FileKind.Directory } || !MaySee(node, 4))
            return null;
        string at = _nodes.First(pair => pair.Value == node).Key.TrimEnd('/');
        return [.. _nodes.Keys.Where(name => name.Length > at.Length + 1 && Parent(name) == (at.Length == 0 ? "/" : at))
            .Select(name => name[(at.Length + 1)..]).Order(StringComparer.Ordinal).Select(Bytes)];
    }

    public override byte[]? ReadLink(ReadOnlySpan<byte> path)
    {
        if (Begin() is { } fault)
            return fault == FileKind.Absent ? null : throw new HostFileException(path, "made-up fault", fault == FileKind.Denied);
        (FileKind kind, string? trouble, Node? node) = Resolve(path, followsLast: false);
        if (kind is FileKind.Denied or FileKind.Failed)
            throw new HostFileException(path, trouble!, kind == FileKind.Denied);
        return node?.Target is { } target ? Bytes(target) : null;
    }

    public override bool HasAccessList(ReadOnlySpan<byte> path)
    {
        if (Begin() is { } fault)
            return fault == FileKind.Absent ? false : throw new HostFileException(path, "made-up fault", fault == FileKind.Denied);
        return Resolve(path).Node is { HasAccessList: true };
    }

    public override bool LeadsOverNoLink(ReadOnlySpan<byte> path)
    {
        if (TellsNoMoreThanItMust || Begin() is not null || path.IsEmpty || path[0] != '/')
            return false;
        Node? node = Resolve(path, out int links).Node;
        return node is not null && links == 0;
    }

    public override bool IsClosed(ReadOnlySpan<byte> directory)
    {
        if (TellsNoMoreThanItMust || Begin() is not null)
            return false;
        return Resolve(directory) is { Kind: var kind, Node: var node } && (kind == FileKind.Denied || (node is not null && !MaySee(node, 1)));
    }

    public override byte[] RunGetpw(ReadOnlySpan<byte> local)
    {
        if (Begin() is not null || Getpw is null)
            throw new HostFileException("/bin/qmail-getpw"u8, "can't be run");
        return Bytes(Getpw(Encoding.UTF8.GetString(local)));
    }

    public override bool Settles(in SourceStamp stamp) => TicksToSettle-- <= 0;

    private FileKind? Begin() => Before?.Invoke(++Calls) ?? null;

    private int ReadAt(byte[] path, byte[] content, long offset, Span<byte> buffer)
    {
        if (Begin() is { } fault && fault != FileKind.Absent)
            throw new HostFileException(path, "made-up fault", fault == FileKind.Denied);
        if (offset >= content.Length)
            return 0;
        int count = (int)Math.Min(buffer.Length, content.Length - offset);
        content.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    }

    private MadeUpHost With(string path, Node node)
    {
        if (path != "/" && !_nodes.ContainsKey(Parent(path)))
            WithDirectory(Parent(path));
        (node.Inode, node.Changed) = (++_clock, _clock);
        _nodes[path] = node;
        Touch(Parent(path));
        return this;
    }

    private void Touch(string directory)
    {
        if (_nodes.TryGetValue(directory, out Node? node))
            node.Changed = ++_clock;
    }

    /// <summary>Walks a path name by name, as the viewer may.</summary>
    private (FileKind Kind, string? Trouble, Node? Node) Resolve(ReadOnlySpan<byte> path, bool followsLast = true) => Resolve(path, out _, followsLast);

    private (FileKind Kind, string? Trouble, Node? Node) Resolve(ReadOnlySpan<byte> path, out int links, bool followsLast = true)
    {
        links = 0;
        if (path.Contains((byte)0))
            return (FileKind.Failed, "the path holds a NUL", null);
        if (path.Length > LongestPath)
            return (FileKind.Absent, "file name too long", null);
        if (path.IsEmpty || path[0] != '/')
            return (FileKind.Absent, null, null);
        var names = new Stack<string>(Encoding.UTF8.GetString(path).Split('/').Reverse());
        string at = "/";
        while (names.TryPop(out string? name))
        {
            Node here = _nodes[at];
            if (here.Kind != FileKind.Directory)
                return (FileKind.Absent, "not a directory", null);
            if (name.Length == 0)
                continue;
            if (!MaySee(here, 1))
                return (FileKind.Denied, "permission denied", null);
            if (Encoding.UTF8.GetByteCount(name) > LongestName)
                return (FileKind.Absent, "file name too long", null);
            if (name == ".")
                continue;
            string next = name == ".." ? Parent(at) : at == "/" ? "/" + name : at + "/" + name;
            if (!_nodes.TryGetValue(next, out Node? node))
                return (FileKind.Absent, null, null);
            if (node.Target is not { } target || (names.Count == 0 && !followsLast))
            {
                at = next;
                continue;
            }

            if (++links > MostLinks)
                return (FileKind.Absent, "too many links", null);
            if (target.StartsWith('/'))
                at = "/";
            foreach (string part in target.Split('/').Reverse())
                names.Push(part);
        }

        return (FileKind.Regular, null, _nodes[at]);
    }

    private bool MaySee(Node node, uint bit)
    {
        if (Viewer == 0)
            return true;
        uint shift = Viewer == node.Owner ? 6 : ViewerGroup == node.Group ? 3 : 0u;
        return (node.Mode & (bit << (int)shift)) != 0;
    }

    private static FileLook LookOf(Node node)
    {
        var changed = new Instant((long)node.Changed, 1);
        return new FileLook(
            node.Kind, node.Mode, node.Owner, node.Group, new SourceStamp(true, (ulong)node.Content.Length, changed, changed, node.Inode, 1, 1), null);
    }

    private static string Parent(string path) => path.LastIndexOf('/') is var at and > 0 ? path[..at] : "/";

    private sealed class Node
    {
        public FileKind Kind { get; init; }

        public uint Mode { get; set; }

        public uint Owner { get; set; }

        public uint Group { get; set; }

        public byte[] Content { get; set; } = [];

        public string? Target { get; init; }

        public bool HasAccessList { get; set; }

        public ulong Inode { get; set; }

        public ulong Changed { get; set; }
    }
}
