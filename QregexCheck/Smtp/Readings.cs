using System;
using System.Buffers;
using System.Collections.Generic;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>
/// The readings of one line: what servers may take for the name of a HELO, or for the address of a MAIL or RCPT. qmail-smtpd's reading comes
/// first. No two are equal.
/// </summary>
internal static class Readings
{
    // The bytes that some server gives a meaning in a path, or leaves out: quotes, comments, routes, blanks and control bytes.
    private static readonly SearchValues<byte> Meaningful = SearchValues.Create(
        "<>:()\"\\ \0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f"u8
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    /// <summary>What servers may take for the address in the argument of MAIL or RCPT.</summary>
    /// <param name="argument">The bytes behind the verb.</param>
    /// <param name="localHosts">What may replace this host's own addresses.</param>
    /// <param name="suffix">What is appended to each address; usually empty.</param>
    public static byte[][] OfPath(ReadOnlySpan<byte> argument, LocalHost[] localHosts, byte[] suffix) =>
        TryReadPlain(argument, out ReadOnlySpan<byte> address)
            ? [Envelope.QueuedRecipient(address, suffix)]
            : OfAnyPath(argument, localHosts, suffix);

    /// <summary>The readings of any argument. <see cref="OfPath"/> answers for plain arguments without this work.</summary>
    /// <remarks>qmail-smtpd ends a line at a NUL, others leave the NUL out. See also <see cref="StandardPath"/>.</remarks>
    public static byte[][] OfAnyPath(ReadOnlySpan<byte> argument, LocalHost[] localHosts, byte[] suffix)
    {
        var readings = new List<byte[]>();
        LocalHost?[] hosts = localHosts.Length == 0 ? new LocalHost?[] { null } : localHosts;
        foreach (byte[]? text in new[] { CutAtNul(argument), argument.Contains((byte)0) ? WithoutNul(argument) : null, StandardPath.FillLastBlank(argument) })
        {
            if (text is null)
                continue;
            byte[]? standard = StandardPath.Parse(text);
            foreach (LocalHost? host in hosts)
            {
                AddNew(readings, Envelope.QueuedRecipient(SmtpPath.Parse(text, host), suffix));
                if (standard is not null)
                    AddNew(readings, Envelope.QueuedRecipient(host is null ? standard : host.Replace(standard), suffix));
            }
        }

        return readings.ToArray();
    }

    /// <summary>
    /// What servers may take for the name. Some leave out a NUL, some leave out what stands behind a blank. Of HELOX they may take the bytes
    /// behind four letters, behind five letters, or behind the word.
    /// </summary>
    /// <param name="argument">The bytes behind the verb.</param>
    /// <param name="isClear">True when the verb is exactly HELO or EHLO.</param>
    public static byte[][] OfHelo(ReadOnlySpan<byte> argument, bool isClear)
    {
        ReadOnlySpan<byte> blanks = " \t\v\f\r"u8;
        var readings = new List<byte[]> { CutAtNul(argument) };
        ReadOnlySpan<byte> text = WithoutNul(argument);
        AddNew(readings, text.ToArray());
        AddFirstWord(text);
        if (!isClear && !text.IsEmpty)
            AddFirstWord(text[1..]);
        if (!isClear && text.IndexOfAny(blanks) is var blank and >= 0)
            AddFirstWord(text[blank..]);
        return readings.ToArray();

        void AddFirstWord(ReadOnlySpan<byte> from)
        {
            from = from.TrimStart(" \t\v\f\r"u8);
            int end = from.IndexOfAny(" \t\v\f\r"u8);
            AddNew(readings, (end < 0 ? from : from[..end]).ToArray());
        }
    }

    /// <summary>The bytes that are left for a server that ends a line at a NUL.</summary>
    public static byte[] CutAtNul(ReadOnlySpan<byte> bytes)
    {
        int nul = bytes.IndexOf((byte)0);
        return (nul < 0 ? bytes : bytes[..nul]).ToArray();
    }

    /// <summary>
    /// Reads <c>TO:&lt;address&gt;</c>, whatever follows, when every server reads it in the same way. Nearly all clients send this form.
    /// </summary>
    /// <returns>False for any other form: a route, a quote, an IP address for a host, a dot at the end.</returns>
    private static bool TryReadPlain(ReadOnlySpan<byte> argument, out ReadOnlySpan<byte> address)
    {
        address = default;
        int colon = argument.IndexOfAny(Meaningful);
        if (colon < 0 || colon + 2 >= argument.Length || argument[colon] != (byte)':' || argument[colon + 1] != (byte)'<')
            return false;
        ReadOnlySpan<byte> path = argument[(colon + 2)..];
        int end = path.IndexOfAny(Meaningful);
        if (end < 0 || path[end] != (byte)'>')
            return false;
        address = path[..end];
        return address.IsEmpty || (address[0] != (byte)'@' && address[^1] is not ((byte)'.' or (byte)']'));
    }

    private static void AddNew(List<byte[]> readings, byte[] reading)
    {
        foreach (byte[] one in readings)
        {
            if (one.AsSpan().SequenceEqual(reading))
                return;
        }

        readings.Add(reading);
    }

    private static byte[] WithoutNul(ReadOnlySpan<byte> bytes) => Array.FindAll(bytes.ToArray(), static b => b != 0);
}
