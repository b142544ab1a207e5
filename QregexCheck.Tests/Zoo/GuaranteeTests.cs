using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Zoo;

/// <summary>Whatever a server takes for a recipient has been judged, in whichever way it reads the stream.</summary>
public class GuaranteeTests
{
    private const int FixedSeed = 20261126;
    private const int MostShown = 12;

    private readonly ITestOutputHelper _output;
    private readonly Dictionary<string, (ServerTraits Traits, byte[] Client, Split Split, int Seed)> _ways = new(StringComparer.Ordinal);
    private int _runs;
    private int _recipients;

    public GuaranteeTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Every_two_plain_words_behind_every_prologue_are_judged_by_every_server_of_one_trait()
    {
        foreach ((string name, ServerTraits traits) in Trait.Singles())
        {
            foreach (string prologue in HostileClient.Prologues)
            {
                foreach (string first in HostileClient.Words)
                {
                    foreach (string second in HostileClient.Words)
                        Try(name, traits, prologue + first + second + "RCPT TO:<bad@d>\r\n");
                }
            }
        }

        Conclude(atLeast: 300_000);
    }

    [Fact]
    public void Every_odd_word_behind_a_prologue_is_judged_by_servers_of_one_trait_and_of_two()
    {
        // Each twelfth pair: a run for each is for the fuzzer.
        int step = Fuzz.IsOn ? 1 : 12;
        foreach ((string name, ServerTraits traits) in Trait.Pairs().Where((_, i) => i % step == 0).Concat(Trait.Singles()))
        {
            foreach (string prologue in HostileClient.Prologues.Skip(2).Take(4))
            {
                foreach (string word in HostileClient.OddWords())
                    Try(name, traits, prologue + word);
            }
        }

        Conclude(atLeast: 200_000);
    }

    [Fact]
    public void What_falls_out_of_a_line_buffer_is_judged()
    {
        foreach ((string name, ServerTraits traits) in Trait.Singles().Where(static single => single.Traits.LineBuffer > 0))
            TryLongLines(name, traits, -2, -1, 0, 1);
        foreach ((string name, ServerTraits traits)
            in Trait.Pairs().Where(static pair => pair.Traits is { LineBuffer: 512, LineTail: LineTail.NextLineBehind500 } && ReadsLinesOddly(pair.Traits)))
            TryLongLines(name, traits, 0);
        Conclude(atLeast: 30_000);
    }

    [Fact]
    public void No_dialogue_that_chance_writes_gets_a_recipient_past_the_rules()
    {
        TryRandom(FixedSeed, 18_000);
        Conclude(atLeast: 18_000);
    }

    [Fact]
    public void No_dialogue_that_chance_writes_gets_a_recipient_past_the_rules_with_a_fresh_seed()
    {
        int seed = Fuzz.FreshSeed(_output);
        TryRandom(seed, Fuzz.Rounds(3_000));
        Conclude(atLeast: 1_000);
    }

    private static bool ReadsLinesOddly(ServerTraits traits) =>
        (traits.Leading, traits.VerbEnd, traits.Nul, traits.LineEnd) != (LeadingBytes.Nothing, VerbEnd.Blank, NulReading.Kept, LineEnd.Lf);

    private void TryLongLines(string name, ServerTraits traits, params int[] shifts)
    {
        foreach (string line in HostileClient.LongLines(traits.LineBuffer, shifts))
        {
            Try(name, traits, "EHLO me\r\nMAIL FROM:<a@b>\r\n" + line);
            Try(name, traits, "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n" + line + "RCPT TO:<bad@d>\r\n");
        }
    }

    private void TryRandom(int seed, int rounds)
    {
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            var split = (Split)(round % 3);
            byte[] client = HostileClient.Some(random);
            (string name, ServerTraits traits) = Trait.Some(random);
            Try(name, traits, client, split, random.Next());
        }
    }

    private void Try(string name, ServerTraits traits, string client) => Try(name, traits, Encoding.Latin1.GetBytes(client), Split.Whole, 0);

    private void Try(string name, ServerTraits traits, byte[] client, Split split, int seed)
    {
        var run = new ZooRun(traits, client, split, new Random(seed)).Run();
        _runs++;
        _recipients += run.Server.Taken.Count;
        if (run.Unjudged() is not null && _ways.Count < 400)
            _ways.TryAdd(name, (traits, client, split, seed));
    }

    /// <summary>A way past the rules, as short as it gets.</summary>
    private static string Show(string name, (ServerTraits Traits, byte[] Client, Split Split, int Seed) way)
    {
        ZooRun Rerun(byte[] client) => new ZooRun(way.Traits, client, way.Split, new Random(way.Seed)).Run();
        string? why = Rerun(way.Client).Unjudged()?.Why;
        byte[] shrunk = Shrinker.Shrink(way.Client, less => Rerun(less).Unjudged()?.Why == why);
        ZooRun run = Rerun(shrunk);
        string delivered = run.Server.Bodies.Count > 0 ? ", and mail for it" : string.Empty;
        return $"server [{name}], split {way.Split}: {Escaped.Show(shrunk)}\n    took a {why}{delivered}: {Escaped.Show(Encoding.Latin1.GetBytes(run.Unjudged()!.Value.Taken.ToString()))}";
    }

    private void Conclude(int atLeast)
    {
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_runs} dialogues, {_recipients} recipients"));
        Assert.True(_ways.Count == 0, $"{_ways.Count} servers took what was not judged:\n"
            + string.Join('\n', _ways.OrderBy(static way => way.Key.Length).Take(MostShown).Select(static way => Show(way.Key, way.Value))));
        Assert.InRange(_runs, atLeast, int.MaxValue);
        Assert.InRange(_recipients, _runs / 20, int.MaxValue);
    }
}
