using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>
/// The tree of the command line. Help, version, completion and suggestions for typos are System.CommandLine's. The hooks never use this tree.
/// </summary>
/// <remarks>
/// Arguments are bytes. They pass through the parser as Latin-1, one character for each byte, and are turned back into bytes behind it.
/// </remarks>
internal sealed class CommandLine
{
    private readonly Arguments _arguments;

    // The command that the arguments name; null when they name none.
    private readonly CommandName? _command;

    // The index of PROG in the arguments of a command that runs a program; else the number of arguments.
    private readonly int _program;

    private CommandLine(Arguments arguments)
    {
        _arguments = arguments;
        _command = arguments.Count > 1 ? CommandTable.Find(arguments[1]) : null;
        _program = arguments.Count;
        if (_command is not { } command || !CommandTable.Row(command).RunsProgram)
            return;
        _program = ProgramOptions.First;
        while (ProgramOptions.StandAt(arguments, ref _program))
            ProgramOptions.Read(command, arguments, ref _program, out _);
    }

    /// <summary>Parses the arguments and runs the command they name.</summary>
    public static ExitCode Run(Arguments arguments) => new CommandLine(arguments).Run();

    private ExitCode Run()
    {
        var words = new List<string>();
        for (int i = 1; i < _program; i++)
            words.Add(Encoding.Latin1.GetString(_arguments[i]));
        SpellOut(words);

        using var output = new DescriptorStream(Descriptor.Output);
        RootCommand root = BuildRoot(output);
        if (UsageComplaint.OfWords(root, words) is { } complaint)
            return Refuse(complaint);
        SplitEmptyValues(words);
        ParseResult parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors.Count > 0)
            return Refuse(UsageComplaint.Of(parsed));
        using var writer = new StreamWriter(output, Encoding.Latin1) { AutoFlush = true };
        try
        {
            // With a timeout the parser would register for SIGINT and start a thread, and softlimit may not allow a thread.
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
            StandardError.Fatal(
                NativeEntry.HasBigHeap ? "out of memory: too much at once for this command; give it less"
                    : "out of memory; run this command without softlimit -m");
        }

