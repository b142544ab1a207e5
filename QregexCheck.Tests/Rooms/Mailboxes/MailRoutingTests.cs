using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Papers;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>A recipient's route is the one that the real qmail-send took.</summary>
public sealed class MailRoutingTests(ITestOutputHelper output)
{
    private static readonly string[] ControlNames = ["me", "locals", "virtualdomains", "envnoathost", "percenthack"];

    private static readonly string[] CorpusFiles =
        [.. Directory.GetFiles(Repository.PathOf("QregexCheck.Tests/Recipients"), "*.jsonl").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Corpus => new(CorpusFiles);

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Each_recipient_of_the_corpus_goes_where_the_real_qmail_sent_it(string name)
    {
        int states = 0;
        int asked = 0;
        foreach (string line in File.ReadLines(Repository.PathOf("QregexCheck.Tests/Recipients/" + name)))
        {
            using JsonDocument state = JsonDocument.Parse(line);
            states++;
            var files = new ControlsInMemory();
            foreach (JsonProperty control in state.RootElement.GetProperty("control").EnumerateObject())
                files[control.Name] = Encoding.UTF8.GetBytes(control.Value.GetString()!);
            foreach (JsonElement ask in state.RootElement.GetProperty("asks").EnumerateArray())
            {
                string to = ask.GetProperty("to").GetString()!;
                string recipient = ask.TryGetProperty("recip", out JsonElement changed) ? changed.GetString()! : to;
                string route = ask.GetProperty("route").GetString()!;
                string expected = route == "none" ? route : $"{route} {recipient}";
                Assert.Equal($"{to}: {expected}", $"{to}: {Answer(files, Encoding.UTF8.GetBytes(to))}");
                asked++;
            }

            Assert.Equal(files.Opened, files.Closed);
        }

        output.WriteLine($"{asked} asks");
        Assert.True(asked > states, $"{asked} asks of {states} states");
    }

    [Fact]
    public void Both_the_states_made_by_hand_and_the_random_ones_are_asked()
    {
        Assert.Contains("hand-send.jsonl", CorpusFiles);
        Assert.Contains("send.jsonl", CorpusFiles);
    }

    [Fact]
    public void Random_files_give_the_route_of_an_obvious_model()
    {
        var random = new Random(Seed.Choose(20261126, output));
        int locals = 0;
        int prefixed = 0;
        int undone = 0;
        for (int round = 0; round < 4000; round++)
        {
            var controls = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (string name in ControlNames.Where(name => random.Next(name == "percenthack" ? 2 : 4) > 0))
                controls[name] = RandomText(random, name);
            var files = new ControlsInMemory();
            foreach ((string name, byte[] text) in controls)
                files[name] = text;
            for (int ask = 0; ask < 10; ask++)
            {
                byte[] recipient = RandomAddress(random);
                string expected = RoutingModel.Route(controls, Encoding.Latin1.GetString(recipient));
                string answer = Answer(files, recipient);
                Assert.True(
                    expected == answer, $"round {round}: {Describe(controls)}{Encoding.Latin1.GetString(recipient)}: expected {expected}, got {answer}");
                locals += answer == "local " + Encoding.Latin1.GetString(recipient) ? 1 : 0;
                prefixed += answer.StartsWith("local ", StringComparison.Ordinal) && answer.Contains('-', StringComparison.Ordinal) ? 1 : 0;
                undone += recipient.Contains((byte)'@') && answer != "none" && answer.Count(c => c == '%') < recipient.Count(b => b == '%') ? 1 : 0;
            }
        }

        output.WriteLine($"{locals} local, {prefixed} with a prefix, {undone} percent signs undone");
        Assert.True(locals > 1000 && prefixed > 1000 && undone > 200);
    }

    [Theory]
    [InlineData("me")]
    [InlineData("envnoathost")]
    [InlineData("percenthack")]
    [InlineData("locals")]
    [InlineData("virtualdomains")]
    public void A_file_that_cannot_be_opened_or_read_leaves_the_route_untold(string name)
    {
        foreach (bool isDenied in new[] { true, false })
        {
            var files = new ControlsInMemory
            {
                ["me"] = "example.org\n"u8.ToArray(),
                ["envnoathost"] = "example.com\n"u8.ToArray(),
                [name] = "example.net\n"u8.ToArray(),
            };
            (isDenied ? files.Denied : files.Broken).Add(name);
            HostFileException untold = Assert.Throws<HostFileException>(() => MailRouting.Of(files, ControlsInMemory.Places, "a%b"u8, []));
            Assert.Equal("/qmail/control/" + name, Encoding.ASCII.GetString(untold.Path));
            Assert.Equal(isDenied, untold.IsDenied);
            Assert.Equal(files.Opened, files.Closed);
        }
    }

    /// <summary>qmail-send reads all of its files before it starts, so it does not start where one can't be read (qmail-send.c getcontrols).</summary>
    [Theory]
    [InlineData("me")]
    [InlineData("virtualdomains")]
    public void A_file_that_can_not_be_read_leaves_a_local_domain_untold_too(string name)
    {
        var files = new ControlsInMemory { ["me"] = "mx.example.com\n"u8.ToArray(), ["locals"] = "example.com\n"u8.ToArray(), ["virtualdomains"] = [] };
        Assert.True(MailRouting.Of(files, ControlsInMemory.Places, "user@example.com"u8, []).IsLocal);
        files.Denied.Add(name);
        HostFileException untold = Assert.Throws<HostFileException>(() => MailRouting.Of(files, ControlsInMemory.Places, "user@example.com"u8, []));
        Assert.Equal("/qmail/control/" + name, Encoding.ASCII.GetString(untold.Path));
        Assert.Equal(files.Opened, files.Closed);
    }

    [Theory]
    [InlineData("a@b\0c")]
    [InlineData("a\0@example.com")]
    [InlineData("a\0")]
    public void An_address_with_a_nul_has_no_route(string recipient)
    {
        var files = new ControlsInMemory { ["me"] = "example.com"u8.ToArray() };
        Assert.Equal("none", Answer(files, Encoding.ASCII.GetBytes(recipient)));
    }

    [Theory]
    [InlineData("User@Example.COM", "Example.COM")]
    [InlineData("a@b@c", "c")]
    [InlineData("a%example.net@percent.example", "percent.example")]
    [InlineData("user", "no-at.example")]
    [InlineData("", "no-at.example")]
    [InlineData("user@", "")]
    public void The_domain_is_the_one_that_the_client_named(string recipient, string domain)
    {
        var files = new ControlsInMemory
        {
            ["envnoathost"] = "no-at.example \n"u8.ToArray(),
            ["me"] = "example.com\n"u8.ToArray(),
            ["percenthack"] = "percent.example\n"u8.ToArray(),
        };
        Assert.Equal(domain, Encoding.ASCII.GetString(MailRouting.Domain(files, ControlsInMemory.Places, Encoding.ASCII.GetBytes(recipient))));
    }

    [Fact]
    public void The_trail_names_each_file_in_the_order_in_which_it_was_asked()
    {
        var files = new ControlsInMemory { ["me"] = "mx.example.com"u8.ToArray(), ["virtualdomains"] = "mx.example.com:\n"u8.ToArray() };
        var trail = new List<Evidence>();
        Assert.False(MailRouting.Of(files, ControlsInMemory.Places, "user@example.com"u8, trail).IsLocal);
        string[] expected =
        [
            "/qmail/control/percenthack: no such file",
            "/qmail/control/me: read",
            "/qmail/control/locals: no such file, so control/me is the one local domain",
            "/qmail/control/virtualdomains: does not list the domain",
        ];
        Assert.Equal(expected, trail.Select(step => $"{Encoding.ASCII.GetString(step.File)}: {step.Words}"));
    }

    [Fact]
    public void Small_files_are_read_by_one_call_each()
    {
        var files = new ControlsInMemory
        {
            ["me"] = "mx.example.com\n"u8.ToArray(),
            ["locals"] = "example.com\n"u8.ToArray(),
            ["virtualdomains"] = new byte[16000],
        };
        MailRouting.Of(files, ControlsInMemory.Places, "user@example.net"u8, []);
        Assert.Equal((2, 2), (files.Opened, files.Reads));
    }

    [Fact]
    public void A_hundred_thousand_virtual_domains_are_read_without_being_kept()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
            text.Append(null, $"host{i}.example.com:user{i}\n");
        var files = new ControlsInMemory { ["locals"] = [], ["virtualdomains"] = Encoding.ASCII.GetBytes(text.ToString()) };
        Assert.Equal("local user99999-a@HOST99999.example.com", Answer(files, "a@HOST99999.example.com"u8.ToArray()));
        Assert.Equal("local user0-a@host0.example.com", Answer(files, "a@host0.example.com"u8.ToArray()));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("remote a@host.example.com", Answer(files, "a@host.example.com"u8.ToArray()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void An_endless_line_leaves_the_route_untold_instead_of_filling_the_memory()
    {
        var files = new ControlsInMemory { ["locals"] = [], ["virtualdomains"] = Enumerable.Repeat((byte)'a', 100_000_000).ToArray() };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("none", Answer(files, "a@example.com"u8.ToArray()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static string Answer(ControlsInMemory files, byte[] recipient)
    {
        try
        {
            Route route = MailRouting.Of(files, ControlsInMemory.Places, recipient, []);
            return (route.IsLocal ? "local " : "remote ") + Text(route.Recipient);
        }
        catch (HostFileException)
        {
            return "none";
        }
    }

    // The corpus is UTF-8, the random states are bytes; both come back as they went in.
    private static string Text(byte[] bytes) =>
        Array.TrueForAll(bytes, b => b < 0x80) ? Encoding.ASCII.GetString(bytes) : Encoding.UTF8.GetString(bytes);

    private static byte[] RandomAddress(Random random)
    {
        string[] pieces = ["a", "B", "%a", "%", "@", "@b", ".", "b.c", "A.b", ":"];
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)])));
    }

    private static byte[] RandomText(Random random, string name)
    {
        string[] pieces = name switch
        {
            "me" or "envnoathost" => ["a", "b.C", "A", "@", " ", "\n", "\0", "#"],
            "percenthack" or "locals" => ["a\n", "B\n", "b.C\n", ".b\n", "a.b \n", ".\n", "a", "\n", "\r\n", "\0", "#b\n", "#", " ", "b%a\n", "\0\n"],
            _ => ["a", "b", "B.C", ".b", "a.B", ".", ":", ":u", ":", "@", "\n", "\n", "\n", "#", " ", "\t", "\r", "\0", ":x\n", "b:y\n", "a.b:z\n", "c:\n"],
        };
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, random.Next(name.Length)).Select(_ => pieces[random.Next(pieces.Length)])));
    }

    private static string Describe(Dictionary<string, byte[]> controls) =>
        string.Concat(controls.Select(control => $"{control.Key}={JsonSerializer.Serialize(Encoding.ASCII.GetString(control.Value))} "));
}
