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

    /// <summary>True for an option in front of PROG whose value is the next argument.</summary>
    public static bool HasValueBehind(ReadOnlySpan<byte> argument) =>
        argument.SequenceEqual("--timeout"u8) || argument.SequenceEqual("--starttls"u8) || argument.SequenceEqual("--control"u8);

    /// <summary>Reads options that are right, without the parser of the command line, whose memory a connection can do without.</summary>
    /// <returns>Null when anything is to be said about them: that is the parser's.</returns>
    public static FilterOptions? TryRead(Arguments arguments)
    {
        ControlDirectory? directory = null;
        int? timeout = null;
        bool hides = false;
        int at = 2;
        while (at < arguments.Count && arguments[at].StartsWith("-"u8))
        {
            ReadOnlySpan<byte> name = arguments[at];
            ReadOnlySpan<byte> value = default;
            int equals = name.IndexOf((byte)'=');
            if (equals >= 0)
            {
                value = name[(equals + 1)..];
                name = name[..equals];
            }
            else if (at + 1 < arguments.Count)
            {
                value = arguments[++at];
            }

            at++;
            if (name.SequenceEqual("--control"u8) && !value.IsEmpty)
                directory = new ControlDirectory(value);
            else if (name.SequenceEqual("--timeout"u8) && TryReadTimeout(value, out int seconds))
                timeout = seconds;
            else if (name.SequenceEqual("--starttls"u8) && (value.SequenceEqual("pass"u8) || value.SequenceEqual("hide"u8)))
                hides = value.SequenceEqual("hide"u8);
            else
                return null;
        }

        return at < arguments.Count ? new FilterOptions(directory ?? ControlDirectory.FromEnvironment(), timeout, hides, at) : null;
    }

    private static bool TryReadTimeout(ReadOnlySpan<byte> value, out int seconds) =>
        System.Buffers.Text.Utf8Parser.TryParse(value, out seconds, out int read) && read == value.Length && seconds is > 0 and <= LongestTimeout;
}
