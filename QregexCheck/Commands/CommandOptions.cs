using System.CommandLine;
using System.Text;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>How values of options and arguments are read.</summary>
internal static class CommandOptions
{
    /// <summary>The control directory that the option names, or the environment, or the build.</summary>
    public static ControlDirectory Directory(ParseResult parsed, Option<string> control) =>
        parsed.GetValue(control) is { } directory ? new ControlDirectory(Bytes(directory)) : ControlDirectory.FromEnvironment();

    /// <summary>The bytes of an argument, which travels through the parser as Latin-1.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
