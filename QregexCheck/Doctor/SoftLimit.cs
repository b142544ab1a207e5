namespace QregexCheck.Doctor;

/// <summary>How many bytes of <c>softlimit -m</c> suffice, whatever rules there are that are not absurd. Source: <c>SoftlimitTests</c>.</summary>
/// <remarks>
/// README, the manual pages, <c>doctor</c> and the samples tell these numbers, entry/ does where the program can't start (words.sed), and the bench
/// measures against them: a test holds them together.
/// </remarks>
internal static class SoftLimit
{
    /// <summary>With so many bytes the hooks answer.</summary>
    public const long HookMemory = 14_000_000;

    /// <summary>The same for the filter, which keeps rules in memory, and for the commands of a person that need no more.</summary>
    public const long FilterMemory = 24_000_000;
}
