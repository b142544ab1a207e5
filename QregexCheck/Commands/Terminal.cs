using System;
using System.Text;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>What is known of the terminal.</summary>
internal static class Terminal
{
    /// <summary>True when standard output gets colours.</summary>
    /// <param name="choice">The value of <c>--color</c>: always, never, or auto; null is auto.</param>
    public static bool WantsColor(string? choice) => choice switch
    {
        "always" => true,
        "never" => false,
        _ => WantsColor(Descriptor.Output),
    };

    /// <summary>True when the locale writes UTF-8, so that signs beyond ASCII can be shown. Source: POSIX XBD 8.2, LC_ALL before LC_CTYPE before LANG.</summary>
    public static bool ShowsUtf8
    {
        get
        {
            byte[] locale = Environ.Get("LC_ALL\0"u8) is { Length: > 0 } all ? all
                : Environ.Get("LC_CTYPE\0"u8) is { Length: > 0 } characters ? characters
                : Environ.Get("LANG\0"u8) ?? [];
            string name = Encoding.Latin1.GetString(locale);
            return name.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || name.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>True when a descriptor is a terminal that shows colours. Source: the NO_COLOR convention.</summary>
    private static bool WantsColor(int descriptor) =>
        Descriptor.IsTerminal(descriptor) && Environ.Get("NO_COLOR\0"u8) is null or []
            && Environ.Get("TERM\0"u8) is not (null or [] or [(byte)'d', (byte)'u', (byte)'m', (byte)'b']);
}
