using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Rules;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lists;

public class LoadedRulesTests
{
    [Fact]
    public void A_thousand_rules_that_share_no_rare_text_say_the_same_however_often_they_forget()
    {
        var random = new Random(7);
        var text = new StringBuilder();
        for (int i = 0; i < 1000; i++)
            text.Append($"[a-z]{{{random.Next(1, 20)},}}[0-9]{{{random.Next(2, 15)},}}@{(i % 3 == 0 ? "$" : string.Empty)}\n");
        byte[] file = Encoding.Latin1.GetBytes(text.ToString());
        LoadedRules loaded = Load(file, LoadBudget.OfConnection)!;
        for (int i = 0; i < 200; i++)
        {
            var subject = new byte[random.Next(1, 60)];
            for (int k = 0; k < subject.Length; k++)
                subject[k] = (byte)"AZ09@._"[random.Next(7)];
            Assert.Equal(Answer(Stream(file), subject), Answer(loaded, subject));
        }
    }

    [Fact]
    public void It_tells_how_many_rules_are_run_for_most_subjects_as_no_automaton_has_room_for_them()
    {
        string many = string.Concat(Enumerable.Range(0, 6_000).Select(i => $"^[a-z]{{{10 + (i % 40)}}}[0-9]{{{10 + (i / 40)}}}@\n"));
        Assert.Equal(0, Load("^a@b\n"u8.ToArray(), LoadBudget.OfPastMail)!.RunEachTime);
        Assert.Equal(0, Load(Encoding.ASCII.GetBytes(many[..40_000]), LoadBudget.OfPastMail)!.RunEachTime);
        Assert.InRange(Load(Encoding.ASCII.GetBytes(many), LoadBudget.OfPastMail)!.RunEachTime, 500, 5_999);
    }

    [Fact]
    public void A_rule_that_can_not_be_used_is_warned_of_once()
    {
        var warnings = new List<string>();
        LoadedRules rules = Load("(a\nb\n"u8.ToArray(), LoadBudget.OfConnection, warnings)!;
        Answer(rules, "B"u8.ToArray());
        Answer(rules, "B"u8.ToArray());
        Assert.Single(warnings);
    }

    [Fact]
    public void A_rule_of_which_a_subject_holds_several_words_hits_once()
    {
        LoadedRules rules = Load("#: action=log\n(mailer|bounce|newsletter)[0-9]\n"u8.ToArray(), LoadBudget.OfConnection)!;
        Assert.Equal("2 ->  ", Answer(rules, "MAILER1BOUNCE2NEWSLETTER3MAILER4"u8.ToArray()));
        Assert.Single(rules.AllHits("MAILER1BOUNCE2"u8.ToArray()));
    }

