using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Rooms.Database;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Lists;

/// <summary>Rules with conditions: text, compiled file and memory say of random envelopes what a plain reckoning says.</summary>
public class OtherSidesTests
{
    private static readonly string[] Words = ["a", "b", "ab", "ba", ""];
    private static readonly string?[] Addresses = ["a@b", "b@a", "ab@ab", "", null];
    private static readonly string?[] Clients = ["192.0.2.7", "192.0.3.7", "::ffff:192.0.2.7", "2001:db8::1", "", "junk", null];

    private readonly ITestOutputHelper _output;

    public OtherSidesTests(ITestOutputHelper output) => _output = output;

    private sealed record Made(string Pattern, string? To, string? From, string? OnlyIp, string? NotIp, bool Logs);

    [Fact]
    public void Text_compiled_and_memory_say_what_the_words_mean()
    {
        var random = new Random(Seed.Choose(1541, _output));
        for (int round = 0; round < 150; round++)
        {
            Made[] rules = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Make(random))];
            string text = string.Concat(rules.Select(Written));
            var compiled = new CompiledInMemory(text);
            var loaded = LoadedRules.TryLoad(ControlList.BadMailTo, Lines(text), new RuleMatcher(), LoadBudget.OfConnection, Today, NoWarning)!;
            CompiledRules fromFile = compiled.Open(new StringBuilder(), Today);
            for (int i = 0; i < 25; i++)
            {
                string subject = new([.. Enumerable.Range(0, random.Next(6)).Select(_ => "ab@"[random.Next(3)])]);
                string? sender = Addresses[random.Next(Addresses.Length)];
                string? recipient = Addresses[random.Next(Addresses.Length)];
                string? ip = Clients[random.Next(Clients.Length)];
                string expected = Expected(rules, subject, sender, recipient, ip);
                var streamed = new TextRules(ControlList.BadMailTo, Lines(text), new RuleMatcher(), Today, NoWarning);
                Assert.Equal(expected, Answer(streamed, subject, sender, recipient, ip));
                Assert.Equal(expected, Answer(loaded, subject, sender, recipient, ip));
                Assert.Equal(expected, Answer(fromFile, subject, sender, recipient, ip));
            }

            Assert.False(compiled.AskedText);
        }
    }

    [Fact]
    public void A_rule_that_fails_by_what_is_known_waits_for_nothing()
    {
        var rules = new TextRules(
            ControlList.BadMailTo, Lines("#: only-to=\"^x@\" only-from=\"^y@\"\na\n"), new RuleMatcher(), Today, NoWarning);
        var sides = new OtherSides("other@d"u8.ToArray(), null, null);
        Assert.Null(rules.FirstHit("A"u8, sides, _ => { }));
        Assert.False(sides.IsUntold);
    }

    private static string Answer(RuleSet rules, string subject, string? sender, string? recipient, string? ip)
    {
        var sides = new OtherSides(Bytes(sender), Bytes(recipient), Bytes(ip));
        var said = new StringBuilder();
        Hit? hit = rules.FirstHit(CaseFolding.Upper(Encoding.ASCII.GetBytes(subject)), sides, log => said.Append(log.Line).Append(' '));
        return $"{said}-> {hit?.Line} waits for {sides.Undecided?.Line} {sides.IsUntold}";
    }

    /// <summary>The oracle: each rule in its turn, by string comparison.</summary>
    private static string Expected(Made[] rules, string subject, string? sender, string? recipient, string? ip)
    {
        var said = new StringBuilder();
        int? waits = null;
        bool isUntold = false;
        int? hit = null;
        for (int i = 0; i < rules.Length && hit is null; i++)
        {
            Made rule = rules[i];
            int line = 2 * (i + 1);
            if (!MeetsText(rule.Pattern, subject))
                continue;
            bool? notIn = rule.NotIp is null ? true : !InNetwork(rule.NotIp, ip);
            bool?[] parts = [Meets(rule.To, recipient), Meets(rule.From, sender), InNetwork(rule.OnlyIp, ip), notIn];
            if (parts.Contains(false))
                continue;
            if (parts.Contains(null))
            {
                isUntold = true;
                waits ??= rule.Logs ? null : line;
            }
            else if (rule.Logs)
            {
                said.Append(line).Append(' ');
            }
            else
            {
                hit = line;
            }
        }

        return $"{said}-> {hit} waits for {waits} {isUntold}";
    }

    private static bool? Meets(string? rule, string? side) => rule is null ? true : side is null ? null : MeetsText(rule, side);

    private static bool MeetsText(string rule, string side) =>
        rule.StartsWith('!') ? !side.Contains(rule[1..], StringComparison.Ordinal) : side.Contains(rule, StringComparison.Ordinal);

    private static bool? InNetwork(string? network, string? ip) => (network, ip) switch
    {
        (null, _) => true,
        (_, null) => null,
        ("192.0.2.0/24", "192.0.2.7" or "::ffff:192.0.2.7") => true,
        ("2001:db8::/32,192.0.3.7", "2001:db8::1" or "192.0.3.7") => true,
        _ => false,
    };

    private static Made Make(Random random) => new(
        Word(random), random.Next(3) == 0 ? Word(random) : null, random.Next(3) == 0 ? Word(random) : null,
        random.Next(4) == 0 ? "192.0.2.0/24" : null, random.Next(4) == 0 ? "2001:db8::/32,192.0.3.7" : null, random.Next(5) == 0);

    private static string Word(Random random)
    {
        string word = Words[random.Next(4)];
        return random.Next(4) == 0 ? "!" + word : word;
    }

    private static string Written(Made rule)
    {
        var line = new List<string>();
        Add("only-to", rule.To is null ? null : $"\"{rule.To}\"");
        Add("only-from", rule.From is null ? null : $"\"{rule.From}\"");
        Add("only-ip", rule.OnlyIp);
        Add("not-ip", rule.NotIp);
        Add("action", rule.Logs ? "log" : null);
        return $"#: {string.Join(' ', line)}\n{rule.Pattern}\n";

        void Add(string name, string? value)
        {
            if (value is not null)
                line.Add($"{name}={value}");
        }
    }

    private static ControlFile Lines(string text) => new(new LineReader(LineReaderTests.Chunked(Encoding.ASCII.GetBytes(text), () => 100)));

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.ASCII.GetBytes(text);

    private static int Today() => RulesInMemory.Today;

    private static void NoWarning(ControlList list, QregexCheck.Rules.RuleError error) => Assert.Fail(error.Message);
}
