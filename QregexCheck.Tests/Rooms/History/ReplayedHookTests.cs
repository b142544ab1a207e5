using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Decision;
using QregexCheck.History;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using Outcome = QregexCheck.Logs.Outcome;

namespace QregexCheck.Tests.Rooms.History;

/// <summary>A replay says of each envelope what the hook says of it, rule for rule: both ask the same judge, and the replay remembers.</summary>
public sealed class ReplayedHookTests
{
    private const int Envelopes = 100_000;
    private const int SetsWithConditions = 25;
    private const int EnvelopesOfASet = 400;

    private static readonly string[] Names = ["a", "b", "abc1", "info", "x-y", "", "A", "room101", "a\u00e9"];
    private static readonly string[] Hosts = ["@x.example", "@y.example", "", "@X.EXAMPLE", "@z", "@"];
    private static readonly string[] Helos = ["mail.x.example", "[192.0.2.1]", "localhost", ""];

    private readonly ITestOutputHelper _output;

    public ReplayedHookTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void A_replay_gives_the_verdicts_that_the_hook_gives_rule_for_rule()
    {
        var random = new Random(Seed.Choose(14, _output));
        RulesInMemory files = Files();
        Judge hook = files.ToJudge();
        var wanted = new Dictionary<string, long>();
        var events = new PastEvents();
        var replay = new Replay(new RememberedRules(files.ToJudge()), null, new AddressHash(3, 4), new ReplayOptions(new RelayNetworks(), false, 0));
        for (int i = 0; i < Envelopes; i++)
        {
            string? helo = Maybe(Helos[random.Next(Helos.Length)]);
            string? sender = random.Next(4) == 0 ? "" : Maybe(Address());
            string recipient = Address();
            bool isRelayClient = random.Next(3) == 0;
            Verdict verdict = hook.Decide(new Envelope
            {
                Helo = helo is null ? null : Encoding.Latin1.GetBytes(helo),
                Sender = sender is null ? null : Encoding.Latin1.GetBytes(sender),
                Recipient = Encoding.Latin1.GetBytes(recipient),
                IsRelayClient = isRelayClient,
            });
            if (verdict.Kind != VerdictKind.Accept)
            {
                string rule = $"{verdict.Kind} {ControlLists.Name(verdict.Reason!.Hit!.List)}:{verdict.Reason.Hit.Line}";
                wanted[rule] = wanted.GetValueOrDefault(rule) + 1;
            }

            events.Add("2026-11-24T09:12:01", Outcome.Accepted, sender ?? "-", recipient, helo ?? "-", isRelayClient: isRelayClient);
            events.Into(replay.Take);
        }

        Assert.True(wanted.Count > 15, $"only {wanted.Count} rules hit");
        Assert.Equal(3, wanted.Keys.Count(static rule => rule.Contains(" badbounceto", StringComparison.Ordinal)));
        Assert.Equal(
            wanted.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            replay.End().Select(row => KeyValuePair.Create($"{(row.Rule.IsDefer ? "Defer" : "Reject")} {Encoding.ASCII.GetString(row.Rule.File)}:{row.Rule.Line}", row.Recipients))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal));

        string Address() => Names[random.Next(Names.Length)] + (random.Next(40) == 0 ? random.Next(1000) : "") + Hosts[random.Next(Hosts.Length)];

        string? Maybe(string text) => random.Next(5) == 0 ? null : text;
    }

    /// <summary>What a rule's condition asks about and the log does not tell is trouble to a hook, and not judged by a replay.</summary>
    [Fact]
    public void A_replay_gives_the_verdicts_that_the_hook_gives_where_rules_have_conditions()
    {
        var random = new Random(Seed.Choose(1535, _output));
        int refused = 0;
        int untold = 0;
        for (int set = 0; set < SetsWithConditions; set++)
        {
            var rules = new RandomConditions(random);
            var files = new RulesInMemory();
            foreach (ControlList list in rules.Lists)
                files[list] = rules.FileOf(list);
            Judge hook = files.ToJudge();
            var wanted = new SortedDictionary<string, long>(StringComparer.Ordinal);
            long troubles = 0;
            var events = new PastEvents();
            var replay = new Replay(new RememberedRules(files.ToJudge()), null, new AddressHash(3, 4), new ReplayOptions(new RelayNetworks(), false, 0));
            for (int i = 0; i < EnvelopesOfASet; i++)
            {
                string? helo = Maybe(rules.Helo());
                string? sender = Maybe(rules.Address());
                string? recipient = Maybe(rules.Address());
                string? ip = rules.Client();
                bool isRelayClient = random.Next(3) == 0;
                Verdict verdict = hook.Decide(new Envelope
                {
                    Helo = Bytes(helo),
                    Sender = Bytes(sender),
                    Recipient = Bytes(recipient),
                    ClientIp = Bytes(ip),
                    IsRelayClient = isRelayClient,
                    Untold = UntoldSide.Missing,
                });
                if (verdict.Kind == VerdictKind.Trouble)
                    troubles++;
                else if (verdict.Kind != VerdictKind.Accept)
                    Count(wanted, $"{verdict.Kind} {ControlLists.Name(verdict.Reason!.Hit!.List)}:{verdict.Reason.Hit.Line}", 1);
                events.Add("2026-11-24T09:12:01", Outcome.Accepted, sender ?? "-", recipient ?? "-", helo ?? "-", ip ?? "-", isRelayClient);
                events.Into(replay.Take);
            }

            var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (ReplayRow row in replay.End())
                Count(rows, $"{(row.Rule.IsDefer ? "Defer" : "Reject")} {Encoding.ASCII.GetString(row.Rule.File)}:{row.Rule.Line}", row.Recipients);
            Assert.Equal(wanted, rows);
            Assert.Equal(troubles, replay.Counts.Untold);
            refused += wanted.Count;
            untold += (int)troubles;
        }

        Assert.InRange(refused, 4 * SetsWithConditions, int.MaxValue);
        Assert.InRange(untold, SetsWithConditions, int.MaxValue);

        string? Maybe(string text) => random.Next(6) == 0 ? null : text;
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.Latin1.GetBytes(text);

    private static void Count(SortedDictionary<string, long> counts, string what, long more) => counts[what] = counts.GetValueOrDefault(what) + more;

    private static RulesInMemory Files() => new()
    {
        [ControlList.BadHelo] = "^localhost$\n#: action=log\n.\n^$\n",
        [ControlList.BadMailFrom] = "^abc[0-9]@x\n#: action=defer\n^info@z$\n!@\n",
        [ControlList.BadMailFromNoRelay] = "^b@y\\.\n\u00e9@\n",
        [ControlList.GoodMailFrom] = "^x-y\n",
        [ControlList.BadMailTo] = "^abc[0-9]+@x\\.example$\n^$\n#: until=2020-01-01\n^a@x\n#: action=defer reply=\"450 later\"\n^room[0-9]+@y\n(x)-y@z\n",
        [ControlList.BadMailToNoRelay] = "^room101@\n(unclosed\n[0-9][0-9]@\n",
        [ControlList.GoodMailTo] = "^room101@x\\.example$\n",
        [ControlList.BadBounceTo] = "^x-y@\n#: action=log\n.\n#: action=defer\n^b@z$\n",
        [ControlList.GoodBounceTo] = "^x-y@y\\.example$\n",
        [ControlList.BadBounceToHosts] = "a@x.example\ninfo@z\n",
        [ControlList.GoodBounceToHosts] = "info@z\n",
    };
}
