using System;
using System.Text;

namespace QregexCheck.Commands;

/// <summary>Writes the script by which zsh completes our words. Source: zshcompsys(1), <c>_arguments</c>.</summary>
internal static class ZshCompletion
{
    /// <summary>Writes the whole script.</summary>
    public static void Write(StringBuilder script)
    {
        var names = new StringBuilder();
        var cases = new StringBuilder();
        for (CommandName command = 0; command <= CommandTable.Last; command++)
        {
            CommandRow row = CommandTable.Row(command);
            string name = Encoding.ASCII.GetString(row.Name);
            names.Append($"    {Quoted($"{name}:{row.Summary.TrimEnd('.')}")}\n");
            cases.Append($"    {name})\n      _arguments {(row.RunsProgram ? string.Empty : "-S ")}'(- *)--help[Show help]'");
            foreach (CommandOption option in row.Options)
                cases.Append(" \\\n        ").Append(OfOption(OptionTable.Row(option)));
            foreach (CommandArgument argument in row.Arguments)
                cases.Append(" \\\n        ").Append(OfArgument(CommandTable.Row(argument)));
            cases.Append(" ;;\n");
        }

        script.Append("#compdef qregexcheck\n# Completion of qregexcheck's words in zsh. Written by: qregexcheck completion zsh\n\n_qregexcheck() {\n");
        script.Append("  local curcontext=$curcontext state line\n  local -a commands\n  commands=(\n").Append(names);
        script.Append("    'help:Show help'\n    'version:Show the version'\n  )\n");
        script.Append("  _arguments -C '(- *)--help[Show help]' '(- *)--version[Show the version]' '1:command:->command' '*::argument:->argument'\n");
        script.Append("  case $state in\n    command) _describe -t commands command commands; return ;;\n    argument) ;;\n    *) return ;;\n  esac\n");
        script.Append("  case $words[1] in\n").Append(cases).Append("  esac\n}\n\n");
        script.Append("if [[ $funcstack[1] == _qregexcheck ]]; then\n  _qregexcheck \"$@\"\nelse\n  compdef _qregexcheck qregexcheck\nfi\n");
    }

    private static string OfOption(OptionRow row)
    {
        string name = Encoding.ASCII.GetString(row.Name);
        string often = row.Kind == OptionKind.Values ? "*" : string.Empty;
        string description = $"[{Description(row.Description)}]";
        return Quoted(row.Kind == OptionKind.Flag ? $"{name}{description}" : $"{often}{name}={description}:{Plain(row.Value!)}:{Action(ShellOffer.Of(row))}");
    }

    private static string OfArgument(ArgumentRow row)
    {
        ShellOffer offer = ShellOffer.Of(row);
        return offer.Kind == OfferKind.Program ? "'(-)1:program: _command_names -e' '*::arguments: _normal'"
            : Quoted($"{(row.Kind == ArgumentKind.Any ? "*" : string.Empty)}:{Plain(row.Name)}:{Action(offer)}");
    }

    private static string Action(ShellOffer offer) => offer.Kind switch
    {
        OfferKind.Words => $"({string.Join(' ', offer.Words)})",
        OfferKind.Files => "_files",
        OfferKind.Directories => "_directories",
        OfferKind.Users => "_users",
        _ => string.Empty,
    };

    /// <summary>A description stands in brackets, so it can hold none, and a colon in it needs no sign.</summary>
    private static string Description(string sentence) => sentence.TrimEnd('.').Replace('[', '(').Replace(']', ')');

    private static string Plain(string name) => name.Replace(":", "\\:", StringComparison.Ordinal);

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
