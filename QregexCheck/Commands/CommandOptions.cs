using System.CommandLine;
using System.Text;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Options and arguments that more than one command has, and how their values are read.</summary>
internal static class CommandOptions
{
    public static Option<string> Control() => new("--control") { Description = "The directory of the control files.", HelpName = "DIR" };

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>PROG for the help; what is parsed ends in front of it.</summary>
    public static Argument<string[]> Program(string description) => new(name: "PROG") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    /// <summary>The control directory that the option names, or the environment, or the build.</summary>
    public static ControlDirectory Directory(ParseResult parsed, Option<string> control) =>
        parsed.GetValue(control) is { } directory ? new ControlDirectory(Bytes(directory)) : ControlDirectory.FromEnvironment();

    /// <summary>The bytes of an argument, which travels through the parser as Latin-1.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
