using System;
using QregexCheck.Decision;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck</c> without arguments, and <c>qregexcheck spp STAGE</c>: the envelope from the environment, the answer in qmail's terms.
/// </summary>
internal static unsafe class HookCommand
{
    private const int ReplyDescriptor = 4;

    /// <summary>Runs as RCPTCHECK or as a qmail-spp plugin, by the variables that are set.</summary>
    public static ExitCode Run()
    {
        switch (HookEnvironment.Detect())
        {
            case Hook.RcptCheck:
                // Asked before anything is opened: later the number could be one of our own files.
                bool hasDescriptor4 = Environ.IsSet("USE_FD4\0"u8) && Descriptor.IsOpen(ReplyDescriptor);
                Verdict verdict = Check(HookEnvironment.ReadRcptCheck());
                ExitCode code = Answer(HookReply.ToRcptCheck(verdict, hasDescriptor4), verdict.Kind);
                return code == ExitCode.Accept ? RunNext() : code;

            case Hook.Spp:
                return RunSpp(SppStage.Unnamed);

            default:
                StandardError.Fatal("no envelope in the environment (RECIPIENT or SMTPRCPTTO); to try rules by hand, run: qregexcheck test ADDRESS");
                return ExitCode.SoftError;
        }
    }

    /// <summary>Runs as a qmail-spp plugin at one stage.</summary>
    public static ExitCode RunSpp(SppStage stage)
    {
        Envelope? envelope = HookEnvironment.ReadSpp(stage);
        Verdict verdict;
        if (envelope is not null)
        {
            verdict = Check(envelope);
        }
        else
        {
            verdict = Verdict.Trouble("the stage's variable is not in the environment; list the plugin in the section of control/smtpplugins that it is for");
            StandardError.Fatal(verdict.TroubleText!);
        }

        return Answer(HookReply.ToSpp(verdict), verdict.Kind);
    }

    /// <summary>Answers qmail-spp when the plugin's own command line is wrong: silence would accept.</summary>
    public static ExitCode RefuseSpp() => Answer(HookReply.ToSpp(Verdict.Trouble(string.Empty)), VerdictKind.Trouble);

    /// <summary>Decides, and logs what was decided.</summary>
    public static Verdict Check(Envelope envelope)
    {
        DecisionLog log = DecisionLog.FromEnvironment();
        Verdict verdict;
        try
        {
            using var rules = new ControlRules(ControlDirectory.FromEnvironment(), DecisionLog.Warn);
            verdict = new Judge(rules.Open, hit => log.WriteLogOnly(hit, envelope)).Decide(envelope);
        }
        catch (ControlReadException exception)
        {
            verdict = Verdict.Trouble(exception.Message);
        }
        catch (OutOfMemoryException)
        {
            verdict = Verdict.Trouble("out of memory: a rule or an address is too large; raise softlimit -m, or run qregexcheck test to see which");
        }

        log.Write(verdict, envelope);
        return verdict;
    }

    private static ExitCode Answer(HookReply reply, VerdictKind verdict)
    {
        bool told = (reply.Output.Length == 0 || Descriptor.TryWrite(Descriptor.Output, reply.Output))
            & (reply.Descriptor4.Length == 0 || Descriptor.TryWrite(ReplyDescriptor, reply.Descriptor4));

        // A deferral whose 451 could not be told would become a final no; without its text a rejection is still one.
        return told || verdict == VerdictKind.Reject ? reply.ExitCode : ExitCode.SoftError;
    }

    /// <summary>Lets the program that QREGEXCHECK_NEXT names have the last word on a recipient we accept.</summary>
    private static ExitCode RunNext()
    {
        byte[]? next = Environ.Get("QREGEXCHECK_NEXT\0"u8);
        if (next is null or [])
            return ExitCode.Accept;
        int error;
        fixed (byte* path = new ByteText().Add(next).Add((byte)0).Bytes)
        {
            byte** arguments = stackalloc byte*[2];
            arguments[0] = path;
            arguments[1] = null;
            error = NextProgram.Execute(path, arguments);
        }

        StandardError.Fatal($"unable to run QREGEXCHECK_NEXT: {PosixException.Describe(error)}; correct its path, or unset it");
        return ExitCode.SoftError;
    }
}
