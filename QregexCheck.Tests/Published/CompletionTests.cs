using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>The scripts of <c>completion</c>, each in its shell.</summary>
public sealed class CompletionTests : IDisposable
{
    private const string Bash = """
        source ./script
        while IFS= read -r line; do
          IFS=' ' read -r -a COMP_WORDS <<<"${line//=/ = }"
          [[ $line != *[=\ ] ]] || COMP_WORDS+=('')
          [[ $line != *= ]] || unset 'COMP_WORDS[-1]'
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
          _qregexcheck
          printf '%s\n' "$line: ${COMPREPLY[*]}"
        done <lines
        complete -p qregexcheck
        """;

    private const string Fish = """
        source ./script
        while read -l line
            set -l words (complete -C "$line" | cut -f1)
            echo "$line: $words"
        end <lines
        """;

    // A terminal of zsh's own: each line is typed, the tabulator pressed, and what the line is then is printed by a key of the test's.
    private const string Zsh = """
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z 'PS1= PS2=; autoload -Uz compinit; compinit -u -D; source ./script; show() { print -r -- "<${BUFFER}>"; zle kill-buffer; zle accept-line }'
        zpty -w z 'zle -N show; bindkey "^X" show; bindkey "^I" complete-word; print -r -- rea""dy'
        zpty -r z out '*ready*'
        while IFS= read -r line; do
          zpty -w -n z "$line"$'\t\x18'
          zpty -r z out '*<*>*'
          print -r -- "$line: ${${out##*<}%%>*}"
        done <lines
        zpty -d z
        """;

    private readonly ControlFolder _folder = new ControlFolder().With("afile", string.Empty);

    public CompletionTests() => Directory.CreateDirectory(_folder.Of("adir"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bash_offers_what_the_table_of_commands_says()
    {
        string[] lines = Complete("bash", Bash, "q te", "q lint --format=g", "q lint --format=", "q lint --format j", "q lint --st", "q compile --control a", "q report a",
            "q convert --from postfix-r", "q convert --from x --good af", "q filter --starttls=hide /bin/x a", "q filter --starttls h", "q filter /bin/x --st",
            "q test -- --q", "q test --from a", "q spp r", "q completion ", "q nothing a", "q compare afile a");
        Assert.Equal(
            ["q te: test", "q lint --format=g: github", "q lint --format=: text json github", "q lint --format j: json", "q lint --st: --strict",
             "q compile --control a: adir", "q report a: adir afile", "q convert --from postfix-r: postfix-regexp", "q convert --from x --good af: afile",
             "q filter --starttls=hide /bin/x a: adir afile", "q filter --starttls h: hide", "q filter /bin/x --st: ", "q test -- --q: ", "q test --from a: ",
             "q spp r: rcpt", "q completion : bash zsh fish", "q nothing a: ", "q compare afile a: adir afile", "complete -F _qregexcheck qregexcheck"],
            lines);
    }

    [Fact]
    public void Fish_offers_what_the_table_of_commands_says()
    {
        string[] lines = Complete("fish", Fish, "qregexcheck te", "qregexcheck lint --st", "qregexcheck lint --format=g", "qregexcheck lint --format j", "qregexcheck compile --control a",
            "qregexcheck report a", "qregexcheck spp r", "qregexcheck test a", "qregexcheck convert --from postfix-r");
        Assert.Equal(
            ["qregexcheck te: test", "qregexcheck lint --st: --strict", "qregexcheck lint --format=g: --format=github", "qregexcheck lint --format j: json",
             "qregexcheck compile --control a: adir/", "qregexcheck report a: adir/ afile", "qregexcheck spp r: rcpt", "qregexcheck test a: ",
             "qregexcheck convert --from postfix-r: postfix-regexp"],
            lines);
    }

    [Fact]
    public void Zsh_completes_a_line_as_the_table_of_commands_says()
    {
        string[] lines = Complete("zsh", Zsh, "qregexcheck te", "qregexcheck lint --st", "qregexcheck lint --format=g", "qregexcheck compile --control a", "qregexcheck spp r",
            "qregexcheck convert --from postfix-r", "qregexcheck report af", "qregexcheck filter --starttls=h");
        Assert.Equal(
            ["qregexcheck te: qregexcheck test ", "qregexcheck lint --st: qregexcheck lint --strict ",
             "qregexcheck lint --format=g: qregexcheck lint --format=github ", "qregexcheck compile --control a: qregexcheck compile --control adir/",
             "qregexcheck spp r: qregexcheck spp rcpt ", "qregexcheck convert --from postfix-r: qregexcheck convert --from postfix-regexp ",
             "qregexcheck report af: qregexcheck report afile ", "qregexcheck filter --starttls=h: qregexcheck filter --starttls=hide "],
            lines);
    }

    [Theory]
    [InlineData("completion wants SHELL", "completion")]
    [InlineData("Argument 'csh' not recognized", "completion", "csh")]
    public void Another_shell_is_refused_with_those_that_there_are(string complaint, params string[] arguments)
    {
        Outcome outcome = PublishedBinary.Run(arguments, []);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Contains(complaint, Assert.Single(outcome.ErrorLines), StringComparison.OrdinalIgnoreCase);
    }

    private string[] Complete(string shell, string driver, params IReadOnlyList<string> lines)
    {
        Outcome script = PublishedBinary.Run(["completion", shell], []);
        Assert.Equal((0, string.Empty), (script.ExitCode, script.Error));
        _folder.With("script", script.Output).With("lines", string.Join('\n', lines) + "\n").With("driver", driver + "\n");
        Outcome outcome = new Child($"/usr/bin/{shell}", _folder.Of("driver"))
        {
            Directory = _folder.Path,
            Environment = ["PATH=/usr/bin:/bin", $"HOME={_folder.Path}", "TERM=dumb", "LC_ALL=C"],
        }.Run();
        Assert.True(outcome.Error.Length == 0, outcome.Error);
        return outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
