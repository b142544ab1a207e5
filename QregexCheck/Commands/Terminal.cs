using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>What is known of the terminal.</summary>
internal static class Terminal
{
    /// <summary>True when a descriptor is a terminal that shows colours. Source: the NO_COLOR convention.</summary>
    public static bool WantsColor(int descriptor) =>
        Descriptor.IsTerminal(descriptor) && Environ.Get("NO_COLOR\0"u8) is null or []
            && Environ.Get("TERM\0"u8) is not (null or [] or [(byte)'d', (byte)'u', (byte)'m', (byte)'b']);
}
