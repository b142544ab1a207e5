using System;
using QregexCheck.Database;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Writes a file that is made of others. Where that fails, the old one stays, and one line says why.</summary>
internal static class Compilation
{
    /// <summary>Compiles and writes.</summary>
    /// <param name="directory">The control directory, which one compile at a time may write to.</param>
    /// <param name="source">What is compiled, for messages.</param>
    /// <param name="written">The file that is written, for messages.</param>
    /// <param name="compile">Does it.</param>
    /// <returns>SoftError when it failed.</returns>
    public static ExitCode Run(ControlDirectory directory, string source, string written, Func<ExitCode> compile)
    {
        try
        {
            return compile();
        }
        catch (DatabaseException exception)
        {
            StandardError.Fatal($"unable to compile {source}: {exception.Message}");
        }
        catch (PosixException exception) when (exception.Number == Errno.TryAgain)
        {
            StandardError.Fatal($"another compile is at work in {directory.Name}; wait for it");
        }
        catch (Exception exception) when (exception is PosixException or OccupiedPathException)
        {
            StandardError.Fatal($"unable to write {written}: {exception.Message}; the old one is left as it was");
        }

        return ExitCode.SoftError;
    }
}
