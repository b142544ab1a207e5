using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Queue;

/// <summary>What can fail between the caller and the next program, at each point: the caller never takes it for an accept, and nothing is queued.</summary>
public sealed class FailureTests
{
    private const string ShortMessage = "Subject: x\n\ny";
    private const string ShortEnvelope = "Fa@b\0Tc@d\0\0";

    [Theory]
    [InlineData("53", 53, "")]
    [InlineData("31", 31, "")]
    [InlineData("0", 81, "the next program has exited with 0 and has not read all of the message, so the message is not accepted; see qmail-queue(8)")]
    [InlineData("kill", 81, "the next program was killed by signal 9, so the message is not accepted; see why, and try again")]
    public void A_next_program_that_ends_at_any_byte_ends_the_message(string how, int code, string told)
    {
        using var folder = new QueueFolder();
        IEnumerable<string> faults = Enumerable.Range(0, ShortMessage.Length).Select(at => $"message:{at}:{how}")
            .Concat(Enumerable.Range(0, ShortEnvelope.Length).Select(at => $"envelope:{at}:{how}"));
        foreach (string fault in faults)
        {
            // One that has read all of the message and says that all is well is believed: only its own end of the envelope's pipe knows better.
            if (how == "0" && fault.StartsWith("envelope", StringComparison.Ordinal))
                continue;
            Outcome outcome = folder.Run(ShortMessage, ShortEnvelope, ["NEXT_FAULT=" + fault]);
            Assert.Equal((fault, code, told.Length == 0 ? "" : $"qregexcheck: fatal: {told}\n"), (fault, outcome.ExitCode, outcome.Error));
        }

        Assert.Empty(folder.Stored);
        Assert.Equal(0, folder.HalfWritten);
    }

    [Theory]
    [InlineData("message:100000:53", 53)]
    [InlineData("message:100000:0", 81)]
    [InlineData("message:100000:kill", 81)]
    [InlineData("deaf:100000:0", 54)]
    [InlineData("deaf:100000:31", 54)]
    [InlineData("full:53", 53)]
    [InlineData("full:kill", 81)]
    public void A_next_program_that_ends_in_a_message_longer_than_a_pipe_ends_it_for_the_caller_too(string fault, int code)
    {
        using var folder = new QueueFolder();
        foreach (string source in new[] { "cat /dev/zero", "head -c 3000000 /dev/zero" })
        {
            // The first caller ends only because nobody reads: what he writes goes nowhere.
            if (source.Contains("cat", StringComparison.Ordinal) && fault.StartsWith("full", StringComparison.Ordinal))
                continue;
            string caller = folder.Control.Script("caller", source + " | \"$1\" queue\n");
            Assert.Equal((fault, code), (fault, folder.Run(path: caller, arguments: [PublishedBinary.Path], environment: ["NEXT_FAULT=" + fault]).ExitCode));
        }

        Assert.Empty(folder.Stored);
    }

    [Fact]
    public void A_next_program_that_ends_while_the_caller_is_silent_is_noticed()
    {
        using var folder = new QueueFolder();
        string caller = folder.Control.Script(
            "caller", """
            mkfifo "$NEXT_STORE/message"
            exec 5<>"$NEXT_STORE/message"
            printf 'beginning' >&5
            "$1" queue <&5 5<&-
            """);
        Assert.Equal(52, folder.Run(path: caller, arguments: [PublishedBinary.Path], environment: ["NEXT_FAULT=message:9:52"]).ExitCode);
    }

    [Fact]
    public void The_next_programs_own_exit_code_is_ours()
    {
        using var folder = new QueueFolder();
        foreach (int code in new[] { 11, 31, 51, 54, 66, 71, 82, 91, 99, 100, 111, 120, 255 })
            Assert.Equal(code, folder.Run(environment: [$"NEXT_FAULT=full:{code}"]).ExitCode);
        Assert.Empty(folder.Stored);

        // What it has stored is not taken back by how it ends.
        Assert.Equal(53, folder.Run(environment: ["NEXT_FAULT=stored:53"]).ExitCode);
        Assert.Single(folder.Stored);
    }

