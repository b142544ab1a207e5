using System;

namespace QregexCheck.Logs;

/// <summary>Takes a line apart at words that its program wrote, where a client may have written the same words.</summary>
internal static class Separators
{
    /// <summary>Cuts off what stands before a separator.</summary>
    /// <param name="rest">The rest of the line; it is left to begin behind the separator.</param>
    /// <param name="separator">What the program wrote.</param>
    /// <param name="before">What stood before it.</param>
    /// <param name="isCounted">True when the caller has counted the bytes <c>|</c> and <c>&gt;</c>, and each of them begins a separator or the line is wrong.</param>
    /// <returns>False when the separator is missing, or stands there twice: then nobody can tell which one is the program's.</returns>
    public static bool TryCut(scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> separator, out ReadOnlySpan<byte> before, bool isCounted = false)
    {
        before = default;
        int at = isCounted ? rest.IndexOfAny((byte)'|', (byte)'>') : rest.IndexOf(separator);
        if (at < 0 || (isCounted && !rest[at..].StartsWith(separator)))
            return false;
        ReadOnlySpan<byte> behind = rest[(at + separator.Length)..];
        if (!isCounted && behind.IndexOf(separator) >= 0)
            return false;
        before = rest[..at];
        rest = behind;
        return true;
    }
}
