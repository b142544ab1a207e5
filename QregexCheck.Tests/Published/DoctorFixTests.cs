using System;
using System.IO;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>qregexcheck doctor --fix</c>: what it shows, what it writes, what it takes back, and what it leaves to others.</summary>
public sealed class DoctorFixTests : IDisposable
{
    private const string Bounce = "bounce-default:v.example";

    private readonly FixFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_difference_is_shown_with_what_is_lost_by_it_and_nothing_is_changed()
    {
        string before = _folder.Listing();
        Outcome outcome = _folder.Fix(Bounce);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        string path = _folder.Of(FixFolder.Default);
        string program = _folder.Of("vpopmail/bin/vdelivermail");
        Assert.StartsWith(
            $"--- {path}\n+++ {path}\n@@ -2 +2 @@\n-| {program} '' bounce-no-mailbox\\x09 \n+| {program} '' delete\\x09 \n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"\n{Bounce}: --yes writes this as user {FixFolder.Owner}, and keeps the old file as .qmail-default.qregexcheck-20", outcome.Output,
            StringComparison.Ordinal);
        Assert.Contains("is lost without a word: mail of programs on this host, of a backup MX, ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("qmailadmin may write the old line back", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Listing());
        _folder.Fix(Bounce, "--undo");
        _folder.Fix("no-check");
        Assert.Equal(before, _folder.Listing());
    }

    [Fact]
    public void With_yes_only_the_last_word_of_the_line_changes_and_undo_gives_the_old_file_its_name_back()
    {
        _folder.Shell($"chmod 604 {FixFolder.Default}");
        string inode = Stat("%i %U %G %a %y");
        Outcome outcome = _folder.Fix(Bounce, "--yes");
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Equal(_folder.After, _folder.Now);
        Assert.Equal($"{FixFolder.Owner} {FixFolder.Group} 604 1\n", _folder.Shell($"stat -c '%u %g %a %h' {FixFolder.Default}"));
        Assert.Equal(_folder.Before, _folder.Read($"{QmailFolder.Domain}/{Assert.Single(_folder.Beside)}"));

        Outcome again = _folder.Fix(Bounce, "--yes");
        Assert.Equal((0, $"{Bounce}: there is nothing to do: the file says delete\n"), (again.ExitCode, again.Output));

        Assert.Equal(0, _folder.Fix("bounce-default", "--undo", "--yes").ExitCode);
        Assert.Equal((inode, Array.Empty<string>()), (Stat("%i %U %G %a %y"), _folder.Beside));
        Outcome nothing = _folder.Fix(Bounce, "--undo", "--yes");
        Assert.Equal((0, $"{Bounce}: there is nothing to undo\n"), (nothing.ExitCode, nothing.Output));
        Assert.Equal("bounce-default: there is nothing to undo\n", _folder.Fix("bounce-default", "--undo", "--yes").Output);
    }

    [Fact]
    public void Each_change_of_a_day_is_kept_under_a_name_of_its_own_and_the_newest_is_undone()
    {
        _folder.Fix(Bounce, "--yes");
        string first = Assert.Single(_folder.Beside);
        _folder.With(FixFolder.Default, _folder.Before + "\n#by qmailadmin\n");
        Assert.Equal(0, _folder.Fix(Bounce, "--yes").ExitCode);
        Assert.Equal([first, first + ".2"], _folder.Beside);
        Assert.Equal(0, _folder.Fix(Bounce, "--yes", "--undo").ExitCode);
        Assert.Equal((_folder.Before + "\n#by qmailadmin\n", first), (_folder.Now, Assert.Single(_folder.Beside)));
    }

    [Fact]
    public void What_somebody_has_changed_since_is_not_undone()
    {
        _folder.Fix(Bounce, "--yes");
        _folder.With(FixFolder.Default, _folder.After + "\n#mine\n");
        Outcome outcome = _folder.Fix(Bounce, "--undo", "--yes");
        Assert.Equal((100, _folder.After + "\n#mine\n"), (outcome.ExitCode, _folder.Now));
        Assert.Contains("is not what was written", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>qmail turns dots of an address into colons, so no name that it looks for has a dot.</summary>
    [Fact]
    public void No_address_reaches_the_kept_file()
    {
        _folder.Fix(Bounce, "--yes");
        string kept = Assert.Single(_folder.Beside)[".qmail-".Length..];
        foreach (string local in new[] { kept, kept.Replace('.', ':'), kept.ToUpperInvariant(), kept.Replace("default.", string.Empty, StringComparison.Ordinal) })
        {
            string report = PublishedBinary.Run(["test", "--json", local + "@v.example"], _folder.Environ).Output;
            Assert.DoesNotContain($".qmail-{kept}", report, StringComparison.Ordinal);
            Assert.Contains("\"missing\"", report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void All_domains_are_looked_at_one_after_the_other_where_none_is_named()
    {
        _folder.With("q/control/rcpthosts", "v.example\nw.example\nexample.com\n").With("q/control/virtualdomains", "v.example:v.example\nw.example:w.example\n");
        Outcome shown = _folder.Fix("bounce-default");
        Assert.Contains("the file is that of w.example, too", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, shown.ExitCode);

        // The other domain that has the file is not under the check: its mistyped names would be lost.
        _folder.With(FixFolder.Covered, "*\n!w.example\n");
        Assert.Contains("the check says nothing of w.example", Refused(Bounce, "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public void As_JSON_each_file_is_an_object()
    {
        JsonElement step = JsonDocument.Parse(_folder.Fix(Bounce, "--yes", "--json").Output).RootElement;
        Assert.Equal(("written", Bounce), (step.GetProperty("state").GetString(), step.GetProperty("fix").GetString()));
        Assert.Equal(5, step.GetProperty("difference").GetArrayLength());
        Assert.Equal(Assert.Single(_folder.Beside), step.GetProperty("kept").GetString());
        _folder.With(FixFolder.Covered, "#: action=log\n*\n").With(FixFolder.Default, _folder.Before);
        Outcome refused = _folder.Fix(Bounce, "--json");
        Assert.Equal((100, "refused"), (refused.ExitCode, JsonDocument.Parse(refused.Output).RootElement.GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData("softlimit", 100, "unable to fix softlimit: nothing of this kind was found")]
    [InlineData("open-relay", 100, "unable to fix open-relay: it is not mended by --fix; run the command yourself")]
    [InlineData("bounce-defualt", 100, "no finding is called 'bounce-defualt'; did you mean: bounce-default?")]
    [InlineData("bounce-default:", 100, "a domain is missing behind 'bounce-default:'")]
    [InlineData("bounce-default:x.example", 100, "mail for x.example is not taken from strangers")]
    [InlineData("bounce-default:example.com", 100, "no .qmail file is found")]
    public void What_is_not_mended_is_said_with_what_to_do(string words, int code, string message)
    {
        _folder.With("q/control/percenthack", "v.example\n");
        Outcome outcome = _folder.Fix(words, "--yes");
        Assert.Equal(code, outcome.ExitCode);
        Assert.Contains(message, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(words == "open-relay", outcome.Output.Contains("    run: rm ", StringComparison.Ordinal));
        Assert.Equal(_folder.Before, _folder.Now);
    }

    [Theory]
    [InlineData("--yes")]
    [InlineData("--undo")]
    [InlineData("--fix no-check --strict")]
    public void Options_that_mean_nothing_alone_are_complained_of(string words)
    {
        Outcome outcome = PublishedBinary.Run(["doctor", .. words.Split(' ')], _folder.Environ);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Contains("'--fix'", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_logs_is_added_behind_what_is_there_and_undone()
    {
        _folder.With(FixFolder.Covered, "# mine\n#: relay=yes\nmx.example").With("q/control/rcpthosts", "example.com\nv.example\n.wild.example\n");
        Outcome outcome = _folder.Fix("no-check:V.Example", "--yes");
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Equal("# mine\n#: relay=yes\nmx.example\n#: action=log\nv.example\n", _folder.Read(FixFolder.Covered));
        Assert.Contains("nothing to do", _folder.Fix("no-check:v.example", "--yes").Output, StringComparison.Ordinal);
        Assert.Contains("only logs", Refused(Bounce, "--yes"), StringComparison.Ordinal);
        Assert.Equal(100, _folder.Fix("no-check:example.com", "--undo", "--yes").ExitCode);
        Assert.Equal(0, _folder.Fix("no-check:v.example", "--undo", "--yes").ExitCode);
        Assert.Equal("# mine\n#: relay=yes\nmx.example", _folder.Read(FixFolder.Covered));
        Assert.Equal(0, _folder.Fix("no-check:.wild.example", "--yes").ExitCode);
        Assert.EndsWith("\n#: action=log\n.wild.example\n", _folder.Read(FixFolder.Covered), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_checkrcpthosts_is_made_for_all_to_read()
    {
        File.Delete(_folder.Of(FixFolder.Covered));
        Assert.Equal(0, _folder.Fix("no-check", "--yes").ExitCode);
        Assert.Equal("#: action=log\nexample.com\n#: action=log\nv.example\n", Only(_folder.Read(FixFolder.Covered)));
        Assert.Equal("644\n", _folder.Shell($"stat -c %a {FixFolder.Covered}"));
        Assert.Equal(0, _folder.Fix("no-check", "--undo", "--yes").ExitCode);
        Assert.Equal(string.Empty, _folder.Read(FixFolder.Covered));
        Assert.Equal("no-check: there is nothing to undo\n", _folder.Fix("no-check", "--undo", "--yes").Output);

        // Where no default is vpopmail's, both have the finding; here v.example has another one.
        static string Only(string text) => text.Contains("v.example", StringComparison.Ordinal) ? text : text + "#: action=log\nv.example\n";
    }

    [Theory]
    [InlineData("*\n", 0, "has the entry *")]
    [InlineData("*\n!v.example\n", 100, "takes the domain out of the check")]
    [InlineData("#: relay=yes\nV.EXAMPLE\n", 0, "has the entry V.EXAMPLE")]
    [InlineData("mx.example\n#: note=\"left\"\n", 100, "line 2 is an annotation of no entry")]
    public void An_entry_that_is_there_is_left_alone(string entries, int code, string message)
    {
        _folder.With(FixFolder.Covered, entries);
        Outcome outcome = _folder.Fix("no-check:v.example", "--yes");
        Assert.Equal((code, entries), (outcome.ExitCode, _folder.Read(FixFolder.Covered)));
        Assert.Contains(message, outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    private string Refused(params string[] words)
    {
        Outcome outcome = _folder.Fix(words);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        return Assert.Single(outcome.ErrorLines);
    }

    private string Stat(string format) => _folder.Shell($"stat -c '{format}' {FixFolder.Default}");
}
