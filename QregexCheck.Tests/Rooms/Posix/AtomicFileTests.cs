using System;
using System.IO;
using QregexCheck.Posix;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

public sealed class AtomicFileTests
{
    private static readonly Access OwnerAlone = new(0x180, null);

    [Theory]
    [InlineData("")]
    [InlineData("an old file that is longer than the new one")]
    public void A_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it(string old)
    {
        using ControlFolder folder = new ControlFolder().With("file", old);
        Write(folder, "new"u8.ToArray());
        Assert.Equal("new", folder.Read("file"));
        Assert.Equal([folder.Of("file")], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Of("file")));
    }

    // A child that another test starts has each lock of this process until its exec.
    [Fact]
    public void Tests_read_a_file_that_is_locked()
    {
        using ControlFolder folder = new ControlFolder().With("file", "text");
        int descriptor = Descriptor.Open(CPath.Of(folder.Of("file")), out _);
        Assert.Equal(0, Libc.Lock(descriptor, 2));
        Assert.Equal("text", folder.Read("file"));
        Descriptor.Close(descriptor);
    }

    [Fact]
    public void What_a_killed_write_left_is_written_over()
    {
        using ControlFolder folder = new ControlFolder().With("file.tmp", "half of something that was longer");
        Write(folder, "new"u8.ToArray());
        Assert.Equal("new", folder.Read("file"));
        Assert.False(File.Exists(folder.Of("file.tmp")));
    }

    [Fact]
    public void A_reader_of_the_old_file_goes_on_reading_it()
    {
        using ControlFolder folder = new ControlFolder().With("file", "old");
        using FileStream reader = File.OpenRead(folder.Of("file"));
        Write(folder, "new"u8.ToArray());
        Assert.Equal("old", new StreamReader(reader).ReadToEnd());
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file.tmp")]
    public void A_directory_in_the_way_is_left_as_it_is(string name)
    {
        using var folder = new ControlFolder();
        Directory.CreateDirectory(folder.Of(name));
        Assert.ThrowsAny<Exception>(() => Write(folder, "new"u8.ToArray()));
        Assert.True(Directory.Exists(folder.Of(name)));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("ln \"$0/other\" \"$0/file.tmp\"")]
    [InlineData("ln -s other \"$0/file.tmp\"")]
    [InlineData("mkfifo \"$0/file.tmp\"")]
    public void What_stands_at_the_temporary_name_and_is_not_ours_is_not_written_to(string command)
    {
        using ControlFolder folder = new ControlFolder().With("other", "mine").With("file", "old");
        Assert.Equal(0, new Child("/bin/sh", "-c", command, folder.Path).Run().ExitCode);
        Assert.ThrowsAny<Exception>(() => Write(folder, "new"u8.ToArray()));
        Assert.Equal(("mine", "old"), (folder.Read("other"), folder.Read("file")));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void A_directory_that_is_missing_is_a_fault_that_names_its_errno()
    {
        using var folder = new ControlFolder();
        string inside = folder.Of("missing");
        PosixException fault = Assert.Throws<PosixException>(() =>
            AtomicFile.Write(CPath.Of(inside + "/file"), CPath.Of(inside + "/file.tmp"), CPath.Of(inside), ["new"u8.ToArray()], OwnerAlone));
        Assert.Equal(("no such file or directory", 2), (fault.Message, fault.Number));
    }

    private static void Write(ControlFolder folder, byte[] bytes) =>
        AtomicFile.Write(CPath.Of(folder.Of("file")), CPath.Of(folder.Of("file.tmp")), CPath.Of(folder.Path), [bytes], OwnerAlone);
}
