using System;
using System.CommandLine;
using System.Diagnostics;
using System.Text;

namespace QregexCheck.Commands;

/// <summary>A command of <see cref="CommandTable"/> as the parser knows it.</summary>
internal sealed class CommandTree
{
    private readonly CommandName _name;

    /// <param name="name">Which command.</param>
    public CommandTree(CommandName name)
    {
        _name = name;
        CommandRow row = CommandTable.Row(name);
        Command = new Command(Encoding.ASCII.GetString(row.Name), row.Summary);
        foreach (CommandOption option in row.Options)
            Command.Options.Add(Build(OptionTable.Row(option)));
        foreach (CommandArgument argument in row.Arguments)
            Command.Arguments.Add(Build(CommandTable.Row(argument)));
    }

    public Command Command { get; }

    /// <summary>An option's name, as the parser knows it.</summary>
    public static string NameOf(CommandOption option) => Encoding.ASCII.GetString(OptionTable.Row(option).Name);

    /// <summary>An option without a value.</summary>
    public Option<bool> Flag(CommandOption option) => (Option<bool>)Find(option);

    /// <summary>An option with a value.</summary>
    public Option<string> Value(CommandOption option) => (Option<string>)Find(option);

    /// <summary>An option with a value; null when the command has no such option.</summary>
    public Option<string>? PerhapsValue(CommandOption option) => CommandTable.Row(_name).Options.Contains(option) ? Value(option) : null;

    /// <summary>An option that may be given more than once.</summary>
    public Option<string[]> Values(CommandOption option) => (Option<string[]>)Find(option);

    /// <summary>An argument that stands once.</summary>
    public Argument<string> One(CommandArgument argument) => (Argument<string>)Find(argument);

    /// <summary>An argument that may stand any number of times.</summary>
    public Argument<string[]> Any(CommandArgument argument) => (Argument<string[]>)Find(argument);

    private static Option Build(OptionRow row)
    {
        string name = Encoding.ASCII.GetString(row.Name);
        switch (row.Kind)
        {
            case OptionKind.Flag:
                return new Option<bool>(name) { Description = row.Description, Arity = ArgumentArity.Zero };

            case OptionKind.Values:
                return new Option<string[]>(name) { Description = row.Description, HelpName = row.Value };

            default:
                var option = new Option<string>(name) { Description = row.Description, HelpName = row.Value };
                if (row.Kind == OptionKind.OneOf)
                    option.AcceptOnlyFromAmong(row.Value!.Split('|'));
                return option;
        }
    }

    private static Argument Build(ArgumentRow row)
    {
        // PROG is there for the help. The words that are parsed end in front of PROG.
        if (row.Kind is ArgumentKind.Any or ArgumentKind.Program or ArgumentKind.PerhapsProgram)
            return new Argument<string[]>(row.Name) { Description = row.Description, Arity = ArgumentArity.ZeroOrMore };
        var argument = new Argument<string>(row.Name) { Description = row.Description };
        if (row.Words is { } words)
            argument.AcceptOnlyFromAmong(words.Split('|'));
        return argument;
    }

    private Option Find(CommandOption wanted)
    {
        foreach (Option option in Command.Options)
        {
            if (option.Name == NameOf(wanted))
                return option;
        }

        throw new UnreachableException();
    }

    private Argument Find(CommandArgument wanted)
    {
        foreach (Argument argument in Command.Arguments)
        {
            if (argument.Name == CommandTable.Row(wanted).Name)
                return argument;
        }

        throw new UnreachableException();
    }
}
