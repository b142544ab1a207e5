using System;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>The command that adds a rule to a list of exceptions, for people to paste into a shell. A stranger chose the address in it.</summary>
internal static class ExceptionCommand
{
    /// <summary>Writes the command.</summary>
    /// <returns>Null when the bytes of the rule, or those of the directory, can't be pasted.</returns>
    public static string? Of(ReadOnlySpan<byte> rule, ControlDirectory directory, ControlList list)
    {
        byte[] path = [.. directory.Path, (byte)'/', .. ControlLists.FileName(list)];

        // Some shells' echo reads a doubled backslash as one. What is not ASCII may be a control character of the terminal.
        if (rule.IndexOf("\\\\"u8) >= 0 || PlainBytes.IndexOfUnprintable(rule) >= 0
            || ShellWord.Of(rule) is not { } word || ShellWord.Of(path) is not { } file)
            return null;
        return LastLine.IsOpen(path) ? $"{{ echo; echo {word}; }} >> {file}" : $"echo {word} >> {file}";
    }
}
