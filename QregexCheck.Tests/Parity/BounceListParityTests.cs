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
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Rooms.Database;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Parity;

/// <summary>The lists about recipients of all mail and of bounces: text, compiled file and memory say of random mail what a plain reckoning says.</summary>
public sealed class BounceListParityTests
{
    private const int Rounds = 60;
    private const int EnvelopesEach = 50;

    private static readonly ControlList[] Rules =
        [ControlList.BadMailTo, ControlList.BadMailToNoRelay, ControlList.GoodMailTo, ControlList.BadBounceTo, ControlList.GoodBounceTo];

    private static readonly string[] Users = ["a", "b", "ab", "B", "postmaster"];
    private static readonly string[] Hosts = ["x.example", "y.example", "a.x.example", "X.EXAMPLE"];

    private readonly ITestOutputHelper _output;

    public BounceListParityTests(ITestOutputHelper output) => _output = output;

    private sealed record Made(string Text, string? Action, Func<string, bool> Hits);

    [Fact]
    public void Text_compiled_and_memory_say_what_the_words_mean()
    {
        var random = new Random(Seed.Choose(1651, _output));
        int asked = int.Parse(Environment.GetEnvironmentVariable("QREGEXCHECK_FUZZ") ?? "0", CultureInfo.InvariantCulture);
        int rounds = Math.Max(Rounds, asked / EnvelopesEach);
        var verdicts = new Dictionary<string, int>();
        for (int round = 0; round < rounds; round++)
        {
            Dictionary<ControlList, Made[]> files = Files(random);
            var texts = files.ToDictionary(static file => file.Key, static file => string.Concat(file.Value.Select(Written)));
            byte[] compiled = Compiled(texts);
            var memory = texts.ToDictionary(
                static file => file.Key,
                static file => (RuleSet)LoadedRules.TryLoad(file.Key, Lines(file.Value), new RuleMatcher(), LoadBudget.OfConnection, Today, NoWarning)!);
            Judge[] judges =
            [
                To(list => texts.TryGetValue(list, out string? text) ? new TextRules(list, Lines(text), new RuleMatcher(), Today, NoWarning) : null),
                To(list => texts.ContainsKey(list) ? Open(list, compiled) : null),
                To(memory.GetValueOrDefault),
            ];
            for (int i = 0; i < EnvelopesEach; i++)
            {
                string recipient = Users[random.Next(Users.Length)] + "@" + Hosts[random.Next(Hosts.Length)];
                string? sender = random.Next(3) switch { 0 => "s@z.example", 1 => null, _ => "" };
                bool isRelayClient = random.Next(3) == 0;
                string expected = Expected(files, recipient.ToLowerInvariant(), sender, isRelayClient);
                foreach (Judge judge in judges)
                    Assert.Equal(expected, Said(judge.Decide(Envelope(recipient, sender, isRelayClient))));
                string kind = expected.Split(':')[0];
                verdicts[kind] = verdicts.GetValueOrDefault(kind) + 1;
            }
        }

        // Each list has decided, and the lists about bounces often.
        Assert.All(
            (string[])["reject badbounceto", "defer badbounceto", "accept goodbounceto", "reject badbouncetohosts", "accept goodbouncetohosts"],
            kind => Assert.InRange(verdicts.GetValueOrDefault(kind), 10, int.MaxValue));
    }

    private static Judge To(Func<ControlList, RuleSet?> open) => new(open, static _ => { });

    private static Envelope Envelope(string recipient, string? sender, bool isRelayClient) => new()
    {
        Recipient = Encoding.ASCII.GetBytes(recipient),
        Sender = sender is null ? null : Encoding.ASCII.GetBytes(sender),
        IsRelayClient = isRelayClient,
    };

    private static string Said(Verdict verdict) =>
        verdict.Kind.ToString().ToLowerInvariant() + (verdict.Reason?.Hit is { } hit ? $" {ControlLists.Name(hit.List)}:{hit.Line}" : string.Empty);

