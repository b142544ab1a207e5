using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using QregexCheck.History;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>The command line of <c>qregexcheck replay</c>.</summary>
internal static class ReplayCommandLine
{
    private const int UsualExamples = 3;
    private const int MostExamples = 100;

    /// <summary>Builds the command for the parser.</summary>
    /// <param name="output">Where the command writes.</param>
    public static Command Build(Stream output)
    {
        var tree = new CommandTree(CommandName.Replay);
        Command command = tree.Command;
        var logs = new LogCommandLine(tree);
        Option<string> control = tree.Value(CommandOption.Control);
        Option<string> against = tree.Value(CommandOption.Against);
        Option<string[]> sent = tree.Values(CommandOption.Sent);
        Option<string[]> relays = tree.Values(CommandOption.RelayNetwork);
        Option<string> examples = tree.Value(CommandOption.Examples);
        Option<bool> lookUp = tree.Flag(CommandOption.LookUp);
        Option<bool> force = tree.Flag(CommandOption.Force);
        Option<string> color = tree.Value(CommandOption.Color);
        Option<bool> json = tree.Flag(CommandOption.Json);
        sent.Validators.Add(static result =>
        {
            foreach (string log in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (log is "-" or "")
                    result.AddError("Option '--sent' takes a file or a directory: it is read twice, which standard input can't be.");
            }
        });
        relays.Validators.Add(static result =>
        {
            var networks = new RelayNetworks();
            foreach (string network in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (!networks.TryAdd(CommandOptions.Bytes(network)))
                    result.AddError("Option '--relay' takes an IP address, or the beginning of one up to a dot or colon, as in 192.0.2. or 2001:db8:.");
            }
        });
        examples.Validators.Add(static result =>
        {
            if (result.Tokens is [{ } token] && Number(token.Value) is null)
                result.AddError($"Option '--examples' takes a number from 0 to {MostExamples}.");
        });
        command.SetAction(parsed =>
        {
            var networks = new RelayNetworks();
            foreach (string network in parsed.GetValue(relays) ?? [])
                networks.TryAdd(CommandOptions.Bytes(network));
            return (int)ReplayCommand.Run(
                new ReplayRequest(
                    CommandOptions.Directory(parsed, control),
                    parsed.GetValue(against) is { } old ? new ControlDirectory(CommandOptions.Bytes(old)) { NamedBy = "--against" } : null,
                    logs.Read(parsed),
                    Array.ConvertAll(parsed.GetValue(sent) ?? [], CommandOptions.Bytes),
                    new ReplayOptions(networks, parsed.GetValue(lookUp), parsed.GetValue(examples) is { } number ? Number(number) ?? UsualExamples : UsualExamples),
                    parsed.GetValue(force),
                    parsed.GetValue(json),
                    Terminal.WantsColor(parsed.GetValue(color))),
                output);
        });
        return command;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MostExamples ? number : null;
}
