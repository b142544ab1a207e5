using System.CommandLine;
using System.IO;
using System.Text;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck completion SHELL</c>: prints the script by which a shell completes our words.</summary>
/// <remarks>The scripts are made of the table of commands, so they offer what the parser takes, and run nothing when a key is pressed.</remarks>
internal static class CompletionCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build(Stream output)
    {
        var tree = new CommandTree(CommandName.Completion);
        Argument<string> shell = tree.One(CommandArgument.Shell);
        tree.Command.SetAction(parsed => (int)Run(parsed.GetValue(shell)!, output));
        return tree.Command;
    }

    private static ExitCode Run(string shell, Stream output)
    {
        var script = new StringBuilder();
        switch (shell)
        {
            case "bash":
                BashCompletion.Write(script);
                break;
            case "zsh":
                ZshCompletion.Write(script);
                break;
            default:
                FishCompletion.Write(script);
                break;
        }

        output.Write(Encoding.UTF8.GetBytes(script.ToString()));
        return ExitCode.Accept;
    }
}
