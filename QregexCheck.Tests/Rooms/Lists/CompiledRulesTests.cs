using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Database;
using QregexCheck.Grams;
using QregexCheck.Lists;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Database;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lists;

/// <summary>CompiledRules is a cache: what it takes to say what the text says. That it does say it is asked by the matrix in Parity.</summary>
public sealed class CompiledRulesTests
{
    [Fact]
    public void The_same_rules_give_the_same_bytes()
    {
        var random = new RandomRules(20261130);
        for (int i = 0; i < 40; i++)
        {
            string text = random.File(60);
            Assert.Equal(new CompiledInMemory(text).File, new CompiledInMemory(text).File);
        }
    }

    /// <summary>Two grams whose hashes share a tag, and a table so small that they stand in one run: each is still found.</summary>
    [Fact]
    public void Grams_that_share_a_tag_are_both_found()
    {
        var tags = new Dictionary<uint, string>();
        var random = new Random(20261125);
        int pairs = 0;
        for (int i = 0; i < 600_000; i++)
        {
            string gram = string.Concat(Enumerable.Range(0, 3).Select(_ => (char)random.Next(0x80, 0x100)));
            uint tag = (uint)(GramHash.Of(Encoding.Latin1.GetBytes(gram)) >> 32);
            if (!tags.TryGetValue(tag, out string? other))
            {
                tags.Add(tag, gram);
                continue;
            }

            if (other == gram)
                continue;
            pairs++;
            var both = new CompiledInMemory(other + "\n" + gram + "\n");
            Assert.Contains(":1 ", both.ByCompiled(Encoding.Latin1.GetBytes(other)), StringComparison.Ordinal);
            Assert.Contains(":2 ", both.ByCompiled(Encoding.Latin1.GetBytes(gram)), StringComparison.Ordinal);
        }

        Assert.InRange(pairs, 10, 1000);
    }

    /// <summary>A file in which nothing can be used has no rules, and so needs no sender to be judged.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("# only this\n")]
    [InlineData("(\n")]
    [InlineData("#: action=bogus\n")]
    [InlineData("#: action=bogus\n[\n")]
    [InlineData("a\n(\n")]
    [InlineData("(\na\n")]
    [InlineData("#: until=2001-01-01\na\n")]
    public void Whether_there_are_rules_is_the_same_compiled(string text)
    {
        var both = new CompiledInMemory(text);
        Assert.Equal(text.Contains("a\n", StringComparison.Ordinal), both.HasRulesByCompiled());
        Assert.Equal(both.HasRulesByCompiled(), both.HasRulesByText());
    }

