using System;

namespace QregexCheck.Cdb;

/// <summary>A cdb file is not what its format asks for: cut short, damaged, or made to mislead.</summary>
internal sealed class CdbException : Exception
{
    /// <param name="words">What is wrong, as a clause without the file's name.</param>
    public CdbException(string words)
        : base(words)
    {
    }
}
