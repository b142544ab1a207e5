using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Text;
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
        _program = arguments.Count;
        for (int i = 2; i < arguments.Count && _program == arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("-"u8))
                _program = i;
        }
    }

    /// <summary>Parses the arguments and runs the command they name.</summary>
    public static ExitCode Run(Arguments arguments) => new CommandLine(arguments).Run();

    private ExitCode Run()
    {
        var texts = new List<string>();
        bool runsProgram = _arguments.Count > 1 && _arguments[1].SequenceEqual("checkpassword"u8);
        int end = runsProgram ? _program : _arguments.Count;
        for (int i = 1; i < end; i++)
            texts.Add(Encoding.Latin1.GetString(_arguments[i]));

        using Stream output = Console.OpenStandardOutput();
        ParseResult parsed = BuildRoot(output).Parse(texts);
        if (parsed.Errors.Count > 0)
            return Refuse(parsed);
        using var writer = new StreamWriter(output, Encoding.Latin1) { AutoFlush = true };
        return (ExitCode)parsed.Invoke(new InvocationConfiguration { Output = writer, EnableDefaultExceptionHandler = false });
    }

    private RootCommand BuildRoot(Stream output)
    {
        var root = new RootCommand(
            "Turns mail away at SMTP time, by regular expressions in qmail's control files.\n\n"
            + "Without arguments: a hook, run by qmail-smtpd (RCPTCHECK, qmail-spp); see qregexcheck(8).\n"
            + "Exit codes: 0 accept, 100 hard error (refused), 111 soft error (cannot tell).");
        root.Subcommands.Add(BuildTest(output));
        root.Subcommands.Add(BuildLint(output));
        root.Subcommands.Add(BuildCompare(output));
        root.Subcommands.Add(BuildSpp());
        root.Subcommands.Add(BuildCheckpassword());
        return root;
    }

    private static Command BuildTest(Stream output)
    {
        var control = new Option<string>("--control") { Description = "The directory of the control files.", HelpName = "DIR" };
        var from = new Option<string>("--from") { Description = "The envelope sender; empty for the null sender.", HelpName = "ADDRESS" };
        var helo = new Option<string>("--helo") { Description = "The HELO host name.", HelpName = "HOST" };
        var relay = new Option<bool>("--relay") { Description = "Test as for a relay client: RELAYCLIENT is set." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object a line." };
        var recipients = new Argument<string[]>("RECIPIENT")
        {
            Description = "Envelope recipients; - reads a list from standard input: a recipient a line, or sender TAB recipient.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var explain = new Option<string>("--explain")
        {
            Description = "Explain a rule, and where the RECIPIENTs match; or the rules that hit an address.",
            HelpName = "RULE|ADDRESS",
        };
        var command = new Command("test", "Tell which rule decides about an address, and what each hook would do.") { control, from, helo, relay, json, explain, recipients };
        command.Validators.Add(result =>
        {
            bool explains = result.GetResult(explain) is not null;
            if (!explains && result.GetResult(recipients) is not { Tokens.Count: > 0 })
                result.AddError("Required argument missing for command: 'test'.");
            else if (explains && result.GetValue(json))
                result.AddError("Option '--explain' speaks to people: it has no JSON form.");
        });
        command.SetAction(parsed => (int)(parsed.GetValue(explain) is { } explained
            ? ExplainCommand.Run(
                Bytes(explained),
                Array.ConvertAll(parsed.GetValue(recipients) ?? [], Bytes),
                parsed.GetValue(control) is { } place ? new ControlDirectory(Bytes(place)) : ControlDirectory.FromEnvironment(),
                output)
            : TestCommand.Run(
            new TestOptions(
                parsed.GetValue(control) is { } directory ? new ControlDirectory(Bytes(directory)) : ControlDirectory.FromEnvironment(),
                parsed.GetValue(from) is { } sender ? Bytes(sender) : null,
                parsed.GetValue(helo) is { } host ? Bytes(host) : null,
                parsed.GetValue(relay),
                parsed.GetValue(json),
                Array.ConvertAll(parsed.GetValue(recipients)!, Bytes)),
            output)));
        return command;
    }

    private static Command BuildLint(Stream output)
    {
        var control = new Option<string>("--control") { Description = "The directory of the control files, rcpthosts and locals among them.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Write one JSON object a line." };
        var strict = new Option<bool>("--strict") { Description = "Exit 100 with warnings, too." };
        var files = new Argument<string[]>("FILE") { Description = "Files or globs; without any, the control directory's.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("lint", "Look for rules that match more than was meant, or nothing, or nothing new; see qregexcheck-lint(5).") { control, json, strict, files };
        command.SetAction(parsed => (int)LintCommand.Run(
            new LintOptions(
                parsed.GetValue(control) is { } directory ? new ControlDirectory(Bytes(directory)) : ControlDirectory.FromEnvironment(),
                parsed.GetValue(json),
                parsed.GetValue(strict),
                Array.ConvertAll(parsed.GetValue(files) ?? [], static name => Encoding.UTF8.GetString(Bytes(name)))),
            output));
        return command;
    }

    private static Command BuildCompare(Stream output)
    {
        var json = new Option<bool>("--json") { Description = "Write one JSON object a line." };
        var old = new Argument<string>("OLD") { Description = "A file, or a control directory." };
        var @new = new Argument<string>("NEW") { Description = "Another one of the same kind." };
        var command = new Command("compare", "Tell whether two files or control directories refuse the same, and which addresses change.") { json, old, @new };
        command.SetAction(parsed => (int)CompareCommand.Run(
            Encoding.UTF8.GetString(Bytes(parsed.GetValue(old)!)), Encoding.UTF8.GetString(Bytes(parsed.GetValue(@new)!)), parsed.GetValue(json), output));
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
            "Judge the recipient that comes on descriptor 3, and run PROG if it is accepted.\nusage: qregexcheck checkpassword [PROG ARG...]");
        command.SetAction(_ => (int)CheckpasswordCommand.Run(_arguments, _program));
        return command;
    }

    /// <summary>Says in one line what is wrong with the command line. A hook that is wired wrongly must not accept mail.</summary>
    private ExitCode Refuse(ParseResult parsed)
    {
        using var errors = new StringWriter();
        using var suggestions = new StringWriter();
        if (parsed.Action is ParseErrorAction action)
        {
            action.ShowHelp = false;
            parsed.Invoke(new InvocationConfiguration { Output = suggestions, Error = errors });
        }

        string[] lines = (errors.ToString() + '\n' + suggestions).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string message = string.Join(" ", lines) + " Try: qregexcheck --help";
        ReadOnlySpan<byte> verb = _arguments.Count > 1 ? _arguments[1] : default;
        StandardError.Fatal(message);
        if (verb.SequenceEqual("spp"u8))
            return HookCommand.RefuseSpp();
        return verb.SequenceEqual("checkpassword"u8) ? ExitCode.SoftError : ExitCode.HardError;
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
