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
            using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            foreach (ControlList list in ControlLists.All)
                DatabaseDump.List(file.Reader, list, AddLine);
            DatabaseDump.Addresses(file.Reader, AddressList.ValidRcptTo, AddLine);
            DatabaseDump.UnknownLists(file.Reader, AddLine);
            return ExitCode.Accept;

            void AddLine(string line)
            {
                text.Write(line);
                text.Write('\n');
            }
        }
        catch (DatabaseException exception)
        {
            StandardError.Fatal(
                $"unable to dump {directory.Name}/{Encoding.ASCII.GetString(CompiledFile.FileName)}: {exception.Message}; run qregexcheck compile");
            return ExitCode.SoftError;
        }
    }
}