    /// <summary>The oracle: recipients of all mail first, then those of bounces, each list before its plain twin; each family has its own exceptions.</summary>
    private static string Expected(Dictionary<ControlList, Made[]> files, string recipient, string? sender, bool isRelayClient)
    {
        string accept = "accept";
        foreach (bool isAboutBounces in (bool[])[false, true])
        {
            if (isAboutBounces && sender != "")
                continue;
            ControlList[] bad = isAboutBounces ? [ControlList.BadBounceTo, ControlList.BadBounceToHosts]
                : isRelayClient ? [ControlList.BadMailTo]
                : [ControlList.BadMailTo, ControlList.BadMailToNoRelay];
            ControlList[] good = isAboutBounces ? [ControlList.GoodBounceTo, ControlList.GoodBounceToHosts] : [ControlList.GoodMailTo];
            if (First(files, bad, recipient) is not { } refused)
                continue;
            if (First(files, good, recipient) is not { } excused)
                return $"{refused.Action ?? "reject"} {refused.Place}";
            accept = "accept " + excused.Place;
        }

        return accept;
    }

    private static (string Place, string? Action)? First(Dictionary<ControlList, Made[]> files, ControlList[] lists, string recipient)
    {
        foreach (ControlList list in lists)
        {
            Made[] rules = files.GetValueOrDefault(list, []);
            for (int i = 0; i < rules.Length; i++)
            {
                if (rules[i].Action != "log" && rules[i].Hits(recipient))
                    return ($"{ControlLists.Name(list)}:{2 * (i + 1)}", rules[i].Action);
            }
        }

        return null;
    }

    private static Dictionary<ControlList, Made[]> Files(Random random)
    {
        var files = new Dictionary<ControlList, Made[]>();
        foreach (ControlList list in (ControlList[])[.. Rules, ControlList.BadBounceToHosts, ControlList.GoodBounceToHosts])
        {
            if (random.Next(4) > 0)
                files.Add(list, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Make(random, ControlLists.IsPlain(list)))]);
        }

        return files;
    }

    private static Made Make(Random random, bool isPlain)
    {
        string user = Users[random.Next(Users.Length)].ToLowerInvariant();
        string host = Hosts[random.Next(3)];
        string? action = random.Next(5) switch { 0 => "log", 1 => "defer", _ => null };
        (string text, Func<string, bool> hits) = (isPlain, random.Next(4)) switch
        {
            (true, 0) => (host, (Func<string, bool>)(address => address.EndsWith("@" + host, StringComparison.Ordinal))),
            (true, 1) => ("." + host, address => address.EndsWith("@" + host, StringComparison.Ordinal)
                || address.EndsWith("." + host, StringComparison.Ordinal)),
            (true, _) => ($"{user}@{host}", address => address == $"{user}@{host}"),
            (false, 0) => ($"^{user}@", address => address.StartsWith(user + "@", StringComparison.Ordinal)),
            (false, 1) => ("@" + host.Replace(".", "\\.", StringComparison.Ordinal) + "$", address => address.EndsWith("@" + host, StringComparison.Ordinal)),
            (false, 2) => ($"!^{user}", address => !address.StartsWith(user, StringComparison.Ordinal)),
            _ => (user, address => address.Contains(user, StringComparison.Ordinal)),
        };
        return new Made(text, action, hits);
    }

    private static string Written(Made rule) => $"#{(rule.Action is null ? string.Empty : ": action=" + rule.Action)}\n{rule.Text}\n";

    private static byte[] Compiled(Dictionary<ControlList, string> texts) => DatabaseWriter.Write(
        [.. texts.OrderBy(static file => (int)file.Key).Select(static file => new CompiledSource(
            file.Key, CompiledInMemory.Stamp, false, ListCompiler.Compile(Lines(file.Value), static _ => { }, list: file.Key)))]).ToArray();

    private static CompiledRules Open(ControlList list, byte[] compiled)
    {
        var reader = new BlockReader(CompiledInMemory.Source(compiled));
        return new CompiledRules(
            list, reader, ListEntry.Read(reader.Header, list), new RuleMatcher(), Today, NoWarning,
            static () => throw new InvalidOperationException("the text was asked"));
    }

    private static ControlFile Lines(string text) => new(new LineReader(LineReaderTests.Chunked(Encoding.ASCII.GetBytes(text), static () => 100)));

    private static int Today() => RulesInMemory.Today;

    private static void NoWarning(ControlList list, QregexCheck.Rules.RuleError error) => Assert.Fail(error.Message);
}
