using System;
using System.Collections.Generic;
using QregexCheck.Rules;

namespace QregexCheck.History;

/// <summary>
/// Clients that may relay, by their addresses, for logs that don't tell. An address is written as in tcprules(1): one that ends in a dot or a colon is the
/// beginning of many.
/// </summary>
/// <remarks>Servers that listen on IPv6 write an IPv4 client as <c>::ffff:192.0.2.1</c>: it is the same client.</remarks>
internal sealed class RelayNetworks
{
    private readonly List<byte[]> _beginnings = [];
    private readonly List<IpAddress> _addresses = [];

    public bool IsEmpty => _beginnings.Count + _addresses.Count == 0;

    /// <summary>Adds an address, or the beginning of one.</summary>
    /// <returns>False when it is neither.</returns>
    public bool TryAdd(ReadOnlySpan<byte> address)
    {
        ReadOnlySpan<byte> unmapped = IpAddress.WithoutMapping(address);
        if (IsBeginningOfV4(unmapped) || IsBeginningOfV6(unmapped))
            _beginnings.Add(unmapped.ToArray());
        else if (IpAddress.TryParse(address, out IpAddress whole))
            _addresses.Add(whole);
        else
            return false;
        return true;
    }

    public bool Hold(ReadOnlySpan<byte> ip)
    {
        if (IsEmpty)
            return false;
        if (IpAddress.TryParse(ip, out IpAddress client) && _addresses.Contains(client))
            return true;
        ReadOnlySpan<byte> unmapped = IpAddress.WithoutMapping(ip);
        foreach (byte[] beginning in _beginnings)
        {
            if (ip.StartsWith(beginning) || unmapped.StartsWith(beginning))
                return true;
        }

        return false;
    }

    /// <summary>True for one to three numbers of an IPv4 address, each with its dot: what is left out makes it whole.</summary>
    private static bool IsBeginningOfV4(ReadOnlySpan<byte> address)
    {
        int dots = address.Count((byte)'.');
        if (dots is 0 or > 3 || address[^1] != (byte)'.')
            return false;
        ReadOnlySpan<byte> rest = "0.0.0.0"u8[(2 * dots)..];
        return IpAddress.TryParseV4([.. address, .. rest], out _);
    }

    /// <summary>True for the groups of an IPv6 address up to a colon, in the small letters in which servers write them.</summary>
    private static bool IsBeginningOfV6(ReadOnlySpan<byte> address)
    {
        if (address.IsEmpty || address[^1] != (byte)':' || address.IndexOfAnyInRange((byte)'A', (byte)'F') >= 0)
            return false;
        ReadOnlySpan<byte> groups = address.EndsWith("::"u8) ? address[..^1] : address;
        return IpAddress.TryParseV6([.. groups, .. groups.IndexOf("::"u8) >= 0 ? "0"u8 : ":"u8], out _);
    }
}
