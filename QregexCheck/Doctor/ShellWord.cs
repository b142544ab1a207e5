using System;
using System.Text;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>A path or a name as one word of a command that an administrator pastes into a shell. Source: POSIX XCU 2.2.</summary>
internal static class ShellWord
{
    private static ReadOnlySpan<byte> BareMarks => "_./@:+,=%-"u8;

    /// <summary>Writes a word so that a shell takes each of its bytes for itself.</summary>
    /// <returns>Null for bytes that can't be shown: then there is no command to paste.</returns>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || PlainBytes.IndexOfUnprintable(bytes) >= 0)
            return null;
        string text = Encoding.ASCII.GetString(bytes);
        foreach (byte b in bytes)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && !BareMarks.Contains(b))
                return "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        }

        return text;
    }

    /// <summary>A command with one word behind it; null when the word can't be shown.</summary>
    public static string? Command(string before, ReadOnlySpan<byte> word, string behind = "") => Of(word) is { } shown ? before + shown + behind : null;
}
