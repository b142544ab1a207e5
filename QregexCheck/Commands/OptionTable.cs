using System;

namespace QregexCheck.Commands;

/// <summary>The options of the commands. One name may have two rows, when two commands use it for different things.</summary>
internal enum CommandOption : byte
{
    Control,
    LintControl,
    From,
    Helo,
    Ip,
    Relay,
    Json,
    Quiet,
    As,
    Explain,
    Bounce,
    Check,
    Snapshot,
    Reader,
    Format,
    Strict,
    StrictFindings,
    Fix,
    Yes,
    Undo,
    StrictRules,
    Unused,
    Top,
    Html,
    All,
    Ignore,
    SourceFormat,
    TargetList,
    Good,
    Subdomains,
    Host,
    Timeout,
    UnknownLimit,
    Batv,
    Since,
    Until,
    LogFormat,
    Jobs,
    Force,
    Against,
    Sent,
    RelayNetwork,
    Examples,
    LookUp,
    Color,
    StartTls,
}

/// <summary>What stands behind an option.</summary>
internal enum OptionKind : byte
{
    /// <summary>Nothing.</summary>
    Flag,

    /// <summary>A value.</summary>
    Value,

    /// <summary>One of the words that the value's name lists.</summary>
    OneOf,

    /// <summary>A value; the option may be given more than once.</summary>
    Values,
}

/// <summary>A row of <see cref="OptionTable"/>, for an option.</summary>
internal readonly ref struct OptionRow(ReadOnlySpan<byte> name, OptionKind kind, string? value, string description)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public OptionKind Kind { get; } = kind;

    /// <summary>The name of the value; null for a flag.</summary>
    public string? Value { get; } = value;

    /// <summary>The sentence of the help.</summary>
    public string Description { get; } = description;
}

