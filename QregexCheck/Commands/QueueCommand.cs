using System;
using System.Text;
using QregexCheck.Bounces;
using QregexCheck.Decision;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Queue;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck queue [PROG ARG...]</c>, and <c>qregexcheck-queue</c>: stands in the place of qmail-queue, hands the message on to the real one, and refuses
/// bounces that are not ours. Source: qmail-queue(8), and QMAILQUEUE in qmail.c.
/// </summary>
internal sealed class QueueCommand
{
    private readonly int _replyDescriptor;
    private readonly DecisionLog _log = DecisionLog.FromEnvironment();
    private readonly NextQueue _next;
    private readonly QueuePolicy _policy;
    private readonly BounceLook? _look;
    private readonly PassingMail _mail;

    private QueueCommand(int replyDescriptor, NextQueue next, QueuePolicy policy)
    {
        _replyDescriptor = replyDescriptor;
        _next = next;
        _policy = policy;
        _look = policy.LooksInto ? new BounceLook() : null;
        var verdict = new MessageVerdict(QueueEnvironment.BouncesHaveOneRecipient);
        _mail = new PassingMail(next, new PassingEnvelope(policy.Ask, verdict), _look);
    }

    /// <summary>Runs the next program, and hands message and envelope on to it.</summary>
    /// <returns>The next program's exit code, or the code of a refusal or a failure.</returns>
    public static ExitCode Run(Arguments arguments)
    {
        int replyDescriptor = QueueEnvironment.FindReplyDescriptor();
        int first = NativeEntry.FirstArgument();

        // The name has no options: it is there for a bare path.
        if (first == ProgramOptions.First && ProgramOptions.StandAt(arguments, ref first))
            return RunParser(arguments);
        if (QueueEnvironment.Depth > QueueEnvironment.MostDepth)
        {
            StandardError.Fatal("queue wrappers run one another without end; name the real qmail-queue in QREGEXCHECK_NEXTQUEUE, or behind: qregexcheck queue");
            return ExitCode.QueueFailure;
        }

        NextQueue next;
        int error;
        byte[] path = QueueEnvironment.NextPath();
        var policy = new QueuePolicy();
        try
        {
            next = new NextQueue();
            QueueEnvironment.PrepareNext();
        }
        catch (PosixException exception)
        {
            StandardError.Fatal($"unable to prepare for qmail-queue: {exception.Message}; raise the limits on open files and memory");
            return ExitCode.QueueFailure;
        }

        error = first < arguments.Count ? next.Start(arguments, first) : next.Start(path);
        if (error == 0)
            return new QueueCommand(replyDescriptor, next, policy).HandOn();
        string name = Encoding.UTF8.GetString(first < arguments.Count ? arguments[first] : path.AsSpan()[..^1]);
        StandardError.Fatal($"unable to run {name}: {PosixException.Describe(error)}; correct its path");
        return ExitCode.Unable;
    }

    /// <summary>Says what is wrong with the options, or helps.</summary>
    private static ExitCode RunParser(Arguments arguments) => CommandLine.Run(arguments) switch
    {
        ExitCode.Accept => ExitCode.Accept,
        _ => ExitCode.QueueFailure,
    };

    private ExitCode HandOn()
    {
        PassageEnd end;
        try
        {
            end = _mail.Pass();
        }
        catch (PosixException exception)
        {
            StandardError.Fatal($"unable to read the message or its envelope: {exception.Message}; the caller of qmail-queue is to open descriptors 0 and 1");
            end = PassageEnd.Stopped;
        }

        switch (end)
        {
            case PassageEnd.Whole:
                Verdict verdict = Decide();
                WarnOfLong(_mail.Envelope);
                return verdict.Kind == VerdictKind.Accept ? Accept() : Refuse(verdict);

            case PassageEnd.Cut:
                _next.End();
                return ExitCode.QueueMalformed;

            case PassageEnd.Malformed:
                _next.End();
                StandardError.Fatal("the envelope is malformed, so the message is not accepted; see envelopes(5)");
                return ExitCode.QueueMalformed;

            default:
                _next.End();
                return NextCode(isHandedOn: false);
        }
    }

    /// <summary>Decides by the recipients, and then by what a bounce quotes.</summary>
    private Verdict Decide()
    {
        Verdict verdict = _mail.Envelope.Verdict.Whole;
        return verdict.Kind == VerdictKind.Accept && _mail.Envelope.IsBounce && _look is not null ? _policy.Look(_look) : verdict;
    }

