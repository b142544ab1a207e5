using QregexCheck.Rules;

namespace QregexCheck.Mailboxes;

/// <summary>The line of <c>control/checkrcpthosts</c> that covers a domain.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">The entry as it stands there: <c>*</c>, <c>example.com</c> or <c>.example.com</c>.</param>
/// <param name="Annotation">What the comments above it say.</param>
internal sealed record CoveringEntry(int Line, byte[] Text, Annotation Annotation)
{
    /// <summary>The name of the control file.</summary>
    public static System.ReadOnlySpan<byte> FileName => "checkrcpthosts"u8;

    /// <summary>True for <c>relay=yes</c>: clients that may relay are checked too.</summary>
    public bool ChecksRelayClients => Annotation.ChecksRelayClients;

    /// <summary>
    /// False for <c>ext=no</c>: the mailboxes have no addresses of the form user-anything, so the part before the first <c>-</c> says nothing.
    /// </summary>
    public bool HasExtensions => Annotation.HasExtensions;

    /// <summary>For <c>age=SECONDS</c>: how old a snapshot may be that can't be compared with the files; 0 otherwise.</summary>
    public long Age => Annotation.Age;
}
