using System;
using QregexCheck.Decision;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck checkpassword [--host HOST] [PROG ARG...]</c>. The recipient comes as the user name on descriptor 3. Source: the checkpassword
/// interface; s/qmail's control/recipients.
/// </summary>
internal static class CheckpasswordCommand
{
    private const int CredentialsDescriptor = 3;
    private const int LongestCredentials = 512;

    /// <summary>Reads the address, decides, and runs PROG if there is one.</summary>
    /// <param name="options">What the command line says.</param>
    public static ExitCode Run(CheckpasswordOptions options)
    {
        if (!Descriptor.IsOpen(CredentialsDescriptor))
            return Misuse("descriptor 3 is not open: this command is for callers of the checkpassword interface");

        Span<byte> credentials = stackalloc byte[LongestCredentials + 1];
        int length;
        try
        {
            length = ReadAll(credentials);
        }
        catch (PosixException exception)
        {
            StandardError.Fatal($"unable to read descriptor 3: {exception.Message}; try again");
            return ExitCode.SoftError;
        }

        int end = credentials[..length].IndexOf((byte)0);
        if (length > LongestCredentials || end < 0)
            return Misuse("descriptor 3 holds no name and NUL within 512 bytes");

        // An address of another host belongs to another line of control/recipients. No rule is asked, and nothing is logged.
        if (!options.IsOurs(credentials[..end]))
            return ExitCode.CheckpasswordReject;

        var envelope = new Envelope
        {
            Recipient = credentials[..end].ToArray(),
            IsRelayClient = HookEnvironment.IsRelayClient,
            ClientIp = HookEnvironment.ClientIp,
        };
        DecisionLog log = DecisionLog.FromEnvironment();
        Verdict verdict = ControlRules.Decide(envelope, log);
        ExitCode code = HookReply.ToCheckpassword(verdict);
        if (code != ExitCode.Accept)
            NativeEntry.Answer(CredentialsDescriptor, [], (int)code, (int)code);
        log.Write(verdict, envelope);
        return code == ExitCode.Accept && options.Program < options.Arguments.Count
            ? RunProgram(options.Arguments, options.Program, credentials[..length])
            : code;
    }

    private static int ReadAll(Span<byte> buffer)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            int count = Descriptor.Read(CredentialsDescriptor, buffer[length..]);
            if (count == 0)
                break;
            length += count;
        }

        Descriptor.Close(CredentialsDescriptor);
        return length;
    }

    /// <summary>Runs PROG with a new descriptor 3 that holds the same bytes. A pipe takes them all at once (pipe(7)).</summary>
    private static ExitCode RunProgram(Arguments arguments, int program, ReadOnlySpan<byte> credentials)
    {
        int output, input;
        try
        {
            Descriptor.MakePipe(isInherited: true, out output, out input);
        }
        catch (PosixException exception)
        {
            StandardError.Fatal($"unable to make a pipe: {exception.Message}; raise the limit on open files");
            return ExitCode.SoftError;
        }

        bool isWritten = Descriptor.TryWrite(input, credentials);
        Descriptor.Close(input);
        if (output != CredentialsDescriptor)
        {
            isWritten &= Descriptor.TryDuplicate(output, CredentialsDescriptor);
            Descriptor.Close(output);
        }

        if (!isWritten)
        {
            StandardError.Fatal("unable to hand descriptor 3 on; try again");
            return ExitCode.SoftError;
        }

        int error = NextProgram.Execute(arguments, program);
        StandardError.Fatal($"unable to run {System.Text.Encoding.UTF8.GetString(arguments[program])}: {PosixException.Describe(error)}; correct its path");
        return ExitCode.SoftError;
    }

    private static ExitCode Misuse(string message)
    {
        StandardError.Fatal(message + "; see qregexcheck(8)");
        return ExitCode.CheckpasswordMisuse;
    }
}
