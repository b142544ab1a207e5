using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>
/// The command line's tree: help, version, completion and suggestions for typos are System.CommandLine's. The hook never comes here.
/// </summary>
/// <remarks>
/// Arguments are bytes; they travel through the parser as Latin-1, one character a byte, and are written back the same way.
/// </remarks>
internal sealed class CommandLine
{
    private readonly Arguments _arguments;

    // Where PROG stands in the arguments of a command that runs one.
    private readonly int _program;

    private CommandLine(Arguments arguments)
    {
        _arguments = arguments;
        _program = 2;
        while (_program < arguments.Count && arguments[_program].StartsWith("-"u8))
            _program += HasValueBehind(arguments[_program]) ? 2 : 1;
        _program = Math.Min(_program, arguments.Count);
    }

    private static bool HasValueBehind(ReadOnlySpan<byte> argument) =>
        FilterOptions.HasValueBehind(argument) || CheckpasswordOptions.HasValueBehind(argument);

    /// <summary>Parses the arguments and runs the command they name.</summary>
    public static ExitCode Run(Arguments arguments) => new CommandLine(arguments).Run();

    private ExitCode Run()
    {
        var words = new List<string>();
        bool runsProgram = _arguments.Count > 1 && (_arguments[1].SequenceEqual("checkpassword"u8) || _arguments[1].SequenceEqual("filter"u8));
        int end = runsProgram ? _program : _arguments.Count;
        for (int i = 1; i < end; i++)
            words.Add(Encoding.Latin1.GetString(_arguments[i]));
        SpellOut(words);

        using var output = new DescriptorStream(Descriptor.Output);
        RootCommand root = BuildRoot(output);
        if (UsageComplaint.OfWords(root, words) is { } complaint)
            return Refuse(root, complaint);
        SplitEmptyValues(words);
        ParseResult parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors.Count > 0)
            return Refuse(root, UsageComplaint.Of(parsed));
        using var writer = new StreamWriter(output, Encoding.Latin1) { AutoFlush = true };
        try
        {
            // With a timeout it would register for SIGINT, with a thread of its own, which softlimit may not grant.
            return (ExitCode)parsed.Invoke(new InvocationConfiguration
            {
                Output = writer,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (IOException exception)
        {
            StandardError.Fatal($"unable to write standard output: {exception.Message}");
        }
        catch (ControlReadException exception)
        {
            StandardError.Fatal(exception.Message);
        }
        catch (PosixException exception)
        {
            StandardError.Fatal($"a system call failed: {exception.Message}; try again");
        }
        catch (OutOfMemoryException)
        {
            StandardError.Fatal("out of memory; run this command without softlimit -m, or give it less at once");
        }

        return ExitCode.SoftError;
    }

    /// <summary>What people type for help and version at other programs.</summary>
    private static void SpellOut(List<string> words)
    {
        if (words is ["help", ..])
        {
            words.RemoveAt(0);
            words.Add("--help");
        }
        else if (words is ["version"])
        {
            words[0] = "--version";
        }
    }

    /// <summary>The parser takes the word behind <c>--from=</c> for its value; as two words it is seen to be empty.</summary>
    private static void SplitEmptyValues(List<string> words)
    {
        for (int i = 0; i < words.Count && words[i] != "--"; i++)
        {
            string word = words[i];
            if (!word.StartsWith("--", StringComparison.Ordinal) || word.IndexOf('=', StringComparison.Ordinal) != word.Length - 1)
                continue;
            words[i] = word[..^1];
            words.Insert(++i, string.Empty);
        }
    }

    private RootCommand BuildRoot(Stream output)
    {
        var root = new RootCommand(
            "Turns mail away at SMTP time, by regular expressions in qmail's control files.\n\n"
            + "Without arguments: a hook, run by qmail-smtpd (RCPTCHECK, qmail-spp); see qregexcheck(8).\n"
            + "Exit codes: 0 accept, 100 hard error (refused), 111 soft error (cannot tell).");
        foreach (Option option in root.Options)
        {
            if (option is VersionOption)
                option.Aliases.Add("-v");
        }

        root.Subcommands.Add(TestCommandLine.Build(output));
        root.Subcommands.Add(BuildCompile(output));
        root.Subcommands.Add(BuildDump(output));
        root.Subcommands.Add(BuildLint(output));
        root.Subcommands.Add(BuildCompare(output));
        root.Subcommands.Add(BuildSpp());
        root.Subcommands.Add(BuildCheckpassword());
        root.Subcommands.Add(BuildFilter());
        return root;
    }

    private static Command BuildLint(Stream output)
    {
        var control = new Option<string>("--control") { Description = "The directory of the control files, rcpthosts and locals among them.", HelpName = "DIR" };
        Option<bool> json = CommandOptions.Flag("--json", "Write one JSON object a line.");
        var format = new Option<string>("--format") { Description = "text for people, json for programs, github for workflows.", HelpName = "text|json|github" };
        format.AcceptOnlyFromAmong("text", "json", "github");
        Option<bool> strict = CommandOptions.Flag("--strict", "Exit 100 with warnings, too.");
        Option<bool> all = CommandOptions.Flag("--all", "Show each finding, not only ten of a kind in a file.");
        Option<string[]> ignore = LintIds.Option();
        var files = new Argument<string[]>("FILE") { Description = "Files, globs or directories; - is standard input; without any, the control directory's.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("lint", "Look for rules that match more than was meant, or nothing, or nothing new; see qregexcheck-lint(5).")
        {
            control, json, format, strict, all, ignore, files,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(format) is { } name && name != "json")
                result.AddError($"Option '--json' is '--format=json': it can't go with '--format={name}'.");
        });
        command.SetAction(parsed =>
        {
            // A directory by itself is what --control DIR means.
            string[] names = Array.ConvertAll(parsed.GetValue(files) ?? [], static name => Encoding.UTF8.GetString(CommandOptions.Bytes(name)));
            bool isDirectory = names is [{ } only] && parsed.GetValue(control) is null && NamedFiles.IsDirectory(only);
            return (int)LintCommand.Run(
                new LintOptions(
                    isDirectory ? new ControlDirectory(Encoding.UTF8.GetBytes(names[0])) : CommandOptions.Directory(parsed, control),
                    parsed.GetValue(json) || parsed.GetValue(format) == "json" ? LintFormat.Json
                        : parsed.GetValue(format) == "github" ? LintFormat.GitHub
                        : LintFormat.Text,
                    parsed.GetValue(strict),
                    parsed.GetValue(all),
                    LintIds.Kinds(parsed.GetValue(ignore) ?? []),
                    isDirectory ? [] : names),
                output);
        });
        return command;
    }

    private static Command BuildCompile(Stream output)
    {
        Option<string> control = CommandOptions.Control();
        Option<bool> check = CommandOptions.Flag("--check", "Write nothing; tell whether the compiled file is fresh, and why not.");
        var command = new Command("compile", "Compile the control files into qregexcheck.db, so that a check costs the same however many rules there are.")
        {
            control, check,
        };
        command.SetAction(parsed => (int)(parsed.GetValue(check)
            ? CompileCommand.Check(CommandOptions.Directory(parsed, control), output)
            : CompileCommand.Run(CommandOptions.Directory(parsed, control), output)));
        return command;
    }

    private static Command BuildDump(Stream output)
    {
        Option<string> control = CommandOptions.Control();
        var command = new Command("dump", "Print the compiled file as text.") { control };
        command.SetAction(parsed => (int)DumpCommand.Run(CommandOptions.Directory(parsed, control), output));
        return command;
    }

    private static Command BuildCompare(Stream output)
    {
        Option<bool> json = CommandOptions.Flag("--json", "Write one JSON object a line.");
        var old = new Argument<string>("OLD") { Description = "A file, or a control directory." };
        var @new = new Argument<string>("NEW") { Description = "Another one of the same kind." };
        var command = new Command("compare", "Tell whether two files or control directories refuse the same, and which addresses change.") { json, old, @new };
        command.SetAction(parsed => (int)CompareCommand.Run(
            Encoding.UTF8.GetString(CommandOptions.Bytes(parsed.GetValue(old)!)), Encoding.UTF8.GetString(CommandOptions.Bytes(parsed.GetValue(@new)!)), parsed.GetValue(json), output));
        return command;
    }

    private static Command BuildSpp()
    {
        var stage = new Argument<string>("STAGE") { Description = "helo, mail or rcpt: the section of control/smtpplugins it stands in." };
        stage.AcceptOnlyFromAmong("helo", "mail", "rcpt");
        var command = new Command("spp", "Run as a qmail-spp plugin for one stage of the session.") { stage };
        command.SetAction(parsed => (int)HookCommand.RunSpp(SppStages.Find(Encoding.ASCII.GetBytes(parsed.GetValue(stage)!))!.Value));
        return command;
    }

    private Command BuildCheckpassword()
    {
        var command = new Command(
            "checkpassword",
            "Judge the recipient that comes on descriptor 3, and run PROG if it is accepted.")
        {
            CheckpasswordOptions.HostOption(),
            CommandOptions.Program("The program to run, and its arguments; without one the exit code is the answer."),
        };

        // What TryRead takes never comes here: the parser is left with what is wrong, and has said so.
        command.SetAction(_ => (int)(CheckpasswordOptions.TryRead(_arguments) is { } options ? CheckpasswordCommand.Run(options) : ExitCode.SoftError));
        return command;
    }

    private Command BuildFilter()
    {
        Option<string> control = CommandOptions.Control();
        var timeout = new Option<string>("--timeout") { Description = "How long nothing may move; otherwise control/timeoutsmtpd, or 1200.", HelpName = "SECONDS" };
        timeout.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && Seconds(result.Tokens[0].Value) is null)
                result.AddError($"--timeout takes a number of seconds from 1 to {FilterOptions.LongestTimeout}.");
        });
        var startTls = new Option<string>("--starttls")
        {
            Description = "pass lets the client and PROG begin TLS, behind which no rule is asked; hide keeps them from it.",
            HelpName = "pass|hide",
        };
        startTls.AcceptOnlyFromAmong("pass", "hide");
        var command = new Command(
            "filter",
            "Stand between an SMTP client and PROG, and answer the recipients that a rule rejects.")
        {
            control, timeout, startTls, CommandOptions.Program("The mail server to run, and its arguments; options stand before it."),
        };
        command.SetAction(parsed => (int)FilterCommand.Run(
            _arguments,
            new FilterOptions(
                CommandOptions.Directory(parsed, control),
                parsed.GetValue(timeout) is { } seconds ? Seconds(seconds) : null,
                parsed.GetValue(startTls) == "hide",
                _program)));
        return command;
    }

    private static int? Seconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= FilterOptions.LongestTimeout ? seconds : null;

    /// <summary>Says in one line what is wrong with the command line. A hook that is wired wrongly must not accept mail.</summary>
    private ExitCode Refuse(RootCommand root, string complaint)
    {
        ReadOnlySpan<byte> verb = _arguments.Count > 1 ? _arguments[1] : default;
        string name = Encoding.Latin1.GetString(verb);
        bool isKnown = false;
        foreach (Command command in root.Subcommands)
            isKnown |= command.Name == name;

        // A command line that is nobody's is a hook's where a hook's variables are set: "spp" forgotten in control/smtpplugins, for one.
        bool isHook = verb.SequenceEqual("spp"u8) || verb.SequenceEqual("checkpassword"u8) || verb.SequenceEqual("filter"u8)
            || (!isKnown && HookEnvironment.Hook != Hook.None);
        ExitCode code = isHook ? (ExitCode)Entry.Fail() : ExitCode.HardError;
        StandardError.Fatal(complaint + " Try: qregexcheck --help");
        return code;
    }
}
