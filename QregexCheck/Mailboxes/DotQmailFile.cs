namespace QregexCheck.Mailboxes;

/// <summary>A <c>.qmail</c> file that was found.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Default">
/// With a name that ends in <c>default</c>: what qmail-local hands to programs as DEFAULT, in its own case. Null otherwise.
/// </param>
internal sealed record DotQmailFile(byte[] Path, byte[]? Default);
