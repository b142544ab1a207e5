namespace QregexCheck.Mailboxes;

/// <summary>One thing that was looked at, and what was found there.</summary>
/// <param name="File">The path of the file or directory.</param>
/// <param name="Words">What was found, as a clause: <c>no such file</c>, <c>holds no key postmaster</c>, <c>default delivery</c>.</param>
internal readonly record struct Evidence(byte[] File, string Words);
