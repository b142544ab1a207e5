using System;
using System.Diagnostics;
using QregexCheck.Decision;
using QregexCheck.Text;

namespace QregexCheck.Qmail;

/// <summary>The answer of a hook to a verdict: an exit code, and text on standard output or on descriptor 4.</summary>
/// <param name="ExitCode">The process's exit code.</param>
/// <param name="Output">The text for standard output; empty when there is none.</param>
/// <param name="Descriptor4">The text for descriptor 4; empty when there is none.</param>
/// <param name="UntoldExitCode">The exit code when that text can't be written.</param>
internal sealed record HookReply(ExitCode ExitCode, byte[] Output, byte[] Descriptor4, ExitCode UntoldExitCode)
{
    /// <summary>The answer to qmail-smtpd's RCPTCHECK.</summary>
    /// <param name="verdict">The decision.</param>
    /// <param name="hasDescriptor4">True when USE_FD4 is set and the descriptor is open.</param>
    /// <remarks>
    /// qmail-smtpd answers exit code 100 with 550 or 553, or with the text on descriptor 4. It answers 111 with a fixed 421 and ends the
    /// session.
    /// So a rule that defers uses 100, with a 451 on descriptor 4 where it can. If the text can't be written, a rejection stays a rejection. A
    /// deferral would become a final refusal, so it then uses 111.
    /// </remarks>
    public static HookReply ToRcptCheck(Verdict verdict, bool hasDescriptor4)
    {
        byte[] text = hasDescriptor4 ? Line(default, verdict.Reply) : [];
        return verdict.Kind switch
        {
            VerdictKind.Accept => new HookReply(ExitCode.Accept, [], [], ExitCode.Accept),
            VerdictKind.Reject => new HookReply(ExitCode.HardError, [], text, ExitCode.HardError),
            VerdictKind.Defer when hasDescriptor4 => new HookReply(ExitCode.HardError, [], text, ExitCode.SoftError),
            VerdictKind.Defer or VerdictKind.Trouble => new HookReply(ExitCode.SoftError, [], [], ExitCode.SoftError),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The answer to qmail-spp. qmail-spp reads the line, not the exit code. The exit code is for scripts around us.</summary>
    public static HookReply ToSpp(Verdict verdict)
    {
        byte[] line = verdict.Kind == VerdictKind.Accept ? [] : Line("E"u8, verdict.Reply);
        ExitCode code = verdict.Kind switch
        {
            VerdictKind.Accept => ExitCode.Accept,
            VerdictKind.Reject => ExitCode.HardError,
            _ => ExitCode.SoftError,
        };
        return new HookReply(code, line, [], line.Length == 0 ? code : ExitCode.Unable);
    }

    /// <summary>The answer to a program that calls us as checkpassword: 1 refuses, 111 means "cannot tell".</summary>
    public static ExitCode ToCheckpassword(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Accept => ExitCode.Accept,
        VerdictKind.Reject => ExitCode.CheckpasswordReject,
        _ => ExitCode.SoftError,
    };

    private static byte[] Line(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> reply) =>
        reply.IsEmpty ? [] : new ByteText().Add(prefix).Add(reply).Add("\n"u8).Bytes.ToArray();
}
