using System;

namespace QregexCheck.Control;

/// <summary>A control file is there but can't be read: the check can't be made, which is a soft error.</summary>
internal sealed class ControlReadException : Exception
{
    /// <param name="message">Which file, why, and what to do, without a final stop.</param>
    public ControlReadException(string message)
        : base(message)
    {
    }
}
