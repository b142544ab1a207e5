using System.IO;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

public sealed class FileStatusTests
{
    [Fact]
    public void A_link_is_followed_by_its_target_and_seen_by_its_name()
    {
        using ControlFolder folder = new ControlFolder().With("file", "seven b");
        File.CreateSymbolicLink(folder.Of("link"), "file");
        FileStatus file = Assert.NotNull(FileStatus.Of(CPath.Of(folder.Of("file")), out _));
        FileStatus target = Assert.NotNull(FileStatus.Of(CPath.Of(folder.Of("link")), out _));
        FileStatus link = Assert.NotNull(FileStatus.OfName(CPath.Of(folder.Of("link")), out _));
        Assert.Equal((7UL, true, 1U), (file.Size, file.IsRegular, file.Names));
        Assert.Equal(file.Inode, target.Inode);
        Assert.NotEqual(file.Inode, link.Inode);
        Assert.False(link.IsRegular);
    }

    [Fact]
    public void What_is_missing_has_no_status_but_an_errno()
    {
        using var folder = new ControlFolder();
        Assert.Null(FileStatus.Of(CPath.Of(folder.Of("missing")), out int error));
        Assert.Equal("no such file or directory", PosixException.Describe(error));
    }

    [Fact]
    public void A_directory_and_a_device_are_told_apart_from_files()
    {
        FileStatus directory = Assert.NotNull(FileStatus.Of("/\0"u8, out _));
        FileStatus device = Assert.NotNull(FileStatus.Of("/dev/null\0"u8, out _));
        Assert.Equal((true, false, false), (directory.IsDirectory, directory.IsRegular, directory.IsCharacterDevice));
        Assert.Equal((false, false, true), (device.IsDirectory, device.IsRegular, device.IsCharacterDevice));
    }

    [Fact]
    public void The_stamp_of_a_file_changes_with_its_size_and_with_what_stands_in_its_place()
    {
        using ControlFolder folder = new ControlFolder().With("file", "one");
        SourceStamp first = Stamp(folder);
        Assert.Equal(first, Stamp(folder));
        folder.With("file", "three");
        SourceStamp longer = Stamp(folder);
        Assert.NotEqual(first, longer);
        folder.With("other", "three");
        File.Move(folder.Of("other"), folder.Of("file"), overwrite: true);
        Assert.NotEqual(longer, Stamp(folder));
    }

    private static SourceStamp Stamp(ControlFolder folder) => Assert.NotNull(FileStatus.Of(CPath.Of(folder.Of("file")), out _)).ToStamp();
}
