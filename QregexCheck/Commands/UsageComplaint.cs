using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageComplaint
{
    /// <summary>
    /// Looks at the words before they are parsed. The parser takes an unknown option for an argument, and reports one mistake several times.
    /// </summary>
    /// <returns>Null when the parser must say what is wrong.</returns>
    public static string? OfWords(RootCommand root, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return null;
        if (words[0].StartsWith('-'))
            return OfOptionInFront(root, words);
        Command? command = FindCommand(root, words[0]);
        if (command is null)
            return OfVerb(root, words[0]);

        int arguments = 0;
        var given = new HashSet<string>();
        for (int i = 1; i < words.Count; i++)
        {
            string word = words[i];
            if (word == "--")
            {
                arguments += words.Count - i - 1;
                break;
            }

            if (word.Length < 2 || word[0] != '-')
            {
                arguments++;
                continue;
            }

            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? word : word[..equals];
            if (FindOption(command, name) is not { } option)
                return OfOption(command, name);
            if (option is HelpOption)
                return null;
            bool takesValue = option.Arity.MaximumNumberOfValues > 0;
            if (!takesValue && equals >= 0)
                return $"option '{name}' takes no value; write {name} alone, or leave it out.";
            if (takesValue && equals < 0 && ++i == words.Count)
                return $"option '{name}' wants a value: {name} {option.HelpName ?? "VALUE"}.";
            if (!takesValue)
                continue;
            string value = equals < 0 ? words[i] : word[(equals + 1)..];
            if (!given.Add(name) && option.Arity.MaximumNumberOfValues == 1)
                return $"option '{name}' is given twice; give it once.";
            if (name == CommandTree.NameOf(CommandOption.Control) && value.Length == 0)
                return "option '--control' wants the name of a directory.";
            if (OfChoice(option, name, value) is { } complaint)
                return complaint;
        }

        return OfArguments(command, arguments);
    }

    /// <summary>
    /// Complains when an option takes one of a few words and the value is none of them. The help writes these words in small letters.
    /// </summary>
    private static string? OfChoice(Option option, string name, string value)
    {
        string[] words = option.HelpName is { } help && !help.AsSpan().ContainsAnyInRange('A', 'Z') ? help.Split('|') : [];
        if (words.Length == 0 || Array.IndexOf(words, value) >= 0)
            return null;
        string hint = NearestName.Of(value, words) is { } nearest ? $"; did you mean: {nearest}?" : ".";
        return $"option '{name}' takes {string.Join(", ", words[..^1])} or {words[^1]}, not '{value}'{hint}";
    }

    /// <summary>Complains when there are fewer arguments, or more, than a command takes.</summary>
    private static string? OfArguments(Command command, int count)
    {
        var names = new List<string>();
        int least = 0;
        int most = 0;
        foreach (Argument argument in command.Arguments)
        {
            least += argument.Arity.MinimumNumberOfValues;
            most = Math.Min(1_000_000, most + argument.Arity.MaximumNumberOfValues);
            names.Add(argument.Name);
        }

        if (count < least)
            return $"{command.Name} wants {string.Join(" and ", names)}.";
        return count <= most ? null : most == 0 ? $"{command.Name} takes no arguments." : $"{command.Name} takes no more than {string.Join(" and ", names)}.";
    }

    /// <summary>The parser's first complaint. The other complaints mostly follow from it.</summary>
    public static string Of(ParseResult parsed)
    {
        string[] lines = parsed.Errors[0].Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join(" ", lines);
    }

    private static string? OfOptionInFront(RootCommand root, IReadOnlyList<string> words)
    {
        if (FindOption(root, words[0]) is not null)
            return null;
        for (int i = 1; i < words.Count; i++)
        {
            if (FindCommand(root, words[i]) is not null)
                return $"option '{words[0]}' stands in front of the command; write: qregexcheck {words[i]} {words[0]} ...";
        }

        return OfOption(root, words[0]);
    }

    private static string OfVerb(RootCommand root, string name)
    {
        var names = new List<string>();
        foreach (Command command in root.Subcommands)
            names.Add(command.Name);
        string? nearest = NearestName.Of(name, names);
        return nearest is null ? $"unknown command '{name}'." : $"unknown command '{name}'; did you mean: {nearest}?";
    }

    private static string OfOption(Command command, string name)
    {
        var names = new List<string> { "--help" };
        foreach (Option option in command.Options)
            names.Add(option.Name);
        string hint = NearestName.Of(name, names) is { } nearest ? $"; did you mean: {nearest}?" : ".";
        bool takesArguments = command.Arguments.Count > 0;
        return $"unknown option '{name}'{hint}{(takesArguments ? " An argument that begins with a dash goes behind --." : string.Empty)}";
    }

    private static Command? FindCommand(RootCommand root, string name)
    {
        foreach (Command command in root.Subcommands)
        {
            if (command.Name == name)
                return command;
        }

        return null;
    }

    private static Option? FindOption(Command command, string name)
    {
        foreach (Option option in command.Options)
        {
            if (option.Name == name || option.Aliases.Contains(name))
                return option;
        }

        return name is "--help" or "-h" or "-?" ? new HelpOption() : null;
    }
}
