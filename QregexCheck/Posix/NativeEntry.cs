using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>
/// What <c>entry/</c> knows: of the process as it was before the runtime started, of who asks, and of what he has been told. It is the
/// one truth of these, since it also answers where the runtime can't.
/// </summary>
internal static unsafe partial class NativeEntry
{
    private const string Name = "qregexcheck_entry";

    /// <summary>True where memory has the bound of a big heap, and none that softlimit sets.</summary>
    public static bool HasBigHeap => HasBig() != 0;

    /// <summary>Tells <c>entry/</c> that the runtime is up.</summary>
    /// <returns>The process's arguments.</returns>
    public static Arguments Begin() => new(BeginRuntime());

    /// <summary>The number of the hook. The command line decides first, then the environment.</summary>
    [LibraryImport(Name, EntryPoint = "qregexcheck_hook")]
    public static partial int FindHook();

    /// <summary>The index of the first argument behind the command: 1 where the program's own name is the command, as with <c>qregexcheck-queue</c>,
    /// else 2.</summary>
    [LibraryImport(Name, EntryPoint = "qregexcheck_first_argument")]
    public static partial int FirstArgument();

    /// <summary>From here on no signal but SIGKILL ends the process, unless it is about a fault of the process itself.</summary>
    [LibraryImport(Name, EntryPoint = "qregexcheck_hold_signals")]
    public static partial void HoldSignals();

    /// <summary>Tells a refusal. If something fails afterwards, the process adds nothing to it and ends with its exit code.</summary>
    /// <param name="descriptor">The descriptor for the text.</param>
    /// <param name="text">The text; empty when the exit code says it all.</param>
    /// <param name="code">The exit code that belongs to the text.</param>
    /// <param name="untold">The exit code when the text can't be written.</param>
    /// <returns>One of the two exit codes.</returns>
    public static int Answer(int descriptor, ReadOnlySpan<byte> text, int code, int untold)
    {
        fixed (byte* start = text)
            return Answer(descriptor, start, text.Length, code, untold);
    }

    /// <summary>Tells the caller that the check can't be made, unless the caller was told something already.</summary>
    /// <returns>The exit code to end with.</returns>
    [LibraryImport(Name, EntryPoint = "qregexcheck_fail")]
    public static partial int Fail();

    /// <summary>Replaces this process by a program. Signals are set as we got them.</summary>
    /// <param name="path">The program, ending in NUL.</param>
    /// <param name="arguments">Its argument vector, ending in a null pointer.</param>
    /// <param name="isSearched">1 to search PATH for it.</param>
    /// <returns>errno. It returns only when the program can't be run.</returns>
    [LibraryImport(Name, EntryPoint = "qregexcheck_execute")]
    public static partial int Execute(byte* path, byte** arguments, int isSearched);

    /// <summary>Runs the real qmail-remote in our place. It does not return: what can't be run is reported as qmail-remote reports trouble.</summary>
    /// <param name="sender">The sender, ending in NUL; empty to leave it as it is.</param>
    public static void RunRemote(ReadOnlySpan<byte> sender)
    {
        fixed (byte* start = sender)
            RunRemote(start);
    }

    /// <summary>Starts a program with the given input and output. All else is as we got it.</summary>
    /// <returns>Its process number; a negative errno when it failed.</returns>
    [LibraryImport(Name, EntryPoint = "qregexcheck_spawn")]
    public static partial int Spawn(byte** arguments, int input, int output);

    /// <summary>
    /// Starts a program with the given input and output and no other descriptor but standard error, as the leader of a process group, so that it can be killed
    /// with all that it starts.
    /// </summary>
    /// <returns>Its process number; a negative errno when it failed.</returns>
    [LibraryImport(Name, EntryPoint = "qregexcheck_spawn_apart")]
    public static partial int SpawnApart(byte** arguments, int input, int output);

    [LibraryImport(Name, EntryPoint = "qregexcheck_run_remote")]
    private static partial void RunRemote(byte* sender);

    [LibraryImport(Name, EntryPoint = "qregexcheck_has_big_heap")]
    private static partial int HasBig();

    [LibraryImport(Name, EntryPoint = "qregexcheck_begin")]
    private static partial byte** BeginRuntime();

    [LibraryImport(Name, EntryPoint = "qregexcheck_answer")]
    private static partial int Answer(int descriptor, byte* text, nint length, int code, int untold);
}
