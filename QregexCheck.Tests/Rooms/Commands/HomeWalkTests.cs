using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>What HomeWalk sees in real directories, with whatever lies in them.</summary>
public sealed class HomeWalkTests : IDisposable
{
    private readonly ControlFolder _folder = new();
    private readonly List<string> _warnings = [];
    private readonly SnapshotWriter _writer = new(new AddressHash(3, 4), 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_home_is_kept_with_each_name_that_counts_and_what_its_files_say()
    {
        Shell("mkdir h h/.qmail-dir && mkfifo h/.qmail-fifo && ln -s /nowhere h/.qmail-dangling && ln -s .qmail-loop h/.qmail-loop && touch h/.qmail h/other "
            + "&& echo '|exit 100' >h/.qmail-out && echo '# x' >h/.qmail-null && echo '|fastforward -d t.cdb' >h/.qmail-default && echo '|prog' >h/.qmail-prog "
            + "&& ln -s .qmail-out h/.qmail-link && echo x >h/passwd.cdb");
        SnapshotReader reader = Walk("h");
        Assert.Equal(SnapshotClass.Listed, Class(reader, "h"));
        foreach ((string name, SnapshotClass expected) in new[]
        {
            (".qmail", SnapshotClass.DefaultDelivery), (".qmail-out", SnapshotClass.Bounces), (".qmail-link", SnapshotClass.Bounces),
            (".qmail-null", SnapshotClass.Nothing), (".qmail-default", SnapshotClass.FastForwardDefault), (".qmail-prog", SnapshotClass.Runs),
            (".qmail-fifo", SnapshotClass.Unread), (".qmail-dangling", SnapshotClass.Unread), (".qmail-loop", SnapshotClass.Unread),
            (".qmail-dir", SnapshotClass.Unread), ("passwd.cdb", SnapshotClass.Unread),
        })
        {
            Assert.True(expected == Class(reader, "h/" + name), $"{name}: {Class(reader, "h/" + name)}");
        }

        Assert.Null(reader.Find(Bytes(_folder.Of("h/other"))));
        Assert.Equal("t.cdb", Encoding.ASCII.GetString(reader.Find(Bytes(_folder.Of("h/.qmail-default")))!.Text));

        // Not a cdb file: it is kept without names, so nobody is refused by it.
        Assert.Equal([_folder.Of("h/passwd.cdb") + ": is shorter than the header of a cdb file"], _warnings);
    }

    /// <summary>
    /// A directory that is closed to the user may stand on the way of the link, and a mode is not all beside a list. Nothing is told of such names.
    /// </summary>
    [Fact]
    public void A_link_to_another_directory_and_an_access_control_list_hide_a_name()
    {
        Shell("mkdir h l o && echo '|exit 100' | tee o/out h/.qmail-acl >h/.qmail-out && ln -s ../o/out h/.qmail-far && ln -s .qmail-far h/.qmail-two "
            + "&& ln -s .qmail-out h/.qmail-near && ln -s ../o/none h/.qmail-gone && setfacl -m u:7001:--- h/.qmail-acl l");
        SnapshotReader reader = Walk("h", "l");
        foreach (string name in new[] { ".qmail-far", ".qmail-two", ".qmail-gone", ".qmail-acl" })
        {
            KeptRecord record = reader.Find(Bytes(_folder.Of("h/" + name)))!;
            Assert.Equal((name, FileKind.Denied, SnapshotClass.Unread), (name, record.Look.Kind, record.Class));
        }

        Assert.Equal(SnapshotClass.Bounces, Class(reader, "h/.qmail-near"));
        Assert.Null(Class(reader, "l"));
        Assert.Equal([_folder.Of("l") + ": has an access control list; left out"], _warnings);
    }

    [Fact]
    public void What_is_no_home_is_left_out_and_a_home_that_is_a_name_in_another_one_is_kept_once()
    {
        Shell("mkdir h h/.qmail-dir o o/h && touch file && ln -s h link && ln -s o/h far");
        SnapshotReader reader = Walk("h", "h/.qmail-dir", "file", "missing", "link", "far", "far/", "h", "h/");
        Assert.Equal(SnapshotClass.Linked, Class(reader, "far"));
        Assert.Equal(SnapshotClass.Linked, Class(reader, "far/"));
        Assert.Equal(SnapshotClass.Listed, Class(reader, "h"));
        Assert.Equal(SnapshotClass.Listed, Class(reader, "link"));
        Assert.Equal(SnapshotClass.Listed, Class(reader, "h/"));
        Assert.NotNull(reader.Find(Bytes(_folder.Of("h/.qmail-dir"))));
        Assert.Null(reader.Find(Bytes(_folder.Of("file"))));
        Assert.Equal([], _warnings);
    }

    [Fact]
    public void A_change_within_the_last_tick_is_waited_for_so_that_each_later_change_shows()
    {
        Shell("mkdir h && echo '&a' >h/.qmail-x");
        SnapshotReader reader = Walk("h");
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (string path in new[] { "h", "h/.qmail-x" })
        {
            Instant changed = reader.Find(Bytes(_folder.Of(path)))!.Look.Stamp.Changed;
            Assert.InRange(now - (changed.Seconds * 1000) - (changed.Nanoseconds / 1_000_000), 15, long.MaxValue);
        }
    }

    [Fact]
    public void A_directory_that_is_changed_each_time_it_is_looked_at_is_left_out()
    {
        Shell("mkdir h && echo '&a' >h/.qmail-x");
        var files = new RestlessFiles(_folder.Of("h"));
        var walk = new HomeWalk(files, _writer, _warnings.Add);
        walk.Add([Bytes(_folder.Of("h"))]);
        Assert.Equal((0, 0, 1), (walk.Directories, _writer.Count, walk.Unseen));
        Assert.Contains("is changed all the time", _warnings[0], StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private SnapshotClass? Class(SnapshotReader reader, string path) => reader.Find(Bytes(_folder.Of(path)))?.Class;

    private SnapshotReader Walk(params string[] homes)
    {
        new HomeWalk(new LocalHostFiles("/nowhere"u8.ToArray()), _writer, _warnings.Add).Add([.. homes.Select(home => Bytes(_folder.Of(home)))]);
        byte[] file = _writer.End().ToArray();
        return new SnapshotReader(new BlockReader(
            (offset, buffer) =>
            {
                file.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
                return buffer.Length;
            },
            BlockReader.BlocksOfOneCheck,
            BlockFile.Recipients));
    }

    private void Shell(string command) =>
        Assert.Equal(0, new Child("/bin/sh", "-c", command) { Directory = _folder.Path, Environment = ["PATH=/usr/bin:/bin"] }.Run().ExitCode);

    /// <summary>The real files, but that each look finds the directory in another state, as if somebody wrote into it without end.</summary>
    private sealed class RestlessFiles(string directory) : HostFiles
    {
        private readonly LocalHostFiles _files = new("/nowhere"u8.ToArray());
        private ulong _looks;

        public override FileLook Look(ReadOnlySpan<byte> path)
        {
            FileLook look = _files.Look(path);
            return path.SequenceEqual(Bytes(directory)) ? look with { Stamp = look.Stamp with { Inode = ++_looks } } : look;
        }

        public override HostFile? Open(ReadOnlySpan<byte> path) => _files.Open(path);

        public override byte[] RunGetpw(ReadOnlySpan<byte> local) => throw new NotSupportedException();
    }
}
