using QregexCheck.Rules;

namespace QregexCheck.Mailboxes;

/// <summary>The line of <c>control/checkrcpthosts</c> that covers a domain.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">The entry as it stands there: <c>*</c>, <c>example.com</c> or <c>.example.com</c>.</param>
/// <param name="Annotation">What the comments above it say: action, reply, note, until.</param>
/// <param name="ChecksRelayClients">True for <c>relay=yes</c>: clients that may relay are checked too.</param>
/// <param name="HasExtensions">
/// False for <c>ext=no</c>: the mailboxes have no addresses of the form user-anything, so the part before the first <c>-</c> says nothing.
/// </param>
/// <param name="Age">For <c>age=SECONDS</c>: how old a snapshot may be that can't be compared with the files; 0 otherwise.</param>
internal sealed record CoveringEntry(int Line, byte[] Text, Annotation Annotation, bool ChecksRelayClients, bool HasExtensions, long Age)
{
    /// <summary>The name of the control file.</summary>
    public static System.ReadOnlySpan<byte> FileName => "checkrcpthosts"u8;
}
