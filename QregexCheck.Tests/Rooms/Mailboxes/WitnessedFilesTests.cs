using System;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>What a search has seen is looked at once more (WitnessedFiles): each state once, however often it was seen.</summary>
public sealed class WitnessedFilesTests
{
    private const string File = "/home/joe/.qmail-a";
    private const string Absent = "/home/joe/.qmail-b";

    private readonly MadeUpHost _host = new MadeUpHost { Before = _ => null }.WithFile(File, "x").WithFile("/home/joe/.qmail-c", "y");
    private readonly WitnessedFiles _seen;

    public WitnessedFilesTests() => _seen = new WitnessedFiles(_host);

    [Fact]
    public void What_was_seen_several_times_in_one_state_is_looked_at_once_more()
    {
        for (int i = 0; i < 5; i++)
        {
            Look(File);
            Look(Absent);
            using HostFile? file = _seen.Open(MadeUpHost.Bytes(File));
            Assert.NotNull(file);
        }

        int calls = _host.Calls;
        Assert.True(_seen.WasTrueAtOnce());
        Assert.Equal(calls + 2, _host.Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void What_was_seen_in_two_states_was_not_true_at_once(int between)
    {
        foreach (Action change in new Action[]
        {
            () => _host.Edit(File, "z"),
            () => _host.Rename("/home/joe/.qmail-c", File),
            () => _host.Permit(File, 0x180, 0, 0),
            () => _host.Remove(File),
            () => _host.WithFile(File, "again"),
        })
        {
            var seen = new WitnessedFiles(_host);
            seen.Look(MadeUpHost.Bytes(File));
            for (int i = 0; i < between; i++)
                seen.Look(MadeUpHost.Bytes($"{Absent}{i}"));
            Assert.True(seen.WasTrueAtOnce());
            change();
            seen.Look(MadeUpHost.Bytes(File));
            Assert.False(seen.WasTrueAtOnce());
        }
    }

    [Fact]
    public void A_name_that_came_and_went_again_between_two_looks_shows_in_its_directory()
    {
        Look("/home/joe");
        Look(Absent);
        _host.WithFile(Absent, "&a@b.example").Remove(Absent);
        Look(Absent);
        Assert.False(_seen.WasTrueAtOnce());
    }

    /// <summary>A memory of bounded length may forget that a path was seen: then it is looked at twice, and the answer is the same.</summary>
    [Fact]
    public void What_was_seen_long_before_is_looked_at_all_the_same()
    {
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 100; i++)
                Look($"{Absent}{i}");
        }

        int calls = _host.Calls;
        Assert.True(_seen.WasTrueAtOnce());
        Assert.InRange(_host.Calls - calls, 100, 200);
        _host.WithFile(Absent + "0", "x");
        Assert.False(_seen.WasTrueAtOnce());
    }

    private void Look(string path) => _seen.Look(MadeUpHost.Bytes(path));
}
