using System;
using QregexCheck.Text;

namespace QregexCheck.Smtp;

/// <summary>Takes a keyword out of the reply to EHLO. Source: RFC 5321 4.1.1.1.</summary>
internal static class EhloReply
{
    private const int PrefixLength = 4;

    /// <summary>The reply without its STARTTLS line (RFC 3207). The line that is then the last one loses its hyphen.</summary>
    public static byte[] WithoutStartTls(ReadOnlySpan<byte> reply)
    {
        var kept = new ByteText();
        int lastLine = 0;
        while (reply.Length > 0)
        {
            int newline = reply.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = newline < 0 ? reply : reply[..(newline + 1)];
            reply = reply[line.Length..];
            if (kept.Length > 0 && IsStartTls(line))
                continue;
            lastLine = kept.Length;
            kept.Add(line);
        }

        byte[] bytes = kept.Bytes.ToArray();
        if (bytes.Length - lastLine >= PrefixLength && bytes[lastLine + PrefixLength - 1] == (byte)'-')
            bytes[lastLine + PrefixLength - 1] = (byte)' ';
        return bytes;
    }

    private static bool IsStartTls(ReadOnlySpan<byte> line) =>
        line.Length > PrefixLength && System.Text.Ascii.EqualsIgnoreCase(line[PrefixLength..].TrimEnd(" \t\r\n"u8), "STARTTLS"u8);
}
