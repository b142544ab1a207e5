using System;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Lists;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>What a check costs: blocks of 4,096 bytes, and no more of them however many rules there are.</summary>
public sealed class BlocksReadTests
{
    // An address of 30 bytes has 28 + 26 + 23 grams. With 100,000 rules the filter is a quarter of a megabyte, so that each gram may ask for
    // a block of its own (77), and one in eight or so gets past it by chance and asks the table too (10); then the checksums' blocks, the
    // header, and for each rule that may hit a block or two.
    private const int MostBlocks = 120;

    private readonly ITestOutputHelper _output;

    public BlocksReadTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void A_check_of_an_address_reads_as_few_blocks_with_100_000_rules_as_with_1_000()
    {
        int[] sizes = [100, 1_000, 10_000, 100_000];
        int[] most = [.. sizes.Select(size => MostRead(Realistic(size), size))];
        Assert.All(most, blocks => Assert.InRange(blocks, 2, MostBlocks));

        // Ten times the rules are less than four times the blocks: the filter has more of them, while the address's grams are as many as before.
        Assert.InRange(most[3], 0, (most[2] * 4) - 1);
    }

    /// <summary>They are found by their words: an address without one is shown to none of them, whatever else it has in common with them.</summary>
    [Theory]
    [InlineData("^(", ")@")]
    [InlineData("@(", ")\\.example$")]
    [InlineData("^(", ").*@(mail|post)[0-9]*\\.example$")]
    [InlineData("(", ")")]
    public void A_check_against_lists_of_words_reads_no_more_blocks_than_one_against_literals(string before, string behind)
    {
        foreach (int lists in new[] { 1, 10, 100 })
        {
            string text = string.Concat(Enumerable.Range(0, lists).Select(
                list => before + string.Join('|', Enumerable.Range(0, 1_000).Select(word => Word((list * 1_000) + word))) + behind + "\n"));
            Assert.InRange(MostRead(text, lists), 2, MostBlocks);

            // One rule alone may be found by what stands beside its words: nothing has that in common with it.
            Assert.InRange(Candidates(text, "SOMEBODY@MAIL.EXAMPLE"), 0, lists == 1 ? 1 : 0);
            Assert.InRange(Candidates(text, $"{Word(700)}@{Word(700)}.EXAMPLE".ToUpperInvariant()), 1, 5);
        }
    }

