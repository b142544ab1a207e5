using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Recipients;

/// <summary>The check against what a real qmail did: a refusal is right only where qmail bounced.</summary>
public sealed class RecipientCorpusTests
{
    private const uint Stranger = 65534;

    private readonly ITestOutputHelper _output;

    public RecipientCorpusTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData(0, 2879, 2551)]
    [InlineData(Stranger, 2879, 2427)]
    public void Nothing_that_qmail_delivered_or_deferred_is_refused_and_of_its_bounces_all_that_can_be_seen(uint viewer, int bounces, int refused)
    {
        var wrong = new List<string>();
        var missed = new Dictionary<string, int>();
        (int bounced, int hit) = (0, 0);
        foreach (JsonElement state in RecipientCorpus.States())
        {
            MadeUpHost host = RecipientCorpus.Lay(state);
            (host.Viewer, host.ViewerGroup) = (viewer, viewer);
            foreach (JsonElement ask in state.GetProperty("asks").EnumerateArray().Where(ask => RecipientCorpus.Text(ask, "route") != "none"))
            {
                string to = RecipientCorpus.Text(ask, "to");
                string qmail = ask.TryGetProperty("qmail", out JsonElement result) ? result.GetString()! : RecipientCorpus.Text(ask, "route");
                RecipientAnswer answer = Ask(host, to);
                bounced += qmail == "bounced" ? 1 : 0;
                if (answer.State != RecipientState.Missing)
                {
                    if (qmail == "bounced")
                    {
                        string rule = $"{RecipientCorpus.Text(ask, "rule")} {answer.State}";
                        missed[rule] = missed.GetValueOrDefault(rule) + 1;
                    }

                    continue;
                }

                hit += qmail == "bounced" ? 1 : 0;
                if (qmail != "bounced")
                    wrong.Add($"{RecipientCorpus.Text(state, "id")} <{to}> qmail {qmail}: {System.Text.Encoding.UTF8.GetString(answer.Why)}");
            }
        }

        foreach ((string rule, int count) in missed.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            _output.WriteLine($"{count} {rule}");
        Assert.Equal([], wrong);
        Assert.Equal((bounces, refused), (bounced, hit));
    }

    /// <summary>
    /// A stranger with root's snapshot. It tells him of homes that he can't enter; with an age also of files in them. Of a host that does not change he then
    /// foresees no less than without, and refuses nothing that qmail did not bounce.
    /// </summary>
    [Theory]
    [InlineData("*\n")]
    [InlineData("#: age=3600\n*\n")]
    public void With_a_snapshot_nothing_is_refused_that_qmail_did_not_bounce_and_more_of_its_bounces_are(string covered)
    {
        var wrong = new List<string>();
        (int without, int with) = (0, 0);
        foreach (JsonElement state in RecipientCorpus.States())
        {
            MadeUpHost host = RecipientCorpus.Lay(state);
            host.Edit(RecipientCorpus.Root + "/var/qmail/control/checkrcpthosts", covered);
            string[] homes = [.. RecipientHomes.Of(host, RecipientCorpus.Places, _ => { }).Select(home => Encoding.UTF8.GetString(home)).Where(host.IsDirectoryItself)];
            var snapshot = new MadeUpSnapshot(host, homes);
            (host.Viewer, host.ViewerGroup) = (Stranger, Stranger);
            foreach (JsonElement ask in state.GetProperty("asks").EnumerateArray().Where(ask => RecipientCorpus.Text(ask, "route") != "none"))
            {
                string to = RecipientCorpus.Text(ask, "to");
                without += TryAsk(host, to)!.State == RecipientState.Missing ? 1 : 0;
                RecipientAnswer answer = RecipientCheck.Ask(
                    host, RecipientCorpus.Places, static _ => null, MadeUpHost.Bytes(to), isRelayClient: false, static () => 0, snapshot.Open)!;
                if (answer.State != RecipientState.Missing)
                    continue;
                with++;
                if (!IsBounced(ask))
                    wrong.Add($"{RecipientCorpus.Text(state, "id")} <{to}>: {Encoding.UTF8.GetString(answer.Why)}");
            }
        }

        _output.WriteLine($"{without} without a snapshot, {with} with one");
        Assert.Equal([], wrong);
        Assert.InRange(with, without + 50, 2879);
    }

    /// <summary>Each call fails in turn, in each way. A fault of "no such file" is one that lasts for one call: the file comes and goes.</summary>
    [Fact]
    public void Whatever_fails_while_it_is_looked_at_nothing_is_refused_that_qmail_would_not_bounce()
    {
        var wrong = new List<string>();
        long asked = 0;
        foreach (JsonElement state in RecipientCorpus.States().Where((_, index) => index % 9 == 0))
        {
            MadeUpHost host = RecipientCorpus.Lay(state);
            foreach (JsonElement ask in state.GetProperty("asks").EnumerateArray().Where(ask => !IsBounced(ask)))
            {
                string to = RecipientCorpus.Text(ask, "to");
                int calls = Count(host, to);
                for (int call = 1; call <= calls; call++)
                {
                    foreach (FileKind fault in new[] { FileKind.Failed, FileKind.Denied, FileKind.Absent })
                    {
                        int left = call;
                        host.Before = _ => --left == 0 ? fault : null;
                        asked++;
                        if (TryAsk(host, to)?.State == RecipientState.Missing)
                            wrong.Add($"{RecipientCorpus.Text(state, "id")} <{to}> call {call} {fault}");
                    }
                }

                host.Before = null;
            }
        }

        Assert.InRange(asked, 10_000, long.MaxValue);
        Assert.Equal([], wrong);
    }

    private static int Count(MadeUpHost host, string to)
    {
        int calls = 0;
        host.Before = _ =>
        {
            calls++;
            return null;
        };
        Ask(host, to);
        return calls;
    }

    private static bool IsBounced(JsonElement ask) => ask.TryGetProperty("qmail", out JsonElement done) && done.GetString() == "bounced";

    private static RecipientAnswer? TryAsk(MadeUpHost host, string recipient) =>
        RecipientCheck.Ask(host, RecipientCorpus.Places, static _ => null, MadeUpHost.Bytes(recipient), isRelayClient: false, static () => 0);

    private static RecipientAnswer Ask(MadeUpHost host, string recipient)
    {
        RecipientAnswer? answer = TryAsk(host, recipient);
        Assert.NotNull(answer);
        return answer;
    }
}
