namespace QregexCheck.Control;

/// <summary>What identifies the state of a control file, as stat(2) tells it. A missing file is a state too.</summary>
/// <param name="Exists">False for a file that was missing.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When its bytes last changed.</param>
/// <param name="Changed">When anything about it last changed. Users can't set this time.</param>
/// <param name="Inode">Its number on the device.</param>
/// <param name="DeviceMajor">The device's major number.</param>
/// <param name="DeviceMinor">The device's minor number.</param>
internal readonly record struct SourceStamp(
    bool Exists, ulong Size, Instant Modified, Instant Changed, ulong Inode, uint DeviceMajor, uint DeviceMinor)
{
    // File systems take times from a clock that ticks every 1 to 10 ms. Old file systems keep whole seconds, and FAT keeps every other second.
    private const long FineGrain = 20_000_000;
    private const long CoarseGrain = 2_000_000_000;

    /// <summary>True for two looks at one file, whatever its state.</summary>
    public bool IsSameFile(in SourceStamp other) =>
        Exists && other.Exists && Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    /// <summary>
    /// Nanoseconds after the last change in which another edit may show the same time, and so go unseen.
    /// </summary>
    private long Grain => Changed.Nanoseconds == 0 ? CoarseGrain : FineGrain;

    /// <summary>Nanoseconds to wait from <paramref name="now"/> until any edit shows another time; 0 or less when no wait is needed.</summary>
    public long RemainingGrain(Instant now) => Exists ? Grain - now.NanosecondsSince(Changed) : 0;
}

/// <summary>A moment: seconds since 1970 UTC, and nanoseconds.</summary>
internal readonly record struct Instant(long Seconds, uint Nanoseconds)
{
    /// <summary>Nanoseconds from <paramref name="earlier"/> to this moment, limited to the range of a long.</summary>
    public long NanosecondsSince(Instant earlier)
    {
        const long MostSeconds = 1_000_000_000;
        long seconds = System.Math.Clamp(unchecked(Seconds - earlier.Seconds), -MostSeconds, MostSeconds);
        return (seconds * 1_000_000_000) + Nanoseconds - earlier.Nanoseconds;
    }
}
