using System;
using System.Diagnostics;
using QregexCheck.Mailboxes;

namespace QregexCheck.Bounces;

/// <summary>How the body of a part is written. Source: RFC 2045, 6.</summary>
internal enum TransferEncoding
{
    /// <summary>7bit, 8bit, binary: as it is. So is a part that says nothing.</summary>
    None,
    Base64,
    QuotedPrintable,

    /// <summary>Any other word. Such a part is read as it is, but nothing is refused for it: RFC 2045, 6.4, says that it can't be understood.</summary>
    Unknown,
}

/// <summary>The words of the field Content-Transfer-Encoding.</summary>
internal static class TransferEncodings
{
    /// <summary>Reads the value of a field: its first word. Some programs put a semicolon behind it.</summary>
    /// <param name="value">What stands behind the colon, unfolded.</param>
    public static TransferEncoding Read(ReadOnlySpan<byte> value)
    {
        value = value.TrimStart(" \t"u8);
        int end = value.IndexOfAny(" \t;("u8);
        if (end >= 0)
            value = value[..end];
        if (AsciiCase.Same(value, "base64"u8))
            return TransferEncoding.Base64;
        if (AsciiCase.Same(value, "quoted-printable"u8))
            return TransferEncoding.QuotedPrintable;
        bool isPlain = value.IsEmpty || AsciiCase.Same(value, "7bit"u8) || AsciiCase.Same(value, "8bit"u8) || AsciiCase.Same(value, "binary"u8);
        return isPlain ? TransferEncoding.None : TransferEncoding.Unknown;
    }

    /// <summary>The word for an encoding; empty where a part is as it is.</summary>
    public static ReadOnlySpan<byte> Word(this TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.None => default,
        TransferEncoding.Base64 => "base64"u8,
        TransferEncoding.QuotedPrintable => "quoted-printable"u8,
        TransferEncoding.Unknown => "unknown"u8,
        _ => throw new UnreachableException(),
    };
}
