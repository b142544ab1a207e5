using System;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Posix;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

/// <summary><see cref="KeptReplacement"/> and <see cref="KeptName"/> in a directory of who runs the tests.</summary>
public sealed class KeptReplacementTests : IDisposable
{
    private readonly ControlFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private GuardedFile File => new(Encoding.UTF8.GetBytes(_folder.Path), "f"u8.ToArray(), Identity.User);

    private string[] Names => [.. Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_old_content_is_kept_and_comes_back()
    {
        _folder.With("f", "old");
        byte[] kept = KeptReplacement.Replace(File, "old"u8.ToArray(), "new"u8.ToArray(), 0x1A4);
        FoundFile found = KeptReplacement.Look(File);
        Assert.Equal("new", Encoding.ASCII.GetString(found.Content!));
        Assert.Equal("old", Encoding.ASCII.GetString(found.KeptContent!));
        Assert.Equal(kept, found.Kept);
        KeptReplacement.Restore(File, "new"u8.ToArray(), kept, "old"u8.ToArray());
        Assert.Equal(("old", "f"), (_folder.Read("f"), Assert.Single(Names)));
    }

    [Fact]
    public void A_file_that_is_not_as_expected_is_left_and_nothing_stays_beside_it()
    {
        _folder.With("f", "other");
        Assert.True(Assert.Throws<ChangeException>(() => KeptReplacement.Replace(File, "old"u8.ToArray(), "new"u8.ToArray(), 0x1A4)).IsRefusal);
        Assert.True(Assert.Throws<ChangeException>(() => KeptReplacement.Replace(File, null, "new"u8.ToArray(), 0x1A4)).IsRefusal);
        Assert.Equal(("other", "f"), (_folder.Read("f"), Assert.Single(Names)));
    }

    [Fact]
    public void A_file_that_is_made_is_kept_as_an_empty_one_and_the_empty_one_of_a_killed_run_serves_again()
    {
        byte[] kept = KeptReplacement.Replace(File, null, "new"u8.ToArray(), 0x1A4);
        System.IO.File.Delete(_folder.Of("f"));
        Assert.Equal(kept, KeptReplacement.Replace(File, null, "new"u8.ToArray(), 0x1A4));
        Assert.Equal(["f", Encoding.ASCII.GetString(kept)], Names);
        KeptReplacement.Restore(File, "new"u8.ToArray(), kept, []);
        Assert.Empty(_folder.Read("f"));
    }

    [Fact]
    public void While_another_run_has_the_lock_nothing_is_changed()
    {
        _folder.With("f", "old");
        GuardedFile file = File;
        using OpenedDirectory directory = file.Open();
        using (LockedNewFile.Create(file, directory, KeptName.OfNew(file.Name)))
        {
            ChangeException busy = Assert.Throws<ChangeException>(() => KeptReplacement.Replace(file, "old"u8.ToArray(), "new"u8.ToArray(), 0x1A4));
            Assert.Contains("is being changed by another run", busy.Message, StringComparison.Ordinal);
            Assert.False(busy.IsRefusal);
        }

        KeptReplacement.Replace(file, "old"u8.ToArray(), "new"u8.ToArray(), 0x1A4);
        Assert.Equal("new", _folder.Read("f"));
    }

    [Theory]
    [InlineData("f.qregexcheck-2026-11-26", 1)]
    [InlineData("f.qregexcheck-2024-02-29.2", 2)]
    [InlineData("f.qregexcheck-0001-01-01.999", 999)]
    [InlineData("f.qregexcheck-2026-02-29", 0)]
    [InlineData("f.qregexcheck-2026-11-26.1", 0)]
    [InlineData("f.qregexcheck-2026-11-26.02", 0)]
    [InlineData("f.qregexcheck-2026-11-26.", 0)]
    [InlineData("f.qregexcheck-2026-11-2", 0)]
    [InlineData("f.qregexcheck-2026-11-26~", 0)]
    [InlineData("f.qregexcheck-new", 0)]
    [InlineData("g.qregexcheck-2026-11-26", 0)]
    [InlineData("f.qregexcheck-+026-11-26", 0)]
    public void A_kept_name_has_a_day_and_perhaps_a_number(string name, int number)
    {
        (int Day, int Number)? read = KeptName.TryRead("f"u8, Encoding.ASCII.GetBytes(name));
        Assert.Equal(number, read?.Number ?? 0);
        if (read is { } kept)
            Assert.Equal(name, Encoding.ASCII.GetString(KeptName.Of("f"u8, kept.Day, kept.Number)));
    }
}
