using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads SpamAssassin's lists with <see cref="SpamAssassinLists"/>, and asks perl, which makes of a glob what SpamAssassin makes of it.</summary>
public sealed class SpamAssassinListsTests(ITestOutputHelper output)
{
    // A glob in lower case: some bytes become _, what is no letter gets a backslash, ? is a dot, stars are .* between anchors.
    private const string Program = """
        while (<STDIN>) { chomp; my ($glob, @addresses) = map { lc pack "H*", $_ } split / /, $_;
          $glob =~ s/[\000\\(]/_/g; $glob =~ s/([^*?_a-zA-Z0-9])/\\$1/g; $glob =~ tr/?/./; $glob =~ s/\*+/.*/g;
          print join("", map { /^$glob$/ ? 1 : 0 } @addresses), "\n"; }
        """;

    [Theory]
    [InlineData("blacklist_from *@Spam.example joe@a.example\n", "@spam\\.example$\n^joe@a\\.example$\nsame")]
    [InlineData("  Blocklist-From ?@b.example # no more\nscore X 5\nrequired_score 5\n", "^.@b\\.example$\nsame")]
    [InlineData("blacklist_from *@a.example\nwhitelist_from boss@a.example\n", "@a\\.example$\n+^boss@a\\.example$\nsame")]
    [InlineData("blacklist_from *@a.example *@b.example\nunblacklist_from *@A.example\n", "@b\\.example$\nsame")]
    [InlineData("welcomelist_from joe@a.example\nunwelcomelist_from joe@a.example\nblocklist_from *@a.example\n", "@a\\.example$\nsame")]
    [InlineData("blacklist_from *@a.example\nunblacklist_from boss@a.example\n", "@a\\.example$\n+^boss@a\\.example$\nnot the same")]
    [InlineData("blacklist_to *@a.example\nwhitelist_from_rcvd *@a.example x\n", "same")]
    [InlineData("blacklist_from x\\#y@a.example\n", "^x#y@a\\.example$\nsame")]
    public void The_lists_refuse_and_let_through_by_globs(string list, string lines) =>
        Assert.Equal(lines, new ConvertedRules(ConversionFormat.SpamAssassin, list).Lines);

    [Fact]
    public void Lists_for_recipients_are_read_when_badmailto_is_made() =>
        Assert.Equal(
            "^trap@a\\.example$\nsame",
            new ConvertedRules(ConversionFormat.SpamAssassin, "blacklist_from *\nblacklist_to trap@a.example\n", ConversionTarget.BadMailTo).Lines);

    /// <summary>Mail that its client may send passes there, and a rule knows nothing of that.</summary>
    [Theory]
    [InlineData("blacklist_from *@a.b\nwhitelist_auth c@a.b\n", 2)]
    [InlineData("Whitelist-From-RCVD *@a.b x.y\nblocklist_from *@a.b\n", 1)]
    [InlineData("blacklist_from *@a.b\nwelcomelist_from_dkim *@a.b\n", 2)]
    [InlineData("blacklist_from *@a.b\nwelcomelist_from_spf *@a.b\n", 2)]
    [InlineData("blacklist_from *@a.b\nunblacklist_from *@a.b\nwhitelist_auth c@a.b\n", 0)]
    [InlineData("blacklist_from *@a.b\ndef_whitelist_auth c@a.b\n", 0)]
    [InlineData("whitelist_auth c@a.b\nunwhitelist_auth d@a.b\n", 0)]
    public void An_entry_that_asks_who_the_client_is_is_left_out_where_something_is_refused(string list, int line)
    {
        var rules = new ConvertedRules(ConversionFormat.SpamAssassin, list);
        Assert.Equal(line == 0 ? [] : [line], Array.ConvertAll([.. rules.Remarks], static remark => remark.Line));
        Assert.Empty(rules.Good);
        Assert.Equal(line == 0, rules.IsSame);
    }

    [Fact]
    public void Another_file_that_is_read_is_left_out()
    {
        var rules = new ConvertedRules(ConversionFormat.SpamAssassin, "blacklist_from *@a.b\n include more.cf # x\n");
        Assert.Equal("!2:0 another file that is read here; convert it by itself", Assert.Single(rules.Said));
    }

    [Theory]
    [InlineData("ifplugin X\nblacklist_from *@a.example\nendif\n", 2)]
    [InlineData("lang de blacklist_from *@a.example\n", 1)]
    public void What_stands_under_a_condition_is_left_out(string list, int line)
    {
        var rules = new ConvertedRules(ConversionFormat.SpamAssassin, list);
        Assert.Empty(rules.Bad);
        Assert.StartsWith($"!{line}:0 a line that counts under a condition", Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_globs_refuse_what_SpamAssassin_lists()
    {
        var random = new Random(Seed.Choose(154, output));
        var globs = new List<string>();
        var addresses = new List<string[]>();
        for (int round = 0; round < 10_000; round++)
        {
            globs.Add(RandomText.Of(random, "abAB**??@.(\\[^$|+_-{"));
            addresses.Add([.. Enumerable.Range(0, 5).Select(_ => RandomText.Of(random, "aabbAB@.([_+$|"))]);
        }

        using var folder = new ControlFolder();
        folder.With("questions", string.Concat(globs.Zip(addresses, (glob, subjects) => $"{Hex(glob)} {string.Join(' ', subjects.Select(Hex))}\n")));
        Outcome outcome = new Child("/usr/bin/perl", "-e", Program)
        {
            Wires = new Dictionary<int, Wire> { [0] = Wire.File(folder.Of("questions")) },
        }.Run();
        string[] answers = outcome.Output.Split('\n');
        Assert.Equal((0, globs.Count + 1), (outcome.ExitCode, answers.Length));
        int hits = 0;
        for (int at = 0; at < globs.Count; at++)
        {
            var rules = new ConvertedRules(ConversionFormat.SpamAssassin, $"blacklist_from {globs[at]}\n");
            Assert.True(rules.IsSame, globs[at]);
            for (int i = 0; i < addresses[at].Length; i++)
            {
                bool isHit = rules.Refusing(Encoding.Latin1.GetBytes(addresses[at][i])) is not null;
                hits += isHit ? 1 : 0;
                Assert.True(isHit == (answers[at][i] == '1'), $"'{globs[at]}' and <{addresses[at][i]}>");
            }
        }

        Assert.True(hits > 1_000);
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.Latin1.GetBytes(text));
}
