using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Grams;
using Xunit;

namespace QregexCheck.Tests.Rooms.Grams;

public sealed class GramIndexTests
{
    [Theory]
    [InlineData(2, 3)]
    [InlineData(40, 12)]
    [InlineData(5_000, 30)]
    public void Just_the_rules_whose_gram_a_subject_holds_are_found(int rules, int longest)
    {
        var random = new Random(rules);
        var index = new GramIndex();
        var grams = new List<(string Text, bool IsAtStart)>();
        for (int rule = 0; rule < rules; rule++)
        {
            grams.Add((Word(random, random.Next(1, longest)), random.Next(4) == 0));
            index.Add(rule, [Gram.Of(Bytes(grams[rule].Text), grams[rule].IsAtStart)]);
        }

        int found = 0;
        for (int i = 0; i < 300; i++)
        {
            string subject = Word(random, random.Next(0, 20)) + grams[random.Next(rules)].Text + Word(random, random.Next(0, 20));
            int[] expected = Enumerable.Range(0, rules)
                .Where(rule => grams[rule].IsAtStart
                    ? subject.StartsWith(grams[rule].Text, StringComparison.Ordinal)
                    : subject.Contains(grams[rule].Text, StringComparison.Ordinal))
                .ToArray();
            List<int> rulesFound = Find(index, subject);
            Assert.Equal(expected, rulesFound.Order());
            found += expected.Length;
        }

        Assert.True(found > 100);
    }

    [Fact]
    public void The_rules_of_one_gram_come_in_the_order_in_which_they_were_filed_and_once_each()
    {
        var index = new GramIndex();
        for (int rule = 0; rule < 1_000; rule++)
            index.Add(rule, [Gram.Of("@EXAMPLE.COM"u8)]);
        Assert.Equal(Enumerable.Range(0, 1_000), Find(index, "A@EXAMPLE.COM@EXAMPLE.COM"));
    }

    [Fact]
    public void No_more_rules_are_collected_than_may_be_asked_and_the_first_of_them()
    {
        var index = new GramIndex();
        for (int rule = 0; rule < 10; rule++)
            index.Add(rule, [Gram.Of("SPAM"u8)]);
        var rules = new List<int>();
        Assert.False(index.TryFind("XSPAMX"u8, 3, rules));
        Assert.Equal([0, 1, 2], rules);
        rules.Clear();
        Assert.True(index.TryFind("XSPAMX"u8, 10, rules));
    }

    [Fact]
    public void A_rule_is_found_by_each_of_its_grams()
    {
        var index = new GramIndex();
        index.Add(0, [Gram.Of("SPAM"u8), Gram.Of("NEWS"u8)]);
        index.Add(1, [Gram.Of("OTHER"u8)]);
        Assert.Equal([0], Find(index, "A-NEWS@"));
        Assert.Equal([0], Find(index, "A-SPAM@"));
        Assert.Equal([], Find(index, "A@"));
    }

    private static List<int> Find(GramIndex index, string subject)
    {
        var rules = new List<int>();
        Assert.True(index.TryFind(Bytes(subject), int.MaxValue, rules));
        return rules;
    }

    private static string Word(Random random, int length) => new(Enumerable.Range(0, length).Select(_ => "AB@."[random.Next(4)]).ToArray());

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
