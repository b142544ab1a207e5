using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck dump</c>: prints the compiled file as text.</summary>
internal static class DumpCommand
{
    /// <summary>Prints the compiled file of a directory, fresh or not. It prints nothing of a damaged one.</summary>
    /// <returns>SoftError when there is no compiled file, or it is damaged.</returns>
    public static ExitCode Run(ControlDirectory directory, Stream output)
    {
        directory.CheckExists();
        UnreadFiles.Warn(directory);
        try
        {
            using CompiledFile? file = CompiledFile.Open(directory);
            if (file is null)
                throw new DatabaseException("there is none");
            file.Reader.CheckBlocks();
            foreach (ControlList list in ControlLists.All)
                output.Write(Encoding.UTF8.GetBytes(DatabaseDump.List(file.Reader, list)));
            output.Write(Encoding.UTF8.GetBytes(DatabaseDump.UnknownLists(file.Reader)));
            return ExitCode.Accept;
        }
        catch (DatabaseException exception)
        {
            StandardError.Fatal(
                $"unable to dump {directory.Name}/{Encoding.ASCII.GetString(CompiledFile.FileName)}: {exception.Message}; run qregexcheck compile");
            return ExitCode.SoftError;
        }
    }
}
