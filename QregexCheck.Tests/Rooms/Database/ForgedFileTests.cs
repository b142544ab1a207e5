using System;
using System.Buffers.Binary;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>
/// A file whose checksums are all right, and in which one thing is said that the control file could not have said: it is not believed,
/// neither by a check nor by who looks it through, and the text is asked.
/// </summary>
public sealed class ForgedFileTests
{
    private const string Rules =
        "#: reply=\"550 5.7.1 go away now\" note=\"ticket 4711\" until=2027-03-31\n^abc@example\\.com$\n(unclosed\n#: action=defer reply=\"450 later\"\n^xyz@\n[open\n"
        + "#: action=log\n^log@\n^[a-z]{6}[0-9]{3}@\n^[a-z]{7}[0-9]{4}@\n(^|[0-9])$\n";

    private static readonly byte[] Subject = "ABC@EXAMPLE.COM"u8.ToArray();

    private readonly CompiledInMemory _both = new(Rules);

    public static TheoryData<string, int, long> Numbers
    {
        get
        {
            var data = new TheoryData<string, int, long>();
            foreach ((string name, int at) in new[] { ("line", 0), ("column", 4) })
            {
                foreach (long number in new[] { 0L, -1, int.MinValue, int.MaxValue, 1_000_000_001 })
                    data.Add(name, at, number);
            }

            foreach (long day in new[] { -1L, -1000, int.MinValue, 3_652_059, int.MaxValue - 1 })
                data.Add("until", 8, day);
            foreach (long action in new[] { 1L, 3, 4, 127, 255 })
                data.Add("action", 20, action);
            foreach (long length in new[] { 0L, 40_000, uint.MaxValue })
                data.Add("length of the text", 12, length);
            foreach (long length in new[] { 0L, 3, 4, 401, 60_000 })
                data.Add("length of the reply", 16, length);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_of_a_rule_that_no_control_file_gives_it(string field, int at, long number)
    {
        Assert.NotEmpty(field);
        int record = Place("^abc@example\\.com$") - DatabaseFormat.RuleHeaderSize;
        if (at == 20)
            _both.File[record + at] = (byte)number;
        else if (at == 16)
            BinaryPrimitives.WriteUInt16LittleEndian(_both.File.AsSpan(record + at), (ushort)number);
        else
            CompiledInMemory.Put(_both.File, record + at, unchecked((uint)number));
        AssertNotBelieved();
    }

    [Theory]
    [InlineData("go away now", "go away\nOk!")]
    [InlineData("go away now", "go away\rOk!")]
    [InlineData("go away now", "go away\0ok!")]
    [InlineData("go away now", "go away n\u00f6w")]
    [InlineData("go away now", "go away\tnow")]
    [InlineData("go away now", "go away\u007fnow")]
    [InlineData("550 5.7.1", "250 2.7.1")]
    [InlineData("550 5.7.1", "450 4.7.1")]
    [InlineData("550 5.7.1", "600 5.7.1")]
    [InlineData("550 5.7.1", "\nOk 5.7.1")]
    [InlineData("550 5.7.1", "55x 5.7.1")]
    [InlineData("550 5.7.1", "550-5.7.1")]
    [InlineData("550 5.7.1", "550 4.7.1")]
    [InlineData("ticket 4711", "ticket\n4711")]
    [InlineData("^abc@example\\.com$", "^abc@example\\\ncom$")]
    [InlineData("^abc@example\\.com$", "^abc@example\\.\0om$")]
    [InlineData("^abc@example\\.com$", "#abc@example\\.com$")]
    [InlineData("unclosed parenthesis", "unclosed\nparenthesis")]
    [InlineData("unclosed parenthesis", "unclosed\0parenthesis")]
    [InlineData("unclosed parenthesis", "unclosed p\u00e4renthesis")]
    [InlineData("unclosed parenthesis; the rule is", "qregexcheck: reject badmailto:1 i")]
    public void Bytes_that_no_control_file_holds_there(string text, string forged)
    {
        Assert.Equal(text.Length, forged.Length);
        Encoding.Latin1.GetBytes(forged).CopyTo(_both.File.AsSpan(Place(text)));
        AssertNotBelieved();
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, -1)]
    [InlineData(4, 1_000_000_001)]
    [InlineData(4, 1_000)]
    [InlineData(8, 0)]
    [InlineData(8, -1)]
    [InlineData(8, 1_000_000_002)]
    [InlineData(12, 0)]
    [InlineData(12, 257)]
    [InlineData(12, -1)]
    public void A_number_of_a_warning_that_is_none(int at, int number)
    {
        CompiledInMemory.Put(_both.File, Place("unclosed parenthesis") - DatabaseFormat.WarningHeaderSize + at, unchecked((uint)number));
        AssertNotBelieved();
    }

    [Fact]
    public void A_warning_about_a_line_behind_the_rule_it_is_said_before()
    {
        // The first warning is about line 3 and is said before the second rule, in line 5.
        CompiledInMemory.Put(_both.File, Place("unclosed parenthesis") - DatabaseFormat.WarningHeaderSize + 4, 6);
        AssertLooksForged();
        AssertTheText("XYZ@"u8.ToArray());
    }

    [Fact]
    public void Rules_that_stand_in_another_order_than_their_lines()
    {
        int first = Place("^abc@example\\.com$") - DatabaseFormat.RuleHeaderSize;
        CompiledInMemory.Put(_both.File, first, 9);
        AssertLooksForged();
        _both.File = new CompiledInMemory(Rules).File;
        CompiledInMemory.Put(_both.File, Place("^xyz@") - DatabaseFormat.RuleHeaderSize, 2);
        AssertLooksForged();
    }

    [Fact]
    public void An_automaton_that_sleeps_from_no_day_on()
    {
        int union = CompiledInMemory.Read(_both.File, CompiledInMemory.EntryAt(EntryOffset.UnionsAt));
        Assert.Equal(1, CompiledInMemory.Read(_both.File, CompiledInMemory.EntryAt(EntryOffset.UnionCount)));
        byte[] whole = (byte[])_both.File.Clone();
        foreach (int day in new[] { -1, int.MinValue, 3_652_059 })
        {
            _both.File = (byte[])whole.Clone();
            CompiledInMemory.Put(_both.File, union, unchecked((uint)day));
            CompiledInMemory.Seal(_both.File);
            AssertTheText("ABCDEF123@X"u8.ToArray());
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(255)]
    [InlineData(-1)]
    public void A_state_of_a_control_file_that_there_is_not(int state)
    {
        CompiledInMemory.Put(_both.File, CompiledInMemory.EntryAt(EntryOffset.State), unchecked((uint)state));
        CompiledInMemory.Seal(_both.File);
        AssertTheText(Subject);
    }

    /// <summary>Each byte of each record in turn becomes each of these: whatever is believed, nothing said begins another line.</summary>
    [Fact]
    public void No_byte_of_a_record_begins_another_line_of_what_is_said()
    {
        byte[] whole = (byte[])_both.File.Clone();
        int from = CompiledInMemory.Read(whole, CompiledInMemory.EntryAt(EntryOffset.SectionAt));
        int warnings = CompiledInMemory.Read(whole, CompiledInMemory.EntryAt(EntryOffset.WarningsAt));
        for (int at = from; at < warnings + 200; at++)
        {
            foreach (byte b in "\n\r\0\u001b"u8)
            {
                _both.File = (byte[])whole.Clone();
                _both.File[at] = b;
                CompiledInMemory.Seal(_both.File);
                string said = _both.ByCompiled(Subject) + _both.ByCompiled("XYZ@"u8.ToArray());
                Assert.All(said.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^(hit |warning |log |no hit)", line));
            }
        }
    }

    private int Place(string text)
    {
        int at = _both.File.AsSpan().IndexOf(Encoding.Latin1.GetBytes(text));
        Assert.True(at > 0, text);
        return at;
    }

    /// <summary>Who reads all says so, and a check that meets it asks the text: of the rule's subject, or of one for which all warnings are said.</summary>
    private void AssertNotBelieved()
    {
        AssertLooksForged();
        bool askedText = false;
        foreach (byte[] subject in new[] { Subject, "NOBODY"u8.ToArray() })
        {
            Assert.Equal(_both.ByText(subject), _both.ByCompiled(subject));
            askedText |= _both.AskedText;
        }

        Assert.True(askedText);
    }

    private void AssertTheText(byte[] subject)
    {
        Assert.Equal(_both.ByText(subject), _both.ByCompiled(subject));
        Assert.True(_both.AskedText);
    }

    private void AssertLooksForged()
    {
        CompiledInMemory.Seal(_both.File);
        var reader = new BlockReader(CompiledInMemory.Source(_both.File));
        reader.CheckBlocks();
        Assert.Throws<DatabaseException>(() => DumpedText.Of(reader, ControlList.BadMailTo));
    }
}
