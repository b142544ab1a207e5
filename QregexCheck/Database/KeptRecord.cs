using QregexCheck.Mailboxes;

namespace QregexCheck.Database;

/// <summary>A record of a snapshot of recipients; see <see cref="SnapshotFormat"/>.</summary>
/// <param name="Path">The path.</param>
/// <param name="Look">What stood there.</param>
/// <param name="Class">What is known of its content.</param>
/// <param name="Text">What belongs to the class.</param>
/// <param name="NamesAt">Where the names of mailboxes stand.</param>
/// <param name="NameCount">Number of names of mailboxes.</param>
/// <param name="At">Where the record stands.</param>
internal sealed record KeptRecord(byte[] Path, FileLook Look, SnapshotClass Class, byte[] Text, long NamesAt, int NameCount, long At);