    /// <summary>Rules without a literal go into an automaton, which reads at most a block a byte.</summary>
    [Fact]
    public void A_check_against_1_000_rules_without_a_literal_reads_at_most_a_block_a_byte()
    {
        string text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"^[a-z]{{{(i % 9) + 3},}}[0-9]{{{(i / 9 % 9) + 2},{(i / 81) + 11}}}@\n"));
        Assert.InRange(MostRead(text, 1000), 2, 90);
    }

    /// <summary>
    /// Sets of three letters, of which no two rules have the same: no automaton holds many of them. An address of 900 bytes asks for no more.
    /// </summary>
    [Fact]
    public void A_check_against_10_000_distinct_rules_without_a_literal_reads_at_most_100_blocks()
    {
        string text = string.Concat(Enumerable.Range(0, 10_000).Select(i => OfSets(i) + "\n"));
        Assert.InRange(MostRead(text, 10_000), 20, 100);
        Assert.InRange(MostRead(text, 10_000, new string('k', 450) + "42@" + new string('z', 447)), 20, 100);
    }

    /// <summary>The first of them decides, or all are told by what their choices have in common: none behind is read.</summary>
    [Theory]
    [InlineData("!@host{0}\\.invalid$", 60)]
    [InlineData("!(@.*|host{0})", 8)]
    [InlineData("!^[^@]+(@|host{0}@)[a-z0-9.]+$", 8)]
    public void A_check_against_5_000_rules_that_start_with_an_exclamation_mark_reads_a_few_blocks(string rule, int most)
    {
        string text = string.Concat(
            Enumerable.Range(0, 5_000).Select(i => rule.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n"));
        Assert.InRange(MostRead(text, 5_000), 2, most);
    }

    /// <summary>Any of the domains that they have in common is enough: their list is read for none of the domains' addresses.</summary>
    [Theory]
    [InlineData("!(@a\\.example$|@b\\.example$|host{0})")]
    [InlineData("!(host{0}|(^info|^sales)@a\\.example$|@b\\.(example|invalid)$)")]
    [InlineData("!(@a\\.example$|@b\\.example$|q{0}|r{0}|s{0}|t{0}|u{0}|v{0}|w{0}|z{0}|qq{0}|rr{0}|ss{0}|tt{0}|uu{0}|vv{0}|ww{0}|zz{0}|zq{0})")]
    [InlineData("!(x{1}|@(c|d)\\.example$|y{0}$|@[ab]\\.example$)")]
    public void A_check_against_5_000_rules_that_share_several_ways_to_let_pass_runs_none_of_them(string rule)
    {
        string text = string.Concat(Enumerable.Range(0, 5_000).Select(i => rule
            .Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{1}", (i % 7).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n"));
        string[] addresses = ["INFO@A.EXAMPLE", "SALES@A.EXAMPLE", "JOE@B.EXAMPLE"];
        foreach (string address in addresses)
            Assert.Equal(0, Candidates(text, address));
        Assert.InRange(MostRead(text, 5_000, addresses), 2, 12);
    }

    /// <summary>All of them need the same domain: for its addresses the domain tells nothing, and what stands before it does.</summary>
    [Fact]
    public void A_check_against_3_000_distinct_rules_at_one_domain_does_not_run_them_all()
    {
        string text = string.Concat(Enumerable.Range(0, 3_000).Select(i => OfSets(i * 3) + "example\\.com$\n"));
        Assert.InRange(MostRead(text, 3_000, "abcxyz1234@example.com"), 5, 60);
    }

    /// <summary>Each of them matches most addresses and so lets them pass, in a way of its own.</summary>
    [Fact]
    public void A_check_against_5_000_rules_that_all_let_an_address_pass_does_not_run_them_all()
    {
        string text = string.Concat(Enumerable.Range(0, 5_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"!^[a-z0-9]{{1,{20 + (i % 100)}}}@[a-z.]{{1,{20 + (i / 100)}}}$\n")));
        Assert.InRange(MostRead(text, 5_000), 3, 40);
    }

    private static string OfSets(int number)
    {
        string set = $"[{(char)('a' + (number % 26))}{(char)('a' + (number / 26 % 26))}{(char)('a' + (number / 676))}]";
        return (number % 3) switch { 0 => $"^{set}{{3}}[0-9]{{4}}@", 1 => set + "{6}[0-9]+", _ => $"(a|b){set}{{3}}[0-9]{{5}}$" };
    }

    private static string Realistic(int count)
    {
        string[] domains = ["example.com", "example.org", "mail.example.net", "host.invalid"];
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            FormattableString rule = (i % 4) switch
            {
                0 => $"^user{i}@{domains[i / 4 % 4]}$\n",
                1 => $"@host{i}\\.example\\.com$\n",
                2 => $"^bulk{i % 977}\\.sender{i}[0-9]*@\n",
                _ => $"(offer|promo){i}@.*\\.example$\n",
            };
            text.Append(rule.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>Six letters, another word for each number below some hundred thousand.</summary>
    private static string Word(int number)
    {
        int mixed = (number * 7_919) % 4_826_809;
        var word = new StringBuilder("q");
        for (int i = 0; i < 6; i++, mixed /= 13)
            word.Append("bdfgklmnprstz"[mixed % 13]);
        return word.ToString();
    }

    private static int Candidates(string text, string subject)
    {
        byte[] file = CompiledInMemory.Write(CompiledInMemory.Compile(Encoding.Latin1.GetBytes(text)));
        var reader = new BlockReader(CompiledInMemory.Source(file));
        ListEntry entry = ListEntry.Read(reader.Header, ControlList.BadMailTo);
        Candidates candidates = CandidateRules.Find(reader, entry, Encoding.ASCII.GetBytes(subject), () => RulesInMemory.Today);
        int count = 0;
        while (candidates.TryNext(out _))
            count++;
        return count;
    }

    private int MostRead(string text, int rules, params string[] more)
    {
        byte[] file = CompiledInMemory.Write(CompiledInMemory.Compile(Encoding.Latin1.GetBytes(text)));
        string[] addresses =
        [
            "abcdefghijklmnopqr@example.org", "user12@example.com", "bulk5.sender2@host.example.com", "promo99999.newsletter@x.example", "john.doe.1970@mail.example.net",
            "qwertyuiop12345@b.example.com1", "USER0@EXAMPLE.COM", "x@host1.example.com",
            .. more,
        ];
        int most = 0;
        foreach (string address in addresses)
        {
            var reader = new BlockReader(CompiledInMemory.Source(file));
            ListEntry entry = ListEntry.Read(reader.Header, ControlList.BadMailTo);
            new CompiledRules(
                ControlList.BadMailTo, reader, entry, new QregexCheck.Automata.RuleMatcher(), () => RulesInMemory.Today, (_, _) => { }, () => throw new DatabaseException("not to be asked"))
                .FirstHit(Encoding.ASCII.GetBytes(address.ToUpperInvariant()), _ => { });
            most = Math.Max(most, reader.BlocksRead);
        }

        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rules} rules, {file.Length} bytes: at most {most} blocks"));
        return most;
    }
}
