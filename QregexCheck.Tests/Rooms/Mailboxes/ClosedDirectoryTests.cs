using System;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>One look at a directory that we may not enter tells that no name in it can be seen (ClosedDirectory), until it is in another state.</summary>
public sealed class ClosedDirectoryTests
{
    private const uint Joe = 7001;
    private const string Home = "/home/joe";

    private readonly MadeUpHost _host = Host();
    private readonly ClosedDirectory _closed;

    public ClosedDirectoryTests() => _closed = new ClosedDirectory(_host);

    [Fact]
    public void It_holds_each_name_in_it_and_nothing_else()
    {
        Close();
        Assert.All(["/.qmail", "/.qmail-x", "/x"], name => Assert.True(Holds(Home + name)));
        Assert.All([Home, Home + "x", Home + "/x/y", "/home/ann/x", "/home", "/", ""], path => Assert.False(Holds(path)));
    }

    [Fact]
    public void One_look_serves_for_all_its_names_until_the_looks_are_forgotten()
    {
        Close();
        int calls = _host.Calls;
        for (int i = 0; i < 9; i++)
            Assert.True(Holds($"{Home}/{i}"));
        Assert.Equal(calls, _host.Calls);
        _closed.Forget();
        for (int i = 0; i < 9; i++)
            Assert.True(Holds($"{Home}/{i}"));
        Assert.Equal(calls + 1, _host.Calls);
        Look("/home/ann");
        Assert.True(Holds(Home + "/x"));
    }

    [Fact]
    public void A_directory_that_we_may_enter_holds_nothing()
    {
        _host.Permit(Home, 0x1C9, Joe, Joe);
        Close();
        Assert.False(Holds(Home + "/.qmail"));
    }

    [Fact]
    public void Where_it_can_not_be_told_nothing_is_held()
    {
        _host.TellsNoMoreThanItMust = true;
        Close();
        Assert.False(Holds(Home + "/.qmail"));
    }

    [Fact]
    public void After_whatever_change_it_holds_nothing()
    {
        foreach (Action<MadeUpHost> change in new Action<MadeUpHost>[]
        {
            host => host.Permit(Home, 0x1C9, Joe, Joe),
            host => host.Permit(Home, 0x1C0, Joe, Joe),
            host => host.WithFile(Home + "/.qmail-x", "x"),
            host => host.Permit("/home", 0x1C0, 0, 0),
            host => host.Rename("/home/ann", Home),
            host => host.Remove(Home),
        })
        {
            MadeUpHost host = Host();
            var closed = new ClosedDirectory(host);
            closed.Look(MadeUpHost.Bytes(Home));
            closed.Try(MadeUpHost.Bytes(Home + "/.qmail"));
            Assert.True(closed.Holds(MadeUpHost.Bytes(Home + "/.qmail")));
            change(host);
            closed.Forget();
            Assert.False(closed.Holds(MadeUpHost.Bytes(Home + "/.qmail")));
            Assert.False(closed.Holds(MadeUpHost.Bytes(Home + "/.qmail")));
        }
    }

    private static MadeUpHost Host() => new MadeUpHost { Viewer = 65534, ViewerGroup = 65534, Before = _ => null }
        .WithDirectory("/home/ann", 0x1C0, Joe, Joe).WithDirectory(Home, 0x1C0, Joe, Joe).WithFile(Home + "/.qmail", "", 0x1A4, Joe, Joe);

    private void Close()
    {
        Look(Home);
        _closed.Try(MadeUpHost.Bytes(Home + "/.qmail"));
    }

    private void Look(string path) => _closed.Look(MadeUpHost.Bytes(path));

    private bool Holds(string path) => _closed.Holds(MadeUpHost.Bytes(path));
}
