using System;

namespace QregexCheck.Mailboxes;

/// <summary>What an administrator can do about a file that we may not see: open it, or have root take a snapshot of it.</summary>
internal static class SnapshotAdvice
{
    /// <summary>Adds what would help by a snapshot.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="advice">What would help without; null when nothing would.</param>
    /// <param name="path">The file or directory that we may not look at or read.</param>
    /// <returns>Null when nothing helps.</returns>
    public static string? Join(HostFiles files, string? advice, ReadOnlySpan<byte> path)
    {
        string? snapshot = files.Snapshot?.Advice(path);
        return snapshot is null ? advice : advice is null ? snapshot : $"{advice}; or {snapshot}";
    }
}
