using System;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Utilities;

namespace QregexCheck.Batv;

/// <summary>HMAC-SHA1, of which a tag holds the first three bytes. The function is a library's. Source: RFC 2104, FIPS 180-4.</summary>
internal static class TagHash
{
    /// <summary>How many bytes of it a tag holds.</summary>
    public const int Length = 3;

    private const int WholeLength = 20;

    /// <summary>All 20 bytes.</summary>
    /// <param name="key">The key, of any length.</param>
    /// <param name="text">What is signed.</param>
    public static byte[] Whole(byte[] key, ReadOnlySpan<byte> text)
    {
        var mac = new HMac(new Sha1Digest());
        mac.Init(new KeyParameter(key));
        byte[] bytes = text.ToArray();
        mac.BlockUpdate(bytes, 0, bytes.Length);
        var hash = new byte[WholeLength];
        mac.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>Compares three bytes, in the same time wherever they differ.</summary>
    public static bool IsSame(byte[] hash, ReadOnlySpan<byte> given) => Arrays.FixedTimeEquals(Length, hash, 0, given.ToArray(), 0);
}
