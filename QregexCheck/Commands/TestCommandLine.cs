using System;
using System.CommandLine;
using System.IO;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>The command line of <c>qregexcheck test</c>.</summary>
internal static class TestCommandLine
{
    /// <summary>Builds the command.</summary>
    /// <param name="output">The stream for the report.</param>
    public static Command Build(Stream output)
    {
        var tree = new CommandTree(CommandName.Test);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.Control);
        Option<string> from = tree.Value(CommandOption.From);
        Option<string> helo = tree.Value(CommandOption.Helo);
        Option<string> ip = tree.Value(CommandOption.Ip);
        Option<bool> relay = tree.Flag(CommandOption.Relay);
        Option<bool> json = tree.Flag(CommandOption.Json);
        Option<bool> quiet = tree.Flag(CommandOption.Quiet);
        Option<string> user = tree.Value(CommandOption.As);
        Option<string> explain = tree.Value(CommandOption.Explain);
        Option<string> bounce = tree.Value(CommandOption.Bounce);
        Argument<string[]> recipients = tree.Any(CommandArgument.Recipients);
        command.Validators.Add(result =>
        {
            bool explains = result.GetResult(explain) is not null;
            bool asks = result.GetResult(recipients) is { Tokens.Count: > 0 } || result.GetResult(from) is not null || result.GetResult(helo) is not null;
            bool isBounce = result.GetResult(bounce) is not null;
            if (isBounce && (explains || asks || result.GetValue(relay)))
                result.AddError("Option '--bounce' tells all of one saved bounce: it goes with no RECIPIENT, and with none of --from, --helo, --relay, --explain.");
            else if (!explains && !asks && !isBounce)
                result.AddError("test has nothing to ask about: name a RECIPIENT, or use --from or --helo.");
            else if (explains && (result.GetValue(json) || result.GetValue(quiet)))
                result.AddError("Option '--explain' speaks to people: it goes with neither --json nor --quiet.");
            else if (result.GetResult(ip) is not null && result.GetValue(ip) is { Length: > 0 } address
                && !IpAddress.TryParse(CommandOptions.Bytes(address), out _))
                result.AddError("Option '--ip' takes an address, as in 192.0.2.7 or 2001:db8::7, or an empty one for none.");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(explain) is { } explained)
            {
                return (int)ExplainCommand.Run(
                    CommandOptions.Bytes(explained),
                    Array.ConvertAll(parsed.GetValue(recipients) ?? [], CommandOptions.Bytes),
                    CommandOptions.Directory(parsed, control),
                    parsed.GetValue(user) is { } reader ? CommandOptions.Bytes(reader) : null,
                    output);
            }

            var options = new TestOptions(
                CommandOptions.Directory(parsed, control),
                parsed.GetValue(from) is { } sender ? CommandOptions.Bytes(sender) : null,
                parsed.GetValue(helo) is { } host ? CommandOptions.Bytes(host) : null,
                parsed.GetValue(ip) is { } client ? CommandOptions.Bytes(client) : null,
                parsed.GetValue(relay),
                parsed.GetValue(json),
                parsed.GetValue(quiet),
                parsed.GetValue(user) is { } name ? CommandOptions.Bytes(name) : null,
                Array.ConvertAll(parsed.GetValue(recipients) ?? [], CommandOptions.Bytes));
            return (int)(parsed.GetValue(bounce) is { } saved ? BounceCommand.Run(saved, options, output) : TestCommand.Run(options, output));
        });
        return command;
    }
}
