using System.Linq;
using System.Text;
using QregexCheck.Database;
using QregexCheck.Grams;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

public sealed class AlternativeGramsTests
{
    private static readonly string ShortWords = string.Join('|', Enumerable.Range(0, 20).Select(i => $"q{(char)('a' + i)}x"));

    [Fact]
    public void A_rule_that_was_removed_has_no_grams()
    {
        var grams = new AlternativeGrams();
        grams.Add(3, [Gram.Of("ABC"u8), Gram.Of("DEF"u8)]);
        grams.Add(7, [Gram.Of("GHI"u8)]);
        Assert.Equal([Gram.Of("GHI"u8)], grams[7].ToArray());
        grams.Remove(3);
        grams.Remove(3);
        grams.Remove(4);
        Assert.Equal(1, grams.Count);
        Assert.Equal(0, grams[3].Length);
        Assert.Equal(0, grams[5].Length);
        Assert.Equal(1, grams[7].Length);
    }

    /// <summary>
    /// Many addresses hold one of twenty words of three letters: an automaton is better. Where none takes the rule, its words are better than nothing.
    /// </summary>
    [Fact]
    public void Short_words_go_into_an_automaton_if_they_can()
    {
        CompiledList list = CompiledInMemory.Compile(Encoding.Latin1.GetBytes($"({ShortWords})\n#: action=log\n({ShortWords})y?\n"));
        Assert.Equal([0], list.Unions.SelectMany(union => union.Rules));
        Assert.Equal(0, list.Alternatives[0].Length);
        Assert.Equal(20, list.Alternatives[1].Length);
        Assert.Empty(list.Always);
    }

    [Fact]
    public void Of_a_pattern_with_back_references_the_alternatives_are_not_taken()
    {
        CompiledList list = CompiledInMemory.Compile("(casino|poker)\\1\n"u8.ToArray());
        Assert.Equal(0, list.Alternatives.Count);
        Assert.Equal([0], list.Always);
    }
}
