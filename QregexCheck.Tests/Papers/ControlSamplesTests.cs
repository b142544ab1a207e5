using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Mailboxes;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>The samples are what a site starts from: they have no mistake in them and do what their comments say.</summary>
public sealed class ControlSamplesTests
{
    public static TheoryData<string> Lists =>
        new(Enum.GetValues<ControlList>().Select(list => Encoding.ASCII.GetString(ControlLists.FileName(list))));

    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_rule_is_accepted_and_its_examples_hold(string name)
    {
        using FileStream stream = File.OpenRead(Repository.PathOf("control-samples/" + name));
        ControlList list = ControlLists.All.ToArray().Single(list => ControlLists.Name(list) == name);
        var reader = new RuleReader(new ControlFile(new LineReader(buffer => stream.Read(buffer))), list);
        var matcher = new RuleMatcher();
        int rules = 0;
        while (reader.TryRead(out Rule rule))
        {
            rules++;
            string text = $"{name}:{rule.Line}";
            Assert.True(rule.Annotation.Examples.Any(example => example.MustMatch), text + " has no #+ line");
            Assert.True(rule.Annotation.Examples.Any(example => !example.MustMatch), text + " has no #- line");
            foreach (RuleExample example in rule.Annotation.Examples)
            {
                MatchResult result = matcher.Match(rule.Pattern, CaseFolding.Upper(example.Address), out SyntaxError error);
                Assert.True(result is MatchResult.Match or MatchResult.NoMatch, text + ": " + error.Message);
                bool isHit = rule.Hits(result);
                Assert.True(isHit == example.MustMatch, $"{text}: the example of line {example.Line} does not hold");
            }
        }

        Assert.Empty(reader.Errors);
        Assert.NotEqual(0, rules);
    }

    [Fact]
    public void The_recipients_of_every_domain_that_is_delivered_here_are_looked_up_and_only_logged()
    {
        var files = new ControlsInMemory { ["checkrcpthosts"] = File.ReadAllBytes(Repository.PathOf("control-samples/checkrcpthosts")) };
        CoveredDomains domains = CoveredDomains.Read(files, ControlsInMemory.Places, () => 0)!;
        var errors = new List<RuleError>();
        List<CoveringEntry> entries = domains.Entries(errors);
        Assert.Empty(errors);
        Assert.Equal(2, entries.Count);
        foreach (CoveringEntry entry in entries)
        {
            Assert.Contains(entry.Annotation.Examples, example => example.MustMatch);
            Assert.All(entry.Annotation.Examples, example =>
                Assert.Equal(example.MustMatch, DomainEntry.Fit(entry.Text, example.Address.AsSpan(example.Address.AsSpan().IndexOf((byte)'@') + 1), true) >= 0));
        }

        Assert.Equal(RuleAction.Log, domains.Covering("example.com"u8, isDeliveredHere: true)!.Annotation.Action);
        Assert.Null(domains.Covering("lists.example.com"u8, isDeliveredHere: true));
    }

    [Fact]
    public void The_domains_of_signed_senders_only_log()
    {
        BatvDomains domains = BatvDomains.Read(File.ReadAllBytes(Repository.PathOf("control-samples/batvdomains")));
        Assert.Empty(domains.Mistakes);
        Assert.Equal(2, domains.Entries.Count);
        Assert.All(domains.Entries, static entry => Assert.Equal(RuleAction.Log, entry.Annotation.Action));
        Assert.NotNull(domains.Of("mail.example.com"u8, 0));
        Assert.Null(domains.Of("example.net"u8, 0));
    }

    [Fact]
    public void The_list_of_recipients_says_yes_to_its_addresses_and_no_to_all_others_of_the_domain()
    {
        var files = new ControlsInMemory { ["validrcptto"] = File.ReadAllBytes(Repository.PathOf("control-samples/validrcptto")) };
        Assert.All(
            File.ReadLines(Repository.PathOf("control-samples/validrcptto")).Where(line => line[0] != '#'),
            line => Assert.Null(ValidRecipients.Problem(Encoding.Latin1.GetBytes(line))));
        ValidSource valid = ValidRecipients.FromText(files, ControlsInMemory.Places);
        Assert.Equal(ValidKind.Address, valid("Abuse@example.net"u8)!.Value.Kind);
        Assert.Equal((ValidKind.NotDomain, true), (valid("nobody@example.net"u8)!.Value.Kind, valid("nobody@example.net"u8)!.Value.HasAddresses));
        Assert.Equal(ValidKind.None, valid("nobody@example.com"u8)!.Value.Kind);
    }

    [Theory]
    [InlineData("postmaster", "accept")]
    [InlineData("postmaster@example.net", "accept")]
    [InlineData("abuse@example.com", "accept")]
    [InlineData("room101@example.com", "accept")]
    [InlineData("info@example.com", "accept")]
    [InlineData("qxv83417@example.com", "reject")]
    [InlineData("anybody@example.net", "reject")]
    [InlineData("archive@example.com", "defer")]
    [InlineData("root", "reject")]
    public void Together_they_decide_as_their_comments_say(string recipient, string verdict)
    {
        (string output, int code) = Repository.RunScript(
            $"qregexcheck test --control control-samples --from user@example.org --helo mx.example.org {recipient}",
            Repository.PathOf("."));
        Assert.StartsWith($"<user@example.org> -> <{recipient}>: {verdict}\n", output, StringComparison.Ordinal);
        Assert.Equal(verdict == "accept" ? 0 : 100, code);
    }

