using System.Diagnostics;
using QregexCheck.Decision;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>Who runs us, and so which variables hold and how an answer is given.</summary>
internal enum Hook
{
    /// <summary>Neither set of variables is there: nobody's hook.</summary>
    None,

    /// <summary>RCPTCHECK: the exit code answers, and text on descriptor 4 where USE_FD4 is set.</summary>
    RcptCheck,

    /// <summary>qmail-spp: a line on standard output answers.</summary>
    Spp,
}

/// <summary>Reads the envelope out of the environment.</summary>
/// <remarks>
/// Both sets of variables present means RCPTCHECK in a qmail-smtpd that has the qmail-spp patch too: SENDER and RECIPIENT are
/// right then, and what qmail-spp left behind may be an earlier recipient's.
/// </remarks>
internal static class HookEnvironment
{
    /// <summary>Tells from the variables which hook runs us.</summary>
    public static Hook Detect()
    {
        if (Environ.IsSet("RECIPIENT\0"u8))
            return Hook.RcptCheck;
        bool isSpp = Environ.IsSet("SMTPRCPTTO\0"u8) || Environ.IsSet("SMTPMAILFROM\0"u8) || Environ.IsSet("SMTPHELOHOST\0"u8);
        return isSpp ? Hook.Spp : Hook.None;
    }

    /// <summary>The envelope of a RCPTCHECK run.</summary>
    public static Envelope ReadRcptCheck()
    {
        byte[]? sender = Environ.Get("SENDER\0"u8);
        return new Envelope
        {
            // The RCPTCHECK patch says HELO, rejectutils says HELOHOST.
            Helo = ChecksHelo ? Environ.Get("HELO\0"u8) ?? Environ.Get("HELOHOST\0"u8) : null,
            Sender = sender,
            SenderIsMissing = sender is null,
            Recipient = Environ.Get("RECIPIENT\0"u8),
            IsRelayClient = IsRelayClient,
        };
    }

    /// <summary>The envelope of a qmail-spp run, or null when the stage's own variable is not set.</summary>
    public static Envelope? ReadSpp(SppStage stage)
    {
        byte[]? helo = Environ.Get("SMTPHELOHOST\0"u8);
        byte[]? sender = Environ.Get("SMTPMAILFROM\0"u8);
        byte[]? recipient = Environ.Get("SMTPRCPTTO\0"u8);
        return stage switch
        {
            SppStage.Helo => helo is null ? null : new Envelope { Helo = ChecksHelo ? helo : null, IsRelayClient = IsRelayClient },

            // In a second message's [mail] stage SMTPRCPTTO is still the first one's recipient.
            SppStage.Mail => sender is null ? null : new Envelope { Sender = sender, IsRelayClient = IsRelayClient },
            SppStage.Rcpt => recipient is null ? null : new Envelope
            {
                Sender = sender,
                SenderIsMissing = sender is null,
                Recipient = recipient,
                IsRelayClient = IsRelayClient,
            },
            SppStage.Unnamed => new Envelope
            {
                Helo = ChecksHelo ? helo : null,
                Sender = sender,
                SenderIsMissing = sender is null && recipient is not null,
                Recipient = recipient,
                IsRelayClient = IsRelayClient,
            },
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>True when RELAYCLIENT is set, be it to nothing. Source: qmail-smtpd(8).</summary>
    public static bool IsRelayClient => Environ.IsSet("RELAYCLIENT\0"u8);

    /// <summary>False when NOBADHELO is set, as the qregex patch has it.</summary>
    public static bool ChecksHelo => !Environ.IsSet("NOBADHELO\0"u8);

    /// <summary>The client's address, as tcpserver sets it (tcp-environ(5)); empty where nobody did.</summary>
    public static byte[] ClientIp => Environ.Get("TCPREMOTEIP\0"u8) ?? [];
}
