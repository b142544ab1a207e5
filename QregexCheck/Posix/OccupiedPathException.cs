using System;

namespace QregexCheck.Posix;

/// <summary>Something else stands where our file is to be. Writing there could change what is not ours.</summary>
internal sealed class OccupiedPathException : Exception
{
    /// <param name="message">What is there and what to do, as one clause without a final stop.</param>
    public OccupiedPathException(string message)
        : base(message)
    {
    }
}