    [Fact]
    public void Lists_of_more_words_than_may_be_filed_say_the_same()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 30; i++)
            text.Append('^').Append('(').AppendJoin('|', Enumerable.Range(0, 1_000).Select(word => $"w{i}x{word}")).Append(")[0-9]?@\n");
        byte[] file = Encoding.Latin1.GetBytes(text.ToString());
        LoadedRules loaded = Load(file, LoadBudget.OfConnection)!;
        foreach (string subject in new[] { "W0X0@", "W9X9993@", "W29X999@", "W29X1001@", "AW3X3@", "W30X3@" })
        {
            byte[] bytes = Encoding.Latin1.GetBytes(subject);
            Assert.Equal(Answer(Stream(file), bytes), Answer(loaded, bytes));
        }
    }

    [Fact]
    public void What_does_not_fit_is_not_loaded()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 30_000; i++)
            text.Append($"user{i}@\n");
        Assert.Null(Load(Encoding.Latin1.GetBytes(text.ToString()), LoadBudget.OfConnection));
        Assert.Null(Load(Encoding.Latin1.GetBytes(new string('a', 2_000_000)), LoadBudget.OfConnection));
    }

    /// <summary>Hits of the union come from many sets at one address, and negated ones from what is in none; candidates stand between them.</summary>
    [Fact]
    public void Rules_of_all_kinds_hit_in_the_order_of_the_file_however_often_they_are_asked()
    {
        var random = new Random(11);
        var text = new StringBuilder();
        for (int i = 0; i < 120; i++)
        {
            text.Append(random.Next(3) == 0 ? "#: action=log\n" : string.Empty);
            text.Append((i % 6) switch
            {
                0 => $"^[ab]{{{random.Next(1, 14)}}}",
                1 => $"![ab0]{{{random.Next(2, 9)},}}[0-9]*@?$",
                2 => $"(ab|ba|a0){random.Next(0, 4)}.*@",
                3 => $"^{Word(random, 3)}$",
                4 => $"!{Word(random, 2)}",
                _ => $"{Word(random, 2)}.{Word(random, 3)}",
            });
            text.Append('\n');
        }

        byte[] file = Encoding.Latin1.GetBytes(text.ToString());
        LoadedRules loaded = Load(file, LoadBudget.OfConnection)!;
        var subjects = new List<byte[]> { Array.Empty<byte>(), Encoding.Latin1.GetBytes(new string('A', 20)), Encoding.Latin1.GetBytes(new string('A', 900)) };
        for (int i = 0; i < 200; i++)
            subjects.Add(Encoding.Latin1.GetBytes(Word(random, random.Next(1, 20)).ToUpperInvariant()));
        int most = 0;
        foreach (byte[] subject in new[] { subjects, subjects, subjects }.SelectMany(all => all))
        {
            Assert.Equal(Answer(Stream(file), subject), Answer(loaded, subject));
            int[] lines = [.. loaded.AllHits(subject).Select(hit => hit.Line)];
            Assert.Equal(LinesThatHit(file, subject), lines);
            most = Math.Max(most, lines.Length);
        }

        Assert.InRange(most, 50, 120);
    }

    /// <summary>More rules are asked again than automata of single rules are kept.</summary>
    [Fact]
    public void Answers_stay_when_the_automata_of_single_rules_are_forgotten()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 400; i++)
            text.Append($"^[a-z]+{i}[0-9]*@host{i}\\.example$\n");
        byte[] file = Encoding.Latin1.GetBytes(text.ToString());
        LoadedRules loaded = Load(file, LoadBudget.OfConnection)!;
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 400; i++)
            {
                Assert.Equal($"-> {i + 1} Reject", Answer(loaded, Encoding.Latin1.GetBytes($"INFO{i}7@HOST{i}.EXAMPLE")));
                Assert.Equal("->  ", Answer(loaded, Encoding.Latin1.GetBytes($"{i}7@HOST{i}.EXAMPLE")));
            }
        }
    }

    private static int[] LinesThatHit(byte[] file, byte[] subject)
    {
        var matcher = new RuleMatcher();
        var lines = new List<int>();
        string[] texts = Encoding.Latin1.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < texts.Length; i++)
        {
            Rule rule = Rule.Of(Encoding.Latin1.GetBytes(texts[i]));
            if (rule.Text[0] != '#' && rule.Hits(matcher.Match(rule.Pattern, subject, out _)))
                lines.Add(i + 1);
        }

        return [.. lines];
    }

    private static string Word(Random random, int length) => new([.. Enumerable.Range(0, length).Select(_ => "ab0@"[random.Next(4)])]);

    private static string Answer(RuleSet rules, byte[] subject)
    {
        var logged = new StringBuilder();
        Hit? hit = rules.FirstHit(subject, log => logged.Append(log.Line).Append(' '));
        return $"{logged}-> {hit?.Line} {hit?.Annotation.Action}";
    }

    private static TextRules Stream(byte[] file) => new(ControlList.BadMailTo, Lines(file), new RuleMatcher(), Today, static (_, _) => { });

    private static LoadedRules? Load(byte[] file, LoadBudget budget, List<string>? warnings = null) =>
        LoadedRules.TryLoad(ControlList.BadMailTo, Lines(file), new RuleMatcher(), budget, Today, (_, error) => warnings?.Add(error.Message));

    private static int Today() => new DateOnly(2026, 11, 25).DayNumber;

    private static ControlFile Lines(byte[] file)
    {
        int at = 0;
        return new ControlFile(new LineReader(buffer =>
        {
            int count = Math.Min(buffer.Length, file.Length - at);
            file.AsSpan(at, count).CopyTo(buffer);
            at += count;
            return count;
        }));
    }
}
