using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Queue;

/// <summary>What the queue wrapper hands on: each byte, once, and nothing that is not whole.</summary>
public sealed class HandOnTests
{
    /// <summary>All pipes of a user together have a limit, so most mail leaves its own as it is.</summary>
    [Theory]
    [InlineData(65_536, false)]
    [InlineData(300_000, true)]
    public void The_pipe_of_a_long_message_is_widened(int bytes, bool isWidened)
    {
        using var folder = new QueueFolder();
        string caller = folder.Control.Script(
            "caller", $"head -c {bytes} /dev/zero | strace -qq -e trace=fcntl -o \"$NEXT_STORE/calls\" \"$1\" queue\n");
        Assert.Equal(0, folder.Run(path: caller, arguments: [PublishedBinary.Path]).ExitCode);
        Assert.Equal(bytes, Assert.Single(folder.Stored).Message.Length);
        IEnumerable<string> calls = File.ReadLines(folder.Control.Of("calls"));
        Assert.Equal(isWidened ? 1 : 0, calls.Count(static line => line.StartsWith("fcntl(0, F_SETPIPE_SZ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("F\0T{long}\0Tc@d.example\0\0", "1 of 2 recipients")]
    [InlineData("F\0Tc@d.example\0T{long}\0T{long}\0\0", "2 of 3 recipients")]
    [InlineData("Fa@b.example\0T{long}\0\0", "1 of 1 recipients")]
    [InlineData("F{long}\0Tc@d.example\0\0", "the sender")]
    [InlineData("F{long}\0T{long}\0\0", "the sender and 1 of 1 recipients")]
    [InlineData("F\0T{longest}\0\0", null)]
    [InlineData("F{longest}\0Tc@d.example\0\0", null)]
    public void An_address_that_is_too_long_to_be_asked_about_is_handed_on_and_logged(string envelope, string? told)
    {
        using var folder = new QueueFolder();
        folder.Control.With("badbounceto", "^xxx\n");
        envelope = envelope.Replace("{long}", new string('x', 1004), StringComparison.Ordinal)
            .Replace("{longest}", new string('y', 1003), StringComparison.Ordinal);
        Outcome outcome = folder.Run(envelope: envelope, environment: ["TCPREMOTEIP=192.0.2.7"]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(envelope, Assert.Single(folder.Stored).Envelope);
        string[] wanted = told is null ? [] : [
            $"qregexcheck: warning: ip=192.0.2.7: an address of more than 1003 bytes was handed on, and nothing was asked about it: {told}"];
        Assert.Equal(wanted, outcome.ErrorLines);
    }

    [Theory]
    [InlineData(QueueFolder.Message, QueueFolder.Envelope)]
    [InlineData("", QueueFolder.Envelope)]
    [InlineData("x", "F\0Tc@d.example\0\0")]
    [InlineData("x", "Fa@b.example\0\0")]
    [InlineData("x", "F#@[]\0T\xE9\x01 \0\0")]
    public void The_next_program_gets_message_and_envelope_as_they_are(string message, string envelope)
    {
        using var folder = new QueueFolder();
        Outcome outcome = folder.Run(message, envelope);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal([(message, envelope)], folder.Stored);
    }

    [Fact]
    public void A_link_of_that_name_is_the_command_since_QMAILQUEUE_is_a_bare_path()
    {
        using var folder = new QueueFolder();
        string link = folder.Control.Of("qregexcheck-queue");
        File.CreateSymbolicLink(link, PublishedBinary.Path);
        Assert.Equal(0, folder.Run(path: link, arguments: []).ExitCode);
        Assert.Equal([(QueueFolder.Message, QueueFolder.Envelope)], folder.Stored);

        // An earlier hook's variables change nothing about who asks.
        folder.Clear();
        Assert.Equal(0, folder.Run(path: link, arguments: [QueueFolder.Next], environment: ["RECIPIENT=a@b", "SMTPRCPTTO=a@b"]).ExitCode);
        Assert.Single(folder.Stored);
    }

    [Fact]
    public void The_envelope_ends_at_its_last_NUL_whatever_follows()
    {
        using var folder = new QueueFolder();
        Assert.Equal(0, folder.Run(envelope: QueueFolder.Envelope + "Tmore@x\0\0").ExitCode);
        Assert.Equal([(QueueFolder.Message, QueueFolder.Envelope)], folder.Stored);
    }

    [Fact]
    public void A_message_goes_on_though_the_caller_keeps_the_envelope_open()
    {
        // The script's own descriptor 1 and that of its background process are the same pipe, which does not end while the wrapper runs.
        using var folder = new QueueFolder();
        string script = folder.Control.Script(
            "caller", """
            mkfifo "$NEXT_STORE/envelope"
            exec 5<>"$NEXT_STORE/envelope"
            printf 'Fa@b\0Tc@d\0\0' >&5
            printf 'hello' | "$1" queue 1<&5 5<&-
            """);
        Assert.Equal(0, folder.Run(path: script, arguments: [PublishedBinary.Path]).ExitCode);
        Assert.Equal([("hello", "Fa@b\0Tc@d\0\0")], folder.Stored);
    }

    [Fact]
    public void An_envelope_that_is_cut_at_any_byte_queues_nothing()
    {
        using var folder = new QueueFolder();
        const string envelope = "Fa@b\0Tc@d\0Te\0\0";
        for (int length = 0; length < envelope.Length; length++)
        {
            Outcome outcome = folder.Run(envelope: envelope[..length]);
            Assert.Equal((91, ""), (outcome.ExitCode, outcome.Error));
        }

        Assert.Empty(folder.Stored);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("Ta@b\0\0")]
    [InlineData("Fa@b\0c@d\0\0")]
    [InlineData("Fa@b\0Tc@d\0X")]
    public void A_malformed_envelope_queues_nothing_and_is_told_of(string envelope)
    {
        using var folder = new QueueFolder();
        Outcome outcome = folder.Run(envelope: envelope);
        Assert.Equal(91, outcome.ExitCode);
        Assert.Equal(["qregexcheck: fatal: the envelope is malformed, so the message is not accepted; see envelopes(5)"], outcome.ErrorLines);
        Assert.Empty(folder.Stored);
    }

    [Fact]
    public void Wrappers_can_run_one_another()
    {
        using var folder = new QueueFolder();
        string us = PublishedBinary.Path;
        Assert.Equal(0, folder.Run(arguments: ["queue", us, "queue", us, "queue", QueueFolder.Next]).ExitCode);
        Assert.Equal([(QueueFolder.Message, QueueFolder.Envelope)], folder.Stored);
        Assert.Equal(91, folder.Run(envelope: "Fa@b\0Tc@d\0", arguments: ["queue", us, "queue", QueueFolder.Next]).ExitCode);
        Assert.Single(folder.Stored);
    }

    [Fact]
    public void A_wrapper_in_the_place_of_the_program_that_it_runs_does_not_run_itself_without_end()
    {
        using var folder = new QueueFolder();
        Directory.CreateDirectory(folder.Control.Of("bin"));
        File.CreateSymbolicLink(folder.Control.Of("bin/qmail-queue"), folder.Control.Of("bin/qregexcheck-queue"));
        File.CreateSymbolicLink(folder.Control.Of("bin/qregexcheck-queue"), PublishedBinary.Path);
        string script = folder.Control.Script("bin/loop", "exec \"$NEXT_STORE/bin/qregexcheck-queue\" \"$0\"\n");
        Outcome outcome = folder.Run(path: folder.Control.Of("bin/qregexcheck-queue"), arguments: [script]);
        Assert.Equal(81, outcome.ExitCode);
        Assert.Equal(
            [
                "qregexcheck: fatal: queue wrappers run one another without end; name the real qmail-queue in QREGEXCHECK_NEXTQUEUE, "
                    + "or behind: qregexcheck queue",
            ],
            outcome.ErrorLines);
    }

    [Fact]
    public void The_next_program_is_the_one_named_last_and_gets_our_environment_but_for_what_is_ours()
    {
        using var folder = new QueueFolder();
        Directory.CreateDirectory(folder.Control.Of("bin"));
        File.CreateSymbolicLink(folder.Control.Of("bin/qmail-queue"), QueueFolder.Next);
        string[] shown = ["NEXT_SEES=1", "X=\xFF y"];
        Assert.Equal(0, folder.Run(environment: shown).ExitCode);
        Assert.Equal(
            ["QREGEXCHECK_BATV=judged", folder.Control.Variable, "QREGEXCHECK_QUEUEDEPTH=1", "X=\xFF y"],
            folder.Seen.Where(static line => line.StartsWith('Q') || line.StartsWith('X')));

        // QREGEXCHECK_NEXTQUEUE may be empty; qmail's home has the program then.
        folder.Clear();
        Assert.Equal(0, folder.Run(environment: ["QREGEXCHECK_NEXTQUEUE=", "QREGEXCHECK_QMAIL=" + folder.Control.Path]).ExitCode);
        Assert.Equal(0, folder.Run(environment: ["QREGEXCHECK_NEXTQUEUE=/nonexistent"], arguments: ["queue", QueueFolder.Next]).ExitCode);
        Assert.Equal(2, folder.Stored.Length);
    }

    [Fact]
    public void A_large_message_from_a_pipe_and_from_a_file_is_the_same_at_the_end()
    {
        using var folder = new QueueFolder();
        var random = new Random(1);
        byte[] message = new byte[50 << 20];
        random.NextBytes(message);
        File.WriteAllBytes(folder.Control.Of("message"), message);
        string caller = folder.Control.Script("caller", "cat \"$NEXT_STORE/message\" | \"$1\" queue\n");
        Assert.Equal(0, folder.Run(path: caller, arguments: [PublishedBinary.Path]).ExitCode);
        Assert.Equal(0, folder.Run(wires: new() { [0] = Wire.File(folder.Control.Of("message")) }).ExitCode);
        string[] stored = Directory.GetFiles(folder.Control.Path, "*.mail");
        Assert.Equal(2, stored.Length);
        foreach (string file in stored)
        {
            ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
            Assert.True(bytes.StartsWith(message) && Encoding.Latin1.GetString(bytes[message.Length..]) == "\n--envelope--\n" + QueueFolder.Envelope);
        }
    }

    [Fact]
    public void A_hundred_thousand_recipients_are_handed_on_in_little_memory()
    {
        using var folder = new QueueFolder();
        string envelope = "F\0" + string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"Tsomebody{i}@many.example.com\0")) + "\0";
        folder.Control.With("envelope", envelope);
        var wires = new Dictionary<int, Wire> { [1] = Wire.File(folder.Control.Of("envelope")) };
        Outcome outcome = folder.Run(wires: wires, path: "/usr/bin/softlimit", arguments: ["-m", "24000000", PublishedBinary.Path, "queue"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal([(QueueFolder.Message, envelope)], folder.Stored);
    }

    [Fact]
    public void Forty_messages_at_once_are_each_stored_once()
    {
        using var folder = new QueueFolder();
        string caller = folder.Control.Script(
            "caller", """
            for i in 0 1 2 3 4 5 6 7 8 9
            do
              for j in 0 1 2 3
              do
                { printf 'F%s\0Tx\0\0' "$i$j" >"$NEXT_STORE/e$i$j"; printf 'message %s' "$i$j" | "$1" queue 1<"$NEXT_STORE/e$i$j" || echo failed >&2; } &
              done
            done
            wait
            """);
        Outcome outcome = folder.Run(path: caller, arguments: [PublishedBinary.Path]);
        Assert.Equal("", outcome.Error);
        Assert.Equal(
            Enumerable.Range(0, 40).Select(static i => $"{i / 4}{i % 4}").Select(static number => ($"message {number}", $"F{number}\0Tx\0\0")),
            folder.Stored.Order());
    }
}
