using System;

namespace QregexCheck.Commands;

/// <summary>The commands, in the order of the help.</summary>
internal enum CommandName : byte
{
    Test,
    Compile,
    Dump,
    Lint,
    Compare,
    Convert,
    Doctor,
    Report,
    Replay,
    Why,
    Completion,
    Batv,
    Spp,
    Checkpassword,
    Queue,
    Filter,
}

/// <summary>The arguments of the commands.</summary>
internal enum CommandArgument : byte
{
    Recipients,
    Files,
    Old,
    New,
    Source,
    Stage,
    LoggedLine,
    KeyStep,
    SignedAddress,
    Program,
    Server,
    NextQueue,
    Logs,
    Shell,
}

/// <summary>How often an argument stands, and which values it can have.</summary>
internal enum ArgumentKind : byte
{
    One,

    /// <summary>One of the words that its name lists.</summary>
    OneOf,

    /// <summary>Any number, none included.</summary>
    Any,

    /// <summary>A program with its own arguments. When it is missing, the command itself says so.</summary>
    Program,

    /// <summary>A program with its own arguments, or none.</summary>
    PerhapsProgram,
}

/// <summary>A row for an argument.</summary>
/// <param name="Name">Its name in the help.</param>
/// <param name="Kind">How often it stands.</param>
/// <param name="Words">Its possible words, with <c>|</c> between; null when any word is possible.</param>
/// <param name="Description">The sentence of the help.</param>
internal readonly record struct ArgumentRow(string Name, ArgumentKind Kind, string? Words, string Description);

/// <summary>A row of <see cref="CommandTable"/>, for a command.</summary>
internal readonly ref struct CommandRow(
    ReadOnlySpan<byte> name, bool isHook, string summary, ReadOnlySpan<CommandArgument> arguments, ReadOnlySpan<CommandOption> options)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>True when a mail server runs the command. A wrong command line is then a soft error, never a refusal.</summary>
    public bool IsHook { get; } = isHook;

    /// <summary>The sentence of the help.</summary>
    public string Summary { get; } = summary;

    public ReadOnlySpan<CommandArgument> Arguments { get; } = arguments;

    public ReadOnlySpan<CommandOption> Options { get; } = options;

    /// <summary>True when the command runs a program. The words behind that program's name are not ours.</summary>
    public bool RunsProgram => Arguments is [CommandArgument.Program or CommandArgument.Server or CommandArgument.NextQueue];
}

/// <summary>The commands: the parser, the help and the hooks' quick look at their words and the words of entry/ are made from this, and the manual is held to it.</summary>
/// <remarks>Made of constants, so that a hook that looks at it makes nothing.</remarks>
internal static class CommandTable
{
    public const CommandName Last = CommandName.Filter;

