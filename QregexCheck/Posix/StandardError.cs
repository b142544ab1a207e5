using System;
using QregexCheck.Text;

namespace QregexCheck.Posix;

/// <summary>Writes our lines to standard error. Each line is one write, so that lines of several processes don't mix in a log.</summary>
internal static class StandardError
{
    /// <summary>Writes <c>qregexcheck: WORD: MESSAGE</c>. Control bytes are escaped, so that it stays one line.</summary>
    public static void WriteLine(ReadOnlySpan<byte> word, string message)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(message);
        Descriptor.TryWrite(
            Descriptor.Error,
            new ByteText().Add("qregexcheck: "u8).Add(word).Add(": "u8).AddEscaped(bytes, Plain.Message, 2000).Add("\n"u8).Bytes);
    }

    /// <summary>Says why nothing was decided, and what to do about it.</summary>
    public static void Fatal(string message) => WriteLine("fatal"u8, message);
}
