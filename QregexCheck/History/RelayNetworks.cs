using System;
using System.Collections.Generic;

namespace QregexCheck.History;

/// <summary>
/// Clients that may relay, by their addresses, for logs that don't tell. An address is written as in tcprules(1): one that ends in a dot or a colon is the
/// beginning of many.
/// </summary>
internal sealed class RelayNetworks
{
    private readonly List<byte[]> _addresses = new();

    public bool IsEmpty => _addresses.Count == 0;

    /// <summary>Adds an address, or the beginning of one.</summary>
    /// <returns>False when it is neither.</returns>
    public bool TryAdd(ReadOnlySpan<byte> address)
    {
        bool hasPart = false;
        foreach (byte b in address)
        {
            if (b is not ((>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f') or (byte)'.' or (byte)':'))
                return false;
            hasPart |= b is (byte)'.' or (byte)':';
        }

        if (!hasPart || address[0] == (byte)'.')
            return false;
        _addresses.Add(address.ToArray());
        return true;
    }

    public bool Hold(ReadOnlySpan<byte> ip)
    {
        foreach (byte[] address in _addresses)
        {
            bool isBeginning = address[^1] is (byte)'.' or (byte)':';
            if (isBeginning ? ip.StartsWith(address) : ip.SequenceEqual(address))
                return true;
        }

        return false;
    }
}
