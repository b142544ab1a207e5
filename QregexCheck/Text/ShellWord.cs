using System;
using System.Text;

namespace QregexCheck.Text;

/// <summary>A file's name as one word of a command that people paste into a shell. Source: POSIX, Shell Command Language, 2.2 Quoting.</summary>
internal static class ShellWord
{
    private const byte Quote = (byte)'\'';

    /// <summary>Writes a name so that the shell reads it and nothing else: as it is where no byte of it means anything to a shell,
    /// else between quotes.</summary>
    /// <returns>Null when it can't be pasted: it is empty, begins with a hyphen, has a control byte, or is not UTF-8.</returns>
    public static string? Of(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name[0] == (byte)'-' || !System.Text.Unicode.Utf8.IsValid(name))
            return null;
        bool isPlain = true;
        foreach (byte b in name)
        {
            if (!Plain.Message.Holds(b))
                return null;
            isPlain &= b is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or >= 0x80
                || "/._-+:,@%"u8.Contains(b);
        }

        if (isPlain)
            return Encoding.UTF8.GetString(name);
        var quoted = new ByteText().Add(Quote);
        foreach (byte b in name)
        {
            if (b == Quote)
                quoted.Add("'\\''"u8);
            else
                quoted.Add(b);
        }

        return Encoding.UTF8.GetString(quoted.Add(Quote).Bytes);
    }
}
