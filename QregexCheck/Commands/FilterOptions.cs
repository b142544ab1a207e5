using System;
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

    /// <summary>True for an option in front of PROG whose value is the next argument.</summary>
    public static bool HasValueBehind(ReadOnlySpan<byte> argument) =>
        argument.SequenceEqual("--timeout"u8) || argument.SequenceEqual("--starttls"u8) || argument.SequenceEqual("--control"u8);
}
