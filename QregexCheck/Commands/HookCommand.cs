using QregexCheck.Decision;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck</c> without arguments, and <c>qregexcheck spp STAGE</c>. The envelope comes from the environment. The answer is qmail's.
/// </summary>
internal static class HookCommand
{
    private const int ReplyDescriptor = 4;

    /// <summary>Runs as RCPTCHECK or as a qmail-spp plugin. The variables that are set decide which.</summary>
    public static ExitCode Run()
    {
        switch (HookEnvironment.Hook)
        {
            case Hook.RcptCheck:
                return RunRcptCheck();

            case Hook.Spp:
                return RunSpp(SppStage.Unnamed);

            default:
                StandardError.Fatal("no envelope in the environment (RECIPIENT or SMTPRCPTTO); to try rules by hand, run: qregexcheck test ADDRESS");
                return ExitCode.SoftError;
        }
    }

    private static ExitCode RunRcptCheck()
    {
        // This is asked before any file is opened. Later the number could belong to one of our own files.
        bool hasDescriptor4 = Environ.IsSet("USE_FD4\0"u8) && Descriptor.IsOpen(ReplyDescriptor);
        DecisionLog log = DecisionLog.FromEnvironment();
        Envelope envelope = HookEnvironment.ReadRcptCheck();
        Verdict verdict = ControlRules.Decide(envelope, log);
        ExitCode code = Answer(HookReply.ToRcptCheck(verdict, hasDescriptor4));
        log.Write(verdict, envelope);
        return code == ExitCode.Accept ? RunNext() : code;
    }

    /// <summary>Runs as a qmail-spp plugin at one stage.</summary>
    public static ExitCode RunSpp(SppStage stage)
    {
        if (HookEnvironment.ReadSpp(stage) is not { } envelope)
        {
            var failure = (ExitCode)NativeEntry.Fail();
            StandardError.Fatal("the stage's variable is not in the environment; list the plugin in the section of control/smtpplugins that it is for");
            return failure;
        }

        DecisionLog log = DecisionLog.FromEnvironment();
        Verdict verdict = ControlRules.Decide(envelope, log);
        ExitCode code = Answer(HookReply.ToSpp(verdict));
        log.Write(verdict, envelope);
        return code;
    }

    /// <summary>
    /// Tells a refusal at once. Nothing that fails later, such as the log, can then take it back. An accept is told at the end of the run.
    /// </summary>
    private static ExitCode Answer(HookReply reply) =>
        reply.ExitCode == ExitCode.Accept ? ExitCode.Accept
        : (ExitCode)(reply.Output.Length > 0
            ? NativeEntry.Answer(Descriptor.Output, reply.Output, (int)reply.ExitCode, (int)reply.UntoldExitCode)
            : NativeEntry.Answer(ReplyDescriptor, reply.Descriptor4, (int)reply.ExitCode, (int)reply.UntoldExitCode));

    /// <summary>Runs the program that QREGEXCHECK_NEXT names. It has the last word on a recipient that we accept.</summary>
    private static ExitCode RunNext()
    {
        byte[]? next = Environ.Get("QREGEXCHECK_NEXT\0"u8);
        if (next is null or [])
            return ExitCode.Accept;
        int error = NextProgram.Execute(new ByteText().Add(next).Add((byte)0).Bytes);
        StandardError.Fatal($"unable to run QREGEXCHECK_NEXT: {PosixException.Describe(error)}; correct its path, or unset it");
        return ExitCode.SoftError;
    }
}
