using System;

namespace QregexCheck.Mailboxes;

/// <summary>A file of the host can't be read, or does not hold what its format asks for. The recipient can't be told then.</summary>
internal sealed class HostFileException : Exception
{
    /// <param name="path">The file's path.</param>
    /// <param name="words">What is wrong with it, as a clause without the path, such as <c>permission denied</c>.</param>
    /// <param name="isDenied">True when it is there and we may not read it.</param>
    public HostFileException(ReadOnlySpan<byte> path, string words, bool isDenied = false)
        : base(words)
    {
        Path = path.ToArray();
        IsDenied = isDenied;
    }

    /// <summary>The file's path, without a NUL.</summary>
    public byte[] Path { get; }

    /// <summary>True when it is there and we may not read it: other permissions would change the answer.</summary>
    public bool IsDenied { get; }
}
