using System;

namespace QregexCheck.Mailboxes;

/// <summary>A file of the host can't be read, or does not hold what its format asks for. The recipient can't be told then.</summary>
internal sealed class HostFileException : Exception
{
    /// <param name="path">The file's path.</param>
    /// <param name="words">What is wrong with it, as a clause without the path, such as <c>permission denied</c>.</param>
    /// <param name="isDenied">True when it is there and we may not read it.</param>
    /// <param name="change">The change of its mode, as chmod(1) has it, that would help qmail itself; null for none.</param>
    public HostFileException(ReadOnlySpan<byte> path, string words, bool isDenied = false, string? change = null)
        : base(words)
    {
        Path = path.ToArray();
        IsDenied = isDenied;
        Change = change;
    }

    /// <summary>The file's path, without a NUL.</summary>
    public byte[] Path { get; }

    /// <summary>True when it is there and we may not read it: other permissions would change the answer.</summary>
    public bool IsDenied { get; }

    /// <summary>The change of its mode, as chmod(1) has it, that would help qmail itself; null for none.</summary>
    public string? Change { get; }
}
