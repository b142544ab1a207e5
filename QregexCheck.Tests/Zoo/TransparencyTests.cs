using System;
using System.Linq;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Zoo;

/// <summary>What an honest client sends to an honest server arrives as it was sent, and neither waits for ever.</summary>
public class TransparencyTests
{
    private const int FixedSeed = 2920;

    // Ways of servers that keep to the RFCs where a client does.
    private static readonly string[] HonestNames =
    [
        "CR LF alone ends a line", "a NUL ends what is seen of a line", "blanks in front of a verb are skipped", "a verb ends at white space",
        "an address is what brackets hold",
        "a body ends: LfOrCrLf", "a body ends: CrLfOrGone", "a body ends: DotAndOneCr", "no CHUNKING", "chunks also behind HELO",
        "a chunk's size is read: AnythingBehind",
        "the chunk of a malformed BDAT is read", "the chunk of a BDAT out of sequence is not read", "replies: WhenIdle", "replies: ThreeLines", "replies: Lf",
        "replies: Digits", "no AUTH", "STARTTLS is refused",
        "STARTTLS is taken", "MAIL wants HELO", "MAIL once", "RSET takes an argument", "DATA takes no argument", "one recipient a message",
        "lines of 8192 bytes, tail: Refused",
    ];

    private static readonly (string Name, ServerTraits Traits)[] Honest =
        [.. Trait.Singles().Where(static single => single.Name == "plain" || HonestNames.Contains(single.Name))];

    private readonly ITestOutputHelper _output;

    public TransparencyTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Each_honest_server_is_in_the_zoo() => Assert.Equal(HonestNames.Length + 1, Honest.Length);

    [Fact]
    public void Where_nothing_is_refused_nothing_is_changed() => CompareWithDirect(FixedSeed, 2_000);

    [Fact]
    public void Where_nothing_is_refused_nothing_is_changed_with_a_fresh_seed() => CompareWithDirect(Fuzz.FreshSeed(_output), Fuzz.Rounds(500));

    [Fact]
    public void A_refused_recipient_is_all_that_is_missing()
    {
        var random = new Random(FixedSeed);
        int refused = 0;
        for (int round = 0; round < 1_000; round++)
        {
            (string name, ServerTraits traits) = Honest[round % Honest.Length];
            HonestClient client = HonestClient.Some(random, traits.OffersChunking, isRefused: true);
            HonestRun run = new HonestRun(traits, client, (Split)(round % 3), random).Run();
            Assert.True(run.IsDone, $"stuck, server [{name}]: {Escaped.Show(run.Sent)}");
            string kept = WithoutRefused(client);
            Assert.Equal(kept, Encoding.Latin1.GetString(run.Server.Received.ToArray()));
            refused += kept.Length < run.Sent.Length ? 1 : 0;
        }

        Assert.InRange(refused, 300, int.MaxValue);
    }

    [Fact]
    public void Every_split_of_a_dialogue_gives_the_same_result() => CompareSplits(FixedSeed, 1_500);

    [Fact]
    public void Every_split_of_a_dialogue_gives_the_same_result_with_a_fresh_seed() => CompareSplits(Fuzz.FreshSeed(_output), Fuzz.Rounds(300));

    private static void CompareWithDirect(int seed, int rounds)
    {
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            (string name, ServerTraits traits) = Honest[round % Honest.Length];
            HonestClient client = HonestClient.Some(random, traits.OffersChunking, isRefused: false);
            ZooServer direct = Direct(traits, client);
            HonestRun run = new HonestRun(traits, client, (Split)(round % 3), random).Run();
            bool isSame = run.IsDone && direct.Received.SequenceEqual(run.Server.Received) && direct.Said.SequenceEqual(run.ToClient)
                && direct.Bodies.SequenceEqual(run.Server.Bodies);
            Assert.True(
                isSame,
                $"server [{name}]{(run.IsDone ? string.Empty : ", stuck")}: {Escaped.Show(run.Sent)}\nserver got: {Escaped.Show(run.Server.Received.ToArray())}\n"
                + $"client got: {Escaped.Show(run.ToClient.ToArray())}\nand without us: {Escaped.Show(direct.Said.ToArray())}");
            Assert.NotEmpty(run.Server.Bodies);
        }
    }

    private static void CompareSplits(int seed, int rounds)
    {
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            (string name, ServerTraits traits) = Honest[random.Next(Honest.Length)];
            byte[] client = HostileClient.Some(random);

            // Whether a server that hangs up in a body is heard before the body's end has passed is a matter of time.
            if (traits.BodyEnding == BodyEnding.CrLfOrGone)
                continue;
            string whole = new ZooRun(traits, client).Run().Result();
            foreach (Split split in (Split[])[Split.Bytes, Split.Random])
            {
                string other = new ZooRun(traits, client, split, random).Run().Result();
                Assert.True(whole == other, $"server [{name}], split {split}: {Escaped.Show(client)}\n{whole}\nand\n{other}");
            }
        }
    }

    /// <summary>The same client and server with nothing in between.</summary>
    private static ZooServer Direct(ServerTraits traits, HonestClient client)
    {
        var server = new ZooServer(traits);
        foreach ((string bytes, _) in client.Groups)
        {
            server.Feed(Encoding.Latin1.GetBytes(bytes));
            server.Idle();
        }

        return server;
    }

    /// <summary>What an honest client sent, less its refused recipients; a line in a body that looks like one stays.</summary>
    private static string WithoutRefused(HonestClient client) =>
        string.Concat(client.Groups.Select(static group => group.Bytes.Replace("RCPT TO:<bad@d.example>\r\n", string.Empty, StringComparison.Ordinal)));
}
