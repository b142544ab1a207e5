using System.Linq;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Papers;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>Wrong command lines: a hook that is wired wrongly never accepts, an administrator gets one line that helps.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("tset", "test")]
    [InlineData("chekpassword", "checkpassword")]
    public void An_unknown_command_is_100_with_a_suggestion_in_one_line(string command, string suggestion)
    {
        Outcome outcome = PublishedBinary.Run([command], []);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        string line = Assert.Single(outcome.ErrorLines);
        Assert.Equal($"qregexcheck: fatal: unknown command '{command}'; did you mean: {suggestion}? Try: qregexcheck --help", line);
    }

    [Theory]
    [InlineData("spp")]
    [InlineData("spp", "bogus")]
    [InlineData("spp", "rcpt", "more")]
    [InlineData("spp", "--bogus")]
    [InlineData("spp", "\xe9\n")]
    public void A_wrong_stage_answers_qmail_spp_with_a_soft_error(params string[] arguments)
    {
        // What is left of another hook, or missing of this one, changes nothing about who asks.
        foreach (string[] environment in new string[][] { ["SMTPMAILFROM=a@b.example", "SMTPRCPTTO=c@d.example"], ["RECIPIENT=c@d.example", "SENDER="], [] })
        {
            Outcome outcome = PublishedBinary.Run(arguments, environment);
            Assert.Equal((111, "E451 temporary problem, try again later (#4.3.0)\n"), (outcome.ExitCode, outcome.Output));
            Assert.Single(outcome.ErrorLines);
        }
    }

    [Theory]
    [InlineData("filter", "421 unable to run the mail server (#4.3.0)\r\n")]
    [InlineData("checkpassword", "")]
    public void What_stands_behind_two_dashes_is_the_program_whatever_it_is_called(string command, string output)
    {
        using var rules = new ControlFolder();
        Outcome outcome = PublishedBinary.Run([command, "--", "--host", "/bin/true"], [rules.Variable], new() { [3] = Wire.Holding("a@b.example\0\0\0") });
        Assert.Equal((111, output), (outcome.ExitCode, outcome.Output));
        Assert.Equal("qregexcheck: fatal: unable to run --host: no such file or directory; correct its path", Assert.Single(outcome.ErrorLines));
    }

    /// <summary>"spp" forgotten in control/smtpplugins: silence would accept.</summary>
    [Theory]
    [InlineData("rcpt")]
    [InlineData("--bogus")]
    [InlineData("")]
    public void A_command_that_there_is_not_is_answered_in_the_terms_of_the_hook_that_runs_it(string command)
    {
        Outcome outcome = PublishedBinary.Run([command], ["SMTPMAILFROM=a@b.example", "SMTPRCPTTO=c@d.example"]);
        Assert.Equal((111, "E451 temporary problem, try again later (#4.3.0)\n"), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.ErrorLines);
        outcome = PublishedBinary.Run([command], ["SENDER=a@b.example", "RECIPIENT=c@d.example"]);
        Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.ErrorLines);
    }

    [Theory]
    [InlineData("option '--format' takes text, json or github, not 'jsn'; did you mean: json?", "lint", "--format=jsn")]
    [InlineData("option '--format' takes text, json or github, not 'xml'.", "lint", "--format", "xml")]
    [InlineData("option '--format' is given twice; give it once.", "lint", "--format", "json", "--format=text")]
    [InlineData("option '--control' is given twice; give it once.", "test", "--control", "a", "--control", "b", "a@b")]
    [InlineData("option '--from' is given twice; give it once.", "test", "--from=a", "--from=b", "a@b")]
    public void A_wrong_value_or_a_doubled_option_is_named(string complaint, params string[] arguments)
    {
        Outcome outcome = PublishedBinary.Run(arguments, []);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Equal($"qregexcheck: fatal: {complaint} Try: qregexcheck --help", Assert.Single(outcome.ErrorLines));
    }

    [Theory]
    [InlineData("test", "a@b", "--control")]
    [InlineData("lint", "--control")]
    [InlineData("compile", "--control")]
    [InlineData("compile", "--check", "--control")]
    [InlineData("dump", "--control")]
    public void A_control_directory_that_is_missing_or_a_file_is_what_is_complained_of(params string[] arguments)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        foreach ((string path, string why) in new[] { (control.Of("badmailto"), "not a directory"), (control.Of("nosuch"), "no such file or directory") })
        {
            Outcome outcome = PublishedBinary.Run([.. arguments, path], []);
            Assert.Equal(111, outcome.ExitCode);
            Assert.Contains(
                $"unable to read the control directory {path}: {why}; set QREGEXCHECK_CONTROL or --control to where it is",
                outcome.Output + string.Concat(outcome.ErrorLines), System.StringComparison.Ordinal);
        }
    }

    /// <summary>The variable that is wrong is named, and an empty one names nothing.</summary>
    [Fact]
    public void A_control_directory_that_is_missing_in_a_named_home_is_said_to_come_from_that_variable()
    {
        string Why(params string[] environment) => PublishedBinary.Run(["test", "a@b"], environment).Output;
        const string Missing = "unable to read the control directory /nonexistent/control: no such file or directory; ";
        Assert.Contains(
            Missing + "QREGEXCHECK_QMAIL names qmail's home; set it, QREGEXCHECK_CONTROL or --control to where it is",
            Why("QREGEXCHECK_QMAIL=/nonexistent"), System.StringComparison.Ordinal);
        Assert.Contains(
            Missing + "set QREGEXCHECK_CONTROL or --control to where it is",
            Why("QREGEXCHECK_QMAIL=/nonexistent", "QREGEXCHECK_CONTROL=/nonexistent/control"), System.StringComparison.Ordinal);
        Assert.Equal(Why(), Why("QREGEXCHECK_QMAIL="));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("test", "--from")]
    [InlineData("test", "--json")]
    [InlineData("--bogus")]
    [InlineData("")]
    public void A_wrong_command_line_of_an_administrators_is_100_with_one_line(params string[] arguments)
    {
        Outcome outcome = PublishedBinary.Run(arguments, []);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("qregexcheck: fatal: ", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--host")]
    [InlineData("--host=")]
    [InlineData("--host", "")]
    [InlineData("--host", "@")]
    [InlineData("--hosts=b.example", "/bin/true")]
    [InlineData("--host=b.example", "--bogus", "/bin/true")]
    public void A_wrong_option_of_checkpassword_is_a_soft_error_since_a_hook_runs_it(params string[] options)
    {
        string[] environment = ["SMTPRCPTTO=c@d.example"];
        Outcome outcome = PublishedBinary.Run(["checkpassword", .. options], environment, new() { [3] = Wire.Holding("a@b.example\0\0\0") });
        Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void An_output_that_takes_nothing_is_a_soft_error_with_one_line()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        foreach (Wire wire in new[] { Wire.Closed, Wire.File("/dev/full") })
        {
            foreach (string[] arguments in new string[][] { ["--help"], ["--version"], ["test", "a@b.example"], ["test", "--json", "a@b.example"] })
            {
                Outcome outcome = PublishedBinary.Run(arguments, [control.Variable], new() { [1] = wire });
                Assert.Equal((111, 0), (outcome.ExitCode, outcome.Signal));
                Assert.StartsWith("qregexcheck: fatal: unable to write standard output: ", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_reader_who_has_seen_enough_is_no_fault_and_the_exit_code_is_the_answers()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        (int Code, string[] Arguments)[] cases =
        [
            (0, ["--help"]), (0, ["--version"]), (0, ["test", "a@b.example"]), (100, ["test", "no@b.example"]), (100, ["test", "--json", "no@b.example"]),
            (0, ["lint"]), (100, ["compare", control.Of("badmailto"), "/dev/null"]), (0, ["test", "--explain", "a"]),
        ];
        foreach ((int code, string[] arguments) in cases)
        {
            Outcome outcome = PublishedBinary.Run(arguments, [control.Variable], new() { [1] = Wire.Broken });
            Assert.Equal((code, 0, string.Empty), (outcome.ExitCode, outcome.Signal, outcome.Error));
        }
    }

    [Fact]
    public void A_list_without_end_ends_with_its_reader()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        const string Commands = "yes no@b.example | \"$0\" test - | head -1";
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path) { Environment = [control.Variable, "PATH=/usr/bin:/bin"] }.Run();
        Assert.Equal(("<no@b.example>: reject\n", string.Empty), (outcome.Output, outcome.Error));
    }

    [Theory]
    [InlineData("test", "--nonsense", "a@b")]
    [InlineData("lint", "--nonsense")]
    [InlineData("lint", "-x")]
    [InlineData("compare", "--nonsense", "a", "b")]
    [InlineData("compile", "--nonsense")]
    [InlineData("doctor", "--nonsense")]
    [InlineData("dump", "-c")]
    [InlineData("test", "--json:true", "a@b")]
    public void An_unknown_option_is_never_an_argument(string command, string option, params string[] more)
    {
        Outcome outcome = PublishedBinary.Run([command, option, .. more], []);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"qregexcheck: fatal: unknown option '{option}'", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--relay", "test", "--rely", "a@b")]
    [InlineData("--json", "lint", "--jason")]
    [InlineData("--control", "compile", "--contrl", "/")]
    [InlineData("--check", "compile", "-check")]
    [InlineData("--help", "--hepl")]
    public void A_mistyped_option_gets_the_nearest(string meant, params string[] arguments)
    {
        Outcome outcome = PublishedBinary.Run(arguments, []);
        Assert.Equal(100, outcome.ExitCode);
        Assert.Contains($"; did you mean: {meant}?", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, "test", "--relay=no", "a@b")]
    [InlineData(100, "test", "--json=true", "a@b")]
    [InlineData(100, "lint", "--strict=no")]
    [InlineData(100, "compile", "--check=0")]
    [InlineData(100, "test", "--control=", "a@b")]
    [InlineData(100, "test", "--control", "", "a@b")]
    [InlineData(100, "compile", "file")]
    [InlineData(100, "compare", "file")]
    [InlineData(100, "doctor", "file")]
    [InlineData(100, "doctor", "--control=")]
    [InlineData(100, "doctor", "--strict=no")]
    [InlineData(100, "compare", "a", "b", "c")]
    [InlineData(100, "test")]
    [InlineData(100, "test", "--relay")]
    [InlineData(100, "--control", "/tmp", "test", "a@b")]
    [InlineData(111, "filter", "--timeout", "x", "/bin/true")]
    [InlineData(111, "filter", "--timeout", "0", "/bin/true")]
    [InlineData(111, "filter", "--timeout", "99999999999999999999", "/bin/true")]
    [InlineData(111, "filter", "--timeout=", "/bin/true")]
    [InlineData(111, "filter", "--timeot", "3", "/bin/true")]
    [InlineData(111, "filter", "--starttls=maybe", "/bin/true")]
    [InlineData(111, "checkpassword", "--host=x", "--bogus")]
    public void A_wrong_command_line_gets_one_line_that_is_no_fault_of_ours(int code, params string[] arguments)
    {
        Outcome outcome = PublishedBinary.Run(arguments, []);
        Assert.Equal((code, string.Empty), (outcome.ExitCode, outcome.Output));
        string line = Assert.Single(outcome.ErrorLines);
        Assert.EndsWith(" Try: qregexcheck --help", line, System.StringComparison.Ordinal);
        Assert.DoesNotContain("internal", line, System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_in_front_of_the_command_is_told_its_place()
    {
        Outcome outcome = PublishedBinary.Run(["--control", "/tmp", "test", "a@b"], []);
        Assert.Equal(
            "qregexcheck: fatal: option '--control' stands in front of the command; write: qregexcheck test --control ... Try: qregexcheck --help",
            Assert.Single(outcome.ErrorLines));
    }

    [Theory]
    [InlineData("test", "x@d.example")]
    [InlineData("lint")]
    public void Colours_are_written_always_never_or_where_a_terminal_shows_them(string command, params string[] more)
    {
        using ControlFolder folder = new ControlFolder().With("badmailto", "x@d.example\n");
        string[] arguments = [command, "--control", folder.Path, .. more];
        Assert.Contains("\u001b[", PublishedBinary.Run([.. arguments, "--color=always"], ["NO_COLOR=1"]).Output, System.StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", PublishedBinary.Run([.. arguments, "--color=auto"], ["TERM=xterm"]).Output, System.StringComparison.Ordinal);
        Assert.Contains("\u001b[", Terminal.Run([.. arguments, "--color=auto"], ["TERM=xterm"]).Shown, System.StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", Terminal.Run([.. arguments, "--color=never"], ["TERM=xterm"]).Shown, System.StringComparison.Ordinal);
    }

    /// <summary>Where the sources are those of a commit, the version names it and its day; a plus sign tells of changes since.</summary>
    [Fact]
    public void The_version_is_one_value_with_the_commit_and_its_day()
    {
        string value = Regex.Match(Repository.Read("Directory.Build.props"), "<Version>(.*)</Version>").Groups[1].Value;
        Assert.Matches($@"^{Regex.Escape(value)}( \([0-9a-f]{{10}} [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\+?\))?\n$", PublishedBinary.Run(["--version"], []).Output);
    }

    [Fact]
    public void What_other_programs_call_help_and_version_is_understood()
    {
        string help = PublishedBinary.Run(["--help"], []).Output;
        string version = PublishedBinary.Run(["--version"], []).Output;
        Assert.Equal(help, PublishedBinary.Run(["help"], []).Output);
        Assert.Equal(version, PublishedBinary.Run(["version"], []).Output);
        Assert.Equal(version, PublishedBinary.Run(["-v"], []).Output);
        Assert.Equal(PublishedBinary.Run(["test", "--help"], []).Output, PublishedBinary.Run(["help", "test"], []).Output);
        Assert.Contains("did you mean: test?", PublishedBinary.Run(["TEST"], []).Error, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("checkpassword")]
    public void The_help_of_a_command_that_runs_a_program_names_it(string command) =>
        Assert.Contains("<PROG>  ", PublishedBinary.Run([command, "--help"], []).Output, System.StringComparison.Ordinal);

    [Theory]
    [InlineData("@/etc/hostname")]
    [InlineData("@example.com")]
    public void An_argument_that_begins_with_an_at_is_no_response_file(string argument)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", $"^{argument}$\n");
        Outcome outcome = PublishedBinary.Run(["test", argument], [control.Variable]);
        Assert.Equal(100, outcome.ExitCode);
        Assert.StartsWith($"<{argument}>: reject\n", outcome.Output, System.StringComparison.Ordinal);
        Assert.Equal(100, PublishedBinary.Run(["test", "--from", argument, "x@y"], [control.With("badmailfrom", $"^{argument}$\n").Variable]).ExitCode);
        Outcome explained = PublishedBinary.Run(["test", "--explain", argument], [control.Variable]);
        Assert.Equal((0, string.Empty), (explained.ExitCode, explained.Error));
        Assert.Equal(111, PublishedBinary.Run(["lint", argument], [control.Variable]).ExitCode);
    }

    [Fact]
    public void An_argument_with_nothing_behind_its_equals_sign_is_an_address_behind_the_dashes()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^--from=$\n");
        Outcome outcome = PublishedBinary.Run(["test", "--", "--from="], [control.Variable]);
        Assert.Equal(100, outcome.ExitCode);
    }

    [Fact]
    public void A_directory_and_standard_input_can_be_linted_and_a_missing_name_is_said_to_be_missing()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^a@b\\.example$\n");
        string elsewhere = "QREGEXCHECK_CONTROL=/nowhere";
        Assert.Equal("0 errors, 0 warnings, 0 notes in 1 file\n", PublishedBinary.Run(["lint", control.Path], [elsewhere]).Output);
        Outcome input = PublishedBinary.Run(["lint", "-"], [elsewhere], new() { [0] = Wire.Holding("a(b\n") });
        Assert.Equal(100, input.ExitCode);
        Assert.StartsWith("-:1:2: error: unclosed parenthesis", input.Output, System.StringComparison.Ordinal);
        foreach (string[] names in new string[][] { ["nosuch", control.Path], [control.Path, "nosuch"], ["nosuch", control.Of("badmailto")] })
        {
            Outcome outcome = PublishedBinary.Run(["compare", .. names], []);
            Assert.Equal(111, outcome.ExitCode);
            Assert.StartsWith("qregexcheck: fatal: unable to read nosuch: no such file", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Memory_that_runs_out_is_said_in_one_line_that_tells_what_to_do()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", ControlFileTests.ManyRules());
        string[] environment = [control.Variable, "DOTNET_GCHeapHardLimit=600000"];
        foreach (string[] arguments in new string[][] { ["lint"], ["compare", control.Of("badmailto"), "/dev/null"], ["test", "--explain", "a@b"] })
        {
            Outcome outcome = PublishedBinary.Run(arguments, environment);
            Assert.Equal((111, 0), (outcome.ExitCode, outcome.Signal));
            Assert.Equal("qregexcheck: fatal: out of memory: too much at once for this command; give it less", Assert.Single(outcome.ErrorLines));
        }
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("compile")]
    [InlineData("test", "no@b.example")]
    [InlineData("test", "--explain", "no@b.example")]
    public void A_control_file_that_can_be_opened_and_not_examined_is_a_soft_error(params string[] arguments)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        string[] strace = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=statx", "-e", "inject=statx:error=EIO"];
        Outcome outcome = new Child("/usr/bin/strace", [.. strace, PublishedBinary.Path, .. arguments]) { Environment = [control.Variable] }.Run();
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains($"unable to read {control.Path}/badmailto: input/output error;", outcome.Output + outcome.Error, System.StringComparison.Ordinal);
        Assert.DoesNotContain("internal", outcome.Error, System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_directory_is_escaped_wherever_it_is_shown()
    {
        using var control = new ControlFolder();
        string odd = control.Of("d\x1b[1m\nx");
        new Child("/bin/mkdir", odd).Run();
        foreach (string[] arguments in new string[][] { ["test", "a@b"], ["test", "--json", "a@b"], ["compile"], ["compile", "--check"], ["lint"], ["dump"] })
        {
            Outcome outcome = PublishedBinary.Run([.. arguments, "--control", odd], []);
            Assert.DoesNotContain(outcome.Output + outcome.Error, character => character == '\x1b');
            Assert.DoesNotContain("[1m\n", outcome.Output + outcome.Error, System.StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Output_follows_what_others_wrote_to_the_same_file()
    {
        using var control = new ControlFolder();
        const string Commands = "{ echo before; \"$0\" --version; echo after; } >\"$1\"; sed 's/^[0-9].*/version/' \"$1\"";
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path, control.Of("file")).Run();
        Assert.Equal("before\nversion\nafter\n", outcome.Output);
    }

    [Fact]
    public void Help_names_every_command_and_the_exit_codes_and_is_no_error()
    {
        foreach (string option in new[] { "--help", "-h" })
        {
            Outcome outcome = PublishedBinary.Run([option], []);
            Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
            foreach (string word in new[] { "test <RECIPIENT>", "spp <helo|mail|rcpt>", "checkpassword", "0 accept, 100 hard error", "111 soft error" })
                Assert.Contains(word, outcome.Output, System.StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("test")]
    [InlineData("spp")]
    [InlineData("checkpassword")]
    public void Each_command_has_its_help(string command)
    {
        Outcome outcome = PublishedBinary.Run([command, "--help"], []);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Contains($"qregexcheck {command}", outcome.Output, System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_one_line_and_nothing_else()
    {
        Outcome outcome = PublishedBinary.Run(["--version"], []);
        Assert.Equal((0, string.Empty, 1), (outcome.ExitCode, outcome.Error, outcome.Output.Count(letter => letter == '\n')));
    }
}
