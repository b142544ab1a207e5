using System;
using QregexCheck.Rules;

namespace QregexCheck.Logs;

/// <summary>Tells whether a text is the address of a client, as tcpserver and others write it. What looks like one and is none may be forged.</summary>
internal static class ClientAddress
{
    /// <summary>True for an IPv4 address in dots, or an IPv6 address as RFC 4291, 2.2 writes it.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text) => IpAddress.TryParse(text, out _);

    /// <summary>True for four numbers up to 255 with dots between them.</summary>
    public static bool IsV4(ReadOnlySpan<byte> text) => IpAddress.TryParseV4(text, out _);

    /// <summary>True for an IPv6 address. It may end in an IPv4 address.</summary>
    public static bool IsV6(ReadOnlySpan<byte> text) => IpAddress.TryParseV6(text, out _);
}
