using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>Which line of control/checkrcpthosts puts a domain under the check.</summary>
public sealed class CoveredDomainsTests(ITestOutputHelper output)
{
    private static readonly int Today = new DateOnly(2026, 11, 26).DayNumber;

    [Fact]
    public void Without_the_file_there_is_no_check() => Assert.Null(CoveredDomains.Read(new ControlsInMemory(), ControlsInMemory.Places, () => Today));

    [Theory]
    [InlineData("", "example.com", "none")]
    [InlineData("# only a comment\n", "example.com", "none")]
    [InlineData("*", "example.com", "1 *")]
    [InlineData("*", "", "1 *")]
    [InlineData("example.com", "example.com", "1 example.com")]
    [InlineData("Example.COM", "eXample.com", "1 Example.COM")]
    [InlineData("example.com", "a.example.com", "none")]
    [InlineData("example.com", "xexample.com", "none")]
    [InlineData("example.com", "example.com.", "none")]
    [InlineData(".example.com", "example.com", "none")]
    [InlineData(".example.com", "a.example.com", "1 .example.com")]
    [InlineData(".example.com", "b.A.Example.com", "1 .example.com")]
    [InlineData("*\n!lists.example.com\nexample.com\n", "lists.example.com", "none")]
    [InlineData("*\n!lists.example.com\nexample.com\n", "LISTS.example.com", "none")]
    [InlineData("*\n!lists.example.com\nexample.com\n", "example.com", "3 example.com")]
    [InlineData("*\n!lists.example.com\nexample.com\n", "example.net", "1 *")]
    [InlineData("!*\nexample.com\n", "example.com", "2 example.com")]
    [InlineData("!*\nexample.com\n", "example.net", "none")]
    [InlineData("a.example.com\n!.example.com\n.com\n*\n", "a.example.com", "1 a.example.com")]
    [InlineData("a.example.com\n!.example.com\n.com\n*\n", "b.example.com", "none")]
    [InlineData("a.example.com\n!.example.com\n.com\n*\n", "example.com", "3 .com")]
    [InlineData("a.example.com\n!.example.com\n.com\n*\n", "example.net", "4 *")]
    [InlineData("*\n!*", "example.com", "none")]
    [InlineData("!*\n*", "example.com", "2 *")]
    [InlineData("example.com\n!EXAMPLE.com", "example.com", "none")]
    [InlineData("!example.com\nEXAMPLE.com", "example.com", "2 EXAMPLE.com")]
    [InlineData("  \nexample.com \t\n", "example.com", "2 example.com")]
    [InlineData("exa_mple.com", "exa_mple.com", "1 exa_mple.com")]
    [InlineData("a.example\0b.example\n", "b.example", "1 b.example")]
    public void The_line_that_names_the_domain_most_closely_decides_and_of_equal_ones_the_last(string text, string domain, string covering)
    {
        (CoveringEntry? entry, CoveredDomains domains) = Ask(text, domain);
        Assert.Equal(covering, Describe(entry));
        Assert.Empty(domains.Errors);
    }

    [Theory]
    [InlineData("*\n", "none")]
    [InlineData("*\n.example.com\n", "2 .example.com")]
    [InlineData("a.example.com\n!*\n", "1 a.example.com")]
    public void The_star_is_about_domains_that_are_delivered_here_and_a_name_about_others_too(string text, string covering) =>
        Assert.Equal(covering, Describe(Ask(text, "a.example.com", isDeliveredHere: false).Entry));

    [Fact]
    public void A_domain_in_another_script_is_an_entry_too() =>
        Assert.Equal("1 m\u00fcller.example", Describe(Ask("m\u00fcller.example", "m\u00fcller.example").Entry));