    [Fact]
    public void Lint_finds_nothing_in_all_of_them_together()
    {
        (string output, int code) = Repository.RunScript("qregexcheck lint --control control-samples", Repository.PathOf("."));
        Assert.Matches("^0 errors, 0 warnings, 0 notes in [0-9]+ files\n$", output);
        Assert.Equal(0, code);
    }

    [Fact]
    public void Only_reserved_names_and_addresses_stand_in_them()
    {
        // "network" and what stands right before "example" are near misses, on purpose.
        const string Reserved = @"(?i)(^|\.|an|bulk)example\.(com|net|org|network)$|\.(invalid|test|local|localdomain|example)$";
        IEnumerable<string> texts = Directory.EnumerateFiles(Repository.PathOf("control-samples"), "*", SearchOption.AllDirectories)
            .Where(static path => !path.Contains("/convert/", StringComparison.Ordinal) || !Path.HasExtension(path)).Select(File.ReadAllText);
        List<string> names = Paper.Found(string.Concat(texts), @"^#[+-] (?:[^\n]*@)?([A-Za-z0-9.-]+\.[A-Za-z]+)\.?$");
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Matches(Reserved, name));
    }

    [Fact]
    public void The_lines_of_the_manuals_are_the_lines_of_the_samples()
    {
        string manuals = string.Concat(Paper.Manuals.Select(Paper.ReadManual));
        string[] wirings = ["smtpplugins", "recipients", "tcp.smtp", "Makefile"];
        IEnumerable<string> lines = wirings
            .SelectMany(name => File.ReadLines(Repository.PathOf("control-samples/" + name)))
            .Where(line => line.Length > 0 && line[0] != '#' && !line.Contains("RELAYCLIENT", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains("\n" + line + "\n", manuals, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tcp.smtp")]
    [InlineData("recipients")]
    [InlineData("smtpplugins")]
    public void The_wiring_in_the_readme_is_that_of_the_sample(string name)
    {
        string readme = Repository.Read("README.md");
        Assert.Contains(File.ReadLines(Repository.PathOf("control-samples/" + name)), line => line.Length > 0 && readme.Contains($"    {line}\n", StringComparison.Ordinal));
    }

    [Fact]
    public void The_manual_shows_the_filter_as_the_sample_run_script_has_it()
    {
        List<string> lines = File.ReadLines(Repository.PathOf("control-samples/run"))
            .SkipWhile(line => !line.StartsWith("exec ", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(lines, line => line.Contains(" filter ", StringComparison.Ordinal));
        string shown = string.Concat(lines.Select(line => line + "\n")).Replace("\"$QREGEXCHECK\"", "/var/qmail/bin/qregexcheck", StringComparison.Ordinal);
        Assert.Contains(shown, Paper.ReadManual(Paper.WiringManual), StringComparison.Ordinal);
    }

    [Fact]
    public void The_makefile_compiles_after_an_edit_and_only_then()
    {
        using var directory = new FreshDirectory();
        string samples = Repository.PathOf("control-samples");
        int lastLine = File.ReadLines(Repository.PathOf("control-samples/badmailto")).Count() + 2;
        (string output, int code) = Repository.RunScript(
            $"""
            edit() (
              echo "$1" >> badmailto
              # A file system's clock may tick slowly.
              until test -n "$(find badmailto -newer qregexcheck.db)"; do touch badmailto; done
            )
            cp '{samples}'/bad* '{samples}'/good* . && sed 's|/var/qmail/bin/||' '{samples}'/Makefile > Makefile || exit 1
            make > report && sed -n 's/:.* bytes written$/ written/p' report
            qregexcheck compile --control . --check
            make
            edit '^sales[0-9]+@'
            qregexcheck compile --control . --check
            make > report && qregexcheck compile --control . --check
            edit '*'
            make > report || echo stopped
            qregexcheck compile --control . --check
            """,
            directory.Path);
        string[] expected =
        [
            "qregexcheck.db written",
            "./qregexcheck.db is fresh",
            "make: 'qregexcheck.db' is up to date.",
            "./qregexcheck.db is not used: badmailto was changed after it was compiled; run qregexcheck compile",
            "./qregexcheck.db is fresh",
            $"qregexcheck: warning: badmailto:{lastLine}"
            + ":1: nothing to repeat: *, +, ? and { need something before them; the rule is skipped until it is mended",
            "make: *** [Makefile:5: qregexcheck.db] Error 100",
            "stopped",
            "./qregexcheck.db is fresh",
        ];
        Assert.Equal(string.Join('\n', expected) + "\n", output);
        Assert.Equal(0, code);
    }

    [Fact]
    public void Tcprules_takes_the_sample_and_runs_the_check_for_everybody()
    {
        using var directory = new FreshDirectory();
        string sample = Repository.PathOf("control-samples/tcp.smtp");
        Assert.Equal((string.Empty, 0), Repository.RunScript($"tcprules cdb tmp < '{sample}'", directory.Path));
        foreach (string ip in new[] { "127.0.0.1", "192.0.2.7", "198.51.100.1" })
        {
            string found = Repository.RunScript($"TCPREMOTEIP={ip} tcprulescheck cdb", directory.Path).Output;
            Assert.Contains("RCPTCHECK=/var/qmail/bin/qregexcheck\n", found, StringComparison.Ordinal);
            Assert.Equal(ip != "198.51.100.1", found.Contains("RELAYCLIENT=\n", StringComparison.Ordinal));
            Assert.Equal(ip != "198.51.100.1", found.Contains("NOBADHELO=\n", StringComparison.Ordinal));
        }
    }
}
