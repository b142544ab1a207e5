using System;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Qmail;

/// <summary>Whether the snapshot of a control directory is believed (SnapshotLookup), by its time.</summary>
public sealed class SnapshotLookupTests : IDisposable
{
    private readonly ControlFolder _control = new();

    public void Dispose() => _control.Dispose();

    [Fact]
    public void A_snapshot_from_the_future_is_not_believed_since_the_clock_was_set_back()
    {
        Write(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1000);
        using SnapshotLookup lookup = Lookup();
        Assert.Equal("it was made in the future: the clock was set back", Assert.Throws<HostFileException>(() => lookup.Open()).Message);
    }

    [Fact]
    public void Its_age_is_counted_from_when_it_was_made()
    {
        Write(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 100_000);
        using SnapshotLookup lookup = Lookup();
        RecipientSnapshot snapshot = lookup.Open()!;
        Assert.InRange(snapshot.Age, 100_000, 101_000);
        Assert.NotNull(snapshot.Find("/home/joe"u8));
        Assert.Null(snapshot.Find("/home/ann"u8));
        Assert.Equal(_control.Of("qregexcheck-rcpt.db"), Encoding.UTF8.GetString(snapshot.File));
    }

    [Fact]
    public void Where_there_is_none_nothing_is_said()
    {
        using SnapshotLookup lookup = Lookup();
        Assert.Null(lookup.Open());
    }

    private SnapshotLookup Lookup() => new(new ControlDirectory(Encoding.UTF8.GetBytes(_control.Path + "/")));

    private void Write(long made)
    {
        var writer = new SnapshotWriter(new AddressHash(1, 2), made);
        writer.Add("/home/joe"u8, new FileLook(FileKind.Directory, 0x1C0, 1, 1, new SourceStamp(true, 1, default, default, 1, 1, 1), null), SnapshotClass.Listed, [], null);
        File.WriteAllBytes(_control.Of("qregexcheck-rcpt.db"), writer.End().ToArray());
        File.SetUnixFileMode(_control.Of("qregexcheck-rcpt.db"), (UnixFileMode)0x1A0);
    }
}
