using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
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
        _program = 2;
        while (_program < arguments.Count && arguments[_program].StartsWith("-"u8))
            _program += FilterOptions.HasValueBehind(arguments[_program]) ? 2 : 1;
        _program = Math.Min(_program, arguments.Count);
    }

    /// <summary>Parses the arguments and runs the command they name.</summary>
    public static ExitCode Run(Arguments arguments) => new CommandLine(arguments).Run();

    private ExitCode Run()
    {
        var texts = new List<string>();
        bool runsProgram = _arguments.Count > 1 && (_arguments[1].SequenceEqual("checkpassword"u8) || _arguments[1].SequenceEqual("filter"u8));
        int end = runsProgram ? _program : _arguments.Count;
        for (int i = 1; i < end; i++)
            AddText(texts, Encoding.Latin1.GetString(_arguments[i]));

        using var output = new DescriptorStream(Descriptor.Output);
        RootCommand root = BuildRoot(output);
        ParseResult parsed = root.Parse(texts);
        if (parsed.Errors.Count > 0)
            return Refuse(root, parsed);
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
            return ExitCode.SoftError;
        }
    }

    /// <summary>The parser takes the word behind <c>--from=</c> for its value; as two words it is seen to be empty.</summary>
    private static void AddText(List<string> texts, string text)
    {
        bool isEmptyValue = text.StartsWith("--", StringComparison.Ordinal) && text.IndexOf('=', StringComparison.Ordinal) == text.Length - 1;
        texts.Add(isEmptyValue ? text[..^1] : text);
        if (isEmptyValue)
            texts.Add(string.Empty);
    }

    private RootCommand BuildRoot(Stream output)
    {
        var root = new RootCommand(
            "Turns mail away at SMTP time, by regular expressions in qmail's control files.\n\n"
            + "Without arguments: a hook, run by qmail-smtpd (RCPTCHECK, qmail-spp); see qregexcheck(8).\n"
            + "Exit codes: 0 accept, 100 hard error (refused), 111 soft error (cannot tell).");
        root.Subcommands.Add(BuildTest(output));
        root.Subcommands.Add(BuildCompile(output));
        root.Subcommands.Add(BuildDump(output));
        root.Subcommands.Add(BuildLint(output));
        root.Subcommands.Add(BuildCompare(output));
        root.Subcommands.Add(BuildSpp());
        root.Subcommands.Add(BuildCheckpassword());
        root.Subcommands.Add(BuildFilter());
        return root;
    }

    private Command BuildTest(Stream output)
    {
        Option<string> control = ControlOption();
        var from = new Option<string>("--from") { Description = "The envelope sender; empty for the null sender.", HelpName = "ADDRESS" };
        var helo = new Option<string>("--helo") { Description = "The HELO host name.", HelpName = "HOST" };
        var relay = new Option<bool>("--relay") { Description = "Test as for a relay client: RELAYCLIENT is set." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object a line." };
        var recipients = new Argument<string[]>("RECIPIENT")
        {
            Description = "Envelope recipients; - reads a list from standard input: a recipient a line, or sender TAB recipient.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        recipients.Validators.Add(RefuseOptions);
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
                Directory(parsed, control),
                output)
            : TestCommand.Run(
            new TestOptions(
                Directory(parsed, control),
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
        var format = new Option<string>("--format") { Description = "text for people, json for programs, github for workflows.", HelpName = "text|json|github" };
        format.AcceptOnlyFromAmong("text", "json", "github");
        var strict = new Option<bool>("--strict") { Description = "Exit 100 with warnings, too." };
        var all = new Option<bool>("--all") { Description = "Show each finding, not only ten of a kind in a file." };
        Option<string[]> ignore = LintIds.Option();
        var files = new Argument<string[]>("FILE") { Description = "Files or globs; without any, the control directory's.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("lint", "Look for rules that match more than was meant, or nothing, or nothing new; see qregexcheck-lint(5).")
        {
            control, json, format, strict, all, ignore, files,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(format) is { } name && name != "json")
                result.AddError($"Option '--json' is '--format=json': it can't go with '--format={name}'.");
        });
        command.SetAction(parsed => (int)LintCommand.Run(
            new LintOptions(
                Directory(parsed, control),
                parsed.GetValue(json) || parsed.GetValue(format) == "json" ? LintFormat.Json
                    : parsed.GetValue(format) == "github" ? LintFormat.GitHub
                    : LintFormat.Text,
                parsed.GetValue(strict),
                parsed.GetValue(all),
                LintIds.Kinds(parsed.GetValue(ignore) ?? []),
                Array.ConvertAll(parsed.GetValue(files) ?? [], static name => Encoding.UTF8.GetString(Bytes(name)))),
            output));
        return command;
    }

    /// <summary>An option that is not known would else be taken for an address; behind <c>--</c> an address may begin with a dash.</summary>
    private void RefuseOptions(ArgumentResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (token.Value.Length > 1 && token.Value[0] == '-' && !IsBehindDashes(token.Value))
                result.AddError($"Unrecognized option '{token.Value}'; an address that begins with a dash goes behind --.");
        }
    }

    private bool IsBehindDashes(string text)
    {
        bool behind = false;
        for (int i = 1; i < _arguments.Count; i++)
        {
            if (behind && _arguments[i].SequenceEqual(Bytes(text)))
                return true;
            behind |= _arguments[i].SequenceEqual("--"u8);
        }

        return false;
    }

    private static Command BuildCompile(Stream output)
    {
        Option<string> control = ControlOption();
        var check = new Option<bool>("--check") { Description = "Write nothing; tell whether the compiled file is fresh, and why not." };
        var command = new Command("compile", "Compile the control files into qregexcheck.db, so that a check costs the same however many rules there are.")
        {
            control, check,
        };
        command.SetAction(parsed => (int)(parsed.GetValue(check)
            ? CompileCommand.Check(Directory(parsed, control), output)
            : CompileCommand.Run(Directory(parsed, control), output)));
        return command;
    }

    private static Command BuildDump(Stream output)
    {
        Option<string> control = ControlOption();
        var command = new Command("dump", "Print the compiled file as text.") { control };
        command.SetAction(parsed => (int)DumpCommand.Run(Directory(parsed, control), output));
        return command;
    }

    private static Option<string> ControlOption() => new("--control") { Description = "The directory of the control files.", HelpName = "DIR" };

    private static ControlDirectory Directory(ParseResult parsed, Option<string> control) =>
        parsed.GetValue(control) is { } directory ? new ControlDirectory(Bytes(directory)) : ControlDirectory.FromEnvironment();

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

    private Command BuildFilter()
    {
        Option<string> control = ControlOption();
        var timeout = new Option<int?>("--timeout") { Description = "How long nothing may move; otherwise control/timeoutsmtpd, or 1200.", HelpName = "SECONDS" };
        timeout.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int?>() is <= 0 or > FilterOptions.LongestTimeout)
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
            "Stand between an SMTP client and PROG, and answer the recipients that a rule rejects.\nusage: qregexcheck filter [OPTION...] PROG [ARG...]")
        {
            control, timeout, startTls,
        };
        command.SetAction(parsed => (int)FilterCommand.Run(
            _arguments,
            new FilterOptions(
                Directory(parsed, control),
                parsed.GetValue(timeout),
                parsed.GetValue(startTls) == "hide",
                _program)));
        return command;
    }

    /// <summary>Says in one line what is wrong with the command line. A hook that is wired wrongly must not accept mail.</summary>
    private ExitCode Refuse(RootCommand root, ParseResult parsed)
    {
        ReadOnlySpan<byte> verb = _arguments.Count > 1 ? _arguments[1] : default;
        string name = Encoding.Latin1.GetString(verb);
        bool isKnown = false;
        foreach (Command command in root.Subcommands)
            isKnown |= command.Name == name;
        StandardError.Fatal((isKnown || name.StartsWith('-') ? UsageComplaint.Of(parsed) : UsageComplaint.OfVerb(root.Parse([name]), name)) + " Try: qregexcheck --help");
        if (verb.SequenceEqual("spp"u8))
            return HookCommand.RefuseSpp();
        return verb.SequenceEqual("checkpassword"u8) || verb.SequenceEqual("filter"u8) ? ExitCode.SoftError : ExitCode.HardError;
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
