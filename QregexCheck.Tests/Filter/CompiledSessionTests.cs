using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Rooms.Database;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Filter;

/// <summary>A session asks the compiled file where that is fresh, and sees one state of the rules, whatever becomes of either file meanwhile.</summary>
public sealed class CompiledSessionTests
{
    private const string Refused = "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)";
    private const string Taken = "250 ok";
    private const string Trouble = "451 temporary problem, try again later (#4.3.0)";

    // Agrees to all.
    private const string Polite = "#!/bin/sh\nprintf '220 x\\r\\n'\nwhile read -r line; do printf '250 ok\\r\\n'; done\n";

    private readonly ITestOutputHelper _output;

    public CompiledSessionTests(ITestOutputHelper output) => _output = output;

    /// <summary>Replies and log, byte for byte: exceptions, negations, rules for the log, ends, warnings, back-references.</summary>
    [Fact]
    public void A_session_is_told_the_same_by_the_compiled_file_as_by_the_text()
    {
        const int Files = 60;
        int begin = Seed.Choose(20261201, _output);
        var random = new RandomRules(begin);
        int refusals = 0;
        for (int i = 0; i < Files; i++)
        {
            using ControlFolder folder = Folder(string.Concat(Enumerable.Range(0, i % 3 + 1).Select(_ => random.File(30))));
            foreach (string list in new[] { "badmailfrom", "goodmailto", "badmailtonorelay" })
                folder.With(list, random.File(4));
            var input = new StringBuilder("EHLO client.example\r\n");
            for (int mail = 0; mail < 4; mail++)
            {
                input.Append("MAIL FROM:<").Append(Sendable(random.Address())).Append(">\r\n");
                for (int k = 0; k < 10; k++)
                    input.Append("RCPT TO:<").Append(Sendable(random.Address())).Append(">\r\n");
            }

            Outcome text = Run(folder, input.ToString());
            Compile(folder);
            Outcome compiled = Run(folder, input.ToString());
            Assert.True(text.Output == compiled.Output && text.Error == compiled.Error && text.ExitCode == compiled.ExitCode,
                $"seed {begin}, file {i}:\n{File.ReadAllText(folder.Of("badmailto"), Encoding.Latin1)}\n{input}\n{text.Output}{text.Error}\n{compiled.Output}{compiled.Error}");
            refusals += text.Output.Split("\r\n").Count(line => line.StartsWith("553", StringComparison.Ordinal));
        }

        _output.WriteLine($"{refusals} of {Files * 40} refused");
        Assert.InRange(refusals, Files, Files * 39);
    }

