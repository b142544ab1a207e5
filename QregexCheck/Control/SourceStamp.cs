namespace QregexCheck.Control;

/// <summary>What identifies the state of a control file, as stat(2) tells it. A missing file is a state too.</summary>
/// <param name="Exists">False for a file that was missing.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When its bytes were changed last.</param>
/// <param name="Changed">When anything about it was changed last; users can't set this one.</param>
/// <param name="Inode">Its number on the device.</param>
/// <param name="DeviceMajor">The device.</param>
/// <param name="DeviceMinor">The device.</param>
internal readonly record struct SourceStamp(
    bool Exists, ulong Size, Instant Modified, Instant Changed, ulong Inode, uint DeviceMajor, uint DeviceMinor)
{
    // File systems take their times from a clock that ticks every 1 to 10 ms; old ones keep whole seconds, FAT every other one.
    private const long FineGrain = 20_000_000;
    private const long CoarseGrain = 2_000_000_000;

    /// <summary>
    /// Nanoseconds to wait behind the last change until another one is sure to show another time: within them an edit could go unseen.
    /// </summary>
    private long Grain => Changed.Nanoseconds == 0 ? CoarseGrain : FineGrain;

    /// <summary>Nanoseconds to wait from <paramref name="now"/> on until an edit is sure to show; 0 or less when it is already.</summary>
    public long RemainingGrain(Instant now) => Exists ? Grain - now.NanosecondsSince(Changed) : 0;
}

/// <summary>A moment: seconds since 1970 UTC, and nanoseconds.</summary>
internal readonly record struct Instant(long Seconds, uint Nanoseconds)
{
    /// <summary>Nanoseconds from <paramref name="earlier"/> to this moment, cut to what a long can hold.</summary>
    public long NanosecondsSince(Instant earlier)
    {
        const long MostSeconds = 1_000_000_000;
        long seconds = System.Math.Clamp(unchecked(Seconds - earlier.Seconds), -MostSeconds, MostSeconds);
        return (seconds * 1_000_000_000) + Nanoseconds - earlier.Nanoseconds;
    }
}
