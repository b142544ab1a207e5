using System.CommandLine;
using System.IO;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>The command line of <c>qregexcheck batv</c>.</summary>
internal static class BatvCommandLine
{
    private const string NewKey = "new-key";
    private const string Sign = "sign";

    /// <summary>Builds the command for the parser.</summary>
    /// <param name="output">Where the command writes its answers.</param>
    public static Command Build(Stream output)
    {
        var tree = new CommandTree(CommandName.Batv);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.Control);
        Argument<string> step = tree.One(CommandArgument.KeyStep);
        Argument<string[]> addresses = tree.Any(CommandArgument.SignedAddress);
        command.Validators.Add(result =>
        {
            int wanted = result.GetValue(step) == NewKey ? 0 : 1;
            if (result.GetResult(addresses)?.Tokens.Count is var count && (count ?? 0) != wanted)
                result.AddError(wanted == 0 ? "'new-key' takes no address." : "'sign' and 'check' take one address.");
        });
        command.SetAction(parsed =>
        {
            ControlDirectory directory = CommandOptions.Directory(parsed, control);
            byte[] address = parsed.GetValue(addresses) is [var one] ? CommandOptions.Bytes(one) : [];
            return (int)(parsed.GetValue(step) switch
            {
                NewKey => BatvCommand.NewKey(directory, output),
                Sign => BatvCommand.Sign(address, directory, output),
                _ => BatvCommand.Check(address, directory, output),
            });
        });
        return command;
    }
}
