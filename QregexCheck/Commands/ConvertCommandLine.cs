using System.CommandLine;
using System.IO;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>The command line of <c>convert</c>.</summary>
internal static class ConvertCommandLine
{
    // Stands for a form that the program finds out.
    private const string Guessed = "auto";

    public static Command Build(Stream output)
    {
        var tree = new CommandTree(CommandName.Convert);
        Command command = tree.Command;
        Option<string> from = tree.Value(CommandOption.SourceFormat);
        Option<string> target = tree.Value(CommandOption.TargetList);
        Option<string> good = tree.Value(CommandOption.Good);
        Option<bool> subdomains = tree.Flag(CommandOption.Subdomains);
        Argument<string> source = tree.One(CommandArgument.Source);
        command.Validators.Add(result =>
        {
            string? name = result.GetValue(from);
            if (name is null)
                result.AddError($"Option '--from' is missing; it takes {Formats()}.");
            else if (name != Guessed && ConversionFormats.Find(name) is null)
                result.AddError($"No form of rules is called '{name}'{Hint(name)}");
            if (result.GetValue(good) == string.Empty)
                result.AddError("Option '--good' wants the name of a file.");
        });
        command.SetAction(parsed => (int)ConvertCommand.Run(
            new ConvertOptions(
                ConversionFormats.Find(parsed.GetValue(from)!),
                TargetOf(parsed.GetValue(target)),
                Text(parsed.GetValue(good)),
                parsed.GetValue(subdomains),
                Text(parsed.GetValue(source))!),
            output));
        return command;
    }

    private static string Hint(string name) =>
        NearestName.Of(name, Names()) is { } nearest ? $"; did you mean: {nearest}?" : $"; known are {Formats()}.";

    private static string[] Names() => [.. ConversionFormats.Names(), Guessed];

    private static string Formats()
    {
        string[] names = Names();
        return $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static ConversionTarget? TargetOf(string? list) => list switch
    {
        "badmailfrom" => ConversionTarget.BadMailFrom,
        "badmailto" => ConversionTarget.BadMailTo,
        "badhelo" => ConversionTarget.BadHelo,
        _ => null,
    };

    private static string? Text(string? value) => value is null ? null : Encoding.UTF8.GetString(CommandOptions.Bytes(value));
}
