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

    /// <summary>Starts a program with the given input and output, and all else as we got it.</summary>
    /// <returns>Its process number, or errno negated.</returns>
    [LibraryImport(Name, EntryPoint = "qregexcheck_spawn")]
    public static partial int Spawn(byte** arguments, int input, int output);

    /// <summary>Makes sure that a child's exit code can be waited for.</summary>
    [LibraryImport(Name, EntryPoint = "qregexcheck_keep_children")]
    public static partial void KeepChildren();
}
