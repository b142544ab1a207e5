using System;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Rules;

/// <summary>What a line of a plain list hits, and what is none.</summary>
public sealed class PlainEntryTests
{
    private static readonly string[] Names =
        ["example.com", "com", ".com", ".example.com", "a.example.com", "a-b.c", "x_1", ".x", "[192.0.2.1]", "EXAMPLE.com", "me.example.com"];

    private static readonly string[] Subjects =
        ["", "@", "joe@", ".", "x@y@z", "joe@example.com.", "example.com.", "joe@.example.com", "joe@example.com@example.org", "a.joe", "joe\n@example.com"];

    private readonly ITestOutputHelper _output;

    public PlainEntryTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData("example.com", "joe@example.com", true)]
    [InlineData("example.com", "JOE@Example.COM", true)]
    [InlineData("Example.COM", "joe@example.com", true)]
    [InlineData("example.com", "joe@mx.example.com", false)]
    [InlineData("example.com", "joe@myexample.com", false)]
    [InlineData("example.com", "joe@exampleacom", false)]
    [InlineData("example.com", "joe@example.com.example.org", false)]
    [InlineData("example.com", "example.com", false)]
    [InlineData("example.com", "a@b@example.com", true)]
    [InlineData("example.com", "a@example.com@b", false)]
    [InlineData("example.com", "joe@example.com.", false)]
    [InlineData(".example.com", "joe@example.com", true)]
    [InlineData(".example.com", "joe@a.b.example.com", true)]
    [InlineData(".example.com", "joe@myexample.com", false)]
    [InlineData(".example.com", "joe.example.com", false)]
    [InlineData(".example.com", "x.example.com@example.org", false)]
    [InlineData("joe@example.com", "Joe@example.com", true)]
    [InlineData("joe@example.com", "bigjoe@example.com", false)]
    [InlineData("joe@example.com", "joe@mx.example.com", false)]
    [InlineData("joe@example.com", "a@joe@example.com", false)]
    [InlineData("com", "joe@example.com", false)]
    [InlineData(".com", "joe@example.com", true)]
    public void An_entry_hits_its_domain_what_is_below_it_or_one_address(string entry, string subject, bool isHit)
    {
        Assert.Equal(SyntaxErrorKind.None, Mistake(entry, PlainKind.Address));
        Assert.Equal(isHit, Hits(entry, PlainKind.Address, subject));
        Assert.Equal(isHit, Matches(entry, PlainKind.Address, subject));
    }

    [Theory]
    [InlineData("mx.example.com", "MX.example.com", true)]
    [InlineData("mx.example.com", "a.mx.example.com", false)]
    [InlineData(".example.com", "example.com", true)]
    [InlineData(".example.com", "mx.example.com", true)]
    [InlineData(".example.com", "myexample.com", false)]
    [InlineData("localhost", "localhost", true)]
    [InlineData("[192.0.2.1]", "[192.0.2.1]", true)]
    [InlineData("[IPv6:2001:db8::1]", "[ipv6:2001:DB8::1]", true)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192a0.2.1", false)]
    public void In_a_list_of_host_names_it_hits_the_whole_name(string entry, string subject, bool isHit)
    {
        Assert.Equal(SyntaxErrorKind.None, Mistake(entry, PlainKind.HostName));
        Assert.Equal(isHit, Hits(entry, PlainKind.HostName, subject));
        Assert.Equal(isHit, Matches(entry, PlainKind.HostName, subject));
    }

    [Theory]
    [InlineData("@example.com", nameof(SyntaxErrorKind.PlainNoUser))]
    [InlineData("*@example.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("*.example.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("@example\\.com$", nameof(SyntaxErrorKind.PlainNoUser))]
    [InlineData("^joe@example.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("!example.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("!joe@example.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("example\\.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("example.com # x", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData(" example.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("192.0.2.0/24", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("b\u00FCcher.example", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("\u00EF\u00BB\u00BFexample.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("a@b@example.com", nameof(SyntaxErrorKind.PlainByte))]
    [InlineData("example..com", nameof(SyntaxErrorKind.PlainEmptyLabel))]
    [InlineData("example.com.", nameof(SyntaxErrorKind.PlainEmptyLabel))]
    [InlineData("..example.com", nameof(SyntaxErrorKind.PlainEmptyLabel))]
    [InlineData("joe@.example.com", nameof(SyntaxErrorKind.PlainEmptyLabel))]
    [InlineData("joe@", nameof(SyntaxErrorKind.PlainEmptyLabel))]
    [InlineData(".", nameof(SyntaxErrorKind.PlainEmptyLabel))]
    [InlineData("", nameof(SyntaxErrorKind.PlainEmptyLabel))]
    public void Another_line_is_none(string line, string why) =>
        Assert.Equal(Enum.Parse<SyntaxErrorKind>(why), Mistake(line, PlainKind.Address));

    [Fact]
    public void An_address_is_none_among_host_names_and_what_is_longer_than_any_address_is_none_anywhere()
    {
        Assert.Equal(SyntaxErrorKind.PlainHostHasAt, Mistake("joe@example.com", PlainKind.HostName));
        Assert.Equal(SyntaxErrorKind.None, Mistake(new string('a', 900), PlainKind.HostName));
        Assert.Equal(SyntaxErrorKind.PlainTooLong, Mistake(new string('a', 901), PlainKind.Address));
    }

    /// <summary>By this expression an entry is filed in the compiled file and in memory, and lint and compare prove with it.</summary>
    [Fact]
    public void The_regular_expression_of_an_entry_hits_the_same_whatever_the_subject()
    {
        var random = new Random(Seed.Choose(1126, _output));
        var texts = new System.Collections.Generic.List<string>(Subjects);
        foreach (string name in Names)
            texts.AddRange([name, "joe@" + name, "a.b+c@" + name, "x." + name, "joe@x." + name, "joe@x" + name, "!#%&'*-/=?_`{|}~@" + name]);
        for (int i = 0; i < 300; i++)
        {
            var text = new char[random.Next(12)];
            for (int at = 0; at < text.Length; at++)
                text[at] = "ab.@A-\u00E9"[random.Next(7)];
            texts.Add(new string(text));
        }

        foreach (PlainKind kind in (PlainKind[])[PlainKind.Address, PlainKind.HostName])
        {
            int entries = 0;
            foreach (string entry in texts)
            {
                if (Mistake(entry, kind) != SyntaxErrorKind.None)
                    continue;
                entries++;
                foreach (string subject in texts)
                    Assert.True(Hits(entry, kind, subject) == Matches(entry, kind, subject), $"{entry} {kind} {subject}");
            }

            Assert.InRange(entries, 20, texts.Count);
        }
    }

    private static SyntaxErrorKind Mistake(string entry, PlainKind kind) => PlainEntry.Mistake(Encoding.Latin1.GetBytes(entry), kind).Kind;

    private static bool Hits(string entry, PlainKind kind, string subject) =>
        PlainEntry.Hits(Encoding.Latin1.GetBytes(entry), kind, CaseFolding.Upper(Encoding.Latin1.GetBytes(subject)));

    private static bool Matches(string entry, PlainKind kind, string subject) => MatchResult.Match == new RuleMatcher().Match(
        PlainEntry.PatternOf(Encoding.Latin1.GetBytes(entry), kind), CaseFolding.Upper(Encoding.Latin1.GetBytes(subject)), out _);
}