        return ExitCode.SoftError;
    }

    /// <summary>Replaces the words for help and version that people know from other programs.</summary>
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

    /// <summary>
    /// Splits <c>--from=</c> into two words. Otherwise the parser would take the word behind it for its value. As two words its value is seen to be empty.
    /// </summary>
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

        for (CommandName command = 0; command <= CommandTable.Last; command++)
            root.Subcommands.Add(Build(command, output));
        return root;
    }

    private Command Build(CommandName command, Stream output) => command switch
    {
        CommandName.Test => TestCommandLine.Build(output),
        CommandName.Compile => CompileCommandLine.BuildCompile(output),
        CommandName.Dump => CompileCommandLine.BuildDump(output),
        CommandName.Lint => BuildLint(output),
        CommandName.Compare => BuildCompare(output),
        CommandName.Convert => ConvertCommandLine.Build(output),
        CommandName.Doctor => DoctorCommandLine.Build(output),
        CommandName.Report => ReportCommandLine.Build(output),
        CommandName.Replay => ReplayCommandLine.Build(output),
        CommandName.Why => WhyCommandLine.Build(output),
        CommandName.Completion => CompletionCommand.Build(output),
        CommandName.Batv => BatvCommandLine.Build(output),
        CommandName.Spp => BuildSpp(),
        CommandName.Checkpassword => BuildCheckpassword(),
        CommandName.Queue => BuildQueue(),
        _ => BuildFilter(),
    };

    private static Command BuildLint(Stream output)
    {
        var tree = new CommandTree(CommandName.Lint);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.LintControl);
        Option<bool> json = tree.Flag(CommandOption.Json);
        Option<string> format = tree.Value(CommandOption.Format);
        Option<bool> strict = tree.Flag(CommandOption.Strict);
        Option<bool> all = tree.Flag(CommandOption.All);
        Option<string[]> ignore = tree.Values(CommandOption.Ignore);
        Option<string> color = tree.Value(CommandOption.Color);
        Argument<string[]> files = tree.Any(CommandArgument.Files);
        ignore.Validators.Add(LintIds.Check);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(format) is { } name && name != "json")
                result.AddError($"Option '--json' is '--format=json': it can't go with '--format={name}'.");
        });
        command.SetAction(parsed =>
        {
            // A directory alone means the same as --control DIR.
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
                    Terminal.WantsColor(parsed.GetValue(color)),
                    isDirectory ? [] : names),
                output);
        });
        return command;
    }

    private static Command BuildCompare(Stream output)
    {
        var tree = new CommandTree(CommandName.Compare);
        Command command = tree.Command;
        Option<bool> json = tree.Flag(CommandOption.Json);
        Argument<string> old = tree.One(CommandArgument.Old);
        Argument<string> @new = tree.One(CommandArgument.New);
        command.SetAction(parsed => (int)CompareCommand.Run(
            Encoding.UTF8.GetString(CommandOptions.Bytes(parsed.GetValue(old)!)), Encoding.UTF8.GetString(CommandOptions.Bytes(parsed.GetValue(@new)!)),
            parsed.GetValue(json), output));
        return command;
    }

    private static Command BuildSpp()
    {
        var tree = new CommandTree(CommandName.Spp);
        Command command = tree.Command;
        Argument<string> stage = tree.One(CommandArgument.Stage);
        command.SetAction(parsed => (int)HookCommand.RunSpp(SppStages.Find(Encoding.ASCII.GetBytes(parsed.GetValue(stage)!))!.Value));
        return command;
    }

    private Command BuildCheckpassword()
    {
        var tree = new CommandTree(CommandName.Checkpassword);
        Command command = tree.Command;
        tree.Values(CommandOption.Host).Validators.Add(static result =>
        {
            foreach (Token token in result.Tokens)
            {
                if (token.Value is "" or "@")
                    result.AddError("Option '--host' takes the name of a host.");
            }
        });

        // Options that TryRead accepts never come here. The parser gets only wrong options, and has already said what is wrong.
        command.SetAction(_ => (int)(CheckpasswordOptions.TryRead(_arguments) is { } options ? CheckpasswordCommand.Run(options) : ExitCode.SoftError));
        return command;
    }

    /// <summary>Options never lead here but wrong ones, of which the parser has told, and those for help.</summary>
    private static Command BuildQueue()
    {
        Command command = new CommandTree(CommandName.Queue).Command;
        command.SetAction(static _ => (int)ExitCode.QueueFailure);
        return command;
    }

    private Command BuildFilter()
    {
        var tree = new CommandTree(CommandName.Filter);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.Control);
        Option<string> timeout = tree.Value(CommandOption.Timeout);
        Option<string> startTls = tree.Value(CommandOption.StartTls);
        Option<string> unknownLimit = tree.Value(CommandOption.UnknownLimit);
        Option<bool> batv = tree.Flag(CommandOption.Batv);
        timeout.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && Seconds(result.Tokens[0].Value) is null)
                result.AddError($"--timeout takes a number of seconds from 1 to {FilterOptions.LongestTimeout}.");
        });
        unknownLimit.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && Number(result.Tokens[0].Value, 0, FilterOptions.HighestUnknownLimit) is null)
                result.AddError($"--unknown-limit takes a number from 0 to {FilterOptions.HighestUnknownLimit}.");
        });
        command.SetAction(parsed => (int)FilterCommand.Run(
            _arguments,
            new FilterOptions(
                CommandOptions.Directory(parsed, control),
                parsed.GetValue(timeout) is { } seconds ? Seconds(seconds) : null,
                parsed.GetValue(startTls) == "hide",
                parsed.GetValue(unknownLimit) is { } limit ? Number(limit, 0, FilterOptions.HighestUnknownLimit) ?? 0 : 0,
                parsed.GetValue(batv),
                _program)));
        return command;
    }

    private static int? Seconds(string text) => Number(text, 1, FilterOptions.LongestTimeout);

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;

    /// <summary>Says in one line what is wrong with the command line. A hook that is set up wrongly must not accept mail.</summary>
    private ExitCode Refuse(string complaint)
    {
        // When a hook's variables are set, a command line without a command is a hook's: "spp" was forgotten in control/smtpplugins, for
        // example.
        bool isHook = _command is { } command ? CommandTable.Row(command).IsHook : HookEnvironment.Hook != Hook.None;
        ExitCode code = isHook ? (ExitCode)NativeEntry.Fail() : ExitCode.HardError;
        StandardError.Fatal(complaint + " Try: qregexcheck --help");
        return code;
    }
}