    [Fact]
    public void A_next_program_that_does_not_read_a_short_message_is_not_believed()
    {
        using var folder = new QueueFolder();
        string reader = folder.Control.Script("reader", "read -r line\nexit 0\n");
        string blind = folder.Control.Script("blind", "cat <&1 >/dev/null\nexit 0\n");
        foreach (string next in new[] { reader, blind, "/bin/true" })
            Assert.Equal((next, 81), (next, folder.Run("a\n" + ShortMessage, environment: [], arguments: ["queue", next]).ExitCode));
    }

    /// <summary>A FIFO, a device without an end, a file of holes: mail does not wait for them, and memory does not grow with them.</summary>
    [Theory]
    [InlineData("badbounceto", 71)]
    [InlineData("badbouncetohosts", 71)]
    [InlineData("goodbounceto", 71)]
    [InlineData("goodbouncetohosts", 71)]
    [InlineData("badbounce", 0)]
    [InlineData("goodbounce", 0)]
    [InlineData("batvdomains", 0)]
    [InlineData("batvkey", 0)]
    [InlineData("badmailto", 0)]
    public void A_control_file_without_an_end_is_one_that_can_t_be_read(string file, int code)
    {
        foreach (string kind in new[] { "ln -s /dev/zero", "ln -s /dev/urandom", "mkfifo", "truncate -s 100G" })
        {
            using var folder = new QueueFolder();
            folder.Control.With("batvdomains", "example.com\n").With("batvkey", "1 00112233445566778899aabbccddeeff\n")
                .With("badbounce", "^received: from zz\n");
            string caller = folder.Control.Script("caller", $"cd \"$NEXT_STORE\"\nrm -f {file}\n{kind} {file}\nexec \"$1\" queue\n");
            Outcome outcome = folder.Run(
                "Subject: x\n\n> Received: from a by b; c\n> From: prvs=1791a1b2c3=a@example.com\n", "F\0Tprvs=1791a1b2c3=a@example.com\0\0",
                ["TCPREMOTEIP=192.0.2.7"], path: caller, arguments: [PublishedBinary.Path]);
            Assert.Equal((kind, code), (kind, outcome.ExitCode));
            Assert.Equal(code == 0 ? 1 : 0, folder.Stored.Length);
            if (file != "badmailto")
                Assert.Matches($"unable to .*{file}", outcome.Error);
        }
    }

    [Fact]
    public void A_program_that_can_t_be_run_is_told_of()
    {
        using var folder = new QueueFolder();
        folder.Control.With("text", "no program");
        foreach ((string path, string why) in new[] { ("/nonexistent/queue", "no such file or directory"), (folder.Control.Of("text"), "permission denied") })
        {
            Outcome outcome = folder.Run(environment: ["QREGEXCHECK_NEXTQUEUE="], arguments: ["queue", path]);
            Assert.Equal((120, $"qregexcheck: fatal: unable to run {path}: {why}; correct its path\n"), (outcome.ExitCode, outcome.Error));
        }
    }

    [Fact]
    public void Descriptors_that_are_closed_are_no_message_and_no_envelope()
    {
        using var folder = new QueueFolder();
        foreach (int[] closed in new[] { [0], [1], [0, 1], [0, 2], [1, 2], [0, 1, 2], new[] { 2 } })
        {
            Outcome outcome = folder.Run(wires: closed.ToDictionary(static number => number, static _ => Wire.Closed));
            Assert.Equal(closed is [2] ? 0 : closed[0] == 1 ? 91 : 54, outcome.ExitCode);
        }

        Assert.Equal([(QueueFolder.Message, QueueFolder.Envelope)], folder.Stored);
    }

    [Fact]
    public void A_wrapper_that_can_t_start_has_an_exit_code_of_qmail_queue()
    {
        using var folder = new QueueFolder();
        foreach (string space in new[] { "3000000", "9000000" })
        {
            Outcome outcome = folder.Run(path: "/usr/bin/softlimit", arguments: ["-m", space, PublishedBinary.Path, "queue"]);
            Assert.Contains(outcome.ExitCode, new[] { 81, -1 });
        }

        Outcome misused = folder.Run(arguments: ["queue", "--nonsense"]);
        Assert.Equal(81, misused.ExitCode);
        Assert.Empty(folder.Stored);
    }

    [Fact]
    public void A_message_passes_under_softlimit()
    {
        using var folder = new QueueFolder();
        Assert.Equal(0, folder.Run(path: "/usr/bin/softlimit", arguments: ["-m", "14000000", PublishedBinary.Path, "queue"]).ExitCode);
        Assert.Single(folder.Stored);
    }
}
