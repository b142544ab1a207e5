using System;
using System.Text;

namespace QregexCheck.Posix;

/// <summary>A system call failed.</summary>
internal sealed class PosixException : Exception
{
    /// <param name="number">errno.</param>
    public PosixException(int number)
        : base(Describe(number)) => Number = number;

    /// <summary>errno, as errno(3) lists it.</summary>
    public int Number { get; }

    /// <summary>The system's own words for an errno, in lower case, as qmail writes them.</summary>
    public static unsafe string Describe(int number)
    {
        byte* text = Libc.ErrorText(number);
        return text is null ? $"error {number}" : Encoding.ASCII.GetString(text, (int)Libc.Length(text)).ToLowerInvariant();
    }
}
