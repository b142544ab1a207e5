using System;

namespace QregexCheck.Database;

/// <summary>A compiled file can't be believed: it is left aside, and the control files are read instead.</summary>
internal sealed class DatabaseException : Exception
{
    /// <param name="message">Why, as a clause that follows "because" without a final stop.</param>
    public DatabaseException(string message)
        : base(message)
    {
    }
}
