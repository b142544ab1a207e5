using System.CommandLine;
using System.Text;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Reads the values of options and arguments.</summary>
internal static class CommandOptions
{
    /// <summary>The control directory. The option names it, or else the environment, or else the build.</summary>
    public static ControlDirectory Directory(ParseResult parsed, Option<string> control) =>
        parsed.GetValue(control) is { } directory ? new ControlDirectory(Bytes(directory)) : ControlDirectory.FromEnvironment();

    /// <summary>The bytes of an argument. The parser holds them as Latin-1.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
