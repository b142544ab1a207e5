using System.Linq;
using System.Text;
using QregexCheck.Posix;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

public sealed class DirectoryNamesTests
{
    [Fact]
    public void All_names_are_there_as_bytes_in_the_order_of_their_bytes()
    {
        using ControlFolder folder = new ControlFolder().With("b", string.Empty).With("B", string.Empty).With("aa", string.Empty);

        // By a shell, as .NET can't name what is not UTF-8.
        Assert.Equal(0, new Child("/bin/sh", "-c", "cd \"$0\" && : >\"$(printf 'a\\351')\"", folder.Path).Run().ExitCode);
        Assert.Equal([".", "..", "B", "aa", "a\xe9", "b"], DirectoryNames.Read(CPath.Of(folder.Path)).Select(name => Encoding.Latin1.GetString(name)));
    }

    [Fact]
    public void What_can_not_be_listed_has_no_names()
    {
        using ControlFolder folder = new ControlFolder().With("file", string.Empty);
        Assert.Empty(DirectoryNames.Read(CPath.Of(folder.Of("file"))));
        Assert.Empty(DirectoryNames.Read(CPath.Of(folder.Of("missing"))));
    }
}
