using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>What <c>entry.c</c> knows of the process as it was before the runtime started.</summary>
internal static unsafe partial class Entry
{
    private const string Name = "qregexcheck_entry";

    /// <summary>Tells entry.c that the runtime is up, and answers C's argv.</summary>
    [LibraryImport(Name, EntryPoint = "qregexcheck_begin")]
    public static partial byte** Begin();

    /// <summary>Puts SIGPIPE and the signal mask back to what they were when the process started.</summary>
    [LibraryImport(Name, EntryPoint = "qregexcheck_restore_signals")]
    public static partial void RestoreSignals();
}
