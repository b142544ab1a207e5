using System;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck filter</c> says.</summary>
/// <param name="Directory">The directory of the control files.</param>
/// <param name="TimeoutSeconds">How many seconds the session may stand still; null to ask the control file.</param>
/// <param name="HidesStartTls">True for <c>--starttls=hide</c>.</param>
/// <param name="UnknownLimit">How many recipients may be missing before one more ends the session; 0 when any number may be.</param>
/// <param name="JudgesTags">True for <c>--batv</c>.</param>
/// <param name="Program">The index of PROG among the process's arguments; the number of arguments when there is no PROG.</param>
internal sealed record FilterOptions(
    ControlDirectory Directory, int? TimeoutSeconds, bool HidesStartTls, int UnknownLimit, bool JudgesTags, int Program)
{
    /// <summary>Longest timeout in seconds: a day.</summary>
    public const int LongestTimeout = 86_400;

    /// <summary>Highest number of missing recipients. No session has so many.</summary>
    public const int HighestUnknownLimit = 1_000_000;

    /// <summary>Reads options that are right, without the parser of the command line. A connection saves the parser's memory.</summary>
    /// <returns>Null when the options have a mistake. The parser then tells of it.</returns>
    public static FilterOptions? TryRead(Arguments arguments)
    {
        ControlDirectory? directory = null;
        int? timeout = null;
        bool hides = false;
        int unknownLimit = 0;
        bool judgesTags = false;
        int at = ProgramOptions.First;
        while (ProgramOptions.StandAt(arguments, ref at))
        {
            switch (ProgramOptions.Read(CommandName.Filter, arguments, ref at, out ReadOnlySpan<byte> value))
            {
                case CommandOption.Control when !value.IsEmpty:
                    directory = new ControlDirectory(value);
                    break;

                case CommandOption.Timeout when TryReadNumber(value, 1, LongestTimeout, out int seconds):
                    timeout = seconds;
                    break;

                case CommandOption.StartTls when value.SequenceEqual("pass"u8) || value.SequenceEqual("hide"u8):
                    hides = value.SequenceEqual("hide"u8);
                    break;

                case CommandOption.UnknownLimit when TryReadNumber(value, 0, HighestUnknownLimit, out int limit):
                    unknownLimit = limit;
                    break;

                case CommandOption.Batv when value.IsEmpty:
                    judgesTags = true;
                    break;

                default:
                    return null;
            }
        }

        return at < arguments.Count
            ? new FilterOptions(directory ?? ControlDirectory.FromEnvironment(), timeout, hides, unknownLimit, judgesTags, at) : null;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> value, int least, int most, out int number) =>
        System.Buffers.Text.Utf8Parser.TryParse(value, out number, out int read) && read == value.Length && number >= least && number <= most;
}