    /// <summary>
    /// What an administrator, a disk or a careless copy may do between two recipients. Only where the compiled file is damaged, and the control file was
    /// written into as well, is what the session began with nowhere any more: then nothing is refused and nothing accepted by other rules.
    /// </summary>
    [Theory]
    [InlineData("cat edited >badmailto", Refused, Taken)]
    [InlineData("mv edited badmailto", Refused, Taken)]
    [InlineData("rm badmailto", Refused, Taken)]
    [InlineData("rm badmailto; mkdir badmailto", Refused, Taken)]
    [InlineData("cat edited >badmailto; \"$0\" compile >/dev/null || test $? = 100", Refused, Taken)]
    [InlineData("mv edited badmailto; \"$0\" compile >/dev/null || test $? = 100", Refused, Taken)]
    [InlineData("rm qregexcheck.db", Refused, Taken)]
    [InlineData("echo nonsense >new; mv new qregexcheck.db", Refused, Taken)]
    [InlineData("$damage", Refused, Taken)]
    [InlineData("truncate -s 4096 qregexcheck.db", Refused, Taken)]
    [InlineData(": >qregexcheck.db", Refused, Taken)]
    [InlineData("cat other/qregexcheck.db >qregexcheck.db", Refused, Taken)]
    [InlineData("$damage; mv edited badmailto", Refused, Taken)]
    [InlineData("$damage; rm badmailto", Refused, Taken)]
    [InlineData("$damage; mv badmailto kept; mv edited badmailto", Refused, Taken)]
    [InlineData("$damage; chmod 000 badmailto", Refused, Taken)]
    [InlineData("$damage; cat edited >badmailto", Trouble, Trouble)]
    [InlineData("$damage; echo ^later@ >>badmailto", Trouble, Trouble)]
    [InlineData("$damage; : >badmailto", Trouble, Trouble)]
    [InlineData("cat edited >badmailto; cat other/qregexcheck.db >qregexcheck.db", Trouble, Trouble)]
    public void A_session_sees_the_rules_as_they_were_when_it_began(string commands, string before, string after)
    {
        foreach (bool hasAsked in new[] { false, true })
        {
            using var server = new FilterServer([], ["DIR/server"], [("control/badmailto", Rules("before")), ("server", Polite)]);
            string control = Path.Combine(server.Directory, "control");
            Shell(
                control,
                "sed s/before/afterw/ badmailto >edited; mkdir other; cp edited other/badmailto; \"$0\" compile >/dev/null || test $? = 100; "
                    + "\"$0\" compile --control other >/dev/null || test $? = 100");
            using Wire wire = server.Connect();
            Assert.Equal("220 x", wire.ReadReply());
            if (hasAsked)
            {
                Assert.Equal(Refused, wire.Ask("RCPT TO:<before7@host.example>"));
                Assert.Equal(Taken, wire.Ask("RCPT TO:<afterw7@host.example>"));
            }

            Shell(control, "damage='dd if=/dev/zero of=qregexcheck.db bs=4096 seek=1 count=2000 conv=notrunc'; " + commands.Replace("$damage", "eval $damage", StringComparison.Ordinal));

            // Numbers that stand in different blocks. What the session has of the file in memory still decides, as it did before.
            string[] refused = [.. Enumerable.Range(0, 7).Select(i => wire.Ask($"RCPT TO:<before{100 + (i * 300)}@host.example>")!)];
            string[] taken = [.. Enumerable.Range(0, 7).Select(i => wire.Ask($"RCPT TO:<afterw{100 + (i * 300)}@host.example>")!)];
            Assert.All(refused, reply => Assert.True(reply == Refused || reply == before, reply));
            Assert.All(taken, reply => Assert.True(reply == Taken || reply == after, reply));
            Assert.Contains(before, refused);
            if (!hasAsked)
                Assert.Contains(after, taken);

            wire.Ask("QUIT");
            wire.Dispose();
            server.WaitForSessions(1);
            Assert.Single(Regex.Matches(server.Log, "badmailto:1:1: unclosed parenthesis"));
            if (before == Trouble)
                Assert.Contains("badmailto as it was when the connection began: it was written into meanwhile, ", server.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_next_connection_sees_the_rules_as_they_are_then()
    {
        using var server = new FilterServer([], ["DIR/server"], [("control/badmailto", Rules("before")), ("server", Polite)]);
        string control = Path.Combine(server.Directory, "control");
        foreach (string commands in new[] { "true", "\"$0\" compile >/dev/null || test $? = 100", "dd if=/dev/zero of=qregexcheck.db bs=4096 seek=1 count=2000 conv=notrunc" })
        {
            foreach ((string now, string old) in new[] { ("before", "afterw"), ("afterw", "before") })
            {
                Shell(control, $"sed s/{old}/{now}/ badmailto >x; cat x >badmailto; {commands}");
                using Wire wire = server.Connect();
                Assert.Equal("220 x", wire.ReadReply());
                Assert.Equal(Refused, wire.Ask($"RCPT TO:<{now}7@host.example>"));
                Assert.Equal(Taken, wire.Ask($"RCPT TO:<{old}7@host.example>"));
            }
        }
    }

    /// <summary>strace tells what is read: of the text no byte while the compiled file is fresh, and each of its blocks once.</summary>
    [Fact]
    public void A_session_does_not_read_the_text_where_the_compiled_file_is_fresh()
    {
        using ControlFolder folder = Folder(Rules("before"));
        Compile(folder);
        string[] once = Trace(folder, Recipients(["before7", "other"]), []);
        string[] often = Trace(folder, Recipients([.. Enumerable.Repeat("before7", 50), .. Enumerable.Repeat("other", 50)]), []);
        Assert.DoesNotContain(often, line => line.Contains("/badmailto>", StringComparison.Ordinal));
        Assert.Equal(once.Count(IsOfCompiled), often.Count(IsOfCompiled));
        Assert.InRange(once.Count(IsOfCompiled), 3, 200);
        Shell(folder.Path, "touch badmailto");
        Assert.Contains(Trace(folder, Recipients(["before7"]), []), line => line.Contains("/badmailto>", StringComparison.Ordinal));

        static bool IsOfCompiled(string line) => line.Contains("/qregexcheck.db>", StringComparison.Ordinal);
    }

    /// <summary>As in the hooks: what can't be opened need not be, where the compiled file is fresh; and where the text is needed, nobody can tell.</summary>
    [Fact]
    public void A_control_file_that_can_t_be_opened_matters_when_its_text_is_needed()
    {
        using ControlFolder folder = Folder(Rules("before"));
        Compile(folder);
        string[] unreadable = ["-P", folder.Of("badmailto"), "-e", "inject=openat:error=EACCES"];
        string input = Recipients(["before7", "afterw7"]);
        Assert.Equal($"220 x\r\n{Refused}\r\n{Taken}\r\n", Injected(folder, input, unreadable).Output);
        Shell(folder.Path, "dd if=/dev/zero of=qregexcheck.db bs=4096 seek=1 count=2000 conv=notrunc");
        Outcome damaged = Injected(folder, input, unreadable);
        Assert.StartsWith("421 ", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("badmailto: permission denied", damaged.Error, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A disk that fails while the session lasts, once or for good.</summary>
    [Theory]
    [InlineData("when=2")]
    [InlineData("when=3")]
    [InlineData("when=4+")]
    [InlineData("when=2+")]
    public void A_compiled_file_that_can_t_be_read_in_the_middle_gives_the_text_s_verdicts(string when)
    {
        using ControlFolder folder = Folder(Rules("before"));
        Compile(folder);
        Outcome outcome = Injected(
            folder, Recipients(["before7", "afterw7", "before9", "before700"]), ["-P", folder.Of("qregexcheck.db"), "-e", "inject=pread64:error=EIO:" + when]);
        Assert.Equal($"220 x\r\n{Refused}\r\n{Taken}\r\n{Refused}\r\n{Refused}\r\n", outcome.Output);
        Assert.Equal(3, outcome.ErrorLines.Count(line => line.Contains(" reject badmailto:", StringComparison.Ordinal)));
        Assert.Single(outcome.ErrorLines, line => line.Contains("warning: ", StringComparison.Ordinal));
    }

    /// <summary>Whatever the number of rules: a session has the start's memory, the windows for both ways, and some blocks.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public void A_session_with_compiled_rules_takes_a_megabyte_at_most(int rules)
    {
        using var server = new FilterServer(
            [], ["DIR/server"], [("control/badmailto", Rules("before", rules)), ("server", Polite)], ["softlimit", "-m", "16000000"]);
        Compile(Path.Combine(server.Directory, "control"));
        using Wire wire = server.Connect();
        Assert.Equal("220 x", wire.ReadReply());
        int filter = Processes.ChildrenOf(server.TcpserverProcess).Single();
        long first = Processes.OwnKilobytes(filter);
        long most = first;
        for (int i = 0; i < 3_000; i++)
        {
            string number = (i * 7919 % (rules * 2)).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(i * 7919 % (rules * 2) < rules ? Refused : Taken, wire.Ask($"RCPT TO:<before{number}@host.example>"));
            if (i % 100 == 0)
                most = Math.Max(most, Processes.OwnKilobytes(filter));
        }

        _output.WriteLine($"{rules} rules: {first} kilobytes at the start, {most} at most");
        Assert.InRange(most, 1, 1_024);
    }

    private static string Rules(string name, int count = 2_000) =>
        "(\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"^{name}{i}@host\\.example$\n"));

    private static string Recipients(IEnumerable<string> names) => string.Concat(names.Select(name => $"RCPT TO:<{name}@host.example>\r\n"));

    /// <summary>An address as a client can send it on one line.</summary>
    private static string Sendable(byte[] address) => Encoding.Latin1.GetString([.. address.Where(letter => letter is not ((byte)'\r' or (byte)'\n' or 0))]);

    private static ControlFolder Folder(string badMailTo)
    {
        var folder = new ControlFolder();
        folder.With("badmailto", badMailTo).Executable("server", Polite);
        return folder;
    }

    private static void Compile(ControlFolder folder) => Compile(folder.Path);

    /// <summary>It says 100 where a rule was skipped.</summary>
    private static void Compile(string directory)
    {
        Outcome outcome = PublishedBinary.Run(["compile", "--control", directory], []);
        Assert.True(outcome.ExitCode is 0 or 100, outcome.Error);
        Outcome check = PublishedBinary.Run(["compile", "--check", "--control", directory], []);
        Assert.True(check.Output.Contains("is fresh", StringComparison.Ordinal), check.Output + check.Error);
    }

    private static Outcome Run(ControlFolder folder, string input) => Run(folder, input, []);

    private static Outcome Injected(ControlFolder folder, string input, string[] options) =>
        Run(folder, input, ["/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", .. options]);

    private static Outcome Run(ControlFolder folder, string input, string[] before)
    {
        string[] words = [.. before, PublishedBinary.Path, "filter", "--control", folder.Path, folder.Of("server")];
        return new Child(words[0], words[1..]) { Environment = ["PATH=/usr/bin:/bin"], Wires = new Dictionary<int, Support.Wire> { [0] = Support.Wire.Holding(input) } }.Run();
    }

    /// <summary>What a session reads, a line for each call, with the path of what is read.</summary>
    private static string[] Trace(ControlFolder folder, string input, string[] options)
    {
        string trace = folder.Of("trace");
        Run(folder, input, ["/usr/bin/strace", "-f", "-qq", "-y", "-e", "trace=read,pread64", "-o", trace, .. options]);
        string[] calls = File.ReadAllLines(trace);
        File.Delete(trace);
        return calls;
    }

    private static void Shell(string directory, string commands)
    {
        Outcome outcome = new Child("/bin/sh", "-c", "set -e; " + commands, PublishedBinary.Path)
        {
            Directory = directory,
            Environment = ["PATH=/usr/bin:/bin", "QREGEXCHECK_CONTROL=" + directory],
        }.Run();
        Assert.True(outcome.ExitCode == 0, $"{commands}: {outcome.ExitCode} {outcome.Error}");
    }
}
