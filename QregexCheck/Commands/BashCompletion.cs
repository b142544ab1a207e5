using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Commands;

/// <summary>Writes the script by which bash completes our words. It needs nothing but bash. Source: bash(1), Programmable Completion.</summary>
internal static class BashCompletion
{
    private const string Head = """
        # Completion of qregexcheck's words in bash. Written by: qregexcheck completion bash

        # _qregexcheck_offer KIND [WORD ...]: offers what begins with $cur.
        _qregexcheck_offer() {
          local kind=$1
          shift
          case $kind in
            Words) mapfile -t COMPREPLY < <(compgen -W "$*" -- "$cur") ;;
            Files) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
            Directories) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
            Users) mapfile -t COMPREPLY < <(compgen -u -- "$cur") ;;
            Program) mapfile -t COMPREPLY < <(compgen -c -- "$cur") ;;
          esac
        }

        # In bash --option=value is three words.
        _qregexcheck() {
          local cur=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} option= behind= word i
          COMPREPLY=()

        """;

    private const string Tail = """
        }
        complete -F _qregexcheck qregexcheck

        """;

    /// <summary>Writes the whole script.</summary>
    public static void Write(StringBuilder script)
    {
        var names = new List<string>();
        var valued = new List<string>();
        var values = new StringBuilder();
        var arguments = new StringBuilder();
        for (CommandName command = 0; command <= CommandTable.Last; command++)
        {
            CommandRow row = CommandTable.Row(command);
            string name = Encoding.ASCII.GetString(row.Name);
            names.Add(name);
            List<string> options = ["--help"];
            foreach (CommandOption option in row.Options)
            {
                OptionRow optionRow = OptionTable.Row(option);
                string optionName = Encoding.ASCII.GetString(optionRow.Name);
                options.Add(optionName);
                if (optionRow.Kind == OptionKind.Flag)
                    continue;
                valued.Add($"'{name} {optionName}'");
                values.Append($"    '{name} {optionName}') {Call(ShellOffer.Of(optionRow))} ;;\n");
            }

            arguments.Append($"    {name}-) {Call(new ShellOffer(OfferKind.Words, options))} ;;\n");
            if (!row.Arguments.IsEmpty)
                arguments.Append($"    {name}) {Call(ShellOffer.Of(CommandTable.Row(row.Arguments[0])))} ;;\n");
        }

        script.Append(Head);
        script.Append($"  if ((COMP_CWORD == 1)); then\n    {Call(new ShellOffer(OfferKind.Words, [.. names, "help", "version", "--help", "--version"]))}\n");
        script.Append("    return\n  fi\n  for ((i = 2; i < COMP_CWORD; i++)); do\n    word=${COMP_WORDS[i]}\n");
        script.Append("    if [[ $behind ]]; then behind=words\n    elif [[ $option ]]; then [[ $word == = ]] || option=\n    elif [[ $word == -- ]]; then behind=options\n");
        script.Append("    elif [[ $word != -* ]]; then behind=words\n    else\n      case \"$command $word\" in\n");
        script.Append($"        {string.Join(" | ", valued)}) option=$word ;;\n      esac\n    fi\n  done\n  [[ $cur != = || -z $option ]] || cur=\n");
        script.Append($"  if [[ $option ]]; then\n    case \"$command $option\" in\n{values}    esac\n    return\n  fi\n");
        script.Append("  [[ $cur != -* || $behind == options ]] || command+=-\n");

        // Behind the name of a program stand its own words.
        script.Append($"  case $command in\n    {string.Join(" | ", Runners())}) [[ $behind != words ]] || {{ {Call(new(OfferKind.Files, []))}; return; }} ;;\n  esac\n");
        script.Append($"  case $command in\n{arguments}  esac\n").Append(Tail);
    }

    private static List<string> Runners()
    {
        var names = new List<string>();
        for (CommandName command = 0; command <= CommandTable.Last; command++)
        {
            CommandRow row = CommandTable.Row(command);
            if (!row.RunsProgram)
                continue;
            names.Add(Encoding.ASCII.GetString(row.Name));
            names.Add(Encoding.ASCII.GetString(row.Name) + "-");
        }

        return names;
    }

    private static string Call(ShellOffer offer) => offer.Kind switch
    {
        OfferKind.Words => "_qregexcheck_offer Words " + string.Join(' ', offer.Words),
        OfferKind.Nothing => ":",
        _ => $"_qregexcheck_offer {offer.Kind}",
    };
}
