using System;

namespace QregexCheck.Mailboxes;

/// <summary>What a list of mailboxes says of a name.</summary>
internal enum ListedName : byte
{
    /// <summary>The list has the mailbox.</summary>
    There = 0,

    /// <summary>It has a record that can't be understood.</summary>
    Odd = 1,

    /// <summary>The mailbox is there and is closed for mail.</summary>
    Closed = 2,

    /// <summary>The list does not have the name.</summary>
    Absent = 3,
}

/// <summary>Looks a name up in a list of mailboxes.</summary>
/// <exception cref="HostFileException">It can't be told.</exception>
internal delegate ListedName ListedNames(ReadOnlySpan<byte> name);

/// <summary>What a snapshot knows of a path.</summary>
/// <param name="Look">What stood there, and its state.</param>
/// <param name="Class">What is known of its content.</param>
/// <param name="Text">What belongs to the class.</param>
/// <param name="Names">With <see cref="SnapshotClass.Mailboxes"/>: its names.</param>
internal sealed record SnapshotRecord(FileLook Look, SnapshotClass Class, byte[] Text, ListedNames? Names);

/// <summary>Finds what a snapshot knows of a path, byte for byte.</summary>
/// <returns>Null when it knows nothing of it.</returns>
/// <exception cref="HostFileException">The snapshot is damaged.</exception>
internal delegate SnapshotRecord? SnapshotFind(ReadOnlySpan<byte> path);

/// <summary>Opens the snapshot, when it is needed for the first time.</summary>
/// <returns>Null when there is none.</returns>
/// <exception cref="HostFileException">It is there and can't be believed.</exception>
internal delegate RecipientSnapshot? SnapshotSource();

/// <summary>An open snapshot: what root saw of the directories that recipients can lead to.</summary>
/// <param name="File">The path of the snapshot.</param>
/// <param name="Made">When the making of it began: seconds since 1970 UTC.</param>
/// <param name="Age">Seconds from then until it was opened; never below 0.</param>
/// <param name="Find">Finds a path in it.</param>
internal sealed record RecipientSnapshot(byte[] File, long Made, long Age, SnapshotFind Find)
{
    // Up to the year 9999.
    private const long LastSecond = 253402300799;

    private string? _time;
    private string? _whichIsOld;

    /// <summary>When it was made, as people write it: <c>2026-11-26T18:00:00Z</c>.</summary>
    public string Time => _time ??= TimeOf(Made);

    /// <summary>Its age as the end of a sentence: <c>, which is 17 seconds old</c>.</summary>
    public string WhichIsOld => _whichIsOld ??= string.Concat(", which is ", Age.ToString(provider: null), " seconds old");

    /// <summary>A second since 1970 UTC, as people write it.</summary>
    public static string TimeOf(long second)
    {
        DateTime time = DateTime.UnixEpoch.AddSeconds(Math.Clamp(second, 0, LastSecond));
        Span<char> text = stackalloc char[20];
        "0000-00-00T00:00:00Z".CopyTo(text);
        Write(text[..4], time.Year);
        Write(text[5..7], time.Month);
        Write(text[8..10], time.Day);
        Write(text[11..13], time.Hour);
        Write(text[14..16], time.Minute);
        Write(text[17..19], time.Second);
        return new string(text);
    }

    private static void Write(Span<char> digits, int number)
    {
        for (int i = digits.Length - 1; i >= 0; i--, number /= 10)
            digits[i] = (char)('0' + (number % 10));
    }
}
