using System;
using System.Text;

namespace QregexCheck.Commands;

/// <summary>Writes the script by which fish completes our words. Source: fish's manual, <c>complete</c>.</summary>
internal static class FishCompletion
{
    private const string Head = """
        # Completion of qregexcheck's words in fish. Written by: qregexcheck completion fish

        # True while no command is typed.
        function __qregexcheck_is_bare
            test (count (commandline -opc)) -eq 1
        end

        # True when this command is typed.
        function __qregexcheck_is
            set -l words (commandline -opc)
            test (count $words) -gt 1; and test $words[2] = $argv[1]
        end

        complete -c qregexcheck -f
        complete -c qregexcheck -n __qregexcheck_is_bare -l help -d 'Show help'
        complete -c qregexcheck -n __qregexcheck_is_bare -l version -d 'Show the version'
        complete -c qregexcheck -n __qregexcheck_is_bare -a help -d 'Show help'
        complete -c qregexcheck -n __qregexcheck_is_bare -a version -d 'Show the version'

        """;

    /// <summary>Writes the whole script.</summary>
    public static void Write(StringBuilder script)
    {
        script.Append(Head);
        for (CommandName command = 0; command <= CommandTable.Last; command++)
        {
            CommandRow row = CommandTable.Row(command);
            string name = Encoding.ASCII.GetString(row.Name);
            string line = $"complete -c qregexcheck -n '__qregexcheck_is {name}'";
            script.Append($"complete -c qregexcheck -n __qregexcheck_is_bare -a {name} -d {Quoted(row.Summary.TrimEnd('.'))}\n");
            script.Append($"{line} -l help -d 'Show help'\n");
            foreach (CommandOption option in row.Options)
            {
                OptionRow optionRow = OptionTable.Row(option);
                string value = optionRow.Kind == OptionKind.Flag ? string.Empty : Value(ShellOffer.Of(optionRow));
                script.Append($"{line} -l {Encoding.ASCII.GetString(optionRow.Name[2..])}{value} -d {Quoted(optionRow.Description.TrimEnd('.'))}\n");
            }

            foreach (CommandArgument argument in row.Arguments)
            {
                ShellOffer offer = ShellOffer.Of(CommandTable.Row(argument));
                if (offer.Kind != OfferKind.Nothing)
                    script.Append($"{line}{Argument(offer)}\n");
            }
        }
    }

    private static string Value(ShellOffer offer) => offer.Kind switch
    {
        OfferKind.Files => " -r -F",
        OfferKind.Nothing => " -x",
        _ => " -x" + Argument(offer),
    };

    private static string Argument(ShellOffer offer) => offer.Kind switch
    {
        OfferKind.Words => $" -a {Quoted(string.Join(' ', offer.Words))}",
        OfferKind.Directories => " -a '(__fish_complete_directories)'",
        OfferKind.Users => " -a '(__fish_complete_users)'",
        OfferKind.Program => " -a '(__fish_complete_subcommand --fcs-skip=2)'",
        _ => " -F",
    };

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
