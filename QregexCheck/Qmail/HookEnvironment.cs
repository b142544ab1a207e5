using System.Diagnostics;
using QregexCheck.Decision;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>Who runs us, and so which variables hold and how an answer is given. entry/fail.c finds out, and has the numbers from here.</summary>
internal enum Hook
{
    /// <summary>No hook: a command names itself, or neither set of variables is there.</summary>
    None = 0,

    /// <summary>RCPTCHECK. The exit code answers, and text on descriptor 4 when USE_FD4 is set.</summary>
    RcptCheck = 1,

    /// <summary>qmail-spp. A line on standard output answers.</summary>
    Spp = 2,

    /// <summary>In the place of qmail-queue. The exit code answers, and text on the descriptor that QREGEXCHECK_QUEUE_FD names.</summary>
    Queue = 3,

    /// <summary>qmail-remote: qmail-rspawn waits for a report on standard output, and standard error is the same pipe. Our name tells.</summary>
    Remote = 4,
}

/// <summary>Reads the envelope from the environment.</summary>
/// <remarks>
/// When both sets of variables are present, the hook is RCPTCHECK in a qmail-smtpd that has the qmail-spp patch too. SENDER and RECIPIENT are
/// right then. The variables that qmail-spp left behind may be those of an earlier recipient.
/// </remarks>
internal static class HookEnvironment
{
    /// <summary>The hook that runs us. The command line counts before the variables: a plugin that names a stage is at that stage.</summary>
    public static Hook Hook => (Hook)NativeEntry.FindHook();

    /// <summary>The envelope of a RCPTCHECK run.</summary>
    /// <remarks>RECIPIENT is already as it will be queued. The patches run the check after RELAYCLIENT is appended.</remarks>
    public static Envelope ReadRcptCheck()
    {
        byte[]? sender = Environ.Get("SENDER\0"u8);
        return new Envelope
        {
            Helo = PatchHelo,
            SparesHelo = !ChecksHelo,
            Sender = sender,
            SenderIsMissing = sender is null,
            Untold = sender is null ? UntoldSide.Missing : UntoldSide.NeverKnown,
            ClientIp = ClientIp,
            Recipient = Environ.Get("RECIPIENT\0"u8),
            IsRelayClient = IsRelayClient,
        };
    }

    /// <summary>The envelope of a qmail-spp run; null when the stage's own variable is not set.</summary>
    /// <remarks>
    /// qmail-spp forgets a refusal. A client may ignore it and go on, and its HELO name and sender still count. So each stage asks about the
    /// variables of the earlier stages once more, as far as they are set.
    /// </remarks>
    public static Envelope? ReadSpp(SppStage stage)
    {
        byte[]? helo = Environ.Get("SMTPHELOHOST\0"u8);
        byte[]? sender = Environ.Get("SMTPMAILFROM\0"u8);
        byte[]? recipient = Environ.Get("SMTPRCPTTO\0"u8);
        bool isSet = stage switch
        {
            SppStage.Helo => helo is not null,
            SppStage.Mail => sender is not null,
            SppStage.Rcpt => recipient is not null,
            SppStage.Unnamed => true,
            _ => throw new UnreachableException(),
        };
        if (!isSet)
            return null;

        // In the [mail] stage of a second message SMTPRCPTTO is still the first message's recipient. In a second [helo] both are stale.
        bool hasSender = stage != SppStage.Helo;
        bool hasRecipient = stage is SppStage.Rcpt or SppStage.Unnamed && recipient is not null;
        return new Envelope
        {
            Helo = helo,
            SparesHelo = !ChecksHelo,
            Sender = hasSender ? sender : null,
            SenderIsMissing = hasRecipient && sender is null,
            Untold = !hasRecipient ? UntoldSide.KnownLater : sender is null ? UntoldSide.Missing : UntoldSide.NeverKnown,
            ClientIp = ClientIp,
            Recipient = hasRecipient ? Envelope.QueuedRecipient(recipient!, Environ.Get("RELAYCLIENT\0"u8)) : null,
            IsRelayClient = IsRelayClient,
        };
    }

    /// <summary>The HELO name where any patch has left it in the environment; null where none has.</summary>
    public static byte[]? AnyHelo => PatchHelo ?? Environ.Get("SMTPHELOHOST\0"u8);

    // The RCPTCHECK patch says HELO, rejectutils says HELOHOST.
    private static byte[]? PatchHelo => Environ.Get("HELO\0"u8) ?? Environ.Get("HELOHOST\0"u8);

    /// <summary>True when RELAYCLIENT is set. An empty value counts as set. Source: qmail-smtpd(8).</summary>
    public static bool IsRelayClient => Environ.IsSet("RELAYCLIENT\0"u8);

    /// <summary>False when NOBADHELO is set, as in the qregex patch.</summary>
    public static bool ChecksHelo => !Environ.IsSet("NOBADHELO\0"u8);

    /// <summary>The client's address, as tcpserver sets it (tcp-environ(5)); empty when nobody set it.</summary>
    public static byte[] ClientIp => Environ.Get("TCPREMOTEIP\0"u8) ?? [];
}
