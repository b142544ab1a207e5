using System;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Smtp;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck filter PROG [ARG...]</c>: applies the rules in front of a qmail-smtpd that has no hook. Source: tcpserver(1) for descriptors 0
/// and 1.
/// </summary>
internal static class FilterCommand
{
    /// <summary>Reads the rules, runs PROG, and stands between PROG and the client until one of them has gone.</summary>
    /// <param name="arguments">The process's arguments.</param>
    /// <param name="options">The options in front of PROG.</param>
    /// <returns>PROG's exit code; 111 when PROG was not run.</returns>
    public static ExitCode Run(Arguments arguments, FilterOptions options)
    {
        if (options.Program >= arguments.Count)
            return Misuse("filter runs a mail server: name it, as in: qregexcheck filter /var/qmail/bin/qmail-smtpd");
        if (!Descriptor.IsOpen(ClientConnection.Input) || !Descriptor.IsOpen(ClientConnection.Output))
            return Misuse("descriptors 0 and 1 are not open: run the filter from tcpserver, or one like it");

        DecisionLog log = DecisionLog.FromEnvironment();
        SmtpSession session;
        int timeout;
        try
        {
            session = new SmtpSession(ReadPolicy(options, log));
            timeout = options.TimeoutSeconds ?? Math.Min(QmailControls.ReadTimeout(options.Directory), FilterOptions.LongestTimeout);
        }
        catch (Exception exception) when (exception is ControlReadException or OutOfMemoryException)
        {
            string why = exception is OutOfMemoryException ? "out of memory; raise softlimit -m" : exception.Message;
            return GiveUp("421 unable to read controls (#4.3.0)\r\n"u8, why);
        }

        ChildProcess server;
        try
        {
            if (options.JudgesTags)
                QueueEnvironment.SayTagsAreJudged();
            server = ChildProcess.Run(arguments, options.Program);
        }
        catch (PosixException exception)
        {
            return GiveUp(
                "421 unable to run the mail server (#4.3.0)\r\n"u8,
                $"unable to run {Encoding.UTF8.GetString(arguments[options.Program])}: {exception.Message}; correct its path");
        }

        int code = new SmtpFilter(session, server, timeout).Run();
        if (session.Rejected > 0)
            log.WriteSession(session.Mails, session.Recipients, session.Rejected, session.Unknown);
        return code == -1 ? ExitCode.SoftError : (ExitCode)code;
    }

    private static SessionPolicy ReadPolicy(FilterOptions options, DecisionLog log)
    {
        var rules = new ConnectionRules(options.Directory, DecisionLog.Warn);
        QueueTags? tags = options.JudgesTags ? new QueueTags(options.Directory) : null;
        bool areJudged = QueueEnvironment.TagsAreJudged;
        return new SessionPolicy
        {
            Decide = envelope => rules.Decide(envelope, log),
            Report = log.Write,
            ReportTls = log.WarnOfTls,
            JudgeTag = tags is null ? null : (recipient, isBounce) => tags.Judge(recipient, isBounce && !areJudged),
            ReportTag = log.WriteLogOnly,
            HidesStartTls = options.HidesStartTls,
            UnknownLimit = options.UnknownLimit,
            BouncesHaveOneRecipient = QueueEnvironment.BouncesHaveOneRecipient,
            ClientIp = HookEnvironment.ClientIp,
            IsRelayClient = HookEnvironment.IsRelayClient,
            ChecksHelo = HookEnvironment.ChecksHelo,
            RelaySuffix = Environ.Get("RELAYCLIENT\0"u8) ?? [],
            LocalHosts = Array.ConvertAll(QmailControls.ReadLocalIpHosts(options.Directory), static name => new LocalHost(name, OwnAddresses.Contains)),
        };
    }

    private static ExitCode GiveUp(ReadOnlySpan<byte> reply, string why)
    {
        Descriptor.TryWrite(ClientConnection.Output, reply);
        StandardError.Fatal(why);
        return ExitCode.SoftError;
    }

    private static ExitCode Misuse(string message)
    {
        StandardError.Fatal(message + "; see qregexcheck(8)");
        return ExitCode.SoftError;
    }
}
