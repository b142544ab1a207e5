using System;

namespace QregexCheck.Control;

/// <summary>A control file exists and can't be read. The check can't be made, and that is a soft error.</summary>
internal sealed class ControlReadException : Exception
{
    /// <param name="message">Which file, why, and what to do, without a final stop.</param>
    public ControlReadException(string message)
        : base(message)
    {
    }
}
