using System.Linq;
using QregexCheck.Posix;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

/// <summary>Nobody sees by a compiled file what he could not read in each of its sources.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData(0x1A4, null)]
    [InlineData(0x1A4, null, 0x1A4, 1u, 0x1A4, 2u)]
    [InlineData(0x1A0, 5u, 0x1A4, 1u, 0x1A0, 5u)]
    [InlineData(0x1A0, 5u, 0x1A0, 5u, 0x1B0, 5u)]
    [InlineData(0x180, null, 0x1A0, 5u, 0x1A0, 6u)]
    [InlineData(0x180, null, 0x180, 5u)]
    [InlineData(0x180, null, 0x1A0, 5u, 0x180, 5u)]
    [InlineData(0x180, null, 0x184 & 0x180, 5u, 0x1A4, 5u)]
    public void The_widest_access_is_what_all_files_grant(int mode, uint? group, params object[] files)
    {
        FileStatus[] all = [.. files.Chunk(2).Select(file => new FileStatus { Mode = (ushort)(0x8000 | (int)file[0]), Group = (uint)file[1] })];
        Access access = Access.OfWhatAllMayRead(all);
        Assert.Equal(((uint)mode, group), (access.Mode, access.Group));
    }
}
