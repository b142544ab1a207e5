using System;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>The directory of qmail, which has <c>control</c>, <c>users</c> and <c>bin</c>.</summary>
internal static class QmailHome
{
    /// <summary>The home that QREGEXCHECK_QMAIL names, else the one that this program was built for; without a slash at its end.</summary>
    public static byte[] Path
    {
        get
        {
            byte[]? named = Environ.Get("QREGEXCHECK_QMAIL\0"u8);
            return named is null or [] ? BuildOptions.Home.ToArray() : named.AsSpan().TrimEnd((byte)'/').ToArray();
        }
    }

    /// <summary>Its control directory.</summary>
    public static byte[] Control => [.. Path, .. "/control"u8];
}
