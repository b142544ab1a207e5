using System;

namespace QregexCheck.Mailboxes;

/// <summary>Where the files are that tell of recipients. All are paths without a NUL and without a slash at the end.</summary>
/// <param name="Home">qmail's own directory, which has <c>control</c>, <c>users</c>, <c>bin</c>.</param>
/// <param name="Rules">The directory of our own control files: checkrcpthosts and validrcptto.</param>
internal sealed record QmailPlaces(byte[] Home, byte[] Rules)
{
    /// <summary>The path of one of our own control files.</summary>
    public byte[] InRules(ReadOnlySpan<byte> name) => [.. Rules, (byte)'/', .. name];
}
