using System;

namespace QregexCheck.Posix;

/// <summary>A file was not changed as it was to be.</summary>
internal sealed class ChangeException : Exception
{
    /// <param name="message">Why, and what to do, as one clause without a final stop.</param>
    /// <param name="isRefusal">True when something about the file speaks against the change; false when a call failed.</param>
    public ChangeException(string message, bool isRefusal)
        : base(message) => IsRefusal = isRefusal;

    public bool IsRefusal { get; }
}