    [Theory]
    [InlineData("!", 2, "is missing")]
    [InlineData(".", 1, "without a dot")]
    [InlineData("!.", 2, "without a dot")]
    [InlineData("example.com.", 12, "without a dot")]
    [InlineData("..example.com", 2, "is empty")]
    [InlineData("a..example.com", 3, "is empty")]
    [InlineData(" example.com", 1, "a blank")]
    [InlineData("example.com example.net", 12, "a blank")]
    [InlineData("! example.com", 2, "a blank")]
    [InlineData("!!example.com", 2, "once")]
    [InlineData("user@example.com", 5, "validrcptto")]
    [InlineData("@example.com", 1, "validrcptto")]
    [InlineData("*.example.com", 1, "stands alone")]
    [InlineData("**", 1, "stands alone")]
    [InlineData("example.com:25", 12, "a port")]
    [InlineData("[192.0.2.1]", 1, "no regular expression")]
    [InlineData("example\\.com$", 8, "no regular expression")]
    [InlineData("^example.com", 1, "no regular expression")]
    [InlineData("example.com\r", 12, "carriage return")]
    [InlineData("example.com # mine", 12, "a blank")]
    [InlineData("example.com# mine", 12, "line of its own")]
    [InlineData("example.com\0", 13, "is missing")]
    public void A_line_that_is_no_entry_is_an_error_with_its_place_and_covers_nothing(string line, int column, string says)
    {
        (CoveringEntry? entry, CoveredDomains domains) = Ask($"# first\n{line}\n", line.Trim('!', ' ', '\r'));
        RuleError error = Assert.Single(domains.Errors);
        Assert.Equal((2, column), (error.Line, error.Column));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.True(RuleError.CanBeMessage(Encoding.ASCII.GetBytes(error.Message)));
        Assert.Null(entry);
        Assert.Equal(line.Contains('\0', StringComparison.Ordinal) ? 1 : 0, domains.Entries([]).Count);
    }