    public static CommandRow Row(CommandName command) => command switch
    {
        CommandName.Test => new(
            "test"u8, false, "Tell which rule decides about an address, and what each hook would do.",
            [CommandArgument.Recipients],
            [
                CommandOption.Control, CommandOption.From, CommandOption.Helo, CommandOption.Ip, CommandOption.Relay, CommandOption.Json, CommandOption.Quiet,
                CommandOption.As, CommandOption.Explain, CommandOption.Bounce, CommandOption.Color,
            ]),
        CommandName.Compile => new(
            "compile"u8, false, "Compile the control files into qregexcheck.db. A check then costs the same, however many rules there are.",
            [],
            [CommandOption.Control, CommandOption.Check, CommandOption.Snapshot, CommandOption.Reader]),
        CommandName.Dump => new("dump"u8, false, "Print the compiled file as text.", [], [CommandOption.Control, CommandOption.Snapshot]),
        CommandName.Lint => new(
            "lint"u8, false, "Look for rules that match too much, or nothing, or nothing new; see qregexcheck-lint(5).",
            [CommandArgument.Files],
            [CommandOption.LintControl, CommandOption.Json, CommandOption.Format, CommandOption.Strict, CommandOption.All, CommandOption.Ignore, CommandOption.Color]),
        CommandName.Compare => new(
            "compare"u8, false, "Tell whether two files, or two control directories, refuse the same addresses, and which rules make a difference.",
            [CommandArgument.Old, CommandArgument.New],
            [CommandOption.Json]),
        CommandName.Convert => new(
            "convert"u8, false, "Turn the rules of another program into ours; see qregexcheck-convert(8).",
            [CommandArgument.Source],
            [CommandOption.SourceFormat, CommandOption.TargetList, CommandOption.Good, CommandOption.Subdomains]),
        CommandName.Doctor => new(
            "doctor"u8, false, "Look at this host: why it may send bounces to strangers, and what mends that; see qregexcheck-doctor(8).",
            [],
            [
                CommandOption.Control, CommandOption.Json, CommandOption.StrictFindings, CommandOption.Fix, CommandOption.Yes, CommandOption.Undo,
            ]),
        CommandName.Report => new(
            "report"u8, false, "Count by past logs which rules hit how often, and tell why others did not; see qregexcheck-log(8).",
            [CommandArgument.Logs],
            [
                CommandOption.Control, CommandOption.Since, CommandOption.Until, CommandOption.Unused, CommandOption.Top, CommandOption.Jobs, CommandOption.Json,
                CommandOption.Html, CommandOption.StrictRules, CommandOption.Color,
            ]),
        CommandName.Replay => new(
            "replay"u8, false, "Tell what rules would have done to past mail: what would be refused, and what not any more; see qregexcheck-log(8).",
            [CommandArgument.Logs],
            [
                CommandOption.Control, CommandOption.Against, CommandOption.Sent, CommandOption.LogFormat, CommandOption.Since, CommandOption.Until,
                CommandOption.RelayNetwork, CommandOption.LookUp, CommandOption.Examples, CommandOption.Jobs, CommandOption.Force, CommandOption.Json,
                CommandOption.Color,
            ]),
        CommandName.Why => new(
            "why"u8, false, "Tell of a line of the log what decided then, what would decide now, and what lets such mail through; see qregexcheck-log(8).",
            [CommandArgument.LoggedLine],
            [CommandOption.Control, CommandOption.Json, CommandOption.Color]),
        CommandName.Completion => new(
            "completion"u8, false, "Print the script by which a shell completes the words of this program.", [CommandArgument.Shell], []),
        CommandName.Batv => new(
            "batv"u8, false, "Make a key for signed senders, sign an address, or tell what the tag of one is worth; see qregexcheck-bounces(8).",
            [CommandArgument.KeyStep, CommandArgument.SignedAddress],
            [CommandOption.Control]),
        CommandName.Spp => new("spp"u8, true, "Run as a qmail-spp plugin for one stage of the session.", [CommandArgument.Stage], []),
        CommandName.Checkpassword => new(
            "checkpassword"u8, true, "Judge the recipient that comes on descriptor 3, and run PROG if it is accepted.",
            [CommandArgument.Program],
            [CommandOption.Host]),
        CommandName.Queue => new(
            "queue"u8, true, "Stand in the place of qmail-queue, hand mail on to PROG, and refuse bounces that are not yours; see qregexcheck-bounces(8).",
            [CommandArgument.NextQueue],
            []),
        _ => new(
            "filter"u8, true, "Stand between an SMTP client and PROG, and answer the recipients that a rule rejects.",
            [CommandArgument.Server],
            [CommandOption.Control, CommandOption.Timeout, CommandOption.StartTls, CommandOption.UnknownLimit, CommandOption.Batv]),
    };

    public static ArgumentRow Row(CommandArgument argument) => argument switch
    {
        CommandArgument.Recipients => new(
            "RECIPIENT", ArgumentKind.Any, null,
            "Envelope recipients; - reads them from standard input: each line holds a recipient, or sender TAB recipient, or is a line of the log."),
        CommandArgument.Files => new(
            "FILE", ArgumentKind.Any, null, "Files, globs or directories; - is standard input. Without one, the files of the control directory."),
        CommandArgument.Old => new("OLD", ArgumentKind.One, null, "A file, or a control directory."),
        CommandArgument.New => new("NEW", ArgumentKind.One, null, "Another one of the same kind."),
        CommandArgument.Source => new("FILE", ArgumentKind.One, null, "The file of the other program; - is standard input."),
        CommandArgument.Stage => new("STAGE", ArgumentKind.OneOf, "helo|mail|rcpt", "helo, mail or rcpt: the section of control/smtpplugins it stands in."),
        CommandArgument.Shell => new("SHELL", ArgumentKind.OneOf, "bash|zsh|fish", "bash, zsh or fish."),
        CommandArgument.LoggedLine => new("LINE", ArgumentKind.One, null, "A line of the log, as it was pasted; - reads lines from standard input."),
        CommandArgument.KeyStep => new("STEP", ArgumentKind.OneOf, "new-key|sign|check", "new-key puts a new key in front of the others; sign and check take an ADDRESS."),
        CommandArgument.SignedAddress => new("ADDRESS", ArgumentKind.Any, null, "The address to sign, or one with a tag before it."),
        CommandArgument.Program => new(
            "PROG", ArgumentKind.PerhapsProgram, null, "The program to run, and its arguments. Without one, the exit code is the answer."),
        CommandArgument.NextQueue => new(
            "PROG", ArgumentKind.PerhapsProgram, null, "The program that gets the mail, and its arguments. Without one, QREGEXCHECK_NEXTQUEUE, or qmail-queue."),
        CommandArgument.Logs => new(
            "LOG", ArgumentKind.Any, null, "Files, also packed by gzip; directories, those of multilog and others; - is standard input."),
        _ => new("PROG", ArgumentKind.Program, null, "The mail server to run, and its arguments; options stand before it."),
    };

    /// <summary>The command with a name; null when there is none.</summary>
    public static CommandName? Find(ReadOnlySpan<byte> name)
    {
        for (CommandName command = 0; command <= Last; command++)
        {
            if (Row(command).Name.SequenceEqual(name))
                return command;
        }

        return null;
    }
}