    /// <summary>What must be kept in memory until all is read has a bound: beyond it the text, which is read as a stream, speaks.</summary>
    [Theory]
    [InlineData("(\n", "a@b.example")]
    [InlineData("#: action=log\n.\n", "a@b.example")]
    [InlineData("#: action=log\naaa[0-9]?\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_hundred_thousand_lines_to_speak_of_take_bounded_memory(string lines, string address)
    {
        var both = new CompiledInMemory(string.Concat(Enumerable.Repeat(lines, 100_000)) + "nothing\n");
        byte[] subject = CaseFolding.Upper(Encoding.ASCII.GetBytes(address));
        int lines1 = both.ByText(subject).Count(letter => letter == '\n');
        int lines2 = both.ByCompiled(subject).Count(letter => letter == '\n');
        Assert.Equal((100_000, 100_000), (lines1, lines2));
        Assert.True(both.AskedText);
    }

    /// <summary>Of a rule's runs one holds the gram that is looked up; without any of the others the text does not try the rule either.</summary>
    [Theory]
    [InlineData("abcdefgh^(a*)*(a*)*(a*)*\\1\\2\\3[bd]xyz\n")]
    [InlineData("(a*)*(a*)*(a*)*\\1\\2\\3[bd]xyz.*abcdefgh\n")]
    [InlineData("!(a*)*(a*)*(a*)*\\1\\2\\3[bd]xyz.*abcdefgh\n")]
    [InlineData("(a*)*(a*)*(a*)*\\1\\2\\3[bd]\n")]
    [InlineData("!(a*)*(a*)*(a*)*\\1\\2\\3[bd]\n")]
    public void A_rule_that_takes_too_long_is_told_of_as_by_the_text(string rule)
    {
        var both = new CompiledInMemory(rule);
        string run = new('A', 400);
        int gaveUp = 0;
        foreach (string subject in new[] { run, run + "XYZ", run + "ABCDEFGH", "XYZ" + run + "ABCDEFGH", run + "XYZ" + run + "ABCDEFGH", "XYZ", "" })
        {
            string expected = both.ByText(Encoding.ASCII.GetBytes(subject));
            Assert.Equal(expected, both.ByCompiled(Encoding.ASCII.GetBytes(subject)));
            Assert.False(both.AskedText);
            gaveUp += expected.Contains("take too long", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(gaveUp > 0 || rule[0] == 'a');
    }

    /// <summary>A gram that stands in the subject a thousand times still names its rules once.</summary>
    [Fact]
    public void A_gram_that_is_repeated_in_the_subject_costs_once()
    {
        string text = string.Concat(Enumerable.Range(0, 2000).Select(i => $"#: action=log\naaa(x|[{(char)('b' + (i % 20))}]){{1,{(i % 7) + 1}}}z\n"));
        var both = new CompiledInMemory(text);
        byte[] subject = Encoding.ASCII.GetBytes(new string('A', 900));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("no hit", both.ByCompiled(subject));
        Assert.False(both.AskedText);

        // Two thousand rules of some hundred bytes each, and what building their automata takes; it was a gigabyte.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    /// <summary>Rules that no gram finds, rules that start with an exclamation mark and share a way, and rules that let all pass, in many orders.</summary>
    [Fact]
    public void Rules_that_are_found_by_their_outline_say_what_the_text_says()
    {
        var random = new Random(20261206);
        string[] sets = ["[a-z]", "[0-9]", "[abc]", "[^@]", "[a-z0-9]", ".", "(a|b)", "(ab|c)", "[[:punct:]]"];
        string[] counts = ["", "", "+", "*", "?", "{2}", "{3}", "{2,4}", "{3,}"];
        string Item() => sets[random.Next(sets.Length)] + counts[random.Next(counts.Length)];
        string Row() => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Item()));
        string Rule() => random.Next(8) switch
        {
            0 => $"!(@|{Row()}x)",
            1 => $"!^({Row()}|[^@]*)@",
            2 => "!" + Row(),
            3 => $"#: action=log\n^{Row()}@",
            4 => $"!(1|@b2|{Row()}x)",
            5 => $"!({(random.Next(3) == 0 ? "^x" : Row())}|2|[ab]{{2}}|example$)",
            _ => (random.Next(2) == 0 ? "^" : string.Empty) + Row() + (random.Next(3) == 0 ? "@" : string.Empty) + (random.Next(3) == 0 ? "$" : string.Empty),
        };
        (int hits, int outlined) = (0, 0);
        for (int i = 0; i < 150; i++)
        {
            var both = new CompiledInMemory(string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Rule() + "\n")));
            for (int k = 0; k < 20; k++)
            {
                string address = string.Concat(
                    Enumerable.Range(0, random.Next(5)).Select(_ => new string("ab1.xz_"[random.Next(7)], random.Next(1, random.Next(10) == 0 ? 80 : 5))));
                byte[] subject = CaseFolding.Upper(Encoding.ASCII.GetBytes(address + (random.Next(5) == 0 ? string.Empty : "@b2.example")));
                string expected = both.ByText(subject);
                Assert.Equal(expected, both.ByCompiled(subject));
                Assert.False(both.AskedText);
                hits += expected.Contains("no hit", StringComparison.Ordinal) ? 0 : 1;
            }

            outlined += CompiledInMemory.Read(both.File, CompiledInMemory.EntryAt(QregexCheck.Database.EntryOffset.OutlineCount));
        }

        Assert.InRange(hits, 500, 2_990);
        Assert.InRange(outlined, 500, int.MaxValue);
    }

    /// <summary>A connection that lasts past midnight: a rule sleeps from its day on, found by a gram or in an automaton.</summary>
    [Theory]
    [InlineData("#: until=2026-11-24\nabcdefgh\n")]
    [InlineData("#: until=2026-11-24\n[a-h]{8}\n")]
    [InlineData("#: until=2026-11-24\n!@\n")]
    public void A_rule_that_ends_while_its_file_is_held_open_sleeps_from_then_on(string text)
    {
        int day = RulesInMemory.Today;
        CompiledRules rules = new CompiledInMemory(text).Open(new StringBuilder(), () => day);
        Assert.Equal(2, rules.FirstHit("ABCDEFGH"u8, _ => { })?.Line);
        Assert.Equal(2, rules.FirstHit("ABCDEFGH"u8, _ => { })?.Line);
        day++;
        Assert.Null(rules.FirstHit("ABCDEFGH"u8, _ => { }));
    }

    /// <summary>What holds for a line is said once, in whatever order the addresses come; what holds for an address, at each.</summary>
    [Fact]
    public void Rules_that_are_asked_many_times_warn_of_a_line_once()
    {
        const string Text = "(\n^first@\n[x\n^(a*)*(a*)*(a*)*\\1\\2\\3[bd]$\n#: action=log\n^later@\na{\n^last@\n";
        string run = new('A', 100);
        foreach (bool warnsFirst in new[] { true, false })
        {
            var said = new StringBuilder();
            CompiledRules rules = new CompiledInMemory(Text).Open(said, () => RulesInMemory.Today);
            if (warnsFirst)
                rules.WarnOfLines(int.MaxValue);
            foreach (string subject in new[] { "FIRST@", "LATER@", "LAST@", run, "FIRST@", run, "LATER@", "OTHER@" })
                rules.FirstHit(Encoding.ASCII.GetBytes(subject), hit => said.Append("log ").Append(hit.Line).Append('\n'));
            string[] lines = said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(["log 6", "log 6", "warning 1:1", "warning 3:1", "warning 4:1", "warning 4:1", "warning 7:2"], lines.Select(WithoutText).Order());
        }

        static string WithoutText(string line) => string.Join(' ', line.Split(' ').Take(2));
    }

    /// <summary>As rules that are loaded: the log is not filled by a file of which nothing can be used.</summary>
    [Fact]
    public void Of_a_hundred_thousand_broken_lines_a_connection_says_some()
    {
        var said = new StringBuilder();
        var both = new CompiledInMemory(string.Concat(Enumerable.Repeat("(\n", 100_000)) + "nothing\n");
        CompiledRules rules = both.Open(said, () => RulesInMemory.Today);
        rules.WarnOfLines(LoadedRules.MostWarnings);
        Assert.Null(rules.FirstHit("A@B.EXAMPLE"u8, _ => { }));
        Assert.Equal(100_001, rules.FirstHit("NOTHING"u8, _ => { })?.Line);
        Assert.Equal(LoadedRules.MostWarnings, said.ToString().Count(letter => letter == '\n'));
        Assert.False(both.AskedText);
    }

    /// <summary>A fault at one address is none at the next: what was begun is begun anew.</summary>
    [Fact]
    public void Rules_that_could_not_be_read_for_one_address_are_asked_for_the_next()
    {
        string text = "#: action=log\n^log\n(\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"^user{i}@host{i}\\.example$\n"));
        var both = new CompiledInMemory(text);
        byte[] whole = [.. both.File];
        var said = new StringBuilder();
        CompiledRules rules = both.Open(said, () => RulesInMemory.Today);
        int firstRecord = CompiledInMemory.Read(both.File, CompiledInMemory.EntryAt(EntryOffset.SectionAt));
        both.File.AsSpan(firstRecord, both.File.Length - firstRecord).Clear();
        Assert.Equal(1_004, rules.FirstHit("USER1000@HOST1000.EXAMPLE"u8, _ => { })?.Line);
        Assert.True(both.AskedText);
        Assert.Equal("warning 3:1 unclosed parenthesis; the rule is skipped until it is mended\n", said.ToString());
        whole.CopyTo(both.File.AsSpan());
        Assert.Equal(1_005, rules.FirstHit("USER1001@HOST1001.EXAMPLE"u8, _ => { })?.Line);
        Assert.Null(rules.FirstHit("USER1001@HOST1002.EXAMPLE"u8, _ => { }));
    }
}
