using System;
using System.Linq;

namespace QregexCheck.Tests.Zoo;

/// <summary>Makes a dialogue that fails as short as it gets, for a reader.</summary>
internal static class Shrinker
{
    // A long line's padding need not shrink: which byte falls out of the buffer is what matters.
    private const int MostPieces = 400;

    /// <summary>Takes pieces out, from half of it down to single bytes, as long as it still fails.</summary>
    public static byte[] Shrink(byte[] client, Func<byte[], bool> fails)
    {
        for (int size = Math.Max(1, client.Length / 2); size > client.Length / MostPieces; size /= 2)
        {
            for (int at = 0; at + size <= client.Length;)
            {
                byte[] less = [.. client.Take(at), .. client.Skip(at + size)];
                if (fails(less))
                    client = less;
                else
                    at += size;
            }
        }

        return client;
    }
}
