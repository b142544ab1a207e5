using System;
using System.Buffers.Text;
using System.Collections.Generic;

namespace QregexCheck.Text;

/// <summary>
/// Strings of bytes in a row: each is its length in decimal, a colon, its bytes and a comma. So one process hands them to another. Source: djb's netstrings.
/// </summary>
internal static class Netstrings
{
    /// <summary>Puts them together.</summary>
    public static byte[] Of(params ReadOnlySpan<byte[]> strings)
    {
        var row = new ByteText();
        foreach (byte[] one in strings)
            row.Add(one.Length).Add(":"u8).Add(one).Add(","u8);
        return row.Bytes.ToArray();
    }

    /// <summary>Takes them apart.</summary>
    /// <returns>Null when the bytes are no such row, or end within one.</returns>
    public static List<byte[]>? TryRead(ReadOnlySpan<byte> row)
    {
        var strings = new List<byte[]>();
        while (!row.IsEmpty)
        {
            if (!Utf8Parser.TryParse(row, out int length, out int digits) || length < 0 || row[0] is (byte)'+' or (byte)'-')
                return null;
            ReadOnlySpan<byte> rest = row[digits..];
            if (rest.Length < 2 || rest[0] != ':' || length > rest.Length - 2 || rest[length + 1] != ',')
                return null;
            strings.Add(rest.Slice(1, length).ToArray());
            row = rest[(length + 2)..];
        }

        return strings;
    }
}
