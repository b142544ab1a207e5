using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Conversion;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Takes lookaheads out of patterns with <see cref="PcreSettledLooks"/>.</summary>
public sealed class PcreSettledLooksTests(ITestOutputHelper output)
{
    private static readonly string[] Parts = ["a", "b", "[ab]", ".", "a?", "b*", "a{2}", "[^a]", "$", "(ab|b)"];
    private static readonly string[] Looks = ["(?!", "(?=", "(?!a|", "(?=b|"];

    [Theory]
    [InlineData("^(?!boss)joe@", "^joe@")]
    [InlineData("^(?!boss|chief)joe\\d+@", "^joe[0-9]+@")]
    [InlineData("^(?=joe)joe@x\\.example$", "^joe@x\\.example$")]
    [InlineData("@(?!x\\.)y\\.example$|^(?!q)z", "@y\\.example$|^z")]
    [InlineData("@a(?!.)$", "@a$")]
    public void A_lookahead_that_the_bytes_behind_it_answer_is_not_written(string pattern, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(PcreTranslator.Of(Encoding.ASCII.GetBytes(pattern), PcreOptions.Caseless).Pattern!));

    [Fact]
    public void Patterns_with_and_without_such_lookaheads_match_the_same()
    {
        int seed = Seed.Choose(2512, output);
        var random = new Random(seed);
        var matcher = new RuleMatcher();
        int settled = 0;
        for (int number = 0; number < 300; number++)
        {
            string text = (random.Next(2) == 0 ? "^" : "") + Row(random, 1) + Looks[random.Next(Looks.Length)] + Row(random, 2) + ")" + Row(random, 3);
            PcreNode tree = new PcreParser(Encoding.ASCII.GetBytes(text), PcreOptions.Caseless).Parse()!;
            PcreNode fewer = PcreSettledLooks.Without(tree);
            if (fewer == tree)
                continue;
            settled++;
            byte[] one = PcreLooks.Whole(tree).Bytes;
            byte[] other = PcreText.Of(fewer).Bytes;
            foreach (byte[] word in Words("AB@", 5))
            {
                bool isMatch = one.Length > 0 && matcher.Match(one, word, out _) == MatchResult.Match;
                Assert.True(isMatch == (matcher.Match(other, word, out _) == MatchResult.Match), $"seed {seed}: {text} on {Encoding.ASCII.GetString(word)}");
            }
        }

        Assert.InRange(settled, 20, 280);
    }

    private static string Row(Random random, int most)
    {
        var row = new StringBuilder();
        for (int left = random.Next(most + 1); left > 0; left--)
            row.Append(Parts[random.Next(Parts.Length)]);
        return row.ToString();
    }

    private static IEnumerable<byte[]> Words(string letters, int longest)
    {
        var words = new List<byte[]> { Array.Empty<byte>() };
        for (int at = 0; at < words.Count; at++)
        {
            yield return words[at];
            if (words[at].Length == longest)
                continue;
            foreach (char letter in letters)
                words.Add([.. words[at], (byte)letter]);
        }
    }
}
