using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Qmail;

/// <summary>The real files as the recipient check sees them (LocalHostFiles).</summary>
public sealed class LocalHostFilesTests
{
    private readonly LocalHostFiles _files = new("/var/qmail"u8.ToArray());

    [Fact]
    public void A_file_a_directory_and_a_device_are_told_apart()
    {
        using ControlFolder folder = new ControlFolder().With("file", "seven b");
        FileLook file = _files.Look(MadeUpHost.Bytes(folder.Of("file")));
        Assert.Equal((FileKind.Regular, 0x1A4U, 7UL), (file.Kind, file.Mode, file.Stamp.Size));
        Assert.Equal(FileKind.Directory, _files.Look(MadeUpHost.Bytes(folder.Path)).Kind);
        Assert.Equal(FileKind.Special, _files.Look("/dev/null"u8).Kind);
    }

    [Fact]
    public void A_link_anywhere_on_a_path_is_seen_in_one_call()
    {
        using ControlFolder folder = new ControlFolder().With("file", "");
        Directory.CreateDirectory(folder.Of("way/home"));
        File.CreateSymbolicLink(folder.Of("link"), "way");
        File.CreateSymbolicLink(folder.Of("way/end"), "home");
        File.CreateSymbolicLink(folder.Of("loop"), "loop");
        foreach (string name in new[] { "file", "way", "way/home", "way/home/", "way//home/../home/." })
            Assert.True(_files.LeadsOverNoLink(MadeUpHost.Bytes(folder.Of(name))), name);
        foreach (string name in new[] { "link", "link/", "link/home", "way/end", "way/end/", "way/../link/home", "loop", "missing", "file/below", "way\0" })
            Assert.False(_files.LeadsOverNoLink(MadeUpHost.Bytes(folder.Of(name))), name);
        Assert.False(_files.LeadsOverNoLink("/proc/self/exe"u8));
        Assert.True(_files.LeadsOverNoLink("/"u8));
        Assert.False(_files.LeadsOverNoLink("."u8));
        Assert.False(_files.LeadsOverNoLink([]));
    }

    [Fact]
    public void A_directory_that_we_may_enter_and_one_that_is_not_there_are_not_called_closed()
    {
        using var folder = new ControlFolder();
        Assert.False(_files.IsClosed(MadeUpHost.Bytes(folder.Path)));
        Assert.False(_files.IsClosed(MadeUpHost.Bytes(folder.Of("missing"))));
        Assert.False(_files.IsClosed("/\0"u8));
    }

    [Fact]
    public void What_qmail_local_goes_past_is_absent()
    {
        using ControlFolder folder = new ControlFolder().With("file", "");
        File.CreateSymbolicLink(folder.Of("loop"), "loop");
        File.CreateSymbolicLink(folder.Of("dangling"), "nowhere");
        string[] names = ["missing", "file/below", "loop", "dangling", new string('x', 256)];
        Assert.All(names, name => Assert.Equal(FileKind.Absent, _files.Look(MadeUpHost.Bytes(folder.Of(name))).Kind));
    }

    /// <summary>qmail-lspawn asks qmail-getpw only where users/cdb is not there at all, and qmail-send does not start with a locals that is a loop.</summary>
    [Fact]
    public void Only_a_name_that_is_not_there_is_absent_without_trouble_and_can_not_be_opened_without_it()
    {
        using ControlFolder folder = new ControlFolder().With("file", "");
        File.CreateSymbolicLink(folder.Of("loop"), "loop");
        File.CreateSymbolicLink(folder.Of("dangling"), "nowhere");
        foreach (string name in new[] { "missing", "dangling" })
        {
            Assert.Null(_files.Look(MadeUpHost.Bytes(folder.Of(name))).Trouble);
            Assert.Null(_files.Open(MadeUpHost.Bytes(folder.Of(name))));
        }

        foreach (string name in new[] { "file/below", "loop", new string('x', 256) })
        {
            Assert.NotNull(_files.Look(MadeUpHost.Bytes(folder.Of(name))).Trouble);
            Assert.Throws<HostFileException>(() => _files.Open(MadeUpHost.Bytes(folder.Of(name))));
        }
    }

