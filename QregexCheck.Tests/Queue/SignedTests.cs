using System;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Posix;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Queue;

/// <summary>Tags of signed senders in the queue wrapper: they come off, and a bounce without one is judged.</summary>
public sealed class SignedTests
{
    private const string OldKey = "1 00112233445566778899aabbccddeeff 2020-01-01\n";
    private const string Address = "User@Signed.example";
    private static readonly string[] Stranger = ["TCPREMOTEIP=192.0.2.7"];

    [Fact]
    public void A_tag_that_one_of_our_keys_made_comes_off_for_any_sender_be_it_valid_or_stale()
    {
        using QueueFolder folder = With("signed.example", OldKey);
        foreach (string tagged in new[] { Signed(0), Signed(-9) })
        {
            foreach (string sender in new[] { "", "a@b" })
                Assert.Equal(0, folder.Run(envelope: $"F{sender}\0T{tagged}\0Tother@x\0\0", environment: Stranger).ExitCode);
        }

        Assert.Equal(4, folder.Stored.Count(mail => mail.Envelope.EndsWith($"\0T{Address}\0Tother@x\0\0", StringComparison.Ordinal)));
    }

    [Fact]
    public void Any_other_tag_stays()
    {
        using QueueFolder folder = With("signed.example", OldKey);
        string bad = Signed(0).Replace("prvs=1", "prvs=2", StringComparison.Ordinal);
        Assert.Equal(0, folder.Run(envelope: $"Fa@b\0T{bad}\0\0").ExitCode);
        Assert.Equal($"Fa@b\0T{bad}\0\0", folder.Stored.Single().Envelope);
    }

    [Theory]
    [InlineData("signed.example", OldKey, 0, "log")]
    [InlineData("#: action=reject\nsigned.example", OldKey, 31, "reject")]
    [InlineData("#: action=reject\nsigned.example", "1 00112233445566778899aabbccddeeff\n", 0, "log")]
    [InlineData("#: action=reject\nother.example", OldKey, 0, null)]
    public void A_bounce_without_a_tag_has_the_policy_of_its_domain(string domains, string key, int code, string? word)
    {
        using QueueFolder folder = With(domains, key);
        Outcome outcome = folder.Run(envelope: $"F\0T{Address}\0\0", environment: Stranger);
        Assert.Equal(code, outcome.ExitCode);
        Assert.Equal(word is null ? 0 : 1, outcome.ErrorLines.Length);
        if (word is not null)
        {
            int line = domains.Count(static c => c == '\n') + 1;
            string reply = word == "reject" ? " reply=\"550 this bounce is for mail we did not send (#5.7.1)\"" : "";
            Assert.Equal(
                $"qregexcheck: {word} batvdomains:{line} ip=192.0.2.7 helo=- from=<> to=<{Address}> rcpts=1 batv=missing rule=\"signed.example\"{reply}",
                outcome.ErrorLines[0]);
        }
    }

    [Fact]
    public void Only_bounces_that_strangers_bring_are_judged_and_only_once()
    {
        using QueueFolder folder = With("#: action=reject\nsigned.example", OldKey);
        string envelope = $"F\0T{Address}\0\0";
        Assert.Equal(0, folder.Run(envelope: envelope).ExitCode);
        Assert.Equal(0, folder.Run(envelope: envelope, environment: [.. Stranger, "RELAYCLIENT="]).ExitCode);
        Assert.Equal(0, folder.Run(envelope: envelope, environment: [.. Stranger, "QREGEXCHECK_BATV=judged"]).ExitCode);
        Assert.Equal(0, folder.Run(envelope: $"Fa@b\0T{Address}\0\0", environment: Stranger).ExitCode);
        Assert.Equal(0, folder.Run(envelope: $"F\0T{Signed(0)}\0\0", environment: Stranger).ExitCode);
        Assert.Equal(31, folder.Run(envelope: $"F\0T{Signed(-9)}\0\0", environment: Stranger).ExitCode);
        Assert.Equal(5, folder.Stored.Length);

        // The next of us is told that it need not.
        Assert.Equal(0, folder.Run(environment: ["NEXT_SEES=1"]).ExitCode);
        Assert.Contains("QREGEXCHECK_BATV=judged", folder.Seen);
    }

