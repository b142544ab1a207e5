using System;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck filter</c> says.</summary>
/// <param name="Directory">Where the control files are.</param>
/// <param name="TimeoutSeconds">How long nothing may move; null for what the control file says.</param>
/// <param name="HidesStartTls">True for <c>--starttls=hide</c>.</param>
/// <param name="Program">Where PROG stands among the process's arguments; their number where there is none.</param>
internal sealed record FilterOptions(ControlDirectory Directory, int? TimeoutSeconds, bool HidesStartTls, int Program)
{
    /// <summary>Longest timeout in seconds: a day.</summary>
    public const int LongestTimeout = 86_400;

    /// <summary>Reads options that are right, without the parser of the command line, whose memory a connection can do without.</summary>
    /// <returns>Null when anything is to be said about them: that is the parser's.</returns>
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
