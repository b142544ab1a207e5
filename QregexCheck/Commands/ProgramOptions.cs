using System;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>Reads the options in front of PROG, word by word, without the parser of the command line: a hook can do without its memory and its time.</summary>
internal static class ProgramOptions
{
    /// <summary>Where the options of a command begin among the process's arguments.</summary>
    public const int First = 2;

    /// <summary>True when another option may stand at an index; moves the index behind a <c>--</c>, where none does.</summary>
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
    /// <param name="command">Whose options are meant; each of them has a value.</param>
    /// <param name="arguments">The process's arguments.</param>
    /// <param name="at">The index; moves behind the option and its value.</param>
    /// <param name="value">Its value, behind an equals sign or the next word; empty where there is none.</param>
    /// <returns>Null when the command has no such option; the index then moves by one.</returns>
    public static CommandOption? Read(CommandName command, Arguments arguments, ref int at, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> name = arguments[at++];
        int equals = name.IndexOf((byte)'=');
        value = equals < 0 ? default : name[(equals + 1)..];
        CommandOption? option = OptionTable.Find(command, equals < 0 ? name : name[..equals]);
        if (option is not null && equals < 0 && at < arguments.Count)
            value = arguments[at++];
        return option;
    }
}
