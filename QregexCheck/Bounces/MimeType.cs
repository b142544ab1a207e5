using System;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Bounces;

/// <summary>What a Content-Type field says, as far as a look needs it.</summary>
/// <remarks>Source: RFC 2045, 5.1. What can't be read is application/octet-stream, of which nothing is read. A boundary in pieces (RFC 2231) is not understood.</remarks>
internal sealed class MimeType
{
    private static ReadOnlySpan<byte> NoTokenBytes => "()<>@,;:\\\"/[]?="u8;

    private MimeType(byte[] name, byte[]? boundary)
    {
        Name = name;
        Boundary = boundary;
    }

    /// <summary>What a part is that has no Content-Type.</summary>
    public static MimeType PlainText { get; } = Of("text/plain"u8);

    /// <summary>What a part of a multipart/digest is that has no Content-Type. Source: RFC 2046, 5.1.5.</summary>
    public static MimeType Message { get; } = Of("message/rfc822"u8);

    private static MimeType Unknown { get; } = Of("application/octet-stream"u8);

    /// <summary>Type and subtype in small letters, with the slash between.</summary>
    public byte[] Name { get; }

    /// <summary>The parameter <c>boundary</c>, without quotes; null when there is none.</summary>
    public byte[]? Boundary { get; }

    public bool IsMultipart => Name.AsSpan().StartsWith("multipart/"u8);

    public bool IsDigest => Name.AsSpan().SequenceEqual("multipart/digest"u8);

    public bool IsText => Name.AsSpan().StartsWith("text/"u8);

    /// <summary>True for a message, and for the header of one. Sources: RFC 2046, 5.2.1; RFC 6522, 4; RFC 6532, 3.7; RFC 6533.</summary>
    public bool IsQuotedMessage =>
        Name.AsSpan().SequenceEqual("message/rfc822"u8) || Name.AsSpan().SequenceEqual("text/rfc822-headers"u8)
        || Name.AsSpan().SequenceEqual("message/global"u8) || Name.AsSpan().SequenceEqual("message/global-headers"u8);

    /// <summary>True for the delivery status. Sources: RFC 3464, RFC 6533.</summary>
    public bool IsDeliveryStatus =>
        Name.AsSpan().SequenceEqual("message/delivery-status"u8) || Name.AsSpan().SequenceEqual("message/global-delivery-status"u8);

    /// <summary>Reads the value of a Content-Type field.</summary>
    /// <param name="value">What stands behind the colon, unfolded.</param>
    public static MimeType Read(ReadOnlySpan<byte> value)
    {
        if (!TrySkip(ref value) || !TryToken(ref value, out ReadOnlySpan<byte> type) || !TrySkip(ref value) || value is not [(byte)'/', ..])
            return Unknown;
        value = value[1..];
        if (!TrySkip(ref value) || !TryToken(ref value, out ReadOnlySpan<byte> subtype))
            return Unknown;
        byte[] name = [.. type, (byte)'/', .. subtype];
        AsciiCase.Lower(name);
        return new MimeType(name, TrySkip(ref value) && value is [(byte)';', ..] ? FindBoundary(value) : null);
    }

    private static MimeType Of(ReadOnlySpan<byte> name) => new(name.ToArray(), null);

    /// <summary>The first parameter <c>boundary</c> that can be read.</summary>
    /// <param name="rest">What stands behind type and subtype, from a <c>;</c> on.</param>
    private static byte[]? FindBoundary(ReadOnlySpan<byte> rest)
    {
        byte[]? boundary = null;
        while (!rest.IsEmpty)
        {
            if (rest[0] == (byte)';')
                rest = rest[1..];
            if (!TrySkip(ref rest))
                return null;
            if (rest.IsEmpty)
                break;
            if (rest[0] == (byte)';')
                continue;
            if (!TryToken(ref rest, out ReadOnlySpan<byte> name) || !TrySkip(ref rest) || rest is not [(byte)'=', ..])
                return null;
            rest = rest[1..];
            if (!TrySkip(ref rest) || rest.IsEmpty)
                return null;
            byte[] value = Value(ref rest);
            if (boundary is null && AsciiCase.Same(name, "boundary"u8))
                boundary = value;
            if (!TrySkip(ref rest))
                return null;
        }

        return boundary is { Length: > 0 } ? boundary : null;
    }

    /// <summary>Reads a parameter's value: a quoted string, or all up to the next <c>;</c>, for many programs leave out the quotes where they are due.</summary>
    private static byte[] Value(ref ReadOnlySpan<byte> rest)
    {
        if (rest[0] != (byte)'"')
        {
            int end = rest.IndexOf((byte)';');
            ReadOnlySpan<byte> plain = end < 0 ? rest : rest[..end];
            rest = rest[plain.Length..];
            return plain.TrimEnd(" \t"u8).ToArray();
        }

        var unquoted = new byte[rest.Length];
        int length = 0;
        int at = 1;
        for (; at < rest.Length && rest[at] != (byte)'"'; at++)
        {
            if (rest[at] == (byte)'\\' && at + 1 < rest.Length)
                at++;
            unquoted[length++] = rest[at];
        }

        rest = rest[Math.Min(at + 1, rest.Length)..];
        return unquoted[..length];
    }

    private static bool TryToken(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> token)
    {
        int length = 0;
        while (length < rest.Length && Plain.Visible.Holds(rest[length]) && !NoTokenBytes.Contains(rest[length]))
            length++;
        token = rest[..length];
        rest = rest[length..];
        return length > 0;
    }

    /// <summary>Passes over blanks and comments. Source: RFC 5322, 3.2.2.</summary>
    /// <returns>False within a comment that does not end.</returns>
    private static bool TrySkip(ref ReadOnlySpan<byte> rest)
    {
        int open = 0;
        int at = 0;
        for (; at < rest.Length; at++)
        {
            byte b = rest[at];
            if (b == (byte)'(')
                open++;
            else if (open > 0 && b == (byte)')')
                open--;
            else if (open > 0 && b == (byte)'\\')
                at++;
            else if (open == 0 && b is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                break;
        }

        rest = rest[Math.Min(at, rest.Length)..];
        return open == 0;
    }
}