    /// <summary>
    /// Lets the next program queue the message. All that can fail or wait is done before: who is told of a failure when the message is queued sends it again.
    /// </summary>
    private ExitCode Accept()
    {
        LogAccept();
        NativeEntry.HoldSignals();
        bool isHandedOn = _mail.Finish();
        return NextCode(isHandedOn);
    }

    /// <summary>Leaves the envelope unfinished, so that nothing is queued, and says why.</summary>
    private ExitCode Refuse(Verdict verdict)
    {
        _next.End();

        // It may have refused the message by its own words, which are on the descriptor already.
        ExitCode code = _next.Code == (int)ExitCode.QueueReplied ? ExitCode.QueueReplied : Tell(QueueReply.To(verdict));
        if (_next.Code == 0)
            StandardError.WriteLine("warning"u8, "the next program says that it has queued a message whose envelope was not finished; see qmail-queue(8)");
        _log.Write(verdict, Logged(_mail.Envelope.Verdict.RefusedRecipient ?? _mail.Envelope.FirstRecipient));
        return code;
    }

    private ExitCode Tell(QueueReply reply)
    {
        // A caller that has gone, or a pipe that somebody else has filled, can't be told; waiting would help nobody.
        Span<Polled> set = [new Polled { Descriptor = _replyDescriptor, Wanted = Polled.CanWrite }];
        bool canBeTold = _replyDescriptor != -1 && reply.Text.Length > 0 && Polled.Wait(set, 0) == 1 && !set[0].HasFailed;
        return (ExitCode)(canBeTold
            ? NativeEntry.Answer(_replyDescriptor, reply.Text, (int)reply.ExitCode, (int)reply.UntoldExitCode)
            : NativeEntry.Answer(-1, [], (int)reply.UntoldExitCode, (int)reply.UntoldExitCode));
    }

    /// <summary>The next program's exit code, if it may stand. A message of which bytes may be lost is not accepted, whatever the program says.</summary>
    /// <param name="isHandedOn">True when the program was given all.</param>
    private ExitCode NextCode(bool isHandedOn)
    {
        if (_next.Code > 0)
            return (ExitCode)_next.Code;
        if (_next.Signal != 0)
            StandardError.Fatal($"the next program was killed by signal {_next.Signal}, so the message is not accepted; see why, and try again");
        else if (_next.Code == -1)
            StandardError.Fatal("the next program's exit code can't be known, so the message is not accepted; try again");
        else if (isHandedOn && !_next.HasLeftBytes)
            return ExitCode.Accept;
        else
            StandardError.Fatal("the next program has exited with 0 and has not read all of the message, so the message is not accepted; see qmail-queue(8)");
        return ExitCode.QueueFailure;
    }

    /// <summary>Tells of addresses that are too long to be asked about. The next program has them, and mostly refuses the message.</summary>
    private static void WarnOfLong(PassingEnvelope envelope)
    {
        if (!envelope.HasLongSender && envelope.LongRecipients == 0)
            return;
        string recipients = envelope.LongRecipients == 0 ? string.Empty : $"{envelope.LongRecipients} of {envelope.Recipients} recipients";
        string sender = !envelope.HasLongSender ? string.Empty : recipients.Length > 0 ? "the sender and " : "the sender";
        StandardError.WriteLine(
            "warning"u8,
            $"ip={Encoding.ASCII.GetString(LogLine.ClientIp(HookEnvironment.ClientIp))}: an address of more than {EnvelopeReader.LongestAddress} bytes "
                + $"was handed on, and nothing was asked about it: {sender}{recipients}");
    }

    /// <summary>One line: what would have refused some of the recipients, or else what only logs, or else that the message is accepted.</summary>
    private void LogAccept()
    {
        MessageVerdict verdict = _mail.Envelope.Verdict;
        if (verdict.PassesRefused)
            _log.WritePassed(verdict.Refusal!, Logged(verdict.RefusedRecipient));
        else if (_policy.Logged is { } logged)
            _log.WriteLogOnly(logged.Reason, Logged(logged.Recipient ?? _mail.Envelope.FirstRecipient));
        else
            _log.Write(Verdict.Accept, Logged(_mail.Envelope.FirstRecipient));
    }

    /// <summary>The envelope as the log has it.</summary>
    /// <param name="recipient">The first recipient that the line is about.</param>
    private Envelope Logged(byte[]? recipient) => new()
    {
        Helo = HookEnvironment.AnyHelo,
        Sender = _mail.Envelope.Sender,
        Recipient = recipient,
        RecipientCount = _mail.Envelope.Recipients,
        IsRelayClient = HookEnvironment.IsRelayClient,
    };
}
