using System.Diagnostics;

namespace QregexCheck.Smtp;

/// <summary>The commands whose meaning the filter must follow. All other commands pass, and the server answers them.</summary>
internal enum SmtpVerb
{
    Other,
    Helo,
    Ehlo,
    Mail,
    Rcpt,
    Rset,
    Data,
    Bdat,
    Auth,
    StartTls,
    Quit,

    /// <summary>NOOP, and others that leave a transaction as it is. Source: RFC 5321 4.1.1.6 to 4.1.1.9.</summary>
    Noop,
}

/// <summary>What is remembered of a command that passes, until the server has answered it.</summary>
/// <param name="Reply">The command that the server's reply answers.</param>
/// <param name="RunsAhead">True when the client's next line need not wait for that reply, if this line is plain.</param>
/// <param name="KeepsArgument">True when the argument counts once the server agrees.</param>
internal readonly record struct PassedCommand(ReplyTo Reply, bool RunsAhead = false, bool KeepsArgument = false);

/// <summary>The table of the verbs.</summary>
internal static class SmtpVerbs
{
    /// <summary>What is awaited behind a command. A BDAT counts as other commands do only when no chunk follows it.</summary>
    public static PassedCommand Passed(this SmtpVerb verb) => verb switch
    {
        SmtpVerb.Helo => new(ReplyTo.Helo, KeepsArgument: true),
        SmtpVerb.Ehlo => new(ReplyTo.Ehlo, KeepsArgument: true),
        SmtpVerb.Mail => new(ReplyTo.Mail, KeepsArgument: true),
        SmtpVerb.Rcpt => new(ReplyTo.Rcpt, RunsAhead: true),
        SmtpVerb.Rset => new(ReplyTo.Rset),
        SmtpVerb.Data => new(ReplyTo.Data),
        SmtpVerb.Auth => new(ReplyTo.Auth),
        SmtpVerb.StartTls => new(ReplyTo.StartTls),
        SmtpVerb.Quit => new(ReplyTo.Quit),
        SmtpVerb.Noop => new(ReplyTo.Noop),
        SmtpVerb.Bdat or SmtpVerb.Other => new(ReplyTo.Nothing),
        _ => throw new UnreachableException(),
    };
}