    [Fact]
    public void Keys_that_can_t_be_read_let_mail_pass_as_it_is()
    {
        using var folder = new QueueFolder();
        folder.Control.With("batvdomains", "#: action=reject\nsigned.example\n");
        Outcome outcome = folder.Run(envelope: $"F\0T{Address}\0\0", environment: Stranger);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("batvkey", outcome.Error, StringComparison.Ordinal);
        Assert.Single(folder.Stored);
    }

    [Fact]
    public void Keys_or_domains_that_are_too_large_for_our_memory_stop_no_mail()
    {
        foreach (string file in new[] { "batvkey", "batvdomains" })
        {
            using QueueFolder folder = With("#: action=reject\nsigned.example", OldKey);
            using (FileStream large = File.OpenWrite(folder.Control.Of(file)))
                large.SetLength(100_000_000);
            foreach (string sender in new[] { "", "a@b" })
            {
                Outcome outcome = folder.Run(envelope: $"F{sender}\0T{Signed(0)}\0\0", environment: Stranger);
                Assert.Equal(0, outcome.ExitCode);
                Assert.Contains($"/{file}: it is too large for the memory that there is", outcome.Error, StringComparison.Ordinal);
            }

            Assert.Equal(2, folder.Stored.Length);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\nno key")]
    public void A_bounce_that_quotes_a_tag_is_not_refused_while_a_key_can_t_be_read(string mistake)
    {
        using QueueFolder folder = With("signed.example", mistake.Length > 0 ? OldKey.Replace("1 ", "2 ", StringComparison.Ordinal) + mistake : "");
        if (mistake.Length == 0)
            File.Delete(folder.Control.Of("batvkey"));
        folder.Control.With("goodbounce", "^no such line\n").With("badbounce", "#: action=reject\n^received\n");
        string[] environment = [.. Stranger, "QREGEXCHECK_BOUNCE=prove"];
        Assert.Equal(31, folder.Run(Bounce("user@signed.example"), "F\0Tpostmaster@signed.example\0\0", environment).ExitCode);
        Outcome outcome = folder.Run(Bounce(Signed(0)), "F\0Tpostmaster@signed.example\0\0", environment);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("warning: a bounce was accepted without a look into it: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("batvkey", outcome.Error, StringComparison.Ordinal);

        static string Bounce(string sender) =>
            $"Subject: failure\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <{sender}>\nReceived: from a by b; today\n\n";
    }

    /// <summary>A mail that is bounced before another server has written a line into it: what is quoted names nobody.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(-9, 0)]
    [InlineData(-22, 31)]
    [InlineData(null, 31)]
    public void The_tag_of_a_recipient_shows_that_the_quoted_mail_was_ours(int? days, int code)
    {
        const string quoting = "Subject: failure\n\n--- Below this line is a copy of the message.\n\nReceived: (qmail 7 invoked by uid 8); today\n\n";
        using QueueFolder folder = With("signed.example", OldKey);
        string to = days is { } day ? Signed(day) : Address;
        folder.Control.With("goodbounce", "^received: .* by mail\\.signed\\.example[ ;]\n");
        Assert.Equal(code, folder.Run(quoting, $"F\0T{to}\0\0", [.. Stranger, "QREGEXCHECK_BOUNCE=prove"]).ExitCode);
        folder.Control.With("badbounce", "#: action=reject\n^received: \\(qmail\n");
        Assert.Equal(code, folder.Run(quoting, $"F\0T{to}\0\0", Stranger).ExitCode);
        Assert.Equal(code, folder.Run(quoting, $"F\0T{Signed(-22)}\0T{to}\0\0", Stranger).ExitCode);
    }

    private static string Signed(int days) => Encoding.Latin1.GetString(
        SenderTag.Sign(Encoding.Latin1.GetBytes(Address), BatvKeys.Read(Encoding.ASCII.GetBytes(OldKey)), UtcDay.Today() + days)!);

    private static QueueFolder With(string domains, string key)
    {
        var folder = new QueueFolder();
        folder.Control.With("batvdomains", domains + "\n").With("batvkey", key);
        return folder;
    }
}
