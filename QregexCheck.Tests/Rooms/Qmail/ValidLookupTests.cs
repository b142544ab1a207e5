using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Tests.Rooms.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Qmail;

/// <summary>
/// Addresses are looked up in the compiled file where it is fresh, and as text in every other case. The text here says another line, and so tells itself.
/// </summary>
public sealed class ValidLookupTests : IDisposable
{
    private const string Entries = "# one\n# two\na@d\n";

    private readonly ControlFolder _control = new ControlFolder().With("validrcptto", Entries);
    private readonly ValidSource _source;

    public ValidLookupTests()
    {
        var text = new ValidList("a@d\n");
        _source = ValidLookup.Of(new ControlDirectory(Encoding.UTF8.GetBytes(_control.Path)), text, ValidList.Places);
    }

    public void Dispose() => _control.Dispose();

    [Fact]
    public void A_fresh_compiled_file_answers()
    {
        Assert.Equal(1, Line());
        Compile(Entries);
        Assert.Equal(3, Line());
    }

    [Fact]
    public void The_compiled_file_that_the_check_has_open_is_asked_and_left_open()
    {
        var directory = new ControlDirectory(Encoding.UTF8.GetBytes(_control.Path));
        Compile(Entries);
        using CompiledFile open = CompiledFile.Open(directory)!;

        // Nobody who opens it by its name finds it.
        File.Delete(_control.Of("qregexcheck.db"));
        ValidSource source = ValidLookup.Of(directory, new ValidList("a@d\n"), ValidList.Places, () => open);
        Assert.Equal(3, source("A@d"u8)?.Line);
        Assert.Equal(3, source("a@d"u8)?.Line);
        File.AppendAllText(_control.Of("validrcptto"), "b@d\n");
        Assert.Equal(1, source("a@d"u8)?.Line);
        Assert.Equal(1, ValidLookup.Of(directory, new ValidList("a@d\n"), ValidList.Places, () => null)("a@d"u8)?.Line);
    }

    [Fact]
    public void A_missing_file_is_missing_whatever_the_compiled_file_holds()
    {
        Compile(Entries);
        File.Delete(_control.Of("validrcptto"));
        Assert.Null(_source("a@d"u8));
        File.Delete(_control.Of("qregexcheck.db"));
        Assert.Null(_source("a@d"u8));
    }

    [Fact]
    public void An_edit_counts_at_the_next_look_up()
    {
        Compile(Entries);
        Assert.Equal(3, Line());
        File.AppendAllText(_control.Of("validrcptto"), "b@d\n");
        Assert.Equal(1, Line());
    }

    [Fact]
    public void A_file_that_was_missing_when_it_was_compiled_is_read()
    {
        Compile(null);
        Assert.Equal(1, Line());
    }

    [Fact]
    public void A_file_that_may_have_been_edited_in_the_moment_of_the_compile_is_read()
    {
        Compile(Entries, isAmbiguous: true);
        Assert.Equal(1, Line());
    }

    [Fact]
    public void Others_who_may_write_to_the_compiled_file_make_the_text_speak()
    {
        Compile(Entries);
        File.SetUnixFileMode(_control.Of("qregexcheck.db"), (UnixFileMode)0x1B6);
        Assert.Equal(1, Line());
    }

    [Fact]
    public void Damage_anywhere_makes_the_text_speak_or_changes_nothing()
    {
        Compile(Entries);
        byte[] whole = File.ReadAllBytes(_control.Of("qregexcheck.db"));
        int asked = 0;
        for (int at = 0; at < whole.Length; at += 37)
        {
            byte[] file = (byte[])whole.Clone();
            file[at] ^= 0x10;
            File.WriteAllBytes(_control.Of("qregexcheck.db"), file);
            int? line = Line();
            Assert.True(line is 1 or 3);
            asked += line == 1 ? 1 : 0;
        }

        // The header, the block of the address and the block of checksums are all there is.
        Assert.Equal((whole.Length + 36) / 37, asked);
    }

    [Fact]
    public void Freshness_tells_of_the_addresses()
    {
        Compile(Entries);
        Assert.Null(WhyNot());
        File.AppendAllText(_control.Of("validrcptto"), "b@d\n");
        Assert.Equal("validrcptto was changed after it was compiled", WhyNot());
        File.Delete(_control.Of("validrcptto"));
        Assert.Equal("validrcptto was removed after it was compiled", WhyNot());
        Compile(null);
        Assert.Null(WhyNot());
        _control.With("validrcptto", Entries);
        Assert.Equal("validrcptto is not in it", WhyNot());
    }

    private string? WhyNot() => Freshness.Of(new ControlDirectory(Encoding.UTF8.GetBytes(_control.Path))).WhyNot;

    private int? Line() => _source("A@d"u8)?.Line;

    private void Compile(string? entries, bool isAmbiguous = false)
    {
        var lists = new List<CompiledSource>();
        foreach (ControlList list in ControlLists.All)
            lists.Add(new CompiledSource(list, default, false, null));
        AddressSource? addresses = null;
        if (entries is not null)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(entries);
            int at = 0;
            var lines = new LineReader(buffer =>
            {
                int count = Math.Min(buffer.Length, bytes.Length - at);
                bytes.AsSpan(at, count).CopyTo(buffer);
                at += count;
                return count;
            });
            SourceStamp stamp = FileStatus.Of(Encoding.UTF8.GetBytes(_control.Of("validrcptto") + "\0"), out _)!.Value.ToStamp();
            addresses = new AddressSource(AddressList.ValidRcptTo, stamp, isAmbiguous, AddressTexts.Read(new ControlFile(lines), (_, _, _) => { }));
        }

        File.WriteAllBytes(_control.Of("qregexcheck.db"), DatabaseWriter.Write(lists, addresses).ToArray());
        File.SetUnixFileMode(_control.Of("qregexcheck.db"), (UnixFileMode)0x1A4);
    }
}
