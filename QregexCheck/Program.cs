using System;
using QregexCheck.Commands;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck;

/// <summary>The way in: arguments to command to exit code, and the one place that catches everything.</summary>
internal static class Program
{
    private static int Main()
    {
        try
        {
            return (int)Run(Entry.Begin());
        }
        catch (Exception exception)
        {
            return (int)Fail(exception);
        }
    }

    /// <summary>The hooks start here, with nothing built for them that they don't need; all else goes through the parser.</summary>
    private static ExitCode Run(Arguments arguments)
    {
        if (arguments.Count <= 1)
            return HookCommand.Run();
        return CommandTable.Find(arguments[1]) switch
        {
            CommandName.Spp when arguments.Count == 3 && SppStages.Find(arguments[2]) is { } stage => HookCommand.RunSpp(stage),
            CommandName.Checkpassword when CheckpasswordOptions.TryRead(arguments) is { } options => CheckpasswordCommand.Run(options),
            CommandName.Filter when FilterOptions.TryRead(arguments) is { } options => FilterCommand.Run(arguments, options),
            _ => CommandLine.Run(arguments),
        };
    }

    /// <summary>Whoever asks is told first: the line below may be what fails next.</summary>
    private static ExitCode Fail(Exception exception)
    {
        var code = (ExitCode)Entry.Fail();
        try
        {
            StandardError.Fatal(exception is OutOfMemoryException
                ? "out of memory; raise softlimit -m"
                : $"internal error: {exception.GetType().Name}: {exception.Message}; please report it");
        }
        catch (Exception)
        {
            // Even a type's name takes memory that may not be there: this line takes none.
            Descriptor.TryWrite(Descriptor.Error, "qregexcheck: fatal: out of memory; raise softlimit -m\n"u8);
        }

        return code;
    }
}
