using System;
using System.Collections.Generic;
using System.Linq;

namespace QregexCheck.Tests.Support;

/// <summary>All strings over a few bytes: small things are tried exhaustively.</summary>
internal static class ByteStrings
{
    /// <summary>Every string of up to so many bytes, the empty one first.</summary>
    public static byte[][] UpTo(int longest, string alphabet)
    {
        var all = new List<byte[]> { Array.Empty<byte>() };
        for (int at = 0; at < all.Count && all[at].Length < longest; at++)
            all.AddRange(alphabet.Select(letter => (byte[])[.. all[at], (byte)letter]).ToArray());
        return [.. all];
    }
}
