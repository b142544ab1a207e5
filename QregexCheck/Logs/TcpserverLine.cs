using System;

namespace QregexCheck.Logs;

/// <summary>Reads the lines of tcpserver, and of sslserver, which writes them with its own name.</summary>
/// <remarks>
/// Forms: <c>tcpserver: pid P from IP</c>, <c>tcpserver: ok P LOCAL:IP:PORT REMOTE:IP:...</c>, <c>tcpserver: deny P ...</c>, <c>tcpserver: end P status S</c>,
/// <c>tcpserver: status: N/LIMIT</c>. Only the first tells an address. Source: tcpserver.c.
/// </remarks>
internal static class TcpserverLine
{
    /// <summary>The longest address: IPv6 with an IPv4 at its end, and the name of an interface.</summary>
    public const int LongestIp = 63;

    private static ReadOnlySpan<byte> Program => "tcpserver: "u8;

    /// <summary>True for a line of tcpserver's, whatever it says.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text) => text.StartsWith(Program) || text.StartsWith("sslserver: "u8);

    /// <summary>Reads a line.</summary>
    /// <param name="text">The line, for which <see cref="IsOne"/> holds.</param>
    /// <param name="process">The process that begins to serve a client, or whose session is over; 0 when the line tells of neither.</param>
    /// <param name="ip">The client's address; empty when a session is over.</param>
    public static LineReading Read(ReadOnlySpan<byte> text, out int process, out ReadOnlySpan<byte> ip)
    {
        process = 0;
        ip = default;
        text = text[Program.Length..];
        bool isBeginning = DecimalNumber.TryTake(ref text, "pid "u8);
        if (!isBeginning && !DecimalNumber.TryTake(ref text, "end "u8) && !DecimalNumber.TryTake(ref text, "deny "u8))
            return LineReading.NoMail;
        if (!DecimalNumber.TryTakeProcess(ref text, out int found))
            return LineReading.Strange;
        if (isBeginning)
        {
            if (!DecimalNumber.TryTake(ref text, " from "u8) || text.Length is 0 or > LongestIp || text.IndexOfAny("<> \t"u8) >= 0)
                return LineReading.Strange;
            ip = text;
        }
        else if (!text.StartsWith((byte)' '))
        {
            return LineReading.Strange;
        }

        process = found;
        return LineReading.NoMail;
    }
}