/// <summary>
/// The table of options. The parser, the help and the hooks' quick reading of their words are made from it. Tests hold the manual to it.
/// </summary>
/// <remarks>It is made of constants, so that a hook that looks at it allocates nothing.</remarks>
internal static class OptionTable
{
    public static OptionRow Row(CommandOption option) => option switch
    {
        CommandOption.Control => new("--control"u8, OptionKind.Value, "DIR", "The directory of the control files."),
        CommandOption.LintControl => new("--control"u8, OptionKind.Value, "DIR", "The directory of the control files, rcpthosts and locals among them."),
        CommandOption.From => new("--from"u8, OptionKind.Value, "ADDRESS", "The envelope sender; empty for the null sender."),
        CommandOption.Helo => new("--helo"u8, OptionKind.Value, "HOST", "The HELO host name."),
        CommandOption.Ip => new("--ip"u8, OptionKind.Value, "ADDRESS", "The client's address, for rules with only-ip or not-ip; empty for none."),
        CommandOption.Relay => new("--relay"u8, OptionKind.Flag, null, "Test as for a relay client: RELAYCLIENT is set."),
        CommandOption.Json => new("--json"u8, OptionKind.Flag, null, "Write one JSON object a line."),
        CommandOption.Quiet => new("--quiet"u8, OptionKind.Flag, null, "Write only a line that counts the verdicts."),
        CommandOption.As => new("--as"u8, OptionKind.Value, "USER", "Read the control files with the rights of this user; for root."),
        CommandOption.Explain => new(
            "--explain"u8, OptionKind.Value, "RULE|ADDRESS",
            "Explain a rule, and show where it matches in each RECIPIENT. Or explain the rules that hit an address."),
        CommandOption.Bounce => new(
            "--bounce"u8, OptionKind.Value, "FILE", "Explain a saved bounce: what it quotes, and whether it would be refused; - is standard input."),
        CommandOption.Check => new("--check"u8, OptionKind.Flag, null, "Write nothing; tell whether the compiled file is fresh, and if not, why."),
        CommandOption.Snapshot => new(
            "--recipients"u8, OptionKind.Flag, null, "The snapshot of recipients in the place of the rules; see qregexcheck-recipients(5)."),
        CommandOption.Reader => new("--for"u8, OptionKind.Value, "USER", "The user as whom the check runs, whose group may read the snapshot; qmaild by default."),
        CommandOption.Format => new("--format"u8, OptionKind.OneOf, "text|json|github", "text is for people, json for programs, github for workflows."),
        CommandOption.Strict => new("--strict"u8, OptionKind.Flag, null, "Exit 100 for a warning, too."),
        CommandOption.StrictFindings => new("--strict"u8, OptionKind.Flag, null, "Exit 100 for any finding."),
        CommandOption.Fix => new(
            "--fix"u8, OptionKind.Value, "ID[:DOMAIN]", "Show how this finding is mended, at one domain or at each; see qregexcheck-doctor(8)."),
        CommandOption.Yes => new("--yes"u8, OptionKind.Flag, null, "With --fix: write it, and keep the old file."),
        CommandOption.Undo => new("--undo"u8, OptionKind.Flag, null, "With --fix: take the last change back."),
        CommandOption.StrictRules => new("--strict"u8, OptionKind.Flag, null, "Exit 100 if a rule can't be used, can't be reached, or sleeps."),
        CommandOption.Unused => new(
            "--unused"u8, OptionKind.Value, "DAYS", "How many days of log it takes to call a rule without a hit one to look at; 90 by default."),
        CommandOption.Top => new("--top"u8, OptionKind.Value, "NUMBER", "How many sources are told of each rule, 5 by default; the table shows the first."),
        CommandOption.Html => new("--html"u8, OptionKind.Value, "FILE", "Write the report as a page, and one line about it."),
        CommandOption.All => new("--all"u8, OptionKind.Flag, null, "Show each finding, not only ten of a kind in a file."),
        CommandOption.Ignore => new("--ignore"u8, OptionKind.Values, "ID", "Leave out findings of this kind; may be given more than once."),
        CommandOption.SourceFormat => new("--from"u8, OptionKind.Value, "FORMAT", "The form of the file: which program reads it."),
        CommandOption.TargetList => new("--as"u8, OptionKind.OneOf, "badmailfrom|badmailto|badhelo", "The list that its rules become; badmailfrom by default."),
        CommandOption.Good => new("--good"u8, OptionKind.Value, "FILE", "Write what the rules let through into this file, as a list of exceptions."),
        CommandOption.Subdomains => new("--subdomains"u8, OptionKind.Flag, null, "Each name of a list of domains stands for all below it, too."),
        CommandOption.Host => new("--host"u8, OptionKind.Values, "HOST", "Say no to addresses of any other host; may be given more than once."),
        CommandOption.Timeout => new(
            "--timeout"u8, OptionKind.Value, "SECONDS", "How long a session may stand still. Without this option: control/timeoutsmtpd, or 1200."),
        CommandOption.UnknownLimit => new(
            "--unknown-limit"u8, OptionKind.Value, "NUMBER",
            "How many recipients may not exist before one more ends the session with 421; 0, the default, for any number."),
        CommandOption.Batv => new(
            "--batv"u8, OptionKind.Flag, null, "Judge the tags of recipients at RCPT, and take those of ours off; see qregexcheck-bounces(8)."),
        CommandOption.Since => new("--since"u8, OptionKind.Value, "DAY", "Leave out mail of days before this one, in UTC, as in 2026-11-01."),
        CommandOption.Until => new("--until"u8, OptionKind.Value, "DAY", "Leave out mail of days after this one, in UTC."),
        CommandOption.LogFormat => new(
            "--format"u8, OptionKind.OneOf, "ours|chkuser|qlog|qregex|spamdyke|sqmail|mailfront|recordio|qmail-send|postfix|tcpserver",
            "Read lines of this format only; see qregexcheck-log(8)."),
        CommandOption.Jobs => new("--jobs"u8, OptionKind.Value, "NUMBER", "How many threads read; by default as many as there are processors."),
        CommandOption.Force => new("--force"u8, OptionKind.Flag, null, "Answer even where fewer than half of the lines of mail servers are understood."),
        CommandOption.Against => new(
            "--against"u8, OptionKind.Value, "OLD", "Compare with the rules of this control directory, not with what the log says."),
        CommandOption.Sent => new(
            "--sent"u8, OptionKind.Values, "LOG", "A log of qmail-send: senders that somebody here has written to are known; may be given more than once."),
        CommandOption.RelayNetwork => new(
            "--relay"u8, OptionKind.Values, "PREFIX",
            "Relay clients where the log does not tell: an address, or its beginning up to a dot or colon, as in 192.0.2.; may be given more than once."),
        CommandOption.Examples => new("--examples"u8, OptionKind.Value, "NUMBER", "How many examples are shown of each rule; 3 by default."),
        CommandOption.LookUp => new(
            "--recipients"u8, OptionKind.Flag, null, "Look recipients up, too, as control/checkrcpthosts says; mailboxes are those of today."),
        CommandOption.Color => new(
            "--color"u8, OptionKind.OneOf, "auto|always|never", "auto, the default, colours what a terminal shows unless NO_COLOR is set."),
        _ => new(
            "--starttls"u8, OptionKind.OneOf, "pass|hide",
            "pass lets the client begin TLS with PROG, and no rule is asked from then on; hide takes STARTTLS out of the reply to EHLO."),
    };

    /// <summary>The option of a command with a name; null when the command has no such option.</summary>
    public static CommandOption? Find(CommandName command, ReadOnlySpan<byte> name)
    {
        foreach (CommandOption option in CommandTable.Row(command).Options)
        {
            if (Row(option).Name.SequenceEqual(name))
                return option;
        }

        return null;
    }
}
