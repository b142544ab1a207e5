namespace QregexCheck.Qmail;

/// <summary>A file of a control directory that looks like a list of rules and that no check asks.</summary>
/// <param name="Name">The file's name. Blanks, control bytes and backslashes are written as <c>\xNN</c>.</param>
/// <param name="Meant">The control file that was meant; null when no name is near.</param>
/// <param name="Why">What the file is and what to do, without a final stop.</param>
internal sealed record UnreadFile(string Name, string? Meant, string Why);
