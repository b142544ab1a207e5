using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads the lists of qpsmtpd with <see cref="QpsmtpdList"/>, and asks perl, which runs what the plugins run.</summary>
public sealed class QpsmtpdListTests(ITestOutputHelper output)
{
    // What is_match of the plugins does. A line: the kind (f or t), the entry's first word, and the addresses, in hexadecimal.
    private const string Program = """
        no warnings;
        sub hit { my ($kind, $bad, $address) = @_;
          my $from = lc $address; my ($host) = $from =~ /\@([^@]*)$/;
          $bad = lc $bad if $kind eq "t";
          if ($bad =~ /[\/\^\$\*\+\!\%\?\\]/) { return $kind eq "t" ? $from =~ /$bad/i : $from =~ /$bad/; }
          $bad = lc $bad;
          return 0 if $bad !~ /\@/;
          return $bad eq "\@$host" if substr($bad, 0, 1) eq "\@";
          return $bad eq $from; }
        while (<STDIN>) { chomp; my ($kind, $bad, @addresses) = split / /, $_; $bad = pack "H*", $bad;
          if (!defined eval { hit($kind, $bad, 'x@y'); 1 }) { print "E\n"; next; }
          print join("", map { hit($kind, $bad, pack "H*", $_) ? 1 : 0 } @addresses), "\n"; }
        """;

    private static readonly string[] Parts =
    [
        "a", "b", "A", "S", "@", ".", "\\.", "\\S", "\\d", "\\W", "\\w", "1", "^", "$", "*", "+", "?", "[ab]", "[^a]", "[A-Z]", "[^A-Z]",
        "[+-_]", "(a|b1)", "%", "!", "s",
    ];

    [Theory]
    [InlineData("Joe@Example.com\n", "^joe@example\\.com$")]
    [InlineData(" @a.example  no mail from there\n", "550 no mail from there|@a\\.example$")]
    [InlineData("^bulk.*@\\S+$ go away\n", "550 go away|^bulk.*@[^[:space:]]+$")]
    [InlineData("! Sorry, no bang paths\n", "550 Sorry, no bang paths|[!]")]
    [InlineData("# a\n\n  # b\n%\n", "%")]
    public void A_line_is_an_address_or_a_pattern_with_its_reply(string list, string rule)
    {
        var rules = new ConvertedRules(ConversionFormat.Qpsmtpd, list);
        Assert.Equal((rule, true), (Assert.Single(rules.Bad), rules.IsSame));
    }

    [Theory]
    [InlineData("joe@example.com", "550 mail to joe@example.com not accepted here (#5.1.1)|^joe@example\\.com$")]
    [InlineData("^a\\S@ no", "550 no|^a[[:space:]]@")]
    [InlineData("@.*@ Sorry", "550 Sorry|@.*@")]
    public void The_pattern_for_recipients_is_lower_cased_with_its_operators(string list, string rule)
    {
        var rules = new ConvertedRules(ConversionFormat.Qpsmtpd, list + "\n", ConversionTarget.BadMailTo);
        Assert.Equal(rule, Assert.Single(rules.Bad));
    }

    [Theory]
    [InlineData("example.com\n", "!1:1 a line with neither an @ nor a sign of a pattern")]
    [InlineData("@\n", "!1:1 an address without a user or a domain")]
    [InlineData("0 x\n", "!1:1 a line that begins with a 0 alone")]
    [InlineData("  $include more\n", "!1:3 another file")]
    [InlineData("^(a\n", "!1:2 ")]
    public void What_never_matches_there_or_is_no_pattern_is_left_out(string list, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.Qpsmtpd, list);
        Assert.Empty(rules.Bad);
        Assert.StartsWith(said, Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_that_is_not_printable_becomes_the_lists_own_and_is_said()
    {
        var rules = new ConvertedRules(ConversionFormat.Qpsmtpd, "a@b.example caf\u00e9\n");
        Assert.Equal("^a@b\\.example$", Assert.Single(rules.Bad));
        Assert.StartsWith("!1:13 the reply", Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aol.com\n", "^aol\\.com$")]
    [InlineData("!\\.\n", "!\\.")]
    [InlineData("^\\[?127\\.\n", "^\\[?127\\.")]
    public void A_HELO_line_is_a_name_or_a_pattern_which_a_bang_negates(string list, string rule) =>
        Assert.Equal(rule, Assert.Single(new ConvertedRules(ConversionFormat.Qpsmtpd, list, ConversionTarget.BadHelo).Bad));

    [Fact]
    public void Random_lines_refuse_what_the_plugins_refuse()
    {
        var random = new Random(Seed.Choose(152, output));
        var questions = new List<(char Kind, string Bad, string[] Addresses)>();
        for (int round = 0; round < 10_000; round++)
        {
            string bad = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Parts[random.Next(Parts.Length)]));
            questions.Add((random.Next(2) == 0 ? 'f' : 't', bad, [.. Enumerable.Range(0, 6).Select(_ => Address(random))]));
        }

        string[] answers = Ask(questions);
        int hits = 0;
        for (int at = 0; at < questions.Count; at++)
        {
            (char kind, string bad, string[] addresses) = questions[at];
            var rules = new ConvertedRules(
                ConversionFormat.Qpsmtpd, bad + " x\n", kind == 't' ? ConversionTarget.BadMailTo : ConversionTarget.BadMailFrom);
            if (answers[at] == "E")
            {
                Assert.False(rules.IsSame, bad);
                continue;
            }

            if (rules.Bad.Length == 0)
            {
                Assert.False(rules.IsSame, bad);
                continue;
            }

            for (int i = 0; i < addresses.Length; i++)
            {
                bool isHit = answers[at][i] == '1';
                hits += isHit ? 1 : 0;
                Assert.True(
                    isHit == (rules.Refusing(Encoding.Latin1.GetBytes(addresses[i])) is not null), $"{kind} '{bad}' and <{addresses[i]}>: {rules.Bad[0]}");
            }
        }

        Assert.True(hits > 1_000);
    }

    private static string Address(Random random)
    {
        string user = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => "abAB1s.%!@Z_"[random.Next(12)]));
        return user + "@" + string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "abAs1.-"[random.Next(7)]));
    }

    private static string[] Ask(List<(char Kind, string Bad, string[] Addresses)> questions)
    {
        using var folder = new ControlFolder();
        folder.With("questions", string.Concat(questions.Select(
            question => $"{question.Kind} {Hex(question.Bad)} {string.Join(' ', question.Addresses.Select(Hex))}\n")));
        Outcome outcome = new Child("/usr/bin/perl", "-e", Program)
        {
            Wires = new Dictionary<int, Wire> { [0] = Wire.File(folder.Of("questions")) },
        }.Run();
        string[] answers = outcome.Output.Split('\n')[..^1];
        Assert.Equal((0, questions.Count), (outcome.ExitCode, answers.Length));
        return answers;
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.Latin1.GetBytes(text));
}
