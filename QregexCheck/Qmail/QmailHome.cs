using System;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>The directory of qmail, which has <c>control</c>, <c>users</c> and <c>bin</c>.</summary>
internal static class QmailHome
{
    /// <summary>True when QREGEXCHECK_QMAIL names it. An empty value names none.</summary>
    public static bool IsNamed => Environ.Get("QREGEXCHECK_QMAIL\0"u8) is not (null or []);

    /// <summary>The home that QREGEXCHECK_QMAIL names, else the one that this program was built for; without a slash at its end.</summary>
    public static byte[] Path => IsNamed ? Environ.Get("QREGEXCHECK_QMAIL\0"u8).AsSpan().TrimEnd((byte)'/').ToArray() : Installed.ToArray();

    /// <summary>What this program was built for, or install.sh has written into the file: the text behind the first <c>=</c>, up to the first <c>:</c>.</summary>
    private static ReadOnlySpan<byte> Installed
    {
        get
        {
            ReadOnlySpan<byte> home = BuildOptions.HomeSlot;
            home = home[(home.IndexOf((byte)'=') + 1)..];
            return home[..home.IndexOf((byte)':')];
        }
    }

    /// <summary>Its control directory.</summary>
    public static byte[] Control => [.. Path, .. "/control"u8];
}
