using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Rules;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Rooms.Database;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Decision;

/// <summary>
/// <see cref="Judge"/> about envelopes with rules for pairs and places in all lists. Text, compiled file and memory say what an oracle says, which knows
/// the rules as they were made up. QREGEXCHECK_FUZZ is a number of envelopes.
/// </summary>
public sealed class ConditionJudgeTests
{
    private const int EnvelopesOfASet = 100;

    private readonly ITestOutputHelper _output;

    public ConditionJudgeTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Text_compiled_and_memory_decide_random_envelopes_as_conditions_in_all_lists_mean_it()
    {
        var random = new Random(Seed.Choose(1534, _output));
        int sets = int.Parse(Environment.GetEnvironmentVariable("QREGEXCHECK_FUZZ") ?? "4000", CultureInfo.InvariantCulture) / EnvelopesOfASet;
        var said = new Dictionary<string, int>();
        var lists = new HashSet<string>();
        for (int i = 0; i < sets; i++)
        {
            var rules = new RandomConditions(random);
            Func<ControlList, RuleSet?>[] places = [Text(rules), Compiled(rules), InMemory(rules)];
            for (int j = 0; j < EnvelopesOfASet; j++)
            {
                Asked asked = Make(rules, random);
                string expected = Expected(rules, asked);
                foreach (Func<ControlList, RuleSet?> open in places)
                    Assert.Equal(expected, Decide(open, asked.ToEnvelope()));
                string verdict = expected[(expected.LastIndexOf('>') + 1)..];
                string kind = verdict.Split(' ')[0];
                said[kind] = said.GetValueOrDefault(kind) + 1;
                if (verdict.Contains(' ', StringComparison.Ordinal))
                    lists.Add(verdict.Split(' ')[1].Split(':')[0]);
            }
        }

        // None of the answers is rare, and each list gives some.
        _output.WriteLine(string.Join(' ', said.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.All((string[])["accept", "reject", "defer", "later", "trouble"], kind => Assert.InRange(said.GetValueOrDefault(kind), sets, int.MaxValue));
        Assert.Equal(18, lists.Count);
    }

    private sealed record Asked(string? Helo, string? Sender, string? Recipient, string? Ip, bool IsRelayClient, UntoldSide Untold, bool SenderIsMissing)
    {
        public Envelope ToEnvelope() => new()
        {
            Helo = Bytes(Helo),
            Sender = Bytes(Sender),
            Recipient = Bytes(Recipient),
            ClientIp = Bytes(Ip),
            IsRelayClient = IsRelayClient,
            Untold = Untold,
            SenderIsMissing = SenderIsMissing,
        };

        private static byte[]? Bytes(string? text) => text is null ? null : Encoding.ASCII.GetBytes(text);
    }

    private static Asked Make(RandomConditions rules, Random random)
    {
        string? sender = random.Next(5) == 0 ? null : rules.Address();
        return new Asked(
            random.Next(3) == 0 ? null : rules.Helo(), sender, random.Next(5) == 0 ? null : rules.Address(), rules.Client(), random.Next(3) == 0,
            (UntoldSide)random.Next(3), sender is null && random.Next(3) == 0);
    }

    private static string Decide(Func<ControlList, RuleSet?> open, Envelope envelope)
    {
        var said = new StringBuilder();
        Verdict verdict = new Judge(open, hit => said.Append(Place(hit)).Append(' ')).Decide(envelope);
        string kind = verdict.Waits ? "later" : verdict.Kind.ToString().ToLowerInvariant();
        return $"{said}->{kind}{(verdict.Reason?.Hit is { } hit ? " " + Place(hit) : "")}";
    }

    private static string Place(Hit hit) => string.Create(CultureInfo.InvariantCulture, $"{ControlLists.Name(hit.List)}:{hit.Line}");

    /// <summary>
    /// The oracle. Of a rule whose condition can't be told, each answer is thought of: where they lead to another end, it is trouble, or is waited for.
    /// </summary>
    private static string Expected(RandomConditions rules, Asked asked)
    {
        var log = new StringBuilder();
        string accept = "accept";
        (string? Asked, ControlList[] Bad, ControlList[] Good)[] steps =
        [
            (asked.Helo, [ControlList.BadHelo, ControlList.BadHeloHosts], []),
            (asked.Sender is "" ? null : asked.Sender,
                asked.IsRelayClient ? [ControlList.BadMailFrom, ControlList.BadMailFromHosts]
                    : [ControlList.BadMailFrom, ControlList.BadMailFromHosts, ControlList.BadMailFromNoRelay, ControlList.BadMailFromNoRelayHosts],
                [ControlList.GoodMailFrom, ControlList.GoodMailFromHosts]),
            (asked.Recipient,
                asked.IsRelayClient ? [ControlList.BadMailTo, ControlList.BadMailToHosts]
                    : [ControlList.BadMailTo, ControlList.BadMailToHosts, ControlList.BadMailToNoRelay, ControlList.BadMailToNoRelayHosts],
                [ControlList.GoodMailTo, ControlList.GoodMailToHosts]),
            (asked.Sender is "" ? asked.Recipient : null,
                [ControlList.BadBounceTo, ControlList.BadBounceToHosts], [ControlList.GoodBounceTo, ControlList.GoodBounceToHosts]),
        ];
        foreach ((string? subject, ControlList[] bad, ControlList[] good) in steps)
        {
            if (subject is null)
                continue;
            Found refuses = Find(rules, bad, subject, asked, log);
            bool needsGood = refuses.Sure is not null || refuses.MayDecide;
            Found excuses = needsGood ? Find(rules, good, subject, asked, log) : default;
            if (asked.Untold == UntoldSide.KnownLater && (refuses.Untold || excuses.Untold))
                return log + "->later";

            // Refused in some world, and not in another.
            bool always = refuses.Sure is not null && excuses.Sure is null && !excuses.MayDecide;
            bool never = (refuses.Sure is null && !refuses.MayDecide) || excuses.Sure is not null;
            if (asked.Untold == UntoldSide.Missing && !always && !never)
                return log + "->trouble";
            if (refuses.Sure is not null && excuses.Sure is null)
                return $"{log}->{refuses.Action} {refuses.Sure}";
            if (refuses.Sure is not null)
                accept = "accept " + excuses.Sure;
        }

        ControlList[] ofSenders = asked.IsRelayClient ? [ControlList.BadMailFrom, ControlList.BadMailFromHosts]
            : [ControlList.BadMailFrom, ControlList.BadMailFromHosts, ControlList.BadMailFromNoRelay, ControlList.BadMailFromNoRelayHosts];
        if (asked.SenderIsMissing && ofSenders.Any(list => rules.Of(list).Length > 0))
            return log + "->trouble";
        return $"{log}->{accept}";
    }

    /// <summary>What some lists say of a subject: the rule that surely decides, and whether one before it may.</summary>
    private readonly record struct Found(string? Sure, string? Action, bool MayDecide, bool Untold);

    private static Found Find(RandomConditions rules, ControlList[] lists, string subject, Asked asked, StringBuilder log)
    {
        bool mayDecide = false;
        bool untold = false;
        foreach (ControlList list in lists)
        {
            foreach (MadeRule rule in rules.Of(list))
            {
                if (!rule.Hits(subject))
                    continue;
                bool? holds = RandomConditions.Holds(rule, asked.Sender, asked.Recipient, asked.Ip);
                untold |= holds is null;
                mayDecide |= holds is null && rule.Action != "log";
                if (holds != true)
                    continue;
                string place = string.Create(CultureInfo.InvariantCulture, $"{ControlLists.Name(list)}:{rule.Line}");
                if (rule.Action != "log")
                    return new Found(place, rule.Action, mayDecide, untold);
                log.Append(place).Append(' ');
            }
        }

        return new Found(null, null, mayDecide, untold);
    }

    private static Func<ControlList, RuleSet?> Text(RandomConditions rules)
    {
        var matcher = new RuleMatcher();
        return list => rules.Of(list).Length == 0 ? null : new TextRules(list, Lines(rules, list), matcher, Today, NoWarning);
    }

    private static Func<ControlList, RuleSet?> Compiled(RandomConditions rules)
    {
        var sources = new List<CompiledSource>();
        foreach (ControlList list in ControlLists.All)
        {
            CompiledList? compiled = rules.Of(list).Length == 0 ? null : ListCompiler.Compile(Lines(rules, list), static _ => { }, list: list);
            sources.Add(new CompiledSource(list, compiled is null ? default : CompiledInMemory.Stamp, false, compiled));
        }

        byte[] file = DatabaseWriter.Write(sources).ToArray();
        var matcher = new RuleMatcher();
        return list =>
        {
            var reader = new BlockReader(CompiledInMemory.Source(file));
            ListEntry entry = ListEntry.Read(reader.Header, list);
            return entry.Source.Exists ? new CompiledRules(list, reader, entry, matcher, Today, NoWarning, NotBelieved) : null;
        };
    }

    private static Func<ControlList, RuleSet?> InMemory(RandomConditions rules)
    {
        var matcher = new RuleMatcher();
        var loaded = new Dictionary<ControlList, LoadedRules>();
        LoadBudget budget = LoadBudget.OfConnection;
        foreach (ControlList list in rules.Lists)
            loaded.Add(list, LoadedRules.TryLoad(list, Lines(rules, list), matcher, budget, Today, NoWarning)!);
        return loaded.GetValueOrDefault;
    }

    private static ControlFile Lines(RandomConditions rules, ControlList list) =>
        new(new LineReader(LineReaderTests.Chunked(Encoding.ASCII.GetBytes(rules.FileOf(list)), () => 1000)));

    private static RuleSet? NotBelieved() => throw new InvalidOperationException("the compiled file is not believed");

    private static int Today() => RulesInMemory.Today;

    private static void NoWarning(ControlList list, RuleError error) => Assert.Fail($"{list}:{error.Line}:{error.Column}: {error.Message}");
}
