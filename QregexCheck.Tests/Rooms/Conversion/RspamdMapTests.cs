using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using QregexCheck.Tests.Zoo;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads a map of rspamd with <see cref="RspamdMap"/>.</summary>
public sealed class RspamdMapTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("joe@a.example\n", "^joe@a\\.example$\nsame")]
    [InlineData("a.example # gone\n#b\n", "@a\\.example$|^a\\.example@[^@]*$\nsame")]
    [InlineData("@a.example\n", "@a\\.example$\nsame")]
    [InlineData("\"joe doe@a.example\" 1\n", "^joe doe@a\\.example$\nsame")]
    [InlineData("/^[0-9]+@/ 1\n", "^[0-9]+@\nnot the same")]
    [InlineData("/[0-9]+@/i\n", "[0-9]+@\nsame")]
    [InlineData("/spam@/\n", "spam@\nnot the same")]
    [InlineData("/spam me@/i 5\n", "spam[ ]me@\nsame")]
    [InlineData("*@1.2\n1@2\n", "@1\\.2$\n^1@2$\nsame")]
    [InlineData("1?@2\n", "^1.?@2$\nsame")]
    [InlineData("*.1\n", "\\.1$|^[^@]*\\.1@[^@]*$\nsame")]
    public void Keys_are_literals_or_globs_or_patterns(string map, string lines) =>
        Assert.Equal(lines, new ConvertedRules(ConversionFormat.Rspamd, map).Lines);

    [Fact]
    public void A_map_of_HELO_names_is_asked_about_the_whole_name() =>
        Assert.Equal("^a\\.example$\nsame", new ConvertedRules(ConversionFormat.Rspamd, "a.example\n", ConversionTarget.BadHelo).Lines);

    [Theory]
    [InlineData("/abc\n", "!1:1 there is no second slash")]
    [InlineData("\"abc\n", "!1:1 the quotation is not closed")]
    [InlineData("/(a/i\n", "!1:2 the group is not closed")]
    public void A_key_that_is_not_closed_is_left_out(string map, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.Rspamd, map);
        Assert.Empty(rules.Bad);
        Assert.StartsWith(said, Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_no_replies_and_this_is_said_once() =>
        Assert.Single(new ConvertedRules(ConversionFormat.Rspamd, "1@2 5.0\n2@3 SYMBOL:1\n").Said, said => said.Contains("a value", StringComparison.Ordinal));

    [Fact]
    public void A_literal_is_asked_about_the_domain_and_the_user_too()
    {
        var rules = new ConvertedRules(ConversionFormat.Rspamd, "a.example\ninfo\n");
        string[] refused = ["x@A.example", "info@b.example", "a.example@c.example"];
        string[] passed = ["x@b.a.example", "infos@b.example", "x@info.example"];
        Assert.All(refused, address => Assert.NotNull(rules.Refusing([.. address.Select(letter => (byte)letter)])));
        Assert.All(passed, address => Assert.Null(rules.Refusing([.. address.Select(letter => (byte)letter)])));
    }

    /// <summary>A key is asked about the address, about its domain and about its user. A map with a * or a ? in some key is one of globs.</summary>
    [Theory]
    [InlineData("a1B", "")]
    [InlineData("12", "*?+")]
    [InlineData("aB1", "*?+")]
    public void Random_maps_of_names_and_globs_refuse_what_their_keys_hold(string letters, string signs) =>
        new TableOracle(ConversionFormat.Rspamd, ConversionTarget.BadMailFrom, 2418)
        {
            Line = random => random.Next(6) switch
            {
                0 => "# a",
                1 => "\"" + Part(random, letters, signs) + "@" + Part(random, letters, signs) + "\"",
                2 => Part(random, letters, signs) + "@" + Part(random, letters, signs),
                3 when signs.Length == 0 => "@" + Part(random, letters, signs) + " # no",
                4 when signs.Length > 0 => "*" + Part(random, letters, signs),
                _ => Part(random, letters, signs) + (random.Next(3) == 0 ? " # no" : string.Empty),
            },
            Subject = random => $"{RandomText.Of(random, letters)}@{RandomText.Of(random, letters + ".")}",
            Refuses = static (lines, subject) => IsRefused([.. lines.Where(static line => line[0] != '#').Select(KeyOf)], subject),
        }.Compare(output);

    /// <summary>Perl says what the patterns match; a HELO name is asked about as a whole.</summary>
    [Fact]
    public void Random_maps_of_patterns_refuse_what_Perl_matches()
    {
        int seed = Seed.Choose(2419, output);
        var random = new Random(seed);
        var maps = new List<(ConvertedRules Rules, string Text, int First, int Count)>();
        var questions = new List<PerlPatterns.Question>();
        int tables = Math.Min(Fuzz.Rounds(300), 10_000);
        for (int table = 0; table < tables; table++)
        {
            byte[][] names = [.. Enumerable.Range(0, 12).Select(_ => Encoding.Latin1.GetBytes(RandomText.Of(random, "aAbB1._x-")))];
            var keys = new List<(string Pattern, string Flags)>();
            for (int key = random.Next(1, 5); key > 0; key--)
            {
                string pattern = Encoding.Latin1.GetString(PostfixTablePeerTests.PerlPattern(random));
                if (!pattern.Contains("\\Q", StringComparison.Ordinal))
                    keys.Add((pattern, random.Next(3) == 0 ? string.Empty : "i"));
            }

            string text = string.Concat(keys.Select(static key => $"/{key.Pattern}/{key.Flags}\n"));
            var rules = new ConvertedRules(ConversionFormat.Rspamd, text, ConversionTarget.BadHelo);
            if (rules.Remarks.Any(static remark => remark.IsLeftOut))
                continue;
            maps.Add((rules, text, questions.Count, keys.Count));
            questions.AddRange(keys.Select(key => new PerlPatterns.Question(key.Flags.Length == 0 ? "v" : "iv", Encoding.Latin1.GetBytes(key.Pattern), names)));
        }

        bool[]?[] answers = PerlPatterns.Ask(questions);
        int hits = 0;
        foreach ((ConvertedRules rules, string text, int first, int count) in maps)
        {
            for (int name = 0; name < 12 && count > 0; name++)
            {
                bool expected = Enumerable.Range(first, count).Any(at => answers[at]![name]);
                hits += expected ? 1 : 0;
                Assert.True(
                    expected == (rules.Refusing(questions[first].Subjects[name]) is not null),
                    $"seed {seed}, <{Encoding.Latin1.GetString(questions[first].Subjects[name])}>, Perl {expected}:\n{text}\n{rules.Lines}");
            }
        }

        Assert.InRange(maps.Count, tables / 2, tables);
        Assert.InRange(hits, tables, tables * 12);
    }

    private static string Part(Random random, string letters, string signs) => RandomText.Of(random, letters + signs) + RandomText.Of(random, letters)[..1];

    private static string KeyOf(string line) => line.Split('#')[0].Trim().Trim('"');

    private static bool IsRefused(string[] keys, string subject)
    {
        string domain = subject.Split('@')[1];
        bool isGlob = Array.Exists(keys, static key => key.AsSpan().IndexOfAny("*?") >= 0);
        string[] asked = [subject, domain, subject.Split('@')[0]];
        if (isGlob)
            return Array.Exists(keys, key => Array.Exists(asked, text => Matches(key, text)));

        // A key that begins with an @ is written for a filter that puts the @ in front.
        string[] names = [.. asked, "@" + domain];
        return Array.Exists(keys, key => Array.Exists(names, text => key.Equals(text, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A glob of rspamd, slow and obvious.</summary>
    private static bool Matches(ReadOnlySpan<char> glob, ReadOnlySpan<char> text)
    {
        if (glob.IsEmpty)
            return text.IsEmpty;
        return glob[0] switch
        {
            '*' => Matches(glob[1..], text) || (!text.IsEmpty && Matches(glob, text[1..])),
            '?' => Matches(glob[1..], text) || (!text.IsEmpty && Matches(glob[1..], text[1..])),
            '+' => !text.IsEmpty && (Matches(glob[1..], text[1..]) || Matches(glob, text[1..])),
            _ => !text.IsEmpty && text[0] == glob[0] && Matches(glob[1..], text[1..]),
        };
    }
}
