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
        ReadOnlySpan<byte> verb = arguments[1];
        if (verb.SequenceEqual("spp"u8) && arguments.Count == 3 && SppStages.Find(arguments[2]) is { } stage)
            return HookCommand.RunSpp(stage);
        if (verb.SequenceEqual("checkpassword"u8) && CheckpasswordOptions.TryRead(arguments) is { } checkpassword)
            return CheckpasswordCommand.Run(checkpassword);
        if (verb.SequenceEqual("filter"u8) && FilterOptions.TryRead(arguments) is { } options)
            return FilterCommand.Run(arguments, options);
        return CommandLine.Run(arguments);
    }

    /// <summary>Whoever asks is told first: the line below may be what fails next.</summary>
    private static ExitCode Fail(Exception exception)
    {
        var code = (ExitCode)Entry.Fail();
        try
        {
            StandardError.Fatal($"internal error: {exception.GetType().Name}: {exception.Message}; please report it");
        }
        catch (Exception)
        {
            // Even a type's name takes memory that may not be there: this line takes none.
            Descriptor.TryWrite(Descriptor.Error, "qregexcheck: fatal: out of memory; raise softlimit -m\n"u8);
        }

        return code;
    }
}
