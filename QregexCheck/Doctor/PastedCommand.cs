using System;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>A command that an administrator pastes into a shell, with a name of the host in it.</summary>
internal static class PastedCommand
{
    /// <summary>Writes a command with one word in it.</summary>
    /// <returns>Null when the word can't be pasted.</returns>
    public static string? Of(string before, ReadOnlySpan<byte> word, string behind = "") => ShellWord.Of(word) is { } shown ? before + shown + behind : null;
}
