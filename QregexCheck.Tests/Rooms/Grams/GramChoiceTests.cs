using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Grams;
using Xunit;

namespace QregexCheck.Tests.Rooms.Grams;

public sealed class GramChoiceTests
{
    private readonly PatternCompiler _compiler = new();
    private readonly RequiredGrams _grams = RequiredGrams.OfWholeRuns;
    private readonly GramChoice _choice = new(16);

    [Fact]
    public void What_many_rules_have_in_common_is_not_chosen()
    {
        for (int i = 0; i < 20; i++)
            Count($"user{i}x[0-9]+@example\\.com");
        Assert.Equal("USER7X", Chosen("user7x[0-9]+@example\\.com", "USER7X", "@EXAMPLE.COM"));
    }

    [Fact]
    public void Among_equals_the_longest_is_chosen_and_of_those_the_first()
    {
        Assert.Equal("NEWSLETTER", Chosen("spam.newsletter.offers", "SPAM", "NEWSLETTER", "OFFERS"));
        Assert.Equal("ABCD", Chosen("abcd.efgh", "ABCD", "EFGH"));
    }

    [Fact]
    public void A_short_gram_is_worse_than_one_that_some_rules_share()
    {
        for (int i = 0; i < 50; i++)
            Count("@example\\.com");
        Assert.Equal("@EXAMPLE.COM", Chosen("x[0-9]+@example\\.com", "X", "@EXAMPLE.COM"));
        Assert.Equal("^SPA", Chosen("^spa[0-9]+@example\\.com", "^SPA", "@EXAMPLE.COM"));
    }

    [Fact]
    public void A_set_is_as_common_as_its_grams_are_in_the_mean()
    {
        for (int i = 0; i < 5; i++)
            Count("offers@");
        Assert.Equal("@HOST", Chosen("(spamspam|offers@)[0-9]@host", "SPAMSPAM", "OFFERS@", "@HOST"));
        for (int i = 0; i < 5; i++)
            Count("@host");
        Assert.Contains(Chosen("(spamspam|offers@)[0-9]@host", "OFFERS@", "SPAMSPAM", "@HOST"), (string[])["OFFERS@SPAMSPAM", "SPAMSPAMOFFERS@"]);
    }

    [Fact]
    public void Of_many_short_words_each_adds_its_chance()
    {
        string words = string.Join('|', Enumerable.Range(0, 20).Select(i => $"w{(char)('a' + i)}x"));
        for (int i = 0; i < 100; i++)
            Count("@host\\.example");
        Assert.Equal("@HOST.EXAMPLE", Chosen($"({words})[0-9]@host\\.example", "@HOST.EXAMPLE"));
    }

    [Fact]
    public void A_set_of_too_many_grams_is_not_chosen()
    {
        Find("(spamspam|offers)[0-9]");
        Assert.Equal(2, _choice.Choose(_grams, 2, out _).Length);
        Assert.Equal(0, _choice.Choose(_grams, 1, out int expected).Length);
        Assert.Equal(int.MaxValue, expected);
    }

    [Fact]
    public void A_gram_of_two_alternatives_is_there_once()
    {
        Find("(spam|[0-9]spam|news)[0-9]");
        Assert.Equal(2, _choice.Choose(_grams, 3, out _).Length);
    }

    [Fact]
    public void Where_there_is_no_gram_none_is_chosen() => Assert.Equal("", Chosen("[a-z]+[0-9]*"));

    private void Count(string pattern)
    {
        Find(pattern);
        _choice.Count(_grams);
    }

    private string Chosen(string pattern, params string[] names)
    {
        Find(pattern);
        _choice.Count(_grams);
        var text = new StringBuilder();
        foreach (Gram gram in _choice.Choose(_grams, RequiredGrams.MostMembers, out _))
        {
            foreach (string name in names)
            {
                bool isAtStart = name.StartsWith('^');
                text.Append(Gram.Of(Encoding.Latin1.GetBytes(isAtStart ? name[1..] : name), isAtStart) == gram ? name : string.Empty);
            }
        }

        return text.ToString();
    }

    private void Find(string pattern)
    {
        Assert.True(_compiler.TryParse(Encoding.Latin1.GetBytes(pattern), out _));
        _grams.Find(_compiler.Tree);
    }
}
