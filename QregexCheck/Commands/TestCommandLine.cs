using System;
using System.CommandLine;
using System.IO;

namespace QregexCheck.Commands;

/// <summary>The command line of <c>qregexcheck test</c>.</summary>
internal static class TestCommandLine
{
    /// <summary>Builds it.</summary>
    /// <param name="output">Where the report goes.</param>
    public static Command Build(Stream output)
    {
        Option<string> control = CommandOptions.Control();
        var from = new Option<string>("--from") { Description = "The envelope sender; empty for the null sender.", HelpName = "ADDRESS" };
        var helo = new Option<string>("--helo") { Description = "The HELO host name.", HelpName = "HOST" };
        Option<bool> relay = CommandOptions.Flag("--relay", "Test as for a relay client: RELAYCLIENT is set.");
        Option<bool> json = CommandOptions.Flag("--json", "Write one JSON object a line.");
        Option<bool> quiet = CommandOptions.Flag("--quiet", "Write only a line that counts the verdicts.");
        var user = new Option<string>("--as") { Description = "Read the control files as this user would; for root.", HelpName = "USER" };
        var recipients = new Argument<string[]>("RECIPIENT")
        {
            Description = "Envelope recipients; - reads a list from standard input: a recipient a line, or sender TAB recipient, or lines of the log.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var explain = new Option<string>("--explain")
        {
            Description = "Explain a rule, and where the RECIPIENTs match; or the rules that hit an address.",
            HelpName = "RULE|ADDRESS",
        };
        var command = new Command("test", "Tell which rule decides about an address, and what each hook would do.")
        {
            control, from, helo, relay, json, quiet, user, explain, recipients,
        };
        command.Validators.Add(result =>
        {
            bool explains = result.GetResult(explain) is not null;
            bool asks = result.GetResult(recipients) is { Tokens.Count: > 0 } || result.GetResult(from) is not null || result.GetResult(helo) is not null;
            if (!explains && !asks)
                result.AddError("test has nothing to ask about: name a RECIPIENT, or use --from or --helo.");
            else if (explains && (result.GetValue(json) || result.GetValue(quiet)))
                result.AddError("Option '--explain' speaks to people: it goes with neither --json nor --quiet.");
        });
        command.SetAction(parsed => (int)(parsed.GetValue(explain) is { } explained
            ? ExplainCommand.Run(
                CommandOptions.Bytes(explained),
                Array.ConvertAll(parsed.GetValue(recipients) ?? [], CommandOptions.Bytes),
                CommandOptions.Directory(parsed, control),
                parsed.GetValue(user) is { } reader ? CommandOptions.Bytes(reader) : null,
                output)
            : TestCommand.Run(
            new TestOptions(
                CommandOptions.Directory(parsed, control),
                parsed.GetValue(from) is { } sender ? CommandOptions.Bytes(sender) : null,
                parsed.GetValue(helo) is { } host ? CommandOptions.Bytes(host) : null,
                parsed.GetValue(relay),
                parsed.GetValue(json),
                parsed.GetValue(quiet),
                parsed.GetValue(user) is { } name ? CommandOptions.Bytes(name) : null,
                Array.ConvertAll(parsed.GetValue(recipients) ?? [], CommandOptions.Bytes)),
            output)));
        return command;
    }
}
