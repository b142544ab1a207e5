using System;
using System.Buffers.Text;
using System.Text;

namespace QregexCheck.Text;

/// <summary>The escape of a byte that may not stand in a text as it is: <c>\xNN</c>, with two hexadecimal digits.</summary>
/// <remarks>
/// The log writes a client's backslash as <c>\x5C</c>. So <c>\xNN</c> in the log is always an escape. Texts for people leave a backslash as it is.
/// </remarks>
internal static class Escape
{
    /// <summary>Length of an escape in bytes.</summary>
    public const int Length = 4;

    private const string Digits = "0123456789ABCDEF";

    private static ReadOnlySpan<byte> Mark => "\\x"u8;

    /// <summary>Writes the escape of a byte.</summary>
    /// <param name="b">The byte.</param>
    /// <param name="room">The place for it; <see cref="Length"/> bytes are written.</param>
    public static void Write(byte b, Span<byte> room)
    {
        Mark.CopyTo(room);
        room[2] = (byte)Digits[b >> 4];
        room[3] = (byte)Digits[b & 15];
    }

    /// <summary>Turns bytes into text. Bytes that are not plain are escaped.</summary>
    public static string Text(ReadOnlySpan<byte> bytes, Plain plain) => Encoding.UTF8.GetString(new ByteText().AddEscaped(bytes, plain).Bytes);

    /// <summary>True when a text holds the beginning of an escape.</summary>
    public static bool MayStandIn(ReadOnlySpan<byte> text) => text.Contains(Mark[0]) && text.IndexOf(Mark) >= 0;

    /// <summary>Turns escapes back into bytes. The digits may be small letters. Bytes that form no whole escape stay as they are.</summary>
    public static byte[] Undo(ReadOnlySpan<byte> text)
    {
        if (!MayStandIn(text))
            return text.ToArray();
        var plain = new ByteText();
        Undo(text, plain);
        return plain.Bytes.ToArray();
    }

    /// <summary>Turns escapes back into bytes, as <see cref="Undo(ReadOnlySpan{byte})"/> does, and adds them to a text.</summary>
    public static void Undo(ReadOnlySpan<byte> text, ByteText into)
    {
        while (text.IndexOf(Mark) is >= 0 and var mark)
        {
            into.Add(text[..mark]);
            bool isEscape = TryRead(text[mark..], out byte b);
            into.Add(isEscape ? b : Mark[0]);
            text = text[(mark + (isEscape ? Length : 1))..];
        }

        into.Add(text);
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out byte b)
    {
        b = 0;
        return text.StartsWith(Mark) && text.Length >= Length
            && Utf8Parser.TryParse(text[Mark.Length..Length], out b, out int read, 'x') && read == Length - Mark.Length;
    }
}
