using System;
using QregexCheck.Commands;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck;

/// <summary>
/// The entry of the program: it turns arguments into a command and a command into an exit code. It alone catches every exception.
/// </summary>
internal static class Program
{
    private static int Main()
    {
        try
        {
            return (int)Run(NativeEntry.Begin());
        }
        catch (Exception exception)
        {
            return (int)Fail(exception);
        }
    }

    /// <summary>
    /// Runs a command. The hooks start here, and nothing is built that a hook does not need. All other commands go through the parser.
    /// </summary>
    private static ExitCode Run(Arguments arguments)
    {
        if (HookEnvironment.Hook == Hook.Queue)
            return QueueCommand.Run(arguments);
        if (HookEnvironment.Hook == Hook.Remote)
            return RemoteCommand.Run(arguments);
        if (arguments.Count <= 1)
            return HookCommand.Run();
        return CommandTable.Find(arguments[1]) switch
        {
            CommandName.Spp when arguments.Count == 3 && SppStages.Find(arguments[2]) is { } stage => HookCommand.RunSpp(stage),
            CommandName.Checkpassword when CheckpasswordOptions.TryRead(arguments) is { } options => CheckpasswordCommand.Run(options),
            CommandName.Filter when FilterOptions.TryRead(arguments) is { } options => FilterCommand.Run(arguments, options),
            CommandName.Doctor when OwnerProcess.IsAsked(arguments) => OwnerProcess.Serve(),
            _ => CommandLine.Run(arguments),
        };
    }

    /// <summary>Tells the caller first, and the log then: writing the log may be what fails next.</summary>
    private static ExitCode Fail(Exception exception)
    {
        var code = (ExitCode)NativeEntry.Fail();
        try
        {
            StandardError.Fatal(exception is OutOfMemoryException
                ? "out of memory; raise softlimit -m"
                : $"internal error: {exception.GetType().Name}: {exception.Message}; please report it");
        }
        catch (Exception)
        {
            // The name of a type takes memory, and there may be none. This line takes no memory.
            Descriptor.TryWrite(Descriptor.Error, "qregexcheck: fatal: out of memory; raise softlimit -m\n"u8);
        }

        return code;
    }
}