    [Fact]
    public void A_domain_holds_letters_digits_hyphens_underscores_dots_and_bytes_of_other_scripts()
    {
        for (int b = 0; b < 256; b++)
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)b) || b is '-' or '_' or '.' or >= 0x80;
            Assert.Equal(isPlain, DomainEntry.Problem([(byte)'a', (byte)b, (byte)'c'], out int offset) is null);
            Assert.True(isPlain || offset == 1, $"byte {b}");
        }
    }

    [Fact]
    public void What_the_comments_above_an_entry_say_is_its_own()
    {
        const string Text = "#: action=log note=\"first week\"\n*\n# a remark\n#: ext=no age=3600 reply=\"550 5.1.1 no such mailbox\"\n#: relay=yes until=2026-11-26\nexample.com\n"
            + "#: relay=no ext=yes age=0\nexample.net\n";
        CoveringEntry star = Ask(Text, "example.org").Entry!;
        Assert.Equal((RuleAction.Log, false, true, 0L), (star.Annotation.Action, star.ChecksRelayClients, star.HasExtensions, star.Age));
        Assert.Equal("first week", Encoding.ASCII.GetString(star.Annotation.Note!));
        CoveringEntry named = Ask(Text, "example.com").Entry!;
        Assert.Equal((RuleAction.Reject, true, false, 3600L), (named.Annotation.Action, named.ChecksRelayClients, named.HasExtensions, named.Age));
        Assert.Equal("550 5.1.1 no such mailbox", Encoding.ASCII.GetString(named.Annotation.Reply!));
        CoveringEntry plain = Ask(Text, "example.net").Entry!;
        Assert.Equal((RuleAction.Reject, false, true, 0L), (plain.Annotation.Action, plain.ChecksRelayClients, plain.HasExtensions, plain.Age));
    }

    [Theory]
    [InlineData("*\n#: until=2026-11-25\nexample.com\n", "1 *")]
    [InlineData("*\n#: until=2026-11-26\nexample.com\n", "3 example.com")]
    [InlineData("*\n#: until=2026-11-25\n!example.com\n", "1 *")]
    [InlineData("*\n#: until=2026-11-26\n!example.com\n", "none")]
    [InlineData("example.com\n#: until=2026-11-25\nexample.com\n", "1 example.com")]
    public void An_entry_whose_last_day_is_over_is_as_if_it_were_not_there(string text, string covering) =>
        Assert.Equal(covering, Describe(Ask(text, "example.com").Entry));

    [Theory]
    [InlineData("#: action=lgo", "the action is")]
    [InlineData("#: acton=log", "unknown name")]
    [InlineData("#: action=log relay=maybe", "relay is yes or no")]
    [InlineData("#: ext=", "ext is yes or no")]
    [InlineData("#: age=1h", "number of seconds")]
    [InlineData("#: age=-1", "number of seconds")]
    [InlineData("#: age=1000000000", "number of seconds")]
    [InlineData("#: age=", "number of seconds")]
    [InlineData("#: relay=yes until=2026-02-30", "a date that exists")]
    [InlineData("#: reply=\"450 later\"", "does not fit")]
    public void An_entry_with_a_mistake_in_its_annotation_only_logs(string comment, string says)
    {
        (CoveringEntry? entry, CoveredDomains domains) = Ask($"*\n{comment}\nexample.com\n", "example.com");
        Assert.Equal("3 example.com", Describe(entry));
        Assert.Equal((RuleAction.Log, false, true, 0L), (entry!.Annotation.Action, entry.ChecksRelayClients, entry.HasExtensions, entry.Age));
        RuleError error = Assert.Single(domains.Errors);
        Assert.Equal(2, error.Line);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal("1 *", Describe(Ask($"*\n{comment}\nexample.com\n", "example.net").Entry));
    }

    [Fact]
    public void A_mistake_in_the_annotation_of_an_exclusion_leaves_it_an_exclusion() =>
        Assert.Null(Ask("*\n#: until=soon\n!example.com\n", "example.com").Entry);

    [Fact]
    public void Annotations_without_end_are_bounded_and_only_log()
    {
        string comments = string.Concat(Enumerable.Repeat("#+ user@example.com\n", 500_000));
        (CoveringEntry? entry, CoveredDomains domains) = Ask(comments + "example.com\nexample.net\n", "example.com");
        Assert.Equal(RuleAction.Log, entry!.Annotation.Action);
        Assert.Contains("longer than 64 KiB", Assert.Single(domains.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(RuleAction.Reject, Ask(comments + "example.com\nexample.net\n", "example.net").Entry!.Annotation.Action);
    }

    [Fact]
    public void Examples_above_an_entry_are_kept_for_a_report()
    {
        CoveringEntry entry = Ask("#+ user@example.com\n#- user@example.net\nexample.com\n", "example.com").Entry!;
        Assert.Equal([true, false], entry.Annotation.Examples.Select(example => example.MustMatch));
    }

    [Fact]
    public void The_names_of_this_file_are_unknown_above_a_rule()
    {
        foreach (string field in new[] { "relay=yes", "ext=no", "age=1" })
        {
            var errors = new List<RuleError>();
            new AnnotationParser().Add(Encoding.ASCII.GetBytes("#: " + field), 1, errors);
            Assert.Contains("unknown name", Assert.Single(errors).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_report_gets_every_entry_and_every_mistake_in_order()
    {
        CoveredDomains domains = Read("*\n#: action=lgo\n!lists.example.com\nuser@example.com\n#: until=2020-01-01\n.example.net\n");
        var errors = new List<RuleError>();
        Assert.Equal(["1 *", "3 !lists.example.com", "6 .example.net"], domains.Entries(errors).Select(Describe));
        Assert.Equal([2, 4], errors.Select(error => error.Line));
    }

    [Fact]
    public void The_file_decides_as_an_obvious_model_does()
    {
        var random = new Random(Seed.Choose(20261127, output));
        string[] names = ["*", "com", ".com", "b.com", ".b.com", "a.b.com", ".a.b.com", "B.com", ".B.COM"];
        string[] domains = ["com", "b.com", "a.b.com", "c.a.b.com", "xb.com", "net", ""];
        int covered = 0;
        for (int round = 0; round < 5000; round++)
        {
            string[] lines = [.. Enumerable.Range(0, random.Next(9)).Select(_ => (random.Next(3) == 0 ? "!" : "") + names[random.Next(names.Length)])];
            foreach (string domain in domains)
            {
                bool isHere = random.Next(2) == 0;
                string expected = Model(lines, domain, isHere);
                Assert.Equal(expected, Describe(Ask(string.Join('\n', lines), domain, isHere).Entry));
                covered += expected == "none" ? 0 : 1;
            }
        }

        Assert.InRange(covered, 5_000, 30_000);
    }

    [Fact]
    public void A_hundred_thousand_entries_are_read_without_being_kept()
    {
        var text = new StringBuilder("*\n");
        for (int i = 0; i < 100_000; i++)
            text.Append(null, $"#: note=\"customer {i}\"\n{(i % 2 == 0 ? "" : "!")}host{i}.example.com\n");
        CoveredDomains domains = Read(text.ToString());
        Assert.Equal("199999 host99998.example.com", Describe(domains.Covering("HOST99998.example.com"u8, isDeliveredHere: true)));
        Assert.Null(domains.Covering("host99999.example.com"u8, isDeliveredHere: true));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        Assert.Equal("1 *", Describe(domains.Covering("example.com"u8, isDeliveredHere: true)));
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds} ms");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_no_answer()
    {
        var files = new ControlsInMemory { ["checkrcpthosts"] = "*\n"u8.ToArray() };
        files.Broken.Add("checkrcpthosts");
        Assert.Throws<HostFileException>(() => CoveredDomains.Read(files, ControlsInMemory.Places, () => Today));
        files.Denied.Add("checkrcpthosts");
        Assert.True(Assert.Throws<HostFileException>(() => CoveredDomains.Read(files, ControlsInMemory.Places, () => Today)).IsDenied);
        Assert.Equal(files.Opened, files.Closed);
    }

    [Fact]
    public void A_large_file_that_goes_away_covers_nothing_any_more()
    {
        var files = new ControlsInMemory { ["checkrcpthosts"] = Encoding.ASCII.GetBytes(new string('\n', 20_000) + "*\n") };
        CoveredDomains domains = CoveredDomains.Read(files, ControlsInMemory.Places, () => Today)!;
        Assert.NotNull(domains.Covering("example.com"u8, isDeliveredHere: true));
        files.Remove("checkrcpthosts");
        Assert.Null(domains.Covering("example.com"u8, isDeliveredHere: true));
        Assert.Equal(files.Opened, files.Closed);
    }

    [Fact]
    public void A_small_file_is_opened_once_and_read_by_one_call()
    {
        var files = new ControlsInMemory { ["checkrcpthosts"] = "*\nexample.com\n"u8.ToArray() };
        CoveredDomains.Read(files, ControlsInMemory.Places, () => Today)!.Covering("example.com"u8, isDeliveredHere: true);
        Assert.Equal((1, 1, 1), (files.Opened, files.Reads, files.Closed));
    }

    [Fact]
    public void Mistakes_are_kept_up_to_a_bound()
    {
        CoveredDomains domains = Ask(string.Concat(Enumerable.Repeat("a b\n", 5000)), "a").Domains;
        Assert.Equal(CoveredDomains.MostErrors, domains.Errors.Count);
    }

    private static string Model(string[] lines, string domain, bool isDeliveredHere)
    {
        int best = -1;
        string answer = "none";
        for (int i = 0; i < lines.Length; i++)
        {
            string name = lines[i].TrimStart('!').ToLowerInvariant();
            bool fits = name == "*" ? isDeliveredHere : name == domain || (name[0] == '.' && domain.EndsWith(name, StringComparison.Ordinal));
            int rank = name == "*" ? 0 : name == domain ? 1000 : name.Length;
            if (fits && rank >= best)
                (best, answer) = (rank, lines[i][0] == '!' ? "none" : $"{i + 1} {lines[i]}");
        }

        return answer;
    }

    private static (CoveringEntry? Entry, CoveredDomains Domains) Ask(string text, string domain, bool isDeliveredHere = true)
    {
        CoveredDomains domains = Read(text);
        return (domains.Covering(Encoding.UTF8.GetBytes(domain), isDeliveredHere), domains);
    }

    private static CoveredDomains Read(string text) =>
        CoveredDomains.Read(new ControlsInMemory { ["checkrcpthosts"] = Encoding.UTF8.GetBytes(text) }, ControlsInMemory.Places, () => Today)!;

    private static string Describe(CoveringEntry? entry) => entry is null ? "none" : $"{entry.Line} {Encoding.UTF8.GetString(entry.Text)}";
}