    [Fact]
    public void A_link_is_read_as_it_stands_and_nothing_else_is_one()
    {
        using ControlFolder folder = new ControlFolder().With("file", "");
        File.CreateSymbolicLink(folder.Of("link"), "no/where");
        Assert.Equal("no/where"u8.ToArray(), _files.ReadLink(MadeUpHost.Bytes(folder.Of("link"))));
        foreach (string name in new[] { "file", "missing", "file/below", new string('x', 256) })
            Assert.Null(_files.ReadLink(MadeUpHost.Bytes(folder.Of(name))));
    }

    [Fact]
    public void An_access_control_list_is_seen_and_a_mode_alone_is_none()
    {
        using ControlFolder folder = new ControlFolder().With("file", "");
        byte[] path = MadeUpHost.Bytes(folder.Of("file"));
        Assert.False(_files.HasAccessList(path));
        Assert.False(_files.HasAccessList(MadeUpHost.Bytes(folder.Of("missing"))));
        Assert.False(_files.HasAccessList("/proc/self/status"u8));
        Outcome set = new Child("/usr/bin/setfacl", "-m", "u:7001:---", folder.Of("file")).Run();
        Assert.Equal((0, ""), (set.ExitCode, set.Error));
        Assert.True(_files.HasAccessList(path));
    }

    [Fact]
    public void A_path_with_a_NUL_is_a_failure()
    {
        Assert.Equal(FileKind.Failed, _files.Look("/etc\0/x"u8).Kind);
        Assert.Throws<HostFileException>(() => _files.Open("/etc/passwd\0"u8));
    }

    [Fact]
    public void Only_regular_files_are_opened_and_a_FIFO_is_not_waited_for()
    {
        using var folder = new ControlFolder();
        Assert.Equal(0, new Child("/usr/bin/mkfifo", folder.Of("fifo")).Run().ExitCode);
        Assert.Equal("is no regular file", Assert.Throws<HostFileException>(() => _files.Open(MadeUpHost.Bytes(folder.Of("fifo")))).Message);
        Assert.Equal("is a directory", Assert.Throws<HostFileException>(() => _files.Open(MadeUpHost.Bytes(folder.Path))).Message);
    }

    [Fact]
    public void An_open_file_is_read_on_and_at_any_place()
    {
        using ControlFolder folder = new ControlFolder().With("file", "0123456789");
        using HostFile file = _files.Open(MadeUpHost.Bytes(folder.Of("file")))!;
        var bytes = new byte[4];
        Assert.Equal((10L, 4), (file.Size, file.Read(bytes)));
        Assert.Equal("0123", Encoding.ASCII.GetString(bytes));
        Assert.Equal(2, file.ReadAt(8, bytes));
        Assert.Equal("8923", Encoding.ASCII.GetString(bytes));
        Assert.Equal(4, file.Read(bytes));
        Assert.Equal("4567", Encoding.ASCII.GetString(bytes));
        Assert.Equal(file.Look, _files.Look(MadeUpHost.Bytes(folder.Of("file"))));
    }

    [Fact]
    public void A_stamp_settles_once_its_tick_is_over_and_one_ahead_of_the_clock_has()
    {
        var old = new SourceStamp(true, 1, new Instant(1, 1), new Instant(1, 1), 1, 1, 1);
        Assert.True(_files.Settles(old));
        Assert.True(_files.Settles(old with { Changed = new Instant(32_503_680_000, 1) }));
        using ControlFolder folder = new ControlFolder().With("file", "");
        SourceStamp stamp = _files.Look(MadeUpHost.Bytes(folder.Of("file"))).Stamp;
        _files.Settles(stamp);
        Assert.True(_files.Settles(stamp));
    }
}
