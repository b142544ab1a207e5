using System;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck filter</c> says.</summary>
/// <param name="Directory">The directory of the control files.</param>
/// <param name="TimeoutSeconds">How many seconds the session may stand still; null to ask the control file.</param>
/// <param name="HidesStartTls">True for <c>--starttls=hide</c>.</param>
/// <param name="Program">The index of PROG among the process's arguments; the number of arguments when there is no PROG.</param>
internal sealed record FilterOptions(ControlDirectory Directory, int? TimeoutSeconds, bool HidesStartTls, int Program)
{
    /// <summary>Longest timeout in seconds: a day.</summary>
    public const int LongestTimeout = 86_400;

    /// <summary>Reads options that are right, without the parser of the command line. A connection saves the parser's memory.</summary>
    /// <returns>Null when the options have a mistake. The parser then tells of it.</returns>
    public static FilterOptions? TryRead(Arguments arguments)
    {
        ControlDirectory? directory = null;
        int? timeout = null;
        bool hides = false;
        int at = ProgramOptions.First;
        while (ProgramOptions.StandAt(arguments, ref at))
        {
            switch (ProgramOptions.Read(CommandName.Filter, arguments, ref at, out ReadOnlySpan<byte> value))
            {
                case CommandOption.Control when !value.IsEmpty:
                    directory = new ControlDirectory(value);
                    break;

                case CommandOption.Timeout when TryReadTimeout(value, out int seconds):
                    timeout = seconds;
                    break;

                case CommandOption.StartTls when value.SequenceEqual("pass"u8) || value.SequenceEqual("hide"u8):
                    hides = value.SequenceEqual("hide"u8);
                    break;

                default:
                    return null;
            }
        }

        return at < arguments.Count ? new FilterOptions(directory ?? ControlDirectory.FromEnvironment(), timeout, hides, at) : null;
    }

    private static bool TryReadTimeout(ReadOnlySpan<byte> value, out int seconds) =>
        System.Buffers.Text.Utf8Parser.TryParse(value, out seconds, out int read) && read == value.Length && seconds is > 0 and <= LongestTimeout;
}
