using System;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Automata;

public sealed class BackReferenceMatcherTests
{
    [Theory]
    [InlineData("(a)?\\1b", "b", false)]
    [InlineData("^(a|b)*\\1$", "abb", true)]
    [InlineData("^(a|b)*\\1$", "aba", false)]
    [InlineData("^((a)|b)*\\2$", "aba", true)]
    [InlineData("^(a*)*\\1$", "a", true)]
    [InlineData("^(.*)+\\1$", "a", true)]
    [InlineData("^(.+)+\\1$", "abb", true)]
    [InlineData("(){2}a\\1", "bab", true)]
    [InlineData("^(.?)(.?).?\\2\\1$", "ab", false)]
    [InlineData("(a){0}", "x", true)]
    [InlineData("(\u00e9)\\1", "\u00e9\u00c9", false)]
    [InlineData("(a)\\1", "aA", true)]
    [InlineData("()(\\1\\1)*x", "x", true)]
    [InlineData("(|)(\\1\\1)*x", "y", false)]
    public void A_match_exists_if_some_way_of_matching_makes_every_comparison_true(string pattern, string subject, bool isMatch)
    {
        string verdict = new OurEngine().Verdict(Encoding.Latin1.GetBytes(pattern), Encoding.Latin1.GetBytes(subject));
        Assert.Equal(isMatch ? "match" : "nomatch", verdict);
    }

    [Theory]
    [InlineData("^(a*)*(a*)*(a*)*\\1\\2\\3b$", 300)]
    [InlineData("^(a*)(a*)(a*)(a*)(a*)(a*)\\1\\2\\3\\4\\5\\6b$", 100)]
    [InlineData("(.*)(.*)(.*)\\1\\2\\3b", 1000)]
    [InlineData("((a)|(a)|(a))*\\2\\3\\4b", 5000)]
    [InlineData("(x?)a*\\1b", 60_000)]
    [InlineData("(a)\\1*b", 60_000)]
    public void It_gives_up_within_its_bounds(string pattern, int length)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(BoundedResult.GaveUp, Match(pattern, new string('A', length)));

        // The memory of configurations, its table, the stack, what doubling them left behind, the automaton and the subject.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
    }

    [Theory]
    [InlineData("^(a*)b\\1$", 49_000)]
    [InlineData("^(a*)\\1b", 5000)]
    public void A_long_subject_alone_is_no_reason_to_give_up(string pattern, int length) =>
        Assert.NotEqual(BoundedResult.GaveUp, Match(pattern, new string('A', length)));

    [Fact]
    public void A_start_that_remembers_much_does_not_make_the_others_dear()
    {
        string subject = new string('A', 60) + new string('-', 20_000);
        Assert.Equal(BoundedResult.NoMatch, Match("(a*)(a*)\\1\\2x|(-?)\\3x", subject));
    }

    [Fact]
    public void A_matcher_that_is_used_again_remembers_nothing_of_the_last_subject()
    {
        var matcher = new BackReferenceMatcher();
        var nfa = new Nfa();
        var random = new Random(20261124);
        string[] patterns = ["^(a|b)*\\1$", "^(a*)(b*)\\2\\1$", "(.)(.)(.)\\3\\2\\1", "^(.*)+\\1$", "(a?)*b\\1"];
        for (int round = 0; round < 5000; round++)
        {
            SyntaxTree tree = Parsed.Tree(patterns[random.Next(patterns.Length)]);
            byte[] subject = Enumerable.Range(0, random.Next(9)).Select(_ => (byte)"AB"[random.Next(2)]).ToArray();
            new NfaCompiler(nfa).Compile(tree, subject.Length);
            BoundedResult expected = ReferenceMatcher.IsMatch(tree, subject) ? BoundedResult.Match : BoundedResult.NoMatch;
            Assert.Equal(expected, matcher.Match(nfa, tree.ReferencedGroups, subject));
        }
    }

    private static BoundedResult Match(string pattern, string subject)
    {
        SyntaxTree tree = Parsed.Tree(pattern);
        var nfa = new Nfa();
        new NfaCompiler(nfa).Compile(tree, subject.Length);
        return new BackReferenceMatcher().Match(nfa, tree.ReferencedGroups, Encoding.Latin1.GetBytes(subject));
    }
}
