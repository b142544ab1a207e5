using System;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>
/// Reads the options in front of PROG word by word, without the parser of the command line. So a hook saves the parser's memory and time.
/// </summary>
internal static class ProgramOptions
{
    /// <summary>The index of a command's first option among the process's arguments.</summary>
    public const int First = 2;

    /// <summary>True when another option may stand at an index. A <c>--</c> ends the options, and the index then moves behind it.</summary>
    public static bool StandAt(Arguments arguments, ref int at)
    {
        if (at >= arguments.Count || !arguments[at].StartsWith("-"u8))
            return false;
        if (!arguments[at].SequenceEqual("--"u8))
            return true;
        at++;
        return false;
    }

    /// <summary>Reads the option at an index.</summary>
    /// <param name="command">The command whose options are meant.</param>
    /// <param name="arguments">The process's arguments.</param>
    /// <param name="at">The index. It moves behind the option and its value.</param>
    /// <param name="value">The value, behind an equals sign or in the next word; empty when there is none.</param>
    /// <returns>Null when the command has no such option. The index then moves by one.</returns>
    public static CommandOption? Read(CommandName command, Arguments arguments, ref int at, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> name = arguments[at++];
        int equals = name.IndexOf((byte)'=');
        value = equals < 0 ? default : name[(equals + 1)..];
        CommandOption? option = OptionTable.Find(command, equals < 0 ? name : name[..equals]);
        if (option is { } found && OptionTable.Row(found).Kind != OptionKind.Flag && equals < 0 && at < arguments.Count)
            value = arguments[at++];
        return option;
    }
}
