using System;

namespace QregexCheck.Posix;

/// <summary>Where a file of ours is to stand, there is something else: writing to it could change what is not ours.</summary>
internal sealed class OccupiedPathException : Exception
{
    /// <param name="message">What is there and what to do, as one clause without a final stop.</param>
    public OccupiedPathException(string message)
        : base(message)
    {
    }
}
